import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPixelTags } from '../../../src/pixel/finder';
import type { FoundPixel } from '../../../src/pixel/finder';
import type { FileKind } from '../../../src/pixel/kinds';

const ID = '8f3165d0b714440ebc1d621127fa5fad';
const URL = `https://pxl.iqm.com/i/pixel/${ID}?cv=1`;
const TAG = `<script src="${URL}" async></script>`;

function find(text: string, kind: FileKind = 'html'): readonly FoundPixel[] {
  return findPixelTags(text, kind, { hosts: [] });
}

/** What is found, in short: the form, and the obstacle if it does not run. */
function seen(text: string, kind: FileKind = 'html'): string[] {
  return find(text, kind).map(({ form, obstacle }) =>
    obstacle === undefined ? form : `${form} (${obstacle})`,
  );
}

describe('the pixel finder', () => {
  it('tells where a tag is, which pixel it is, and what its attributes say', () => {
    const text = `<p>\r\n  <script async\r\n    src='${URL}'\r\n  ></script>\r\n</p>`;
    const [found, ...others] = find(text);
    assert.ok(found);
    assert.deepEqual(others, []);
    assert.equal(text.slice(found.start, found.end), text.slice(7, text.indexOf('</p>') - 2));
    assert.equal(text.slice(found.urlStart, found.urlEnd), URL);
    assert.equal(found.line, 2);
    assert.equal(found.url.id, ID);
    assert.equal(found.url.family, 'conversion');
    assert.deepEqual(
      [...found.attributes],
      [
        ['async', ''],
        ['src', URL],
      ],
    );
    assert.ok(found.live);
  });

  it('knows one pixel in all its spellings', () => {
    for (const src of [
      `"//PXL.iqm.com/i/pixel/${ID.toUpperCase()}"`,
      `'http://pxl.iqm.com/i/pixel/8F3165D0-b714-440e-bc1d-621127fa5fad'`,
      `https://pxl.stage.iqm.com/d/c/conversion/${ID}`,
      `" https://pxl.iqm.com/i/pixel/${ID} "`,
      `"https&#58;//pxl.iqm.com&#x2F;i/pixel/${ID}?a=1&amp;b=2"`,
    ]) {
      const [found] = find(`<script src=${src} async></script>`);
      assert.equal(found?.url.id, ID, src);
      assert.ok(found.live);
    }
  });

  it('tells what runs from what does not', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [TAG, ['script']],
      [`<!-- ${TAG} -->`, ['script (comment)']],
      [`<!--[if IE]>${TAG}<![endif]-->`, ['script (comment)']],
      [`<noscript>${TAG}</noscript>`, ['script (noscript)']],
      [`<template>${TAG}</template>`, ['script (template)']],
      [`<textarea>${TAG}</textarea>`, ['script (text)']],
      [`<svg>${TAG}</svg>`, ['script (svg)']],
      [`<svg><script href="${URL}"/></svg>`, ['script']],
      [`<svg><desc>${TAG}</desc></svg>`, ['script']],
      [`<iframe srcdoc='${TAG}'></iframe>`, ['string (attribute)']],
      [`<script src="${URL}">`, ['script (unclosed)']],
      [`<script src="${URL}"/>`, ['script (unclosed)']],
      [`<script type=text/plain src="${URL}"></script>`, ['script (type)']],
      [`<script type="text/template">${TAG}`, ['script (type)']],
      [`<script type=module src="${URL}"></script>`, ['script']],
      [`<script nomodule src="${URL}"></script>`, ['script (nomodule)']],
      [`<script language=vbscript src="${URL}"></script>`, ['script (type)']],
      [`<frameset>${TAG}</frameset>`, ['script (frameset)']],
      [`<img src="${URL}">`, ['other (element)']],
      [`<a href="${URL}">x</a> ${URL} <link rel=preconnect href="https://pxl.iqm.com">`, []],
      [`<script src=x src="${URL}"></script>`, []],
      [`<script>s.src = '${URL}'; // ${URL}</script>`, ['loader']],
      [`<script>var doc = "${URL}", text = "see ${URL}";</script>`, []],
      [`<script>s.setAttribute("src", "${URL}" + v)</script>`, ['loader']],
      [`<script>/* s.src = '${URL}' */</script>`, ['loader (comment)']],
      [`<script>document.write('<script src="${URL}"><\\/script>')</script>`, ['string']],
      [`<script>document.write("<scr" + "ipt src='${URL}'></scr" + "ipt>")</script>`, ['string']],
      [`<script>a.innerHTML = '<script src="${URL}"><\\/script>'</script>`, ['string (string)']],
      [`<script>if (a<b) { s.src = "${URL}" }</script>`, ['loader']],
    ];
    for (const [text, expected] of cases) assert.deepEqual(seen(text), expected, text);
  });

  it('sees consent gates, and addresses that miss the pixel host', () => {
    const gated = (text: string) =>
      find(text).map(({ consentGated, live }) => [consentGated, live]);
    assert.deepEqual(gated(`<script type="text/plain" src="${URL}"></script>`), [[true, false]]);
    assert.deepEqual(gated(`<script type="text/plain">s.src = "${URL}"</script>`), [[true, false]]);
    assert.deepEqual(gated(`<script type="text/plain" data-src="${URL}"></script>`), [
      [true, false],
    ]);
    assert.deepEqual(gated(TAG), [[false, true]]);
    const missed = (text: string) => find(text).map(({ misaddressed }) => misaddressed);
    assert.deepEqual(missed(`<script src=\u201c${URL}\u201d></script>`), [true]);
    assert.deepEqual(missed(`<script src="pxl.iqm.com/i/pixel/${ID}"></script>`), [true]);
    assert.deepEqual(missed(`<script src="//pxl.iqm.com/i/pixel/${ID}"></script>`), [false]);
  });

  it('reads template code, programs and components', () => {
    const cases: readonly (readonly [FileKind, string, readonly string[]])[] = [
      [
        'jinja',
        `{# ${TAG} #}{% comment %}${TAG}{% endcomment %}`,
        ['script (comment)', 'script (comment)'],
      ],
      ['jinja', `<script src="${URL}&v={{ order.total|default:'0' }}" async></script>`, ['script']],
      ['jinja', `<script src="{{ '${URL}' }}"></script>`, ['script']],
      ['php', `<?php echo '${TAG}'; ?><p><?php /* ${TAG} */ ?>`, ['string', 'string (comment)']],
      ['php', `<?php add_action('x', function () { ?>${TAG}<?php });`, ['script']],
      ['php', `<?php wp_enqueue_script('iqm', '${URL}', [], null, true);`, ['loader']],
      ['php', `<?php $x = <<<HTML\n${TAG}\nHTML;`, ['script']],
      ['blade', `{{-- ${TAG} --}}`, ['script (comment)']],
      ['jsx', `<script async src="${URL}" />`, ['script']],
      ['jsx', `<NextScript onLoad={() => a()} src={\`${URL}\${v}\`} />`, ['script']],
      ['jsx', `{/* <script src="${URL}" /> */}`, ['string (comment)']],
      ['jsx', `// it's\ns.src = "${URL}"; <img src="${URL}" />`, ['loader', 'other (element)']],
      ['python', `"""\n${TAG}\n"""\n# ${TAG}`, ['string', 'string (comment)']],
      ['vue', `<template><div>${TAG}</div></template>`, ['script (dropped)']],
      ['vue', `<template><component :is="'script'" src="${URL}" /></template>`, ['script']],
      ['vue', `<script setup>useHead({ script: [{ src: '${URL}' }] })</script>`, ['loader']],
      ['svelte', `<svelte:head><script src={'${URL}'} async></script></svelte:head>`, ['script']],
      ['svelte', `<script src="${URL}"></script>`, ['script (dropped)']],
      ['angular', TAG, ['script (dropped)']],
      [
        'astro',
        `---\nconst a = '${URL}';\n---\n{ok && <script is:inline src="${URL}"></script>}`,
        ['script'],
      ],
      [
        'xhtml',
        `<html><script>\n//<![CDATA[\nif (a<b) s.src = '${URL}';\n//]]>\n</script></html>`,
        ['loader'],
      ],
      ['xhtml', `<html><script src="${URL}"/></html>`, ['script']],
    ];
    for (const [kind, text, expected] of cases) assert.deepEqual(seen(text, kind), expected, text);
  });

  it('keeps to pixel hosts, unless it looks for one pixel', () => {
    const text = `<script src="https://t.example/i/pixel/${ID}"></script>\n<script src="https://t.example/i/pixel/${'0'.repeat(32)}"></script>`;
    assert.equal(find(text).length, 0);
    assert.equal(findPixelTags(text, 'html', { hosts: ['t.example'] }).length, 2);
    assert.equal(findPixelTags(text, 'html', { hosts: [] }, ID).length, 1);
  });

  describe('agrees with a browser on', () => {
    const root = join(__dirname, '../../cases/lint');
    for (const file of readdirSync(root)
      .filter((name) => name.endsWith('.json'))
      .sort()) {
      const { codes, runsInChromium } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
        codes: readonly string[];
        runsInChromium: boolean;
      };
      // Content policies and mixed content are not the tag's.
      if (codes.some((code) => code === 'csp-blocked' || code === 'insecure-http')) continue;
      it(`${file.replace('.json', '')}: ${runsInChromium ? 'runs' : 'does not run'}`, () => {
        const text = readFileSync(join(root, file.replace('.json', '.html')), 'utf8');
        const found = find(text);
        assert.ok(found.length > 0);
        assert.equal(
          found.some(({ live, misaddressed }) => live && !misaddressed),
          runsInChromium,
        );
      });
    }
  });
});
