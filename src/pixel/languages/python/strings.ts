/** A string in Python source; offsets are into the file. */
export interface PythonString {
  readonly start: number;
  readonly end: number;
  /** The text between the quotes. */
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly quote: string;
  /** What fills the string: braces of an f-string or of `.format`, percent signs, a template engine, or nothing. */
  readonly format: 'braces' | 'percent' | 'jinja' | 'plain';
  /** Whether the braces hold expressions; `.format` knows names only. */
  readonly takesExpressions: boolean;
}

const OPENING = /#[^\n]*|(?<![\w])([A-Za-z]{0,2})("""|'''|"|')/g;

/** The strings of a Python file, in order. */
export function pythonStrings(text: string): readonly PythonString[] {
  const strings: PythonString[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const [, prefix = '', quote] = match;
    if (quote === undefined) {
      continue;
    }
    const contentStart = OPENING.lastIndex;
    const contentEnd = stringEnd(text, contentStart, quote);
    const end = Math.min(text.length, contentEnd + quote.length);
    const isTemplate = /[ft]/i.test(prefix);
    const content = text.slice(contentStart, contentEnd);
    strings.push({
      start: match.index,
      end,
      contentStart,
      contentEnd,
      quote,
      format: isTemplate ? 'braces' : formatOf(text, match.index, end, content),
      takesExpressions: isTemplate,
    });
    OPENING.lastIndex = end;
  }
  return strings;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      at += 1;
    } else if (text.startsWith(quote, at)) {
      return at;
    } else if (quote.length === 1 && character === '\n') {
      return at;
    }
  }
  return text.length;
}

/** How a plain string is filled: right behind it, or later under the name it is given. */
function formatOf(
  text: string,
  start: number,
  end: number,
  content: string,
): PythonString['format'] {
  const after = text.slice(end, end + 80);
  const name = /([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*\(?\s*$/.exec(
    text.slice(Math.max(0, start - 120), start),
  )?.[1];
  const uses = (use: string): boolean =>
    new RegExp(`^\\s*\\)*\\s*${use}`).test(after) ||
    (name !== undefined && new RegExp(`\\b${name}\\s*${use}`).test(text));
  if (uses(String.raw`\.format(?:_map)?\(`)) {
    return 'braces';
  }
  if (/\{%|\{\{/.test(content)) {
    return 'jinja';
  }
  return /%(?:\(\w+\))?[sdifr]/.test(content) && uses('%') ? 'percent' : 'plain';
}
