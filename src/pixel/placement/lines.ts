import { isSpace } from '../scanner/characters';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = 0xfeff;

/** Number of the line that holds `offset`, from 1. Lines end as they do in an editor: LF, CRLF or a lone CR. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset; at++) {
    const code = text.charCodeAt(at);
    // A CRLF counts once, by its LF.
    if (code === LINE_FEED) line++;
    else if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED) line++;
  }
  return line;
}

/** Line numbers of offsets that rise: the text is passed once for all of them. */
export class LineCounter {
  readonly #text: string;
  #line = 1;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  lineOf(offset: number): number {
    if (offset < this.#at) return lineOf(this.#text, offset);
    this.#line += lineOf(this.#text.slice(this.#at, offset), offset - this.#at) - 1;
    this.#at = offset;
    return this.#line;
  }
}

/** Where the line of `offset` begins; behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !startsHere(text, at)) at--;
  return at;
}

function startsHere(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || isLineEnd(before) || (at === 1 && before === BYTE_ORDER_MARK);
}

/** Where the line of `offset` ends, its line end left out. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the line end at `offset`; `offset` itself when there is none. */
export function behindLineEnd(text: string, offset: number): number {
  if (text.startsWith('\r\n', offset)) return offset + 2;
  return offset < text.length && isLineEnd(text.charCodeAt(offset)) ? offset + 1 : offset;
}

function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** The blanks at the start of the line of `offset`. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let at = start;
  while (isBlankCode(text.charCodeAt(at))) at++;
  return text.slice(start, at);
}

/** The blanks between the start of the line and `offset`; undefined when anything else is there. */
export function leadOf(text: string, offset: number): string | undefined {
  let at = offset;
  while (at > 0 && isBlankCode(text.charCodeAt(at - 1))) at--;
  return startsHere(text, at) ? text.slice(at, offset) : undefined;
}

/** Whether nothing but blanks precedes `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return leadOf(text, offset) !== undefined;
}

function isBlankCode(code: number): boolean {
  return isSpace(code) && !isLineEnd(code);
}

/** Whether nothing but blanks follows `offset` on its line. */
export function endsLine(text: string, offset: number): boolean {
  let at = offset;
  while (isBlankCode(text.charCodeAt(at))) at++;
  return at >= text.length || isLineEnd(text.charCodeAt(at));
}

/** The line end that the document uses, by majority; `otherwise` for a text of one line. */
export function eolOf(text: string, otherwise: '\n' | '\r\n' = '\n'): '\n' | '\r\n' {
  let feeds = 0;
  let pairs = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    feeds++;
    if (text.charCodeAt(at - 1) === CARRIAGE_RETURN) pairs++;
  }
  if (feeds === 0) return otherwise;
  return pairs * 2 > feeds ? '\r\n' : '\n';
}

const INDENTED_LINES = 400;

/**
 * One step of indentation in this text: a tab, or the number of blanks by which lines most often go deeper than the
 * line before. Two blanks when the text does not tell.
 */
export function indentUnit(text: string): string {
  const steps = new Map<string, number>();
  let previous = '';
  let seen = 0;
  for (const match of text.matchAll(/^([ \t]*)\S/gm)) {
    const indent = match[1] ?? '';
    if (indent.length > previous.length && indent.startsWith(previous)) {
      const step = indent.slice(previous.length);
      // Text aligned under other text is no step.
      if (step.length <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    previous = indent;
    if (++seen === INDENTED_LINES) break;
  }
  let best = '  ';
  let votes = 0;
  for (const [step, count] of steps) {
    if (count > votes || (count === votes && step.length < best.length)) {
      best = step;
      votes = count;
    }
  }
  return best.startsWith('\t') ? '\t' : best;
}
