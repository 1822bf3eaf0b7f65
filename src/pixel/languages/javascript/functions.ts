import type { Brackets, Token } from './source';

/** A function in a token list; all numbers are token indices. */
export interface JsFunction {
  readonly name: string | undefined;
  readonly isMethod: boolean;
  /** First token: `async`, `function`, the method's name or the arrow's parameters. */
  readonly head: number;
  /** The `{` of a block, else the first token of an arrow's expression. */
  readonly bodyStart: number;
  /** The `}` of a block, else the last token of the expression. */
  readonly bodyEnd: number;
  readonly isBlock: boolean;
}

const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);
/** Words that go on with an expression; any other word behind an operand starts a statement. */
const BINARY_WORDS = new Set(['in', 'instanceof', 'as', 'satisfies']);
const TYPE_TOKEN = /^(?:[.<>|&[\],:]|=>)$/;

/** Every function, methods and arrows included, in the order of their bodies. */
export function findFunctions(tokens: readonly Token[], brackets: Brackets): readonly JsFunction[] {
  const found: JsFunction[] = [];
  // Backwards, so that an arrow knows where the arrows in its own body end and nothing is read twice.
  const arrowEnds = new Map<number, number>();
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== 'punctuation') {
      continue;
    }
    if (token.text === '=>') {
      const read = arrow(tokens, brackets, arrowEnds, at);
      if (read !== undefined) {
        arrowEnds.set(at, read.bodyEnd);
        found.push(read);
      }
    } else if (token.text === '{' && tokens[at - 1]?.text !== '=>') {
      const read = declared(tokens, brackets, at);
      if (read !== undefined) {
        found.push(read);
      }
    }
  }
  return found.reverse();
}

export interface Around {
  /** The innermost function. */
  readonly owner: JsFunction | undefined;
  /** How many functions there are around. */
  readonly depth: number;
}

/** For each of the given token indices, in ascending order: the functions around it. */
export function functionsAround(
  functions: readonly JsFunction[],
  indices: readonly number[],
): readonly Around[] {
  const waiting = [...functions].sort((a, b) => b.head - a.head);
  const open: JsFunction[] = [];
  const closeBefore = (token: number): void => {
    while (open.length > 0 && (open.at(-1)?.bodyEnd ?? 0) < token) {
      open.pop();
    }
  };
  return indices.map((index) => {
    for (
      let next = waiting.at(-1);
      next !== undefined && next.head < index;
      next = waiting.at(-1)
    ) {
      closeBefore(next.head);
      open.push(next);
      waiting.pop();
    }
    closeBefore(index);
    return { owner: open.at(-1), depth: open.length };
  });
}

function arrow(
  tokens: readonly Token[],
  brackets: Brackets,
  arrowEnds: ReadonlyMap<number, number>,
  at: number,
): JsFunction | undefined {
  const { partner, opener } = brackets;
  const last = parametersEnd(tokens, at - 1) ?? at - 1;
  const open = tokens[last]?.text === ')' ? (partner[last] ?? -1) : last;
  const first = typeParametersStart(tokens, open);
  const head = tokens[first - 1]?.text === 'async' ? first - 1 : first;
  const bodyStart = at + 1;
  const isBlock = tokens[bodyStart]?.text === '{';
  const bodyEnd = isBlock
    ? (partner[bodyStart] ?? -1)
    : expressionEnd(tokens, brackets, arrowEnds, bodyStart, opener[at] ?? -1);
  return open < 0 || bodyEnd < bodyStart
    ? undefined
    : { name: undefined, isMethod: false, head, bodyStart, bodyEnd, isBlock };
}

function declared(
  tokens: readonly Token[],
  { partner }: Brackets,
  at: number,
): JsFunction | undefined {
  const close = parametersEnd(tokens, at - 1);
  const open = close === undefined ? -1 : (partner[close] ?? -1);
  const bodyEnd = partner[at] ?? -1;
  const own = typeParametersStart(tokens, open) - 1;
  const word = tokens[own];
  if (open < 1 || bodyEnd < at || word?.kind !== 'word' || CONTROL.has(word.text)) {
    return undefined;
  }
  const star = tokens[own - 1]?.text === '*' ? 1 : 0;
  const isNamed = word.text !== 'function' && tokens[own - 1 - star]?.text === 'function';
  const keyword = isNamed ? own - 1 - star : own;
  const head = tokens[keyword - 1]?.text === 'async' ? keyword - 1 : keyword;
  return {
    name: word.text === 'function' ? undefined : word.text,
    isMethod: word.text !== 'function' && !isNamed,
    head,
    bodyStart: at,
    bodyEnd,
    isBlock: true,
  };
}

/** The `)` of the parameters, also when a return type stands behind it. */
function parametersEnd(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at >= 0 && at > from - 40; at -= 1) {
    const token = tokens[at];
    if (token?.text === ')') {
      return at === from || tokens[at + 1]?.text === ':' ? at : undefined;
    }
    if (token === undefined || !(token.kind === 'word' || TYPE_TOKEN.test(token.text))) {
      return undefined;
    }
  }
  return undefined;
}

/** Back over `<T extends U>` in front of parameters. */
export function typeParametersStart(tokens: readonly Token[], open: number): number {
  if (tokens[open - 1]?.text !== '>') {
    return open;
  }
  let depth = 0;
  for (let at = open - 1; at >= 0 && at > open - 60; at -= 1) {
    const text = tokens[at]?.text;
    depth += text === '>' ? 1 : text === '<' ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return open;
}

function expressionEnd(
  tokens: readonly Token[],
  { partner }: Brackets,
  arrowEnds: ReadonlyMap<number, number>,
  from: number,
  opener: number,
): number {
  const limit = opener === -1 ? tokens.length : (partner[opener] ?? tokens.length);
  let end = from - 1;
  for (let at = from; at < limit; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.text === ';' || token.text === ',') {
      break;
    }
    if (
      at > from &&
      token.kind === 'word' &&
      endsOperand(tokens[end]) &&
      !BINARY_WORDS.has(token.text)
    ) {
      break;
    }
    at = Math.max(at, partner[at] ?? -1, arrowEnds.get(at) ?? -1);
    end = at;
  }
  return end;
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (token.kind !== 'punctuation' || /^[)\]}]$/.test(token.text));
}
