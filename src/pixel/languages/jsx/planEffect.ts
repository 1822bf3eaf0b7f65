import { eolOf, indentOf, indentUnit, lineStart, startsLine } from '../../placement/lines';
import type { Edit, Placement, PlacementRequest } from '../../placement/request';
import type { Piece } from '../address';
import { indented, placed } from '../edits';
import { importedName, importEdit, readImports, type Import } from '../javascript/imports';
import { addressCode } from '../javascript/literals';
import { loaderLines } from '../javascript/loader';
import { pairBrackets, type Source } from '../javascript/source';
import type { Component } from './components';
import { statementStart } from './statementStart';

/** How a library runs code once, when a component has been shown. */
interface Dialect {
  readonly module: string;
  readonly hook: string;
  /** Behind the function: React's empty list of dependencies. */
  readonly tail: string;
}

const REACT: Dialect = { module: 'react', hook: 'useEffect', tail: ', []' };

/**
 * Loads the script from an effect, for React up to 18, which builds script elements in a way that no browser runs.
 * The effect stands before the first return: after an early one it would be skipped in some renders, which breaks
 * the rules of hooks.
 */
export function planEffect(
  request: PlacementRequest,
  source: Source,
  component: Component,
  pieces: readonly Piece[],
): Placement {
  const { text, place, selection } = request;
  const address = addressCode(pieces);
  const imports = readImports(source.tokens);
  const more: Edit[] =
    place === 'selection' && selection !== undefined && selection.end > selection.start
      ? [removal(source, selection)]
      : [];
  if (component.isClass) {
    return placed(request, didMount(text, source, component, address), more, 'createElement');
  }
  const dialect = dialectOf(imports);
  const { call, edits } = hookCall(text, source, imports, dialect, eolOf(text, request.eol));
  const effect = effectLines(call, dialect, address, indentUnit(text));
  return placed(
    request,
    ...withMore(blockEdits(text, source, component, effect, more.length > 0), [...edits, ...more]),
    'createElement',
  );
}

function effectLines(call: string, { tail }: Dialect, address: string, unit: string): string[] {
  return [`${call}(() => {`, ...loaderLines(address).map((line) => unit + line), `}${tail});`];
}

function dialectOf(imports: readonly Import[]): Dialect {
  const has = (name: string): boolean => imports.some(({ from }) => from === name);
  if (has('react')) {
    return REACT;
  }
  if (has('solid-js')) {
    return { module: 'solid-js', hook: 'onMount', tail: '' };
  }
  return has('preact') || has('preact/hooks') ? { ...REACT, module: 'preact/hooks' } : REACT;
}

function hookCall(
  text: string,
  { tokens }: Source,
  imports: readonly Import[],
  { module, hook }: Dialect,
  eol: string,
): { call: string; edits: readonly Edit[] } {
  const wanted = { module, name: hook };
  const existing = importedName(imports, wanted);
  if (existing !== undefined) {
    return { call: existing, edits: [] };
  }
  const react = imports.find(({ from, typeOnly }) => from === module && !typeOnly);
  const whole =
    react?.namespaceName ?? (react?.namesEnd === undefined ? react?.defaultName : undefined);
  return whole === undefined
    ? { call: hook, edits: [importEdit(text, tokens, wanted, eol)] }
    : { call: `${whole}.${hook}`, edits: [] };
}

/** The effect as a statement; an arrow without a block gets one. */
function blockEdits(
  text: string,
  source: Source,
  { owner }: Component,
  effect: readonly string[],
  isSelected: boolean,
): readonly [Edit, ...Edit[]] {
  const { tokens } = source;
  const unit = indentUnit(text);
  if (owner.isBlock) {
    const at = statementStart(text, source, owner);
    if (startsLine(text, at)) {
      const start = lineStart(text, at);
      return [{ start, end: start, text: `${indented(effect, indentOf(text, at))}\n\n` }];
    }
    const inner = indentOf(text, at) + unit;
    return [{ start: at, end: at, text: `\n${indented(effect, inner)}\n\n${inner}` }];
  }
  const start = tokens[owner.bodyStart]?.start ?? 0;
  const end = tokens[owner.bodyEnd]?.end ?? start;
  const outer = indentOf(text, start);
  const inner = outer + unit;
  const before = `{\n${indented(effect, inner)}\n\n${inner}return `;
  const after = `;\n${outer}}`;
  const body = text.slice(start, end);
  // A template literal keeps its line starts; everything else goes one step deeper with the block around it.
  if (isSelected || body.includes('`')) {
    return [
      { start, end: start, text: before },
      { start: end, end, text: after },
    ];
  }
  const deeper = body.replace(/(\r?\n)(?=[ \t]*\S)/g, `$1${unit}`);
  return [{ start, end, text: before + deeper + after }];
}

/** For classes, which know no hooks: into componentDidMount, or a new one before render. */
function didMount(text: string, source: Source, { owner }: Component, address: string): Edit {
  const { tokens } = source;
  const unit = indentUnit(text);
  const { opener } = pairBrackets(tokens);
  const method = tokens.findIndex(
    (token, at) =>
      token.text === 'componentDidMount' &&
      opener[at] === opener[owner.head] &&
      tokens[at + 1]?.text === '(',
  );
  const brace =
    method === -1 ? undefined : tokens.slice(method).find((token) => token.text === '{');
  if (brace !== undefined) {
    const inner = indentOf(text, brace.start) + unit;
    return { start: brace.end, end: brace.end, text: `\n${indented(loaderLines(address), inner)}` };
  }
  const head = tokens[owner.head]?.start ?? 0;
  const outer = indentOf(text, head);
  const lines = [
    'componentDidMount() {',
    ...loaderLines(address).map((line) => unit + line),
    '}',
    '',
  ];
  return {
    start: head,
    end: head,
    text: `${indented(lines, outer).slice(outer.length)}\n${outer}`,
  };
}

/** What was selected makes way; an element that is a whole result leaves `null` behind. */
function removal({ tokens }: Source, { start, end }: { start: number; end: number }): Edit {
  const isResult = tokens.some(
    (token) => token.kind === 'jsx' && start <= token.start && token.end <= end,
  );
  return { start, end, text: isResult ? 'null' : '' };
}

function withMore(
  [main, ...rest]: readonly [Edit, ...Edit[]],
  more: readonly Edit[],
): [Edit, readonly Edit[]] {
  return [main, [...rest, ...more].sort((a, b) => a.start - b.start)];
}
