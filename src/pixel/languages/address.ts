import type { PixelValue } from '../kinds';

/** The placeholder IQM writes for the value of a conversion. */
export const VALUE_PLACEHOLDER = 'CONVERSION_VALUE';

/** A stretch of a pixel's address: fixed text, a placeholder that stays, or code that gives its value. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string }
  | { readonly kind: 'expression'; readonly code: string };

const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Parts an address at its placeholders and fills in the values. Neighbouring texts are joined, literal values are
 * encoded as one URL component.
 */
export function addressPieces(
  address: string,
  placeholders: readonly string[],
  values: readonly PixelValue[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') {
      pieces.push({ kind: 'text', text });
      text = '';
    }
  };
  let from = 0;
  for (const match of address.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? '';
    if (!placeholders.includes(name)) {
      continue;
    }
    text += address.slice(from, match.index);
    from = match.index + match[0].length;
    const value = values.find(({ placeholder = VALUE_PLACEHOLDER }) => placeholder === name);
    if (value?.kind === 'literal') {
      text += encodeComponent(value.text);
      continue;
    }
    flush();
    pieces.push(
      value === undefined
        ? { kind: 'placeholder', name }
        : { kind: 'expression', code: value.text.trim() },
    );
  }
  text += address.slice(from);
  flush();
  return pieces;
}

/** encodeURIComponent that leaves no character with a meaning in any attribute, string or template. */
export function encodeComponent(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, percent);
}

/**
 * Percent-encodes what no URL may hold (RFC 3986): these are the characters that would open a template's island, end
 * a string or start a tag. Legal characters stay as they are.
 */
export function legalAddress(text: string): string {
  return text.replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]+/g, (run) =>
    encodeURIComponent(wellFormed(run)),
  );
}

/** One ASCII character as `%XX`. */
export function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Half a surrogate pair has no UTF-8 form; encodeURIComponent would throw. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
}
