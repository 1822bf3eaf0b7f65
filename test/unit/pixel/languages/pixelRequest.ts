import assert from 'node:assert/strict';
import type { FileKind, PixelValue } from '../../../../src/pixel/kinds';
import { planPlacement } from '../../../../src/pixel/placement';
import type { Edit, Placement, PlacementRequest } from '../../../../src/pixel/placement/request';
import type { PixelTag } from '../../../../src/pixel/tag';

export const ID = '8f3165d0-b714-440e-bc1d-621127fa5fad';
export const URL_START = `https://pxl.iqm.com/i/pixel/${ID}?cv=`;

/** The tag as IQM gives it, for this address. */
export function tagOf(url = `${URL_START}{CONVERSION_VALUE}`): PixelTag {
  return {
    url,
    host: 'pxl.iqm.com',
    id: ID.replaceAll('-', ''),
    family: 'conversion',
    placeholders: [...url.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    markup: `<script src='${url.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}' async></script>`,
  };
}

export const expression = (text: string): PixelValue => ({ kind: 'expression', text });
export const literal = (text: string): PixelValue => ({ kind: 'literal', text });

type Wanted = Partial<PlacementRequest> & { readonly text: string };

/** Plans as the placement does once it has seen that the pixel is not there yet; `|` in the text is the cursor. */
export function plan(
  kind: FileKind,
  wanted: Wanted,
): { placement: Placement; request: PlacementRequest } {
  const cursor = wanted.text.indexOf('⟨⟩');
  const text = wanted.text.replace('⟨⟩', '');
  const request: PlacementRequest = {
    kind,
    tag: tagOf(),
    place: cursor === -1 ? 'head' : 'cursor',
    ...(cursor === -1 ? {} : { offset: cursor }),
    ...wanted,
    text,
  };
  const placement = planPlacement(request);
  return { placement, request };
}

/** The file after the planned edits; fails if there are none. */
export function inserted(kind: FileKind, wanted: Wanted): string {
  const { placement, request } = plan(kind, wanted);
  assert.equal(placement.status, 'insert', JSON.stringify(placement));
  const result = applied(request.text, placement);
  const tagLine = result.split('\n')[placement.line - 1] ?? '';
  assert.match(
    tagLine,
    /pxl\.iqm\.com|createElement|<script>/,
    `line ${placement.line} of\n${result}`,
  );
  const again = planPlacement({ ...request, text: result, place: 'head' });
  assert.equal(again.status, 'already', `not found again in\n${result}`);
  return result;
}

export function applied(text: string, placement: Placement): string {
  assert.equal(placement.status, 'insert');
  const edits: Edit[] = [placement.edit, ...(placement.more ?? [])];
  const sorted = edits.sort((a, b) => b.start - a.start || b.end - a.end);
  sorted.forEach(({ end }, at) =>
    assert.ok(at === 0 || end <= sorted[at - 1]!.start, 'edits overlap'),
  );
  return sorted.reduce(
    (all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end),
    text,
  );
}
