import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tagsByParse5, tagsByScanner } from './htmlOracle';
import { nastyHtml, nastyPage } from './nastyHtml';
import { FEWEST_PAGES, realPages, WANTED_PAGES } from './realPages';

/**
 * Where the scanner differs from parse5 8 on purpose. In the first two, browsers side with the scanner; the browser
 * test shows it.
 */
const ACCEPTED: readonly { readonly why: string; readonly example: string }[] = [
  {
    why: 'In a select, parse5 drops all tags but options; browsers keep them since the standard allows it (2025).',
    example: '<select><title></select></title>',
  },
  {
    why: 'The standard allows CDATA wherever the current node is of svg or math, at integration points, too.',
    example: '<svg><title><![CDATA[ > <b> ]]></title></svg>',
  },
  {
    why: 'A col right in a template makes parsers drop all tags but col up to its end; no page does that.',
    example: '<template><col><title></template>',
  },
  {
    why: 'U+001A, which stands for template code, counts as a blank; no page holds one.',
    example: '<body\u001a>',
  },
];

function isAccepted(text: string): boolean {
  if (/<select\b/i.test(text) || text.includes('\u001a')) return true;
  if (/<template\b/i.test(text) && /<col\b/i.test(text)) return true;
  return text.includes('<![CDATA[') && /<(?:svg|math)\b/i.test(text);
}

describe('the scanner', () => {
  it('sees the tags that parse5 sees in pages of this machine', function () {
    this.timeout(120_000);
    const { pages, real } = realPages();
    console.log(`      ${real} pages found on this machine, ${pages.length} with variations`);
    if (real < FEWEST_PAGES) this.skip();
    assert.ok(pages.length >= Math.min(WANTED_PAGES, real * 6));
    let tags = 0;
    let accepted = 0;
    for (const { name, text } of pages) {
      const seen = tagsByScanner(text);
      tags += seen.length;
      const theirs = tagsByParse5(text);
      if (isAccepted(text) && seen.join() !== theirs.join()) accepted++;
      else assertSame(seen, theirs, name);
    }
    assert.ok(accepted * 50 <= pages.length, `${accepted} pages differ`);
    console.log(`      ${tags} tags compared`);
  });

  it('sees the tags that parse5 sees in whatever is thrown at it', () => {
    fc.assert(
      fc.property(nastyHtml, (text) => {
        fc.pre(!isAccepted(text));
        assertSame(tagsByScanner(text), tagsByParse5(text), text);
      }),
      { numRuns: 6000 },
    );
  });

  it('sees the tags that parse5 sees in pages full of traps', () => {
    fc.assert(
      fc.property(nastyPage, (text) => {
        assertSame(tagsByScanner(text), tagsByParse5(text), text);
      }),
      { numRuns: 1000 },
    );
  });

  for (const { why, example } of ACCEPTED) {
    it(`differs from parse5 on purpose: ${why}`, () => {
      assert.ok(isAccepted(example));
      assert.notDeepEqual(tagsByScanner(example), tagsByParse5(example));
    });
  }
});

function assertSame(ours: readonly string[], theirs: readonly string[], text: string): void {
  const at = ours.findIndex((tag, index) => tag !== theirs[index]);
  if (at === -1 && ours.length === theirs.length) return;
  const index = at === -1 ? ours.length : at;
  assert.fail(
    `tag ${index}: scanner ${ours[index] ?? 'ends'}, parse5 ${theirs[index] ?? 'ends'}\n${text.slice(0, 400)}`,
  );
}
