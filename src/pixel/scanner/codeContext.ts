/** What a place in program code is: inside a comment, inside a string (offsets between the quotes), or plain code. */
export type CodeContext =
  | { readonly kind: 'comment' | 'string'; readonly start: number; readonly end: number }
  | { readonly kind: 'code' };

export type CodeDialect = 'javascript' | 'php' | 'python' | 'template';

const MARKS: Readonly<Record<CodeDialect, RegExp>> = {
  javascript: /\/\*|<!--|(?<![:\w])\/\/|["'`]/g,
  php: /\/\*|<!--|(?<![:\w])\/\/|#(?!\[)|["'`]/g,
  python: /#|"""|'''|["']/g,
  template: /["'`]/g,
};

/** Quotes that a line end does not end. */
const MULTILINE: Readonly<Record<CodeDialect, string>> = {
  javascript: '`',
  php: `"'`,
  python: '',
  template: '',
};

const COMMENT_END: Readonly<Record<string, string>> = {
  '/*': '*/',
  '<!--': '-->',
  '//': '\n',
  '#': '\n',
};

/**
 * What each of the `offsets` (rising) between `from` and `to` stands in. One pass over the code; a quote that finds no
 * partner on its line is an apostrophe in text.
 */
export function codeContexts(
  text: string,
  from: number,
  to: number,
  offsets: readonly number[],
  dialect: CodeDialect,
): readonly CodeContext[] {
  const marks = new RegExp(MARKS[dialect]);
  const contexts: CodeContext[] = [];
  // Up to here a quote of that kind is known to have no partner.
  const single = new Map<string, number>();
  marks.lastIndex = from;
  let next = 0;
  while (next < offsets.length) {
    const mark = marks.exec(text);
    const at = mark && mark.index < to ? mark.index : to;
    for (; next < offsets.length && (offsets[next] ?? to) < at; next++) contexts.push(CODE);
    if (!mark || at === to) break;

    const opening = mark[0];
    const start = marks.lastIndex;
    const closing = COMMENT_END[opening] ?? opening;
    const kind = opening in COMMENT_END ? 'comment' : 'string';
    const end =
      kind === 'comment' || opening.length > 1
        ? endOf(text, start, closing)
        : quoteEnd(text, start, opening, MULTILINE[dialect].includes(opening), single);
    if (end === -1) continue;
    const limit = Math.min(end, to);
    for (; next < offsets.length && (offsets[next] ?? to) < limit; next++) {
      contexts.push({ kind, start, end: limit });
    }
    marks.lastIndex = Math.max(start, end + (closing === '\n' ? 0 : closing.length));
  }
  while (contexts.length < offsets.length) contexts.push(CODE);
  return contexts;
}

const CODE: CodeContext = { kind: 'code' };

function endOf(text: string, from: number, closing: string): number {
  const found = text.indexOf(closing, from);
  return found === -1 ? text.length : found;
}

function quoteEnd(
  text: string,
  from: number,
  quote: string,
  overLines: boolean,
  single: Map<string, number>,
): number {
  if (from <= (single.get(quote) ?? -1)) return -1;
  let at = from;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === quote) return at;
    else if (!overLines && (character === '\n' || character === '\r')) break;
  }
  single.set(quote, at);
  return -1;
}
