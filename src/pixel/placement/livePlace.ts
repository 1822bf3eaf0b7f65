import { isBlank } from '../scanner/characters';
import { DocumentWalk } from '../scanner/documentWalk';
import { nameId } from '../scanner/elementNames';
import { islandAt } from '../scanner/islands';
import { Token } from '../scanner/tokenizer';
import type { Source } from './source';

const HTML = nameId('html');

/**
 * The first place at or behind `offset` where a script tag runs: behind the tag, comment or template island that the
 * offset lies in, behind raw text, template, svg, and behind the doctype, before which a tag would switch the page to
 * quirks mode. −1 when no such place follows.
 */
export function livePlace(source: Source, offset: number): number {
  const wanted = Math.max(offset, contentStart(source));
  const walk = new DocumentWalk(source.masked, source.xml);
  const tokens = walk.tokens;
  let closed = true;
  for (;;) {
    const runs = walk.runsScripts();
    const kind = walk.next();
    if (kind === Token.End) break;
    closed = tokens.closed;
    if (runs && wanted <= tokens.start) return tokens.start;
    // Behind the root element an XML page may hold no element.
    if (source.xml && kind === Token.EndTag && walk.id === HTML) return tokens.start;
    if (wanted > tokens.end || !walk.runsScripts()) continue;
    if (kind === Token.Text && runs) return behindIsland(source, wanted);
    if (closed) return tokens.end;
  }
  return walk.runsScripts() && closed ? behindIsland(source, source.text.length) : -1;
}

function behindIsland(source: Source, at: number): number {
  const island = islandAt(source.islands, at);
  if (island) return island.closed ? island.end : -1;
  const last = source.islands.at(-1);
  return last?.closed === false && at > last.start ? -1 : at;
}

/** Behind the doctype, if the page begins with one, and inside the root element of an XML page. */
function contentStart(source: Source): number {
  const walk = new DocumentWalk(source.masked, source.xml);
  const tokens = walk.tokens;
  for (;;) {
    const kind = walk.next();
    if (source.xml && kind === Token.StartTag) return tokens.end;
    if (!source.xml && kind === Token.Doctype) return tokens.end;
    if (source.xml ? kind !== Token.End : isPreamble(kind, source, tokens.start, tokens.end)) {
      continue;
    }
    return 0;
  }
}

function isPreamble(kind: Token, source: Source, start: number, end: number): boolean {
  return kind === Token.Comment || (kind === Token.Text && isBlank(source.masked, start, end));
}
