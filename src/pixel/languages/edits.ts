import type { Edit, Placement, PlacementRequest, Warning } from '../placement/request';
import { eolOf, indentOf, indentUnit, lineStart, startsLine } from '../placement/lines';
import type { PixelValue } from '../kinds';

/** The values of a request as a list. */
export function valuesOf({ value }: PlacementRequest): readonly PixelValue[] {
  return value === undefined ? [] : 'kind' in value ? [value] : value;
}

/**
 * One change of several edits, with the file's line ends.
 * @param marker text inside the main edit whose line is reported as the tag's
 */
export function placed(
  request: PlacementRequest,
  edit: Edit,
  more: readonly Edit[],
  marker: string,
  warnings: readonly Warning[] = [],
): Placement {
  const { text } = request;
  if (overlap([edit, ...more])) {
    return {
      status: 'refuse',
      reason: 'The selection holds the place where the code has to go.',
      advice: 'Select only what the pixel shall replace, or nothing.',
    };
  }
  const eol = eolOf(text, request.eol);
  const withEol = (part: Edit): Edit => ({
    ...part,
    text: part.text.replaceAll('\r\n', '\n').replaceAll('\n', eol),
  });
  const main = withEol(edit);
  const others = more.map(withEol);
  const before = others.filter(({ start }) => start < main.start);
  const added = before.reduce((sum, { start, end, text: part }) => {
    return sum + lineEnds(part) - lineEnds(text.slice(start, end));
  }, 0);
  const inside = main.text.slice(0, Math.max(0, main.text.indexOf(marker)));
  return {
    status: 'insert',
    edit: main,
    ...(others.length === 0 ? {} : { more: others }),
    line: 1 + lineEnds(text.slice(0, main.start)) + added + lineEnds(inside),
    warnings,
  };
}

function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some(({ end }, at) => {
    const next = sorted[at + 1];
    return next !== undefined && next.start < end;
  });
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}

/** Lines with the indentation before each that is not empty. */
export function indented(lines: readonly string[], indentation: string): string {
  return lines.map((line) => (line === '' ? '' : indentation + line)).join('\n');
}

/**
 * A new last child of an element: on a line of its own, indented like its siblings, if the end tag has one too.
 * @param children offsets where the element's children start
 */
export function lastChildEdit(
  text: string,
  { openEnd, closeStart }: { readonly openEnd: number; readonly closeStart: number },
  children: readonly number[],
  snippet: string,
): Edit {
  const start = lineStart(text, closeStart);
  if (start < openEnd || !startsLine(text, closeStart)) {
    return { start: closeStart, end: closeStart, text: snippet };
  }
  const sibling = children.findLast((child) => startsLine(text, child));
  const indentation =
    sibling === undefined ? indentOf(text, closeStart) + indentUnit(text) : indentOf(text, sibling);
  return { start, end: start, text: `${indented(snippet.split('\n'), indentation)}\n` };
}

/** As a last line; a file without a final line end stays without one. */
export function atEnd(text: string, snippet: string): Edit {
  const end = text.trimEnd().length;
  return end === 0
    ? { start: text.length, end: text.length, text: `${snippet}\n` }
    : { start: end, end, text: `\n${snippet}` };
}
