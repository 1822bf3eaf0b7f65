import type { JsFunction } from '../javascript/functions';
import { findFunctions, functionsAround } from '../javascript/functions';
import { pairBrackets, type Source } from '../javascript/source';

/**
 * Offset of the statement of a function's body that holds its first return, so that what is put there runs in every
 * render. The start of the body if that statement has no clear start.
 */
export function statementStart(text: string, { tokens }: Source, owner: JsFunction): number {
  const brackets = pairBrackets(tokens);
  const { partner, opener } = brackets;
  const inBody = tokens
    .map((_, at) => at)
    .filter((at) => at > owner.bodyStart && at < owner.bodyEnd && tokens[at]?.text === 'return');
  const around = functionsAround(findFunctions(tokens, brackets), inBody);
  const own = inBody.find((_, index) => around[index]?.owner?.bodyStart === owner.bodyStart);
  const bodyFirst = tokens[owner.bodyStart + 1]?.start ?? 0;
  if (own === undefined) {
    return bodyFirst;
  }

  let at = own;
  // Up to the level of the body, by way of the blocks that hold the return.
  while (opener[at] !== owner.bodyStart) {
    at = opener[at] ?? -1;
    if (at === -1) {
      return bodyFirst;
    }
  }
  for (;;) {
    const before = tokens[at - 1];
    const open = partner[at - 1] ?? -1;
    if (
      before?.text === ')' &&
      /^(?:if|for|while|switch|with)$/.test(tokens[open - 1]?.text ?? '')
    ) {
      at = open - 1;
    } else if (before?.text === 'else' && tokens[at - 2]?.text === '}') {
      at = partner[at - 2] ?? -1;
    } else if (/^(?:else|try|do|finally|label)$/.test(before?.text ?? '')) {
      at -= 1;
    } else {
      break;
    }
  }
  const start = tokens[at];
  const previous = tokens[at - 1];
  const isFirst = at - 1 === owner.bodyStart || /^[;}]$/.test(previous?.text ?? '');
  const onNewLine = text.slice(previous?.end, start?.start).includes('\n');
  const isClear = start !== undefined && start.text !== 'else' && (isFirst || onNewLine);
  return isClear ? start.start : bodyFirst;
}
