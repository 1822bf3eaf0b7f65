import { RANGES, type Range } from './timeline';

/*
 * What the webview asks of the host. It names things only by what the host knows already (a section, a row number):
 * no address, script or id comes out of a webview. Checked by hand, since this runs when the extension starts.
 */

const PLAIN = [
  // The page is drawn and listens.
  'ready',
  'refresh',
  'insert',
  'copy',
  'copyAs',
  'assign',
  'signIn',
  'watch',
  'stop',
] as const;

const SECTIONS = ['summary', 'settings', 'campaigns', 'counts', 'timeline', 'places'] as const;

/** A part of the panel that is loaded on its own. */
export type SectionName = (typeof SECTIONS)[number];

export type FromWeb =
  | { readonly type: (typeof PLAIN)[number] }
  | { readonly type: 'retry'; readonly section: SectionName }
  | { readonly type: 'range'; readonly days: Range }
  | { readonly type: 'openPlace'; readonly index: number };

/** A message from the webview, or undefined if it is none of ours. */
export function readFromWeb(value: unknown): FromWeb | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { type, section, days, index } = value as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'retry': {
      const known = SECTIONS.find((each) => each === section);
      return known && { type, section: known };
    }
    case 'range': {
      const known = RANGES.find((each) => each === days);
      return known && { type, days: known };
    }
    case 'openPlace':
      return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0
        ? { type, index }
        : undefined;
    default: {
      const known = PLAIN.find((each) => each === type);
      return known && { type: known };
    }
  }
}
