import assert from 'node:assert/strict';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { SANDBOX_PIXEL_HOST } from '../../../src/pixel/tag';
import { rangeUntil, type Range } from '../../../src/details/timeline';
import { attributedShare, attributedTotal } from '../../../src/sandbox/attributedShares';
import { Delivery } from '../../../src/sandbox/delivery';
import { stretches } from '../../../src/sandbox/timeline';
import type { Campaign, Conversion, World } from '../../../src/sandbox/world';
import { sandboxControl, sandboxOrigin } from '../sandboxState';
import type { Workbench } from '../workbench';

/** A campaign of a conversion, and what the sandbox counts there. */
export interface HeldCampaign extends Campaign {
  readonly insertionOrder: string;
  readonly count: number;
}

/** The details panel that a workbench shows, and the sandbox behind it. */
export class OpenPanel {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): FrameLocator {
    return this.#workbench.webview();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  section(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Terms of a section's lists of definitions with their values, as a reader finds them. */
  async terms(section: string): Promise<Record<string, string>> {
    return (await this.frame()).evaluate(`Object.fromEntries(
      [...${inSection(section)}.querySelectorAll('dt')].map((term) =>
        [term.textContent, term.nextElementSibling.innerText.trim()]))`);
  }

  /** The rows of a section's table as texts; the first one is the head. */
  async rows(section: string): Promise<string[][]> {
    return (await this.frame()).evaluate(`[...${inSection(section)}.querySelectorAll('tr')].map(
      (row) => [...row.children].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))`);
  }

  /** Waits until nothing is on its way. */
  async settled(): Promise<void> {
    await this.page.locator('.panel').waitFor({ timeout: 30_000 });
    await this.page
      .locator('section[aria-busy=true]')
      .filter({ visible: true })
      .first()
      .waitFor({ state: 'detached' });
    await this.page.locator('.progress:not(.active)').waitFor({ state: 'attached' });
  }

  /** Text of the element that has the focus, or the value of a choice. */
  async focused(): Promise<string> {
    return (await this.frame()).evaluate(
      'document.activeElement.value || document.activeElement.textContent',
    );
  }

  /** The frame itself, for what a locator cannot do. */
  async frame(): Promise<Frame> {
    const outer = await this.#workbench.page.locator('iframe.webview.ready').elementHandle();
    const inner = await (await outer.contentFrame())?.$('iframe#active-frame');
    const frame = await inner?.contentFrame();
    assert.ok(frame, 'no webview is open');
    return frame;
  }

  /** Everything that the sandbox knows about a conversion. */
  async truth(name: string): Promise<{ conversion: Conversion; campaigns: HeldCampaign[] }> {
    const world = (await sandboxControl(this.#workbench, 'state')) as World;
    const conversion = world.conversions.find((each) => each.name === name);
    assert.ok(conversion, `The sandbox has no “${name}”.`);
    const campaigns = world.campaigns
      .filter(({ conversionIds }) => conversionIds.includes(conversion.id))
      .map((campaign) => ({
        ...campaign,
        insertionOrder: world.insertionOrders.find(({ id }) => id === campaign.ioId)?.name ?? '',
        count: attributedShare({ world }, campaign, conversion),
      }));
    return { conversion, campaigns };
  }

  /** What the sandbox answers about a conversion's campaigns over the last days: attributed, clicks, impressions. */
  async timeline(name: string, days: number): Promise<number[][]> {
    const { start, end } = rangeUntil(Date.now(), days as Range);
    const world = (await sandboxControl(this.#workbench, 'state')) as World;
    const id = world.conversions.find((each) => each.name === name)?.id ?? 0;
    const sources = world.campaigns
      .filter(({ conversionIds }) => conversionIds.includes(id))
      .map((campaign) => ({
        campaign,
        attributed: attributedTotal({ world }, campaign),
        delivery: new Delivery(campaign, Date.now()),
      }));
    return stretches({ from: start, to: end }).map(({ from, to }) =>
      [
        ({ attributed }: (typeof sources)[number]) => attributed,
        ({ campaign }: (typeof sources)[number]) => campaign.clicks,
        ({ campaign }: (typeof sources)[number]) => campaign.impressions,
      ].map((total) =>
        sources.reduce((sum, each) => sum + each.delivery.share(total(each), from, to), 0),
      ),
    );
  }

  /** Brings an element to the top. */
  async scrollTo(selector: string): Promise<void> {
    await (
      await this.frame()
    ).evaluate(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView()`);
  }

  /** Elements that stick out at the end of the page's width, and the page itself if it can be scrolled sideways. */
  async wide(): Promise<string[]> {
    return (await this.frame()).evaluate(`(() => {
      const limit = document.documentElement.clientWidth;
      return [document.documentElement, ...document.querySelectorAll('main *')]
        .filter((each) => !each.closest('.unseen') && Math.max(each.getBoundingClientRect().right,
          each === document.documentElement ? each.scrollWidth : 0) > limit + 0.5)
        .map((each) => each.outerHTML.slice(0, 120));
    })()`);
  }

  /** Waits until the chart has been drawn in the colour of the theme that is on the page now. */
  async inked(): Promise<void> {
    const frame = await this.frame();
    while (!(await frame.evaluate(INK))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** How many requests the sandbox has answered for each path that holds `part`. */
  async requests(part = ''): Promise<number> {
    const { counts } = (await sandboxControl(this.#workbench, 'requests')) as {
      counts: Record<string, number>;
    };
    return Object.entries(counts)
      .filter(([path]) => path.includes(part))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** Lets a browser open a page; the pixel host's name leads to the sandbox, everything else nowhere. */
  async visit(html: string): Promise<void> {
    const origin = sandboxOrigin(this.#workbench);
    const page = await this.#workbench.page.context().newPage();
    const site = 'https://shop.example/thank-you';
    const pixels = `https://${SANDBOX_PIXEL_HOST}/`;
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      if (url === site) return route.fulfill({ contentType: 'text/html', body: html });
      if (!url.startsWith(pixels)) return route.abort();
      const answer = await fetch(origin + url.slice(pixels.length - 1));
      return route.fulfill({ contentType: 'text/javascript', body: await answer.text() });
    });
    // An async script holds back the load event: after it the pixel has fired.
    await page.goto(site, { waitUntil: 'load' });
    await page.close();
  }
}

function inSection(name: string): string {
  return `[...document.querySelectorAll('section')].find((each) =>
    each.querySelector('h2').textContent === ${JSON.stringify(name)})`;
}

/** Whether the canvas has a pixel in the colour of the bars, and the text that colour comes from. */
const INK = `(() => {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.querySelector('canvas');
  if (canvas === null || canvas.width === 0) return false;
  const sample = new OffscreenCanvas(1, 1).getContext('2d');
  sample.fillStyle = style.getPropertyValue('--vscode-charts-blue');
  sample.fillRect(0, 0, 1, 1);
  const [r, g, b] = sample.getImageData(0, 0, 1, 1).data;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) return true;
  }
  return false;
})()`;
