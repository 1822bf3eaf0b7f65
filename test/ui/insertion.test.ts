import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { BrowserContext } from 'playwright-core';
import type { Place, PlacementRequest } from '../../src/pixel/placement';
import { planPlacement } from '../../src/pixel/placement';
import { readPixelTag, SANDBOX_PIXEL_HOST } from '../../src/pixel/tag';
import type { PixelTag } from '../../src/pixel/tag';
import { startSandbox } from '../../src/sandbox/server';
import type { RunningSandbox } from '../../src/sandbox/server';
import { nastyPage } from '../unit/pixel/nastyHtml';
import { realPages } from '../unit/pixel/realPages';

const SITE = 'https://shop.example/thanks';
const PIXELS = `https://${SANDBOX_PIXEL_HOST}/`;
const CASES = join(__dirname, '../cases/insertion');

/** Pages with an inserted pixel in a real browser, with the sandbox where the pixel host would be. */
describe('an inserted pixel in a browser', function () {
  this.timeout(180_000);
  let context: BrowserContext;
  let sandbox: RunningSandbox;
  let tag: PixelTag;
  let close = (): Promise<void> => Promise.resolve();

  before(async () => {
    sandbox = await startSandbox();
    const { launchBrowser } = await import('../vscode/browser.mjs');
    const browser = await launchBrowser();
    context = browser.context;
    close = () => browser.close();
    const { conversions } = (await ask('state')) as {
      conversions: readonly { kind: string; uuid: string; deleted: boolean }[];
    };
    const { uuid } = conversions.find(({ kind, deleted }) => kind === 'pixel' && !deleted)!;
    const script = `<script src='${PIXELS}i/pixel/${uuid}?cv={CONVERSION_VALUE}' async></script>`;
    const reading = readPixelTag(script, { hosts: [SANDBOX_PIXEL_HOST] });
    assert.ok(reading.ok);
    tag = reading.tag;
  });
  after(async () => {
    await close();
    await sandbox.close();
  });

  async function ask(what: string): Promise<unknown> {
    const headers = { 'X-Sandbox-Control': sandbox.controlToken };
    return (await fetch(`${sandbox.origin}/sandbox/${what}`, { headers })).json();
  }

  /** How often the sandbox was hit while the page loaded. */
  async function hits(body: string, contentType: string): Promise<number> {
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.dismiss());
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      if (url === SITE) return route.fulfill({ contentType, body });
      if (!url.startsWith(PIXELS)) return route.abort();
      const answer = await fetch(sandbox.pixelOrigin + url.slice(PIXELS.length - 1));
      return route.fulfill({ contentType: 'text/javascript', body: await answer.text() });
    });
    const before = ((await ask('hits')) as unknown[]).length;
    // An async script holds back the load event, so that after it all that will fire has fired.
    await page.goto(SITE, { waitUntil: 'load' });
    await page.close();
    return ((await ask('hits')) as unknown[]).length - before;
  }

  function planned(text: string, place: Place, more: Partial<PlacementRequest> = {}) {
    const placement = planPlacement({ text, kind: 'html', tag, place, ...more });
    if (placement.status !== 'insert') return undefined;
    const { start, end, text: inserted } = placement.edit;
    return text.slice(0, start) + inserted + text.slice(end);
  }

  for (const folder of readdirSync(CASES).sort()) {
    const files = readdirSync(join(CASES, folder));
    const input = files.find((file) => /^input\.x?html?$/.test(file));
    const test = JSON.parse(readFileSync(join(CASES, folder, 'case.json'), 'utf8')) as {
      readonly lang: string;
      readonly place: Place;
      readonly cursor?: number;
      readonly expect: { readonly status: string };
    };
    if (!input || !['html', 'xhtml'].includes(test.lang) || test.expect.status !== 'insert')
      continue;
    it(`fires once in case ${folder}`, async () => {
      const text = readFileSync(join(CASES, folder, input), 'utf8');
      const result = planned(text, test.place, {
        kind: test.lang === 'xhtml' ? 'xhtml' : 'html',
        ...(test.cursor !== undefined && { offset: test.cursor }),
      });
      const type = test.lang === 'xhtml' ? 'application/xhtml+xml' : 'text/html';
      assert.equal(await hits(result ?? '', type), 1);
    });
  }

  it('fires once in pages of this machine', async function () {
    const pages = realPages().pages.filter(({ text }) => !/content-security-policy/i.test(text));
    if (pages.length < 10) this.skip();
    const step = Math.floor(pages.length / 30);
    let opened = 0;
    for (let index = 0; index < pages.length; index += step) {
      const { name, text } = pages[index]!;
      const result = planned(text, index % 2 === 0 ? 'head' : 'body');
      if (result === undefined) continue;
      assert.equal(await hits(result, 'text/html; charset=utf-8'), 1, name);
      opened++;
    }
    console.log(`      ${opened} pages opened`);
  });

  it('fires once in pages full of traps, wherever it was put', async () => {
    const seed = Date.now();
    console.log(`      seed ${seed}`);
    const places = fc.tuple(nastyPage, fc.constantFrom('head', 'body', 'cursor'), fc.nat());
    for (const [text, place, at] of fc.sample(places, { numRuns: 40, seed })) {
      const result = planned(text, place, { offset: at % (text.length + 1) });
      if (result === undefined) continue;
      assert.equal(await hits(result, 'text/html; charset=utf-8'), 1, JSON.stringify(result));
    }
  });

  it('stands where the scanner and not parse5 reads a page as a browser does', async () => {
    const page = await context.newPage();
    const inner = (html: string) =>
      page.evaluate<string>(
        `new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html').body.innerHTML`,
      );
    assert.equal(
      await inner('<select><title></select></title>'),
      '<select><title>&lt;/select&gt;</title></select>',
    );
    assert.equal(
      await inner('<svg><title><![CDATA[ > <b> ]]></title></svg>'),
      '<svg><title> &gt; &lt;b&gt; </title></svg>',
    );
    await page.close();
  });
});
