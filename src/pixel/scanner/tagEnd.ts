import {
  APOSTROPHE,
  EQUALS,
  GREATER_THAN,
  isSpace,
  QUOTATION_MARK,
  SOLIDUS,
  SPACE,
} from './characters';

/**
 * Where the tag ends whose attributes begin at `from` (just behind the tag name): the offset behind its `>`, or −1
 * when the text ends first. The attribute states of the HTML standard's tokenizer (§ 13.2.5.32–40): a quote opens a
 * value only behind `=`, anywhere else it is part of a name and a `>` behind it does end the tag.
 */
export function tagEnd(text: string, from: number): number {
  const length = text.length;
  let at = from;
  let beforeValue = false;
  // A `=` where a name should begin is the name's first character, not an assignment.
  let afterName = false;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN) return at + 1;
    if (code <= SPACE && isSpace(code)) {
      at++;
    } else if (beforeValue) {
      beforeValue = false;
      afterName = false;
      at = valueEnd(text, at, code);
      if (at === -1) return -1;
    } else if (code === SOLIDUS) {
      afterName = false;
      at++;
    } else if (code === EQUALS && afterName) {
      beforeValue = true;
      at++;
    } else {
      afterName = true;
      at = nameEnd(text, at + 1);
    }
  }
  return -1;
}

/** The end of an attribute value that begins at `at` with `code`, closing quote included; −1 when it never ends. */
export function valueEnd(text: string, at: number, code: number): number {
  if (code === QUOTATION_MARK) return text.indexOf('"', at + 1) + 1 || -1;
  if (code === APOSTROPHE) return text.indexOf("'", at + 1) + 1 || -1;
  let end = at + 1;
  for (; end < text.length; end++) {
    const next = text.charCodeAt(end);
    if (next === GREATER_THAN || (next <= SPACE && isSpace(next))) break;
  }
  return end;
}

/** The end of an attribute name, of which the character before `from` is the first. */
export function nameEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === EQUALS || code === GREATER_THAN || code === SOLIDUS) break;
    if (code <= SPACE && isSpace(code)) break;
  }
  return at;
}
