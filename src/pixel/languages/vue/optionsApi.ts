import type { Edit } from '../../placement/request';
import { indentOf, indentUnit } from '../../placement/lines';
import { indented } from '../edits';
import type { Block } from '../fileBlocks';
import { loaderLines } from '../javascript/loader';
import { readSource } from '../javascript/readSource';
import { pairBrackets } from '../javascript/source';

/**
 * Loads the script from the `mounted` hook of a component written with options, where `this` holds its data.
 * @returns undefined if the script exports no object of options
 */
export function mountedEdit(text: string, script: Block, address: string): Edit | undefined {
  const content = text.slice(script.openEnd, script.closeStart);
  const { tokens } = readSource(content, { jsx: false });
  const { opener } = pairBrackets(tokens);
  const start = tokens.findIndex(
    ({ text: word }, at) => word === 'export' && tokens[at + 1]?.text === 'default',
  );
  if (start === -1) {
    return undefined;
  }
  // `export default {`, or a call such as `defineComponent({`.
  let brace = start + 2;
  while (/^[\w$.(]+$/.test(tokens[brace]?.text ?? '')) {
    brace += 1;
  }
  const options = tokens[brace];
  if (options?.text !== '{') {
    return undefined;
  }
  const unit = indentUnit(text);
  const own = tokens.findIndex(
    (token, at) =>
      token.text === 'mounted' && opener[at] === brace && /^[(:]$/.test(tokens[at + 1]?.text ?? ''),
  );
  if (own === -1) {
    const inner = indentOf(content, options.start) + unit;
    const lines = ['mounted() {', ...loaderLines(address).map((line) => unit + line), '},'];
    return insertion(
      script.openEnd + options.end,
      `\n${indented(lines, inner)}`,
      content.slice(options.end),
    );
  }
  const body = tokens.slice(own).find((token) => token.text === '{');
  if (body === undefined) {
    return undefined;
  }
  const inner = indentOf(content, body.start) + unit;
  return insertion(
    script.openEnd + body.end,
    `\n${indented(loaderLines(address), inner)}`,
    content.slice(body.end),
  );
}

/** What follows on the same line goes to a line of its own. */
function insertion(at: number, text: string, rest: string): Edit {
  return { start: at, end: at, text: /^[ \t]*\r?\n/.test(rest) ? text : `${text}\n` };
}
