import { planMarkup } from '../placement/markup';
import type { Placement, PlacementRequest } from '../placement/request';
import type { PixelTag } from '../tag';
import { addressPieces } from './address';
import { atEnd, placed, valuesOf } from './edits';
import { hasExpression } from './javascript/literals';
import { jsxSource } from './jsx/elementForm';
import type { RenderOptions } from './language';
import { renderMarkup } from './markupForm';

/** MDX reads markup as JSX: the tag works as it is, a computed address stands in braces. */
export function renderMdx(tag: PixelTag, { values }: RenderOptions): string {
  const pieces = addressPieces(tag.url, tag.placeholders, values);
  return hasExpression(pieces)
    ? `<script src=${jsxSource(pieces)} async></script>`
    : renderMarkup(tag, values, {});
}

/** A document of MDX has neither head nor body: the tag becomes its last paragraph. */
export function planMdx(request: PlacementRequest): Placement {
  const snippet = renderMdx(request.tag, { values: valuesOf(request) });
  if (request.place !== 'head' && request.place !== 'body') {
    return planMarkup(request, snippet);
  }
  const edit = atEnd(request.text, snippet);
  const isFirst = request.text.trim() === '';
  return placed(request, isFirst ? edit : { ...edit, text: `\n${edit.text}` }, [], snippet);
}
