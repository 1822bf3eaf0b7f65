import { indentOf, lineEnd, lineOf, lineStart } from '../placement/lines';
import type { Placement, PlacementRequest } from '../placement/request';
import { addressPieces } from './address';
import { indented, placed, valuesOf } from './edits';
import { addressCode } from './javascript/literals';
import { loaderLines } from './javascript/loader';
import { readSource } from './javascript/readSource';

/** In JavaScript without markup the pixel is a few statements, in a block so that no name is taken twice. */
export function planScriptFile(request: PlacementRequest): Placement {
  const { text, place, tag } = request;
  const address = addressCode(addressPieces(tag.url, tag.placeholders, valuesOf(request)));
  const lines = ['{', ...loaderLines(address).map((line) => `  ${line}`), '}'];
  if (place === 'selection' && request.selection !== undefined) {
    const indentation = indentOf(text, request.selection.start);
    const code = indented(lines, indentation).slice(indentation.length);
    return placed(request, { ...request.selection, text: code }, [], 'createElement');
  }
  const offset = request.offset ?? text.length;
  if (place !== 'cursor') {
    return {
      status: 'refuse',
      reason: 'This file holds code, not a page.',
      advice:
        'Insert the pixel into the HTML page, or put the cursor where the conversion is done and insert it there.',
    };
  }
  const start = lineStart(text, offset);
  const end = lineEnd(text, offset);
  const { tokens, comments } = readSource(text, { jsx: false });
  const isInside = [...tokens, ...comments].some((part) => part.start < start && end < part.end);
  if (isInside || text.slice(start, end).trim() !== '') {
    return {
      status: 'refuse',
      reason: `Line ${lineOf(text, offset)} holds code already.`,
      advice: 'Put the cursor on an empty line, where the conversion is done.',
    };
  }
  const indentation = text.slice(start, end);
  return placed(request, { start, end, text: indented(lines, indentation) }, [], 'createElement');
}
