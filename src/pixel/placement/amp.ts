import { attributeRanges } from '../scanner/attributes';
import { DocumentWalk } from '../scanner/documentWalk';
import { nameId } from '../scanner/elementNames';
import { Token } from '../scanner/tokenizer';
import type { Source } from './source';

const HTML = nameId('html');

/** AMP pages say so by an attribute of their html tag: `amp` or the bolt, also `amp4email` and the like. */
const AMP = /^(?:amp|\u26a1\ufe0f?)(?:4\w+)?$/i;

export function isAmp(source: Source): boolean {
  const { masked } = source;
  const walk = new DocumentWalk(masked, source.xml);
  const { tokens } = walk;
  let kind = walk.next();
  while (kind !== Token.StartTag && kind !== Token.End) kind = walk.next();
  if (kind === Token.End || walk.id !== HTML) return false;
  return attributeRanges(masked, tokens.nameEnd, tokens.end).some(({ start, nameEnd }) =>
    AMP.test(masked.slice(start, nameEnd)),
  );
}
