import type { IslandSyntax } from '../kinds';
import { findIslands, maskIslands } from '../scanner/islands';
import { Token, Tokenizer } from '../scanner/tokenizer';

/** An element at the top level of a single-file component; offsets are into the file. */
export interface Block {
  /** As written. */
  readonly name: string;
  readonly start: number;
  readonly openEnd: number;
  readonly closeStart: number;
  readonly end: number;
  /** The start tag as written. */
  readonly tag: string;
  readonly isSelfClosing: boolean;
  /** Starts of the elements and comments directly inside. */
  readonly children: readonly number[];
}

const RAW = /^(?:script|style)$/i;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/**
 * The elements at the top level of a component file, in order. Names are told apart by case: `<Link>` is a
 * component, `<link>` has no end tag.
 * @param rawBlocks whether every top-level element but `<template>` is raw text, as Vue reads them
 */
export function fileBlocks(
  text: string,
  syntaxes: readonly IslandSyntax[],
  rawBlocks = false,
): readonly Block[] {
  const masked = maskIslands(text, findIslands(text, syntaxes));
  const tokens = new Tokenizer(masked);
  const blocks: Block[] = [];
  const open: { name: string; start: number; openEnd: number; children: number[] }[] = [];
  for (let kind = tokens.next(); kind !== Token.End; kind = tokens.next()) {
    const { start, end, nameEnd } = tokens;
    if (kind === Token.Comment) {
      open.at(-1)?.children.push(start);
    } else if (kind === Token.StartTag) {
      const name = text.slice(start + 1, nameEnd);
      open.at(-1)?.children.push(start);
      const isSelfClosing = masked.charAt(end - 2) === '/';
      if (isSelfClosing || VOID.test(name)) {
        if (open.length === 0) {
          const tag = text.slice(start, end);
          const at = { openEnd: end, closeStart: end, end };
          blocks.push({ name, start, ...at, tag, isSelfClosing, children: [] });
        }
        continue;
      }
      const isRaw = RAW.test(name) || (rawBlocks && open.length === 0 && name !== 'template');
      if (isRaw) {
        tokens.rawText(name.toLowerCase());
      }
      open.push({ name, start, openEnd: end, children: [] });
    } else if (kind === Token.EndTag) {
      const name = text.slice(start + 2, nameEnd);
      const at = lastOpen(open, name);
      const element = open[at];
      if (element === undefined) {
        continue;
      }
      open.length = at;
      if (at === 0) {
        const tag = text.slice(element.start, element.openEnd);
        blocks.push({ ...element, closeStart: start, end, tag, isSelfClosing: false });
      }
    }
  }
  return blocks;
}

/** People forget few end tags: looking further back would make nonsense cost quadratic time. */
const LOOK_BACK = 64;

function lastOpen(open: readonly { name: string }[], name: string): number {
  for (let at = open.length - 1; at >= Math.max(0, open.length - LOOK_BACK); at -= 1) {
    if (open[at]?.name === name) {
      return at;
    }
  }
  return -1;
}

/** The value of an attribute in a start tag, '' if it has none, undefined if it is not there. */
export function attributeOf(tag: string, name: string): string | undefined {
  const pattern = new RegExp(
    `[\\s"']${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=[\\s/>])`,
    'i',
  );
  const match = pattern.exec(tag);
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3] ?? '');
}
