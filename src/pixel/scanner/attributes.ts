import {
  APOSTROPHE,
  EQUALS,
  GREATER_THAN,
  isSpace,
  QUOTATION_MARK,
  SOLIDUS,
  SPACE,
} from './characters';
import { nameEnd, valueEnd } from './tagEnd';

/** One attribute of a tag, by ranges: `value` is the range between the quotes. */
export interface AttributeRange {
  readonly start: number;
  readonly nameEnd: number;
  /** Behind the closing quote, or behind the name when there is no value. */
  readonly end: number;
  readonly value?: { readonly start: number; readonly end: number; readonly quote: '"' | "'" | '' };
}

/**
 * The attributes of the tag whose name ends at `from` and whose `>` ends at `end`, in the order of the text, duplicates
 * included (a browser takes the first of a name).
 */
export function attributeRanges(text: string, from: number, end: number): AttributeRange[] {
  const found: AttributeRange[] = [];
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN) break;
    if (code === SOLIDUS || (code <= SPACE && isSpace(code))) {
      at++;
      continue;
    }
    const attribute = attributeAt(text, at, end);
    found.push(attribute);
    at = attribute.end;
  }
  return found;
}

function attributeAt(text: string, start: number, end: number): AttributeRange {
  const afterName = nameEnd(text, start + 1);
  const equals = skipSpace(text, afterName, end);
  if (text.charCodeAt(equals) !== EQUALS) return { start, nameEnd: afterName, end: afterName };
  const first = skipSpace(text, equals + 1, end);
  const code = text.charCodeAt(first);
  // `<a href=>`: the standard takes the empty value and ends the tag.
  if (code === GREATER_THAN) {
    return {
      start,
      nameEnd: afterName,
      end: first,
      value: { start: first, end: first, quote: '' },
    };
  }
  const behind = valueEnd(text, first, code);
  const quote = code === QUOTATION_MARK ? '"' : code === APOSTROPHE ? "'" : '';
  const value = { start: first + quote.length, end: behind - quote.length, quote } as const;
  return { start, nameEnd: afterName, end: behind, value };
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Whether a tag ends in `/>` and the slash is not the end of an unquoted value (`<a href=/>` is no closed tag). */
export function isSelfClosing(text: string, from: number, end: number): boolean {
  if (text.charCodeAt(end - 2) !== SOLIDUS || end - 2 < from) return false;
  const last = attributeRanges(text, from, end).at(-1);
  return last === undefined || last.end <= end - 2;
}
