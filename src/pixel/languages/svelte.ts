import { planMarkup } from '../placement/markup';
import type { Edit, Placement, PlacementRequest, Warning } from '../placement/request';
import { indentUnit, startsLine } from '../placement/lines';
import type { PixelTag } from '../tag';
import { addressPieces, type Piece } from './address';
import { lastChildEdit, placed, valuesOf } from './edits';
import { fileBlocks, type Block } from './fileBlocks';
import { addressCode } from './javascript/literals';
import type { RenderOptions } from './language';

/**
 * A script element for Svelte. The address is a string in braces: in plain quotes Svelte would take a placeholder's
 * braces for code and the page would die of a name that is not defined.
 */
export function renderSvelte(tag: PixelTag, { values }: RenderOptions): string {
  return element(addressPieces(tag.url, tag.placeholders, values));
}

function element(pieces: readonly Piece[]): string {
  return `<script src={${addressCode(pieces)}} async></script>`;
}

/** Svelte runs a script from `<svelte:head>` wherever the component is used; at the file's root it drops it. */
export function planSvelte(request: PlacementRequest): Placement {
  const { text, place, offset, selection, tag } = request;
  const blocks = fileBlocks(text, ['braces']);
  const head = blocks.find(({ name }) => name === 'svelte:head');
  const snippet = element(addressPieces(tag.url, tag.placeholders, valuesOf(request)));
  const inHead = (at: number | undefined): boolean =>
    head !== undefined && at !== undefined && head.openEnd <= at && at <= head.closeStart;

  if (place === 'selection' && selection !== undefined && inHead(selection.start)) {
    return placed(request, { ...selection, text: snippet }, [], snippet);
  }
  if (head !== undefined && place === 'cursor' && inHead(offset)) {
    const plan = planMarkup(request, snippet);
    if (plan.status === 'insert' && inHead(plan.edit.start)) {
      return plan;
    }
  }
  const isSelected = place === 'selection' && selection !== undefined;
  const more: Edit[] =
    isSelected && selection.end > selection.start ? [{ ...selection, text: '' }] : [];
  const warnings: Warning[] = place === 'cursor' && !inHead(offset) ? ['moved'] : [];
  if (head !== undefined) {
    return placed(request, intoHead(text, head, snippet), more, snippet, warnings);
  }
  const lines = ['<svelte:head>', indentUnit(text) + snippet, '</svelte:head>'].join('\n');
  return placed(request, newHead(text, blocks, lines), more, snippet, warnings);
}

function intoHead(text: string, head: Block, snippet: string): Edit {
  return head.isSelfClosing
    ? { start: head.start, end: head.end, text: `<svelte:head>${snippet}</svelte:head>` }
    : lastChildEdit(text, head, head.children, snippet);
}

/** Behind the scripts that stand before the markup, with blank lines around. */
function newHead(text: string, blocks: readonly Block[], lines: string): Edit {
  const firstMarkup = blocks.findIndex(({ name }) => name !== 'script');
  const scripts = firstMarkup === -1 ? blocks : blocks.slice(0, firstMarkup);
  const lastScript = scripts.findLast((script) => isFirst(text, script, scripts));
  const from = lastScript?.end ?? (text.startsWith('\ufeff') ? 1 : 0);
  const rest = /^\s*/.exec(text.slice(from))?.[0].length ?? 0;
  const at = from + rest;
  if (at >= text.length) {
    const gap = from === 0 ? '' : '\n\n';
    return { start: from, end: at, text: `${gap}${lines}\n` };
  }
  return { start: at, end: at, text: `${startsLine(text, at) ? '' : '\n\n'}${lines}\n\n` };
}

/** Whether only scripts, comments and blanks stand before a script. */
function isFirst(text: string, script: Block, scripts: readonly Block[]): boolean {
  let rest = text.slice(0, script.start);
  for (const other of scripts.filter(({ end }) => end <= script.start).reverse()) {
    rest = rest.slice(0, other.start) + rest.slice(other.end);
  }
  return (
    rest
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace('\ufeff', '')
      .trim() === ''
  );
}
