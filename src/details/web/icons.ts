/** Drawings of 16 × 16 in the text's colour. All are decoration beside a text, so no reader hears of them. */
const PATHS = {
  insert: 'M8 2v7.5M4.8 6.6 8 9.8l3.2-3.2M2.5 13.5h11',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  watch:
    'M1.5 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  stop: 'M4 4h8v8H4z',
  assign: 'M2.5 3.5h6M2.5 7.5h6M2.5 11.5h4M11.5 8v6M8.5 11h6',
  refresh: 'M13.2 6.2A5.5 5.5 0 1 0 13.5 9M13.5 2.5v3.9H9.6',
  warning: 'M8 2.2 14.3 13.3H1.7zM8 6.3v3.4M8 11.2v.6',
  check: 'M2.8 8.6 6.3 12l7-8',
  page: 'M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3',
} as const;

const SVG = 'http://www.w3.org/2000/svg';

/** A new drawing; each place on the page needs its own. */
export function icon(name: keyof typeof PATHS): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [attribute, value] of Object.entries({
    class: `icon icon-${name}`,
    viewBox: '0 0 16 16',
    width: '16',
    height: '16',
    'aria-hidden': 'true',
    focusable: 'false',
  })) {
    svg.setAttribute(attribute, value);
  }
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
