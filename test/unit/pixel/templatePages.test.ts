import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileKind } from '../../../src/pixel/kinds';
import { planPlacement, planRemoval } from '../../../src/pixel/placement';
import { readPixelTag } from '../../../src/pixel/tag';
import { treeWithout } from './htmlOracle';
import { ENGINES } from './languages/engines';
import { nastyPage } from './nastyHtml';

const URL = 'https://pxl.iqm.com/i/pixel/8f3165d0-b714-440e-bc1d-621127fa5fad?cv=1';
const reading = readPixelTag(`<script src='${URL}' async></script>`, { hosts: [] });
assert.ok(reading.ok);
const { tag } = reading;
const DATA = { x: 'v', a: 2, list: [1, 2] };

/** Code that the real engines render, with what would end a head, a tag or a string in HTML. */
const CODE: Partial<Record<FileKind, readonly string[]>> = {
  nunjucks: [
    '{{ x }}',
    `{{ "</head>" | replace("<", ">") }}`,
    '{# </head> </body> " #}',
    '{% if a > 1 %}y{% endif %}',
    `{% set z = "%}</body>" %}`,
    '{% for i in list %}{{ i }}{% endfor %}',
    '{% raw %}{{ "</head>" }}{% endraw %}',
  ],
  liquid: [
    '{{ x }}',
    `{{ "</head>" | size }}`,
    '{% comment %} </head> </body> " {% endcomment %}',
    '{% if a > 1 %}y{% endif %}',
    '{% assign z = "</body>" %}',
  ],
  handlebars: [
    '{{x}}',
    '{{!-- </head> {{x}} " --}}',
    '{{! </body> }}',
    '{{{x}}}',
    '{{#if a}}y{{/if}}',
    '{{#each list}}{{this}}{{/each}}',
  ],
  mustache: ['{{x}}', '{{! </head> " }}', '{{{x}}}', '{{#list}}{{.}}{{/list}}'],
  ejs: ['<%= x %>', '<%# </head> " %>', '<% if (a > 1) { %>y<% } %>', `<%= "</body>".length %>`],
};

describe('in a page that a template engine renders, an insertion', () => {
  for (const [kind, code] of Object.entries(CODE) as [FileKind, readonly string[]][]) {
    it(`runs and changes nothing else: ${kind}`, () => {
      const render = ENGINES[kind]!;
      let inserted = 0;
      const sprinkled = fc
        .tuple(nastyPage, fc.array(fc.constantFrom(...code), { minLength: 8, maxLength: 8 }))
        .map(([page, pieces]) => {
          let next = 0;
          // Into the places that the page keeps for code, into attributes, comments, scripts and the lines of the head.
          return page.replace(
            /\{\{ x \}\}|(?<=<p title="|<!-- |<script>|<meta charset=utf-8>|<title>|<li>)/g,
            () => pieces[next++ % pieces.length]!,
          );
        });
      fc.assert(
        fc.property(sprinkled, fc.constantFrom('head', 'body'), (text, place) => {
          const placement = planPlacement({ text, kind, tag, place });
          if (placement.status !== 'insert') return;
          inserted++;
          const { start, end, text: added } = placement.edit;
          const result = text.slice(0, start) + added + text.slice(end);
          const tree = treeWithout(render(result, DATA), URL);
          assert.equal(tree.running, 1, result);
          assert.equal(tree.dom, treeWithout(render(text, DATA), URL).dom, result);
          assert.equal(planPlacement({ text: result, kind, tag, place }).status, 'already', result);
          const removal = planRemoval(result, kind, tag.id, { hosts: [] });
          assert.ok(removal.status === 'remove');
          const [edit] = removal.edits;
          assert.equal(result.slice(0, edit!.start) + result.slice(edit!.end), text);
        }),
        { numRuns: 300 },
      );
      assert.ok(inserted > 100, `only ${inserted} insertions`);
    });
  }
});
