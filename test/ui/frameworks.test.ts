import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import type { FileKind, Framework } from '../../src/pixel/kinds';
import {
  bundle,
  compileSvelte,
  compileVue,
  load,
  renderAstro,
  renderSvelte,
} from '../unit/pixel/languages/compilers';
import { ENGINES } from '../unit/pixel/languages/engines';
import {
  applied,
  expression,
  inserted,
  literal,
  plan,
  tagOf,
  URL_START,
} from '../unit/pixel/languages/pixelRequest';
import { languageOf } from '../../src/pixel/languages/registry';

const SITE = 'https://shop.example/thanks';
const LEFT = `${URL_START}{CONVERSION_VALUE}`;
const PAID = `${URL_START}49.9`;
const ORDER = { order: { total: 49.9 } };
const total = { value: expression('order.total') };

/** What a real browser asks the pixel's host for when it opens pages that were made from files with a pixel. */
describe('pixels in a browser', function () {
  this.timeout(120_000);
  let context: BrowserContext;
  let close = (): Promise<void> => Promise.resolve();

  before(async () => {
    const { launchBrowser } = await import('../vscode/browser.mjs');
    const browser = await launchBrowser();
    context = browser.context;
    close = () => browser.close();
  });
  after(async () => {
    await close();
    await (load('@astrojs/compiler') as { teardown: () => Promise<void> | void }).teardown();
  });

  /** Opens a page on a host of its own; nothing leaves the machine. Gives the pixel's requests. */
  async function hits(html: string, contentType = 'text/html'): Promise<string[]> {
    const page = await context.newPage();
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url === SITE) return route.fulfill({ contentType, body: html });
      if (!url.startsWith('https://pxl.iqm.com/')) return route.abort();
      asked.push(url);
      const body = 'window.pixelRuns = (window.pixelRuns || 0) + 1;';
      return route.fulfill({ contentType: 'text/javascript', body });
    });
    await page.goto(SITE, { waitUntil: 'load' });
    // The load event waits for no script that an effect adds; the script's own run is what to wait for.
    await page.waitForFunction('window.pixelRuns > 0');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    assert.equal(await page.evaluate('window.pixelRuns'), 1, 'the script ran more than once');
    assert.deepEqual(errors, []);
    await page.close();
    return asked.map((url) => decodeURI(url));
  }

  const app = (script: string): string =>
    `<!doctype html><html><head></head><body><div id="app"></div><script>${script.replaceAll('</script', '<\\/script')}</script></body></html>`;

  const REACT = `export default function Thanks({ order }) {
  const [count] = [order.total];
  if (count < 0) return null;
  return (
    <main>
      <h1>Thanks {count}</h1>
    </main>
  );
}
`;
  const mountReact = (source: string): Promise<string> =>
    bundle(
      `import { createRoot } from 'react-dom/client';
       import Page from 'page';
       createRoot(document.getElementById('app')).render(<Page order={{ total: 49.9 }} />);`,
      { page: source },
      { format: 'iife', platform: 'browser' },
    );

  for (const framework of ['react18', 'react19'] as const satisfies readonly Framework[]) {
    it(`fire once from a component, in the form for ${framework}`, async () => {
      const left = await mountReact(inserted('jsx', { text: REACT, framework }));
      assert.deepEqual(await hits(app(left)), [LEFT]);
      const paid = await mountReact(inserted('jsx', { text: REACT, framework, ...total }));
      assert.deepEqual(await hits(app(paid)), [PAID]);
    });
  }

  it('fire once from a class component of React', async () => {
    const text = `import React from 'react';
export default class Thanks extends React.Component {
  render() {
    return <h1>Thanks</h1>;
  }
}
`;
    const source = inserted('jsx', { text, value: expression('this.props.order.total') });
    assert.deepEqual(await hits(app(await mountReact(source))), [PAID]);
  });

  it('fire once from Svelte, built in the browser and by the server', async () => {
    const text =
      '<script>\n  let { order } = $props();\n</script>\n\n<h1>Thanks {order.total}</h1>\n';
    for (const [wanted, url] of [
      [{ text }, LEFT],
      [{ text, ...total }, PAID],
    ] as const) {
      const source = inserted('svelte', wanted);
      const script = await bundle(
        `import { mount } from 'svelte';
         import Page from 'page';
         mount(Page, { target: document.getElementById('app'), props: { order: { total: 49.9 } } });`,
        { page: compileSvelte(source, 'client').code },
        { format: 'iife', platform: 'browser' },
      );
      assert.deepEqual(await hits(app(script)), [url]);
      const { head, body } = await renderSvelte(source, ORDER);
      assert.deepEqual(await hits(`<!doctype html><head>${head}</head><body>${body}</body>`), [
        url,
      ]);
    }
  });

  it('fire once from Vue, with script setup and with options', async () => {
    const setup =
      '<script setup>\nconst { order } = defineProps(["order"]);\n</script>\n<template>\n  <h1>{{ order.total }}</h1>\n</template>\n';
    const options =
      "<script>\nexport default {\n  props: ['order'],\n};\n</script>\n<template>\n  <h1>{{ order.total }}</h1>\n</template>\n";
    for (const [text, code] of [
      [setup, 'order.total'],
      [options, 'this.order.total'],
    ] as const) {
      const source = inserted('vue', { text, place: 'cursor', offset: 0, value: expression(code) });
      const script = await bundle(
        `import { createApp } from 'vue';
         import Page from 'page';
         createApp(Page, { order: { total: 49.9 } }).mount('#app');`,
        { page: compileVue(source) },
        { format: 'iife', platform: 'browser' },
      );
      assert.deepEqual(await hits(app(script)), [PAID]);
    }
  });

  it('fire once from what Astro renders', async () => {
    const layout =
      '---\nconst { order } = $$props;\n---\n<html>\n  <head>\n    <title>T</title>\n  </head>\n  <body></body>\n</html>\n';
    assert.deepEqual(await hits(await renderAstro(inserted('astro', { text: layout }), ORDER)), [
      LEFT,
    ]);
    const paid = inserted('astro', { text: layout, ...total });
    assert.deepEqual(await hits(await renderAstro(paid, ORDER)), [PAID]);
    const page =
      "---\nimport Layout from './Layout.astro';\n---\n<Layout>\n  <h1>Thanks</h1>\n</Layout>\n";
    assert.deepEqual(await hits(await renderAstro(inserted('astro', { text: page }), ORDER)), [
      LEFT,
    ]);
  });

  it('fire once from the page of every template engine', async () => {
    for (const [kind, engine] of Object.entries(ENGINES) as [
      FileKind,
      (typeof ENGINES)['ejs'] & {},
    ][]) {
      const text =
        '<!doctype html>\n<html>\n<head>\n  <title>T</title>\n</head>\n<body></body>\n</html>\n';
      assert.deepEqual(await hits(engine(inserted(kind, { text }), ORDER)), [LEFT], kind);
      const paid = engine(inserted(kind, { text, ...total }), ORDER);
      assert.deepEqual(await hits(paid), [PAID], kind);
    }
  });

  it('fire once from a page that computes its value, also as XHTML', async () => {
    const value = expression("new URLSearchParams('total=49.9').get('total')");
    const html = '<!doctype html>\n<html>\n<head>\n</head>\n<body></body>\n</html>\n';
    assert.deepEqual(await hits(inserted('html', { text: html, value })), [PAID]);
    const xhtml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">\n<head>\n<title>T</title>\n</head>\n<body><p>x</p></body>\n</html>\n';
    const type = 'application/xhtml+xml';
    const both = expression('1 < 2 && 3 > 2 ? 49.9 : 0');
    const { placement, request } = plan('xhtml', { text: xhtml, value: both });
    assert.deepEqual(await hits(applied(request.text, placement), type), [PAID]);
    assert.deepEqual(await hits(inserted('xhtml', { text: xhtml }), type), [LEFT]);
  });

  it('send fixed values as they were entered', async () => {
    const odd = '5 & 6 "\'<>{}%\\`$' + '{x}';
    const tag = tagOf();
    const page = languageOf('html').render(tag, { values: [literal(odd)] });
    const [asked] = await hits(`<!doctype html><head>${page}</head>`);
    assert.equal(new URL(asked!).searchParams.get('cv'), odd);
  });
});
