import assert from 'node:assert/strict';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

export interface FoundScript {
  readonly attributes: Readonly<Record<string, string>>;
  readonly code: string;
}

/** The script elements that a browser's parser finds in a page. */
export function scriptsOf(html: string): readonly FoundScript[] {
  const found: FoundScript[] = [];
  const visit = (node: Node): void => {
    if (node.nodeName === 'script' && 'attrs' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      const code = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
      found.push({ attributes, code });
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}

/** The one script of a page: it has an address and nothing else but `async`. */
export function onlySource(html: string): string {
  const scripts = scriptsOf(html);
  assert.equal(scripts.length, 1, html);
  assert.deepEqual(Object.keys(scripts[0]!.attributes).sort(), ['async', 'src'], html);
  return scripts[0]!.attributes.src!;
}
