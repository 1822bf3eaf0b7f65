import { html, parse, Parser } from 'parse5';
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, Token } from 'parse5';
import { DocumentWalk } from '../../../src/pixel/scanner/documentWalk';
import { Token as Kind } from '../../../src/pixel/scanner/tokenizer';

type Node = DefaultTreeAdapterTypes.Node;

/** parse5's own parser with its tree builder, noting every tag that its tokenizer hands over. */
class TagRecorder extends Parser<DefaultTreeAdapterMap> {
  readonly tags: string[] = [];

  #note(kind: string, token: Token.TagToken): void {
    const { startOffset, endOffset } = token.location!;
    const tag = `${kind}${token.tagName} ${startOffset}-${endOffset}`;
    // The tree builder hands one token to itself again when it changes its mode.
    if (this.tags.at(-1) !== tag) this.tags.push(tag);
  }

  override onStartTag(token: Token.TagToken): void {
    this.#note('', token);
    super.onStartTag(token);
  }

  override onEndTag(token: Token.TagToken): void {
    this.#note('/', token);
    super.onEndTag(token);
  }
}

/** All tags with offsets, as parse5 sees them: `div 0-5`, `/div 9-15`. */
export function tagsByParse5(text: string): string[] {
  const recorder = new TagRecorder({ sourceCodeLocationInfo: true });
  recorder.tokenizer.write(text, true);
  return recorder.tags;
}

/** All tags with offsets, as our scanner sees them. */
export function tagsByScanner(text: string): string[] {
  const walk = new DocumentWalk(text);
  const { tokens } = walk;
  const tags: string[] = [];
  for (let kind = walk.next(); kind !== Kind.End; kind = walk.next()) {
    if (kind !== Kind.StartTag && kind !== Kind.EndTag) continue;
    const slash = kind === Kind.EndTag ? '/' : '';
    const name = text.slice(tokens.start + 1 + slash.length, tokens.nameEnd);
    tags.push(`${slash}${lowered(name)} ${tokens.start}-${tokens.end}`);
  }
  return tags;
}

/** ASCII letters alone, as the standard has it; NUL becomes the replacement character. */
function lowered(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replaceAll('\0', '\ufffd');
}

/** What a page's tree says about one script URL. */
export interface PageTree {
  /** The tree as text, without the script, white space folded. */
  readonly dom: string;
  /** Script elements with the URL that a browser would run: not in a template, and HTML's, not svg's. */
  readonly running: number;
}

/** Parses a page as a browser with scripting does and takes the script with `url` out of its tree. */
export function treeWithout(text: string, url: string): PageTree {
  const seen = { running: 0 };
  const parts: string[] = [];
  write(parse(text.replace(/^\ufeff/, '')), url, true, parts, seen);
  const dom = parts
    .join('')
    .replace(/[\t\n\f\r ]+/g, ' ')
    .replace(/(?<=>) (?=<)/g, '');
  return { dom, running: seen.running };
}

function write(
  node: Node,
  url: string,
  live: boolean,
  parts: string[],
  seen: { running: number },
): void {
  if (node.nodeName === '#text') {
    parts.push((node as DefaultTreeAdapterTypes.TextNode).value.replace(/[<>]/g, '_'));
  } else if (node.nodeName === '#comment') {
    const { data } = node as DefaultTreeAdapterTypes.CommentNode;
    parts.push(`<!${data.replace(/[<>]/g, '_')}>`);
  } else if ('tagName' in node) {
    const isOurs =
      node.tagName === 'script' &&
      node.namespaceURI === html.NS.HTML &&
      node.attrs.some(({ name, value }) => name === 'src' && value === url);
    if (isOurs) {
      if (live) seen.running++;
      return;
    }
    const attributes = node.attrs.map(
      ({ name, value }) => `${name}=${value.replace(/[<>]/g, '_')}`,
    );
    parts.push(`<${[node.tagName, ...attributes].join(' ')}>`);
    if ('content' in node) write(node.content, url, false, parts, seen);
    writeChildren(node, url, live, parts, seen);
    parts.push(`</${node.tagName}>`);
  } else {
    writeChildren(node, url, live, parts, seen);
  }
}

function writeChildren(
  node: Node,
  url: string,
  live: boolean,
  parts: string[],
  seen: { running: number },
): void {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) write(child, url, live, parts, seen);
}
