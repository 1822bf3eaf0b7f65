import {
  findFunctions,
  functionsAround,
  typeParametersStart,
  type JsFunction,
} from '../javascript/functions';
import {
  pairBrackets,
  type Brackets,
  type JsxElement,
  type Source,
  type Token,
} from '../javascript/source';

/** A function or a class whose result is markup. */
export interface Component {
  readonly name: string | undefined;
  /** What it returns in the end; an earlier return is mostly a waiting or an error state. */
  readonly root: JsxElement;
  /** The branches of its result, where a condition decides between several; else the root alone. */
  readonly branches: readonly JsxElement[];
  readonly owner: JsFunction;
  /** Offsets of the function's text. */
  readonly start: number;
  readonly end: number;
  readonly isDefault: boolean;
  readonly isExported: boolean;
  readonly isClass: boolean;
}

interface Exports {
  readonly asDefault: ReadonlySet<string | undefined>;
  readonly byName: ReadonlySet<string | undefined>;
}

interface Declaration {
  readonly name: string | undefined;
  readonly isDefault: boolean;
  readonly isExported: boolean;
}

/** The components of a module; helpers inside another function are left out unless there are no others. */
export function findComponents({ tokens }: Source, brackets = pairBrackets(tokens)): Component[] {
  const markup = tokens.flatMap(({ kind }, at) => (kind === 'jsx' ? [at] : []));
  const around = functionsAround(findFunctions(tokens, brackets), markup);
  const least = around.reduce(
    (best, { depth }) => (depth > 0 ? Math.min(best, depth) : best),
    Infinity,
  );
  const roots = new Map<JsFunction, number[]>();
  around.forEach(({ owner, depth }, index) => {
    const at = markup[index];
    if (owner !== undefined && at !== undefined && depth === least) {
      const own = roots.get(owner) ?? [];
      own.push(at);
      roots.set(owner, own);
    }
  });
  const exports = readExports(tokens);
  return [...roots].flatMap(
    ([owner, at]) => componentOf(tokens, brackets, exports, owner, at) ?? [],
  );
}

/** The component that a pixel belongs to: around the offset, else the default export, else an exported one. */
export function chooseComponent(
  components: readonly Component[],
  offset: number | undefined,
): Component | undefined {
  const named = components.filter(({ name, isDefault }) => isDefault || /^[A-Z]/.test(name ?? ''));
  const pool = named.length > 0 ? named : components;
  return (
    pool.find(({ start, end }) => offset !== undefined && start <= offset && offset <= end) ??
    pool.find(({ isDefault }) => isDefault) ??
    pool.find(({ isExported }) => isExported) ??
    pool[0]
  );
}

function componentOf(
  tokens: readonly Token[],
  brackets: Brackets,
  exports: Exports,
  owner: JsFunction,
  roots: readonly number[],
): Component | undefined {
  const whole = roots.findLast((at) => isWholeResult(tokens, brackets, owner, at));
  const root = tokens[whole ?? roots.at(-1) ?? -1]?.element;
  if (root === undefined) {
    return undefined;
  }
  const declaration = owner.isMethod
    ? classDeclaration(tokens, brackets, owner)
    : functionDeclaration(tokens, owner);
  const { name } = declaration;
  return {
    name,
    root,
    branches: whole === undefined ? roots.flatMap((at) => tokens[at]?.element ?? []) : [root],
    owner,
    start: tokens[owner.head]?.start ?? 0,
    end: tokens[owner.bodyEnd]?.end ?? root.end,
    isDefault: declaration.isDefault || exports.asDefault.has(name),
    isExported: declaration.isExported || exports.byName.has(name),
    isClass: owner.isMethod,
  };
}

/** Only round brackets may stand between the element and `return` or the arrow. */
function isWholeResult(
  tokens: readonly Token[],
  { partner }: Brackets,
  { bodyStart, bodyEnd, isBlock }: JsFunction,
  root: number,
): boolean {
  let first = root;
  let last = root;
  while (tokens[first - 1]?.text === '(' && partner[first - 1] === last + 1) {
    first -= 1;
    last += 1;
  }
  if (!isBlock) {
    return first === bodyStart && last === bodyEnd;
  }
  const next = tokens[last + 1];
  return (
    tokens[first - 1]?.text === 'return' &&
    !(next?.kind === 'punctuation' && !/^[;}]$/.test(next.text))
  );
}

/** `export default function X`, `export const X = …`, with `memo(…)` and the like around the function. */
function functionDeclaration(tokens: readonly Token[], { name, head }: JsFunction): Declaration {
  let at = head - 1;
  while (tokens[at]?.text === '(') {
    at = typeParametersStart(tokens, at) - 1;
    while (tokens[at]?.kind === 'word' || tokens[at]?.text === '.') {
      at -= 1;
    }
  }
  if (tokens[at]?.text === '=') {
    // Between the name and `=` a type may stand.
    for (let before = at - 1; before >= 0 && before > at - 60; before -= 1) {
      if (/^(?:const|let|var)$/.test(tokens[before]?.text ?? '')) {
        const isExported = tokens[before - 1]?.text === 'export';
        return { name: tokens[before + 1]?.text, isDefault: false, isExported };
      }
    }
  }
  // `export default memo(…)`: the words in front were taken for the callee.
  const before = tokens.slice(Math.max(0, at - 1), head).map(({ text }) => text);
  const isDefault = before.includes('default') && before.includes('export');
  return { name, isDefault, isExported: isDefault || before.includes('export') };
}

function classDeclaration(
  tokens: readonly Token[],
  { opener }: Brackets,
  { head, name }: JsFunction,
): Declaration {
  const open = opener[head] ?? -1;
  for (let at = open - 1; at >= 0 && at > open - 30; at -= 1) {
    if (tokens[at]?.text === 'class') {
      const isDefault = tokens[at - 1]?.text === 'default';
      return {
        name: tokens[at + 1]?.text,
        isDefault,
        isExported: isDefault || tokens[at - 1]?.text === 'export',
      };
    }
  }
  return { name, isDefault: false, isExported: false };
}

/** Names in `export default Name`, `export default memo(Name)` and `export { Name }`. */
function readExports(tokens: readonly Token[]): Exports {
  const asDefault = new Set<string | undefined>();
  const byName = new Set<string | undefined>();
  tokens.forEach(({ text }, at) => {
    if (text !== 'export') {
      return;
    }
    const rest = tokens.slice(at + 1, at + 12);
    const end = rest.findIndex((token) => /^(?:;|=|=>|from)$/.test(token.text));
    const words = rest.slice(0, end === -1 ? undefined : end).filter(({ kind }) => kind === 'word');
    const names =
      rest[0]?.text === 'default' ? asDefault : rest[0]?.text === '{' ? byName : undefined;
    words.forEach((word) => names?.add(word.text));
  });
  return { asDefault, byName };
}
