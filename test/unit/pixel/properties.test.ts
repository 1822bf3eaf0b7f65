import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Edit, Placement } from '../../../src/pixel/placement';
import { planPlacement, planRemoval } from '../../../src/pixel/placement';
import { readPixelTag } from '../../../src/pixel/tag';
import { tagsByParse5, tagsByScanner, treeWithout } from './htmlOracle';
import { nastyPage } from './nastyHtml';
import { FEWEST_PAGES, realPages } from './realPages';

const URL =
  'https://pxl.iqm.com/i/pixel/8f3165d0-b714-440e-bc1d-621127fa5fad?cv={CONVERSION_VALUE}';
const reading = readPixelTag(`<script src='${URL}' async></script>`, { hosts: [] });
assert.ok(reading.ok);
const { tag } = reading;

function applied(text: string, { start, end, text: inserted }: Edit): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

function plan(text: string, place: 'head' | 'body' | 'cursor', offset?: number): Placement {
  return planPlacement({
    text,
    kind: 'html',
    tag,
    place,
    ...(offset !== undefined && { offset }),
  });
}

/** Whatever is planned for `text` runs once, changes nothing else, is found again and can be taken out. */
function assertSound(text: string, placement: Placement): boolean {
  if (placement.status !== 'insert') return false;
  const { edit } = placement;
  const result = applied(text, edit);
  assert.ok(edit.text.includes(tag.markup), 'the tag is written as IQM gave it');

  const tree = treeWithout(result, URL);
  assert.equal(tree.running, 1, 'a browser runs the script once');
  assert.equal(tree.dom, treeWithout(text, URL).dom, 'the page is as it was');

  const again = plan(result, 'head');
  assert.equal(again.status, 'already', 'a second time changes nothing');
  assert.equal(result.slice(again.start, again.end), tag.markup);
  assert.equal(again.line, placement.line);
  return true;
}

function assertRestored(text: string, placement: Placement): void {
  if (placement.status !== 'insert') return;
  const result = applied(text, placement.edit);
  const removal = planRemoval(result, 'html', tag.id, { hosts: [] });
  assert.ok(removal.status === 'remove');
  const restored = removal.edits.reduceRight(applied, result);
  assert.equal(restored, text, 'removing restores every byte');
}

function shown(text: string, placement: Placement): string {
  return placement.status === 'insert'
    ? JSON.stringify(applied(text, placement.edit)).slice(0, 1500)
    : placement.status;
}

describe('an insertion', () => {
  it('runs, changes nothing else and can be undone in pages of this machine', function () {
    this.timeout(120_000);
    const { pages, real } = realPages();
    console.log(`      ${real} pages found on this machine, ${pages.length} with variations`);
    if (real < FEWEST_PAGES) this.skip();
    let inserted = 0;
    for (const { name, text } of pages) {
      // Where parse5 reads a page in another way than browsers do it can judge no insertion.
      if (tagsByScanner(text).join() !== tagsByParse5(text).join()) continue;
      for (const place of ['head', 'body'] as const) {
        const placement = plan(text, place);
        try {
          if (assertSound(text, placement)) inserted++;
          assertRestored(text, placement);
        } catch (error) {
          assert.fail(`${name}, ${place}: ${String(error)}`);
        }
      }
    }
    console.log(`      ${inserted} insertions; the other texts are pieces of pages`);
    assert.ok(inserted > pages.length);
  });

  it('runs, changes nothing else and can be undone in pages full of traps', () => {
    let inserted = 0;
    fc.assert(
      fc.property(nastyPage, fc.constantFrom('head', 'body'), (text, place) => {
        const placement = plan(text, place);
        try {
          if (assertSound(text, placement)) inserted++;
          assertRestored(text, placement);
        } catch (error) {
          assert.fail(`${shown(text, placement)}\n${String(error)}`);
        }
      }),
      { numRuns: 1500 },
    );
    assert.ok(inserted > 700, `only ${inserted} insertions`);
  });

  it('runs wherever the cursor is', () => {
    fc.assert(
      fc.property(nastyPage, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const placement = plan(text, 'cursor', offset);
        if (placement.status !== 'insert') return;
        const result = applied(text, placement.edit);
        assert.equal(treeWithout(result, URL).running, 1, JSON.stringify(result));
        const moved = placement.edit.start !== offset;
        assert.equal(placement.warnings.includes('moved'), moved);
        assert.equal(plan(result, 'cursor', 0).status, 'already');
      }),
      { numRuns: 1500 },
    );
  });

  it('is refused only where the page ends inside something, or is no page', () => {
    fc.assert(
      fc.property(nastyPage, fc.constantFrom('head', 'body'), (text, place) => {
        const placement = plan(text, place);
        if (placement.status === 'insert') return;
        assert.equal(placement.status, 'ask', text);
        assert.ok(!/<!doctype|<html|<head|<body|<\/head/i.test(withoutTraps(text)), text);
        for (const { request } of placement.choices) {
          assertSound(text, planPlacement(request));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Comments, raw text and attribute values, which may name tags without being any. */
function withoutTraps(text: string): string {
  return text
    .replace(/<!-->|<!--->|<!--[^]*?-->/g, '')
    .replace(/<(script|style|noscript|template|textarea|title)\b[^]*?<\/\1>/gi, '')
    .replace(/"[^"]*"|'[^']*'/g, '');
}
