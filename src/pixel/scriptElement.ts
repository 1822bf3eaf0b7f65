import type { PixelObstacle } from './foundPixel';
import { attributeRanges } from './scanner/attributes';
import type { AttributeRange } from './scanner/attributes';
import { resolveReferences } from './scanner/characterReferences';

/** The HTML standard's JavaScript MIME type essence matches (MIME Sniffing standard § 4.6), and no type at all. */
const SCRIPT_TYPE =
  /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/;

/** Attributes by lower-case name, references resolved; the first of a name counts. */
export function attributeMap(
  text: string,
  masked: string,
  nameEnd: number,
  end: number,
): { values: ReadonlyMap<string, string>; ranges: ReadonlyMap<string, AttributeRange> } {
  const values = new Map<string, string>();
  const ranges = new Map<string, AttributeRange>();
  for (const range of attributeRanges(masked, nameEnd, end)) {
    const name = text.slice(range.start, range.nameEnd).toLowerCase();
    if (ranges.has(name)) continue;
    ranges.set(name, range);
    values.set(
      name,
      range.value ? resolveReferences(text.slice(range.value.start, range.value.end)) : '',
    );
  }
  return { values, ranges };
}

/** What a script element's attributes say about whether it runs. */
export function scriptGate(attributes: ReadonlyMap<string, string>): {
  readonly consentGated: boolean;
  readonly obstacle?: PixelObstacle;
} {
  const type = attributes.get('type');
  const language = attributes.get('language');
  const essence = (type ?? (language ? `text/${language}` : '')).trim().toLowerCase();
  if (essence === 'text/plain') return { consentGated: true, obstacle: 'type' };
  if (!SCRIPT_TYPE.test(essence)) return { consentGated: false, obstacle: 'type' };
  if (attributes.has('nomodule') && essence !== 'module') {
    return { consentGated: false, obstacle: 'nomodule' };
  }
  return { consentGated: false };
}

/** Attributes in which consent tools keep a script's address until consent is given. */
export const GATED_SOURCES: readonly string[] = [
  'data-src',
  'data-cmp-src',
  'data-cookieblock-src',
  'data-consent-src',
  'data-suppressedsrc',
];
