import type { FileKind } from '../kinds';
import { behindLineEnd, endsLine, leadOf, lineEnd } from './lines';
import type { Edit } from './request';

const HEAD_OPEN = /<svelte:head>\s*$/;
const HEAD_CLOSE = /^\s*<\/svelte:head>/;

/**
 * What else goes with an element that is taken out by `edit`: the `svelte:head` that held nothing else, and the import
 * of the script component that nothing else uses. The edits do not overlap.
 */
export function withLeftovers(
  text: string,
  kind: FileKind,
  edit: Edit,
  elementName: string,
): readonly Edit[] {
  if (kind === 'svelte') return [withoutEmptyHead(text, edit)];
  if (kind === 'jsx' && elementName !== 'script') {
    const line = unusedImport(text, elementName);
    return line ? [line, edit] : [edit];
  }
  return [edit];
}

function withoutEmptyHead(text: string, edit: Edit): Edit {
  const open = HEAD_OPEN.exec(text.slice(0, edit.start));
  const close = HEAD_CLOSE.exec(text.slice(edit.end));
  if (!open || !close) return edit;
  const block = wholeLines(text, open.index, edit.end + close[0].length);
  // The blank line that parts the block from what follows came with it.
  return endsLine(text, block.end) && block.end < text.length
    ? { ...block, end: behindLineEnd(text, lineEnd(text, block.end)) }
    : block;
}

/** The line that imports nothing but this component, if its name stands there and in the element only. */
function unusedImport(text: string, name: string): Edit | undefined {
  if (!/^[A-Z][\w$]*$/.test(name)) return undefined;
  const imported = new RegExp(
    String.raw`^import (?:${name}|\{ (?:\w+ as )?${name} \}) from (["'])[^"'\n]*\1;?`,
    'm',
  ).exec(text);
  if (!imported) return undefined;
  const count = (code: string) => code.split(new RegExp(`\\b${name}\\b`)).length - 1;
  if (count(text) > count(imported[0]) + 1) return undefined;
  return wholeLines(text, imported.index, imported.index + imported[0].length);
}

/** The edit that deletes a range with its lines, if nothing else is on them. */
export function wholeLines(text: string, start: number, end: number): Edit {
  const lead = leadOf(text, start);
  if (lead === undefined || !endsLine(text, end)) return { start, end, text: '' };
  const last = lineEnd(text, end);
  const next = behindLineEnd(text, last);
  // Without a line end of its own the element was put on a line that was there.
  if (next === last) return { start, end, text: '' };
  return { start: start - lead.length, end: next, text: '' };
}
