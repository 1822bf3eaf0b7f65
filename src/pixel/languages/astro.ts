import { planMarkup } from '../placement/markup';
import type { Placement, PlacementRequest } from '../placement/request';
import type { PixelTag } from '../tag';
import { addressPieces } from './address';
import { atEnd, lastChildEdit, placed, valuesOf } from './edits';
import { fileBlocks } from './fileBlocks';
import { addressCode, hasExpression } from './javascript/literals';
import type { RenderOptions } from './language';
import { renderMarkup } from './markupForm';

/**
 * A script element for Astro. Without `is:inline` Astro would bundle or warn; braces in plain quotes stay what they
 * are.
 */
export function renderAstro(tag: PixelTag, { values }: RenderOptions): string {
  const pieces = addressPieces(tag.url, tag.placeholders, values);
  return hasExpression(pieces)
    ? `<script is:inline src={${addressCode(pieces)}} async></script>`
    : renderMarkup(tag, values, { directive: 'is:inline' });
}

/**
 * A layout is a page like any other. A page that only fills a layout's slot has no head: there the tag goes to the
 * end of the slot, because in front of the layout it would come before the doctype.
 */
export function planAstro(request: PlacementRequest): Placement {
  const { text, place, tag } = request;
  const snippet = renderAstro(tag, { values: valuesOf(request) });
  if (place !== 'head' && place !== 'body') {
    return planMarkup(request, snippet);
  }
  const blocks = fileBlocks(text, ['frontmatter', 'braces']);
  if (blocks.length === 0 || blocks.some(({ name }) => /^(?:html|head|body)$/i.test(name))) {
    return planMarkup(request, snippet);
  }
  const layout = blocks.find(({ name, isSelfClosing }) => /^[A-Z]/.test(name) && !isSelfClosing);
  const edit =
    layout === undefined
      ? atEnd(text, snippet)
      : lastChildEdit(text, layout, layout.children, snippet);
  return placed(request, edit, [], snippet);
}
