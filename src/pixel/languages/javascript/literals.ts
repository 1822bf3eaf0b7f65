import { legalAddress, type Piece } from '../address';

/** Text as a JavaScript string in single quotes; safe inside a script element too. */
export function stringLiteral(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('<', '\\x3c');
  return `'${escaped}'`;
}

/** Code that gives the pixel's address: a string, or a template literal when a value is computed. */
export function addressCode(pieces: readonly Piece[]): string {
  if (!hasExpression(pieces)) {
    return stringLiteral(plainAddress(pieces));
  }
  const parts = pieces.map((piece) =>
    piece.kind === 'expression'
      ? `\${${encodedCode(piece.code)}}`
      : plainAddress([piece]).replace(/[`\\]|\$(?=\{)/g, '\\$&'),
  );
  // A dollar that ends one piece must not meet the brace that starts the next.
  return `\`${parts.map((part, at) => (parts[at + 1]?.startsWith('{') === true ? part.replace(/\$$/, '\\$') : part)).join('')}\``;
}

/** The same for pages, whose inline scripts may be read by old browsers and minifiers: strings joined by `+`. */
export function joinedAddressCode(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      piece.kind === 'expression' ? encodedCode(piece.code) : stringLiteral(plainAddress([piece])),
    )
    .join(' + ');
}

export function hasExpression(pieces: readonly Piece[]): boolean {
  return pieces.some(({ kind }) => kind === 'expression');
}

/** The address as plain text, placeholders as IQM wrote them; call it for pieces without expressions only. */
export function plainAddress(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      piece.kind === 'text'
        ? legalAddress(piece.text)
        : piece.kind === 'placeholder'
          ? `{${piece.name}}`
          : '',
    )
    .join('');
}

/** An expression without the delimiters and the semicolon that people paste along. */
export function bareCode(code: string): string {
  const inner =
    /^\$\{([\s\S]*)\}$/.exec(code) ??
    /^\{\{([\s\S]*)\}\}$/.exec(code) ??
    /^\{([\s\S]*)\}$/.exec(code);
  return (inner?.[1] ?? code).trim().replace(/[;\s]+$/, '');
}

/** Wraps code so that its value becomes one URL component, once. */
export function encodedCode(code: string): string {
  const bare = bareCode(code);
  return isOneCall(bare, 'encodeURIComponent') ? bare : `encodeURIComponent(${bare})`;
}

function isOneCall(code: string, name: string): boolean {
  if (!code.startsWith(`${name}(`) || !code.endsWith(')')) {
    return false;
  }
  let depth = 0;
  for (let at = name.length; at < code.length; at += 1) {
    depth += code[at] === '(' ? 1 : code[at] === ')' ? -1 : 0;
    if (depth === 0) {
      return at === code.length - 1;
    }
  }
  return false;
}
