/** A place in PHP code where a statement may begin: outside strings, comments and braces. */
export interface PhpSource {
  /** Offsets behind which a statement of the file's own level may begin, in order. */
  readonly boundaries: readonly number[];
  /** Whether the end of the file is in PHP code. */
  readonly endsInCode: boolean;
  /** Start of the last `?>`. */
  readonly lastClose: number | undefined;
}

const HEREDOC = /<<<[ \t]*(["']?)([A-Za-z_]\w*)\1[ \t]*\r?\n/y;
const PIECE = /\?>|\/\/|#(?!\[)|\/\*|<<<|["'`]|[{}();[\]]/g;

/** Reads a PHP file as far as needed to find where a statement may be added. */
export function readPhp(text: string): PhpSource {
  const boundaries: number[] = [];
  let lastClose: number | undefined;
  let at = 0;
  let depth = 0;
  for (;;) {
    const open = /<\?(?:php\b|=|(?=\s))/gi;
    open.lastIndex = at;
    const start = open.exec(text);
    if (start === null) {
      return { boundaries, endsInCode: false, lastClose };
    }
    at = open.lastIndex;
    if (depth === 0) {
      boundaries.push(at);
    }
    let inCode = true;
    while (inCode) {
      PIECE.lastIndex = at;
      const piece = PIECE.exec(text);
      if (piece === null) {
        return { boundaries, endsInCode: true, lastClose };
      }
      at = PIECE.lastIndex;
      switch (piece[0]) {
        case '?>':
          lastClose = piece.index;
          inCode = false;
          break;
        case '//':
        case '#':
          at = lineCommentEnd(text, at);
          break;
        case '/*':
          at = behind(text, '*/', at);
          break;
        case '<<<':
          at = heredocEnd(text, piece.index, at);
          break;
        case '"':
        case "'":
        case '`':
          at = stringEnd(text, piece[0], at);
          break;
        default:
          depth += /[{([]/.test(piece[0]) ? 1 : piece[0] === ';' ? 0 : -1;
          if (depth === 0 && (piece[0] === ';' || piece[0] === '}')) {
            boundaries.push(at);
          }
      }
    }
  }
}

/** A line comment ends at `?>` too. */
function lineCommentEnd(text: string, from: number): number {
  const end = /\r?\n|\?>/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

function behind(text: string, needle: string, from: number): number {
  const at = text.indexOf(needle, from);
  return at === -1 ? text.length : at + needle.length;
}

function stringEnd(text: string, quote: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) {
      return at + 1;
    }
    at += character === '\\' ? 1 : 0;
  }
  return text.length;
}

function heredocEnd(text: string, start: number, from: number): number {
  HEREDOC.lastIndex = start;
  const match = HEREDOC.exec(text);
  if (match === null) {
    return from;
  }
  const end = new RegExp(`^[ \\t]*${match[2] ?? ''}\\b`, 'gm');
  end.lastIndex = HEREDOC.lastIndex;
  return end.exec(text) === null ? text.length : end.lastIndex;
}
