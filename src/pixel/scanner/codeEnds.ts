import type { Closers } from './closers';

/** The end of code that takes the rest of the text, as PHP may. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The end of a piece of template code that `close` ends, reading over strings in the given quotes (with backslash
 * escapes); `from` is behind its opening mark. A string that never ends is no string: then the first `close` counts.
 * −1 when there is none.
 */
export function delimitedEnd(
  closers: Closers,
  from: number,
  close: string,
  quotes: string,
): number {
  const plain = closers.find(close, from);
  if (plain === -1) return -1;
  // Nearly all code between the marks holds no quote before them.
  let at = from;
  const text = closers.text;
  while (closers.mayFail()) {
    const end = closers.find(close, at);
    if (end === -1) break;
    const quote = firstOf(text, at, end, quotes);
    if (quote === -1) return end + close.length;
    const closed = stringEnd(text, quote);
    if (closed === -1) break;
    at = closed;
  }
  closers.failed();
  return plain + close.length;
}

function firstOf(text: string, from: number, to: number, characters: string): number {
  for (let at = from; at < to; at++) {
    if (characters.includes(text.charAt(at))) return at;
  }
  return -1;
}

/** Behind the closing quote of the string that opens at `open`; −1 when it never closes. */
export function stringEnd(text: string, open: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === quote) return at + 1;
  }
  return -1;
}

const CODE_MARK = /["'`(){}[\]]|\/\*|(?<=^|[\s;{}(),])\/\//gm;

/**
 * The end of a bracketed piece of code (JavaScript, C#, PHP expressions): behind the bracket that closes the one at
 * `open`. Strings, template literals and comments are read over; a quote with no partner on its line is an apostrophe.
 * −1 when the bracket never closes.
 */
export function balancedEnd(closers: Closers, open: number): number {
  if (!closers.mayFail()) return -1;
  const text = closers.text;
  let depth = 0;
  CODE_MARK.lastIndex = open;
  for (let mark = CODE_MARK.exec(text); mark; mark = CODE_MARK.exec(text)) {
    const at = mark.index;
    switch (mark[0]) {
      case '(':
      case '[':
      case '{':
        depth++;
        break;
      case ')':
      case ']':
      case '}':
        if (--depth === 0) return at + 1;
        break;
      case '/*':
        CODE_MARK.lastIndex = behind(closers.find('*/', at + 2), 2, text.length);
        break;
      case '//':
        CODE_MARK.lastIndex = behind(closers.find('\n', at), 1, text.length);
        break;
      case '`':
        CODE_MARK.lastIndex = templateLiteralEnd(closers, at);
        break;
      default:
        CODE_MARK.lastIndex = lineStringEnd(closers, at, mark[0]);
    }
  }
  return closers.failed();
}

function behind(found: number, length: number, otherwise: number): number {
  return found === -1 ? otherwise : found + length;
}

function lineStringEnd(closers: Closers, open: number, quote: string): number {
  const line = behind(closers.find('\n', open), 0, closers.text.length);
  let at = closers.find(quote, open + 1);
  while (at !== -1 && at < line && closers.text.charAt(at - 1) === '\\') {
    at = closers.find(quote, at + 1);
  }
  return at === -1 || at > line ? open + 1 : at + 1;
}

/** Behind a template literal with its `${…}` parts, which may hold further literals; its own mark when it never ends. */
function templateLiteralEnd(closers: Closers, open: number): number {
  if (!closers.mayFail()) return open + 1;
  const mark = /\\.|`|\$\{|\{|\}/gs;
  const inside: ('`' | '{')[] = [];
  mark.lastIndex = open;
  for (let found = mark.exec(closers.text); found; found = mark.exec(closers.text)) {
    const top = inside.at(-1);
    if (found[0] === '`') {
      if (top === '`') inside.pop();
      else inside.push('`');
      if (inside.length === 0) return mark.lastIndex;
    } else if (found[0] === '${' && top === '`') inside.push('{');
    else if (found[0].endsWith('{') && top === '{') inside.push('{');
    else if (found[0] === '}' && top === '{') inside.pop();
  }
  closers.failed();
  return open + 1;
}

const PHP_MARK = /\?>|\/\/|#(?!\[)|\/\*|["'`]|<<<[ \t]*(["']?)([A-Za-z_]\w*)\1\r?\n/g;
const PHP_LINE_END = /\?>|[\r\n]/g;

/** The end of PHP code: behind `?>`, or `NEVER`. `?>` in strings and block comments ends nothing. */
export function phpEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    PHP_MARK.lastIndex = at;
    const mark = PHP_MARK.exec(text);
    if (!mark) return NEVER;
    const found = mark[0];
    if (found === '?>') return PHP_MARK.lastIndex;
    if (found === '//' || found === '#') {
      PHP_LINE_END.lastIndex = mark.index;
      const end = PHP_LINE_END.exec(text);
      if (!end) return NEVER;
      at = end.index;
    } else if (found === '/*') {
      at = behind(text.indexOf('*/', mark.index + 2), 2, text.length);
    } else if (mark[2] !== undefined) {
      // A heredoc ends at its own word at the start of a line.
      const close = new RegExp(`[\\r\\n][ \\t]*${mark[2]}\\b`, 'g');
      close.lastIndex = PHP_MARK.lastIndex - 1;
      at = close.exec(text) ? close.lastIndex : text.length;
    } else {
      at = stringEnd(text, mark.index);
      if (at === -1) return NEVER;
    }
  }
}
