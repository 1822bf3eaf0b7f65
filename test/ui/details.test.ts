import assert from 'node:assert/strict';
import { IqmError } from '../../src/iqm/errors';
import type { Conversion } from '../../src/iqm/shapes/conversion';
import {
  FakeIqm,
  page as pageOf,
  PIXEL,
  POSTBACK,
  POSTBACK_SETTINGS,
  SETTINGS,
} from '../unit/details/fakeIqm';
import { accessibilityTree } from './details/accessibilityTree';
import { faults } from './details/axe';
import { DetailsSite, THEMES, type DetailsView, type OpenOptions } from './details/detailsPage';
import themes from './themes.json';

const down = new IqmError('offline', 'IQM cannot be reached. Check your connection or proxy.');
const never = (): Promise<never> => new Promise(() => undefined);

const PENDING: Conversion = {
  ...PIXEL,
  name: 'Newsletter sign-up',
  status: 'pending',
  totalConversions: 0,
  attributedConversions: 0,
  attributedClickThrough: 0,
  attributedViewThrough: 0,
  campaignCount: 0,
};

function places(): OpenOptions['placesOf'] {
  return () =>
    Promise.resolve([
      { label: 'thank-you.html', uri: 'file:///shop/thank-you.html', line: 22, live: true },
      {
        label: 'src/order/confirmed.html',
        uri: 'file:///shop/src/order/confirmed.html',
        line: 8,
        live: false,
      },
    ]);
}

function pendingIqm(): FakeIqm {
  const iqm = new FakeIqm();
  iqm.list = () => Promise.resolve(pageOf([PENDING]));
  iqm.get = () => Promise.resolve({ ...SETTINGS, customFields: [] });
  iqm.attachedCampaigns = () => Promise.resolve([]);
  iqm.perCampaign = () => Promise.resolve(pageOf([]));
  return iqm;
}

function partlyFailing(): FakeIqm {
  const iqm = new FakeIqm();
  iqm.get = () => Promise.reject(down);
  iqm.perCampaign = () => Promise.reject(new IqmError('timeout', 'IQM did not answer in time.'));
  iqm.timeline = () => Promise.reject(down);
  return iqm;
}

function postbackIqm(): FakeIqm {
  const iqm = pendingIqm();
  iqm.list = () => Promise.resolve(pageOf([POSTBACK]));
  iqm.get = () => Promise.resolve(POSTBACK_SETTINGS);
  return iqm;
}

describe('Details panel in a browser', function () {
  this.timeout(60_000);
  let site: DetailsSite;
  const views: DetailsView[] = [];

  before(async () => {
    site = await DetailsSite.start();
  });

  after(() => site.stop());

  afterEach(async () => {
    for (const view of views.splice(0)) {
      await view.close();
    }
  });

  async function open(options: OpenOptions = {}): Promise<DetailsView> {
    const view = await site.open(options);
    views.push(view);
    return view;
  }

  async function openFull(options: OpenOptions = {}): Promise<DetailsView> {
    const view = await open({ placesOf: places()!, ...options });
    await view.page.locator('canvas').waitFor();
    await view.page.getByText('thank-you.html, line 23').waitFor();
    return view;
  }

  const button = (view: DetailsView, name: string) =>
    view.page.getByRole('button', { name, exact: true });
  const section = (view: DetailsView, name: string) => view.page.getByRole('region', { name });
  const focused = (view: DetailsView): Promise<unknown> =>
    view.page.evaluate('document.activeElement.value || document.activeElement.textContent');
  const spoken = (view: DetailsView) => view.page.getByRole('status');

  describe('tells a screen reader', () => {
    it('everything about a conversion, in the order of the page', async () => {
      const view = await openFull({ session: { sandbox: true } });
      const tree = await accessibilityTree(view.page);
      const wanted = [
        'main ""',
        'heading "Checkout completed" level=1',
        'listitem "" level=1',
        'button "Watch Until It Fires"',
        'button "Assign to Campaigns…"',
        'button "Refresh"',
        'region "Script"',
        'heading "Script" level=2',
        'button "Insert into thank-you.html"',
        'button "Copy"',
        'button "Copy As…"',
        'region "Conversions"',
        'region "Over Time"',
        'group "Time range"',
        'radio "7 days"',
        'radio "30 days" checked=true',
        'radio "90 days"',
        'button "Show as Table"',
        'table "Attributed conversions of its 2 campaigns, last 30 days"',
        'columnheader "Attributed"',
        'region "Campaigns"',
        'table "Campaigns"',
        'columnheader "Impressions"',
        'rowheader "Spring sale, prospecting Running · Northwind Q2"',
        'region "Settings"',
        'term "Post-click window"',
        'region "In This Workspace"',
        'button "thank-you.html, line 23"',
        'status ""',
      ];
      let from = 0;
      for (const line of wanted) {
        const at = tree.findIndex((each, index) => index >= from && unspaced(each) === line);
        assert.notEqual(at, -1, `${line} is missing or out of order in\n${tree.join('\n')}`);
        from = at;
      }
      const picture = tree.find((line) => line.startsWith('image "'));
      assert.match(
        picture ?? '',
        /^image "Attributed conversions of its 2 campaigns, last 30 days\. 900 in total, most in .+: 50"$/,
      );
      assert.deepEqual(
        tree.filter(
          (line) => / ""( |$)/.test(line) && /^(button|radio|table|region|image)/.test(line),
        ),
        [],
        'no control without a name',
      );
    });

    it('every point of the chart as a row of a table, whether it is shown or not', async () => {
      const view = await openFull();
      const rows = section(view, 'Over Time').getByRole('row');
      assert.equal(await rows.count(), 25);
      assert.equal(await rows.nth(1).getByRole('cell').first().textContent(), '18');
      const table = view.page.locator('.timeline-table');
      assert.ok((await table.boundingBox())!.height <= 1);
      await button(view, 'Show as Table').click();
      assert.ok((await table.boundingBox())!.height > 400);
      const tree = await accessibilityTree(view.page);
      assert.ok(tree.some((line) => line.startsWith('button "Show as Table" pressed=true')));
    });

    it('the campaigns as a table also where they are drawn as a grid', async () => {
      const view = await openFull({ viewport: { width: 400, height: 800 } });
      const tree = (await accessibilityTree(view.page)).map(unspaced);
      const start = tree.indexOf('table "Campaigns"');
      assert.deepEqual(
        tree
          .slice(start, start + 40)
          .filter((line) => /^(columnheader|rowheader|cell)/.test(line))
          .slice(0, 10),
        [
          'columnheader "Campaign"',
          'columnheader "Conversions"',
          'columnheader "Unique"',
          'columnheader "Clicks"',
          'columnheader "Impressions"',
          'rowheader "Spring sale, prospecting Running · Northwind Q2"',
          'cell "911"',
          'cell "874"',
          'cell "9,120"',
          'cell "1,204,331"',
        ],
      );
    });

    it('what is loading, and what could not be loaded with a way to retry it', async () => {
      const view = await open({ iqm: partlyFailing() });
      await button(view, 'Retry: Settings').waitFor();
      const tree = (await accessibilityTree(view.page)).map(unspaced);
      for (const name of ['Settings', 'Over Time', 'Campaigns']) {
        assert.ok(tree.includes(`button "Retry: ${name}"`), tree.join('\n'));
      }
      await spoken(view).getByText('Settings: IQM cannot be reached.').waitFor();
      view.iqm.get = never;
      await button(view, 'Retry: Settings').click();
      await section(view, 'Settings').getByText('Loading…').waitFor({ state: 'attached' });
      const busy = await accessibilityTree(view.page);
      assert.ok(
        busy.some((line) => line === 'region "Settings" busy=1'),
        busy.join('\n'),
      );
    });
  });

  describe('has nothing that axe finds wrong', () => {
    for (const theme of THEMES) {
      it(`in theme ${theme}, in full, pending, partly failed and loading`, async () => {
        const full = await openFull({ theme, session: { sandbox: true } });
        await button(full, 'Show as Table').click();
        assert.deepEqual(await faults(full.page), []);

        const pending = await open({ theme, iqm: pendingIqm() });
        await button(pending, 'Watch Until It Fires').click();
        await pending.page.getByText('Watching. Nothing new').waitFor();
        assert.deepEqual(await faults(pending.page), []);

        const failed = await open({ theme, iqm: partlyFailing() });
        await button(failed, 'Retry: Campaigns').waitFor();
        assert.deepEqual(await faults(failed.page), []);

        const iqm = new FakeIqm();
        iqm.list = iqm.get = iqm.attachedCampaigns = iqm.perCampaign = never;
        const loading = await open({ theme, iqm });
        assert.deepEqual(await faults(loading.page), []);
        assert.deepEqual(
          [full, pending, failed, loading].flatMap((view) => view.complaints),
          [],
        );
      });
    }

    it('when there is nothing to show', async () => {
      const gone = new FakeIqm();
      gone.list = () => Promise.resolve(pageOf([]));
      for (const options of [
        { session: 'none' },
        { session: 'starting' },
        { iqm: gone },
      ] as const) {
        const view = await open(options);
        assert.deepEqual(await faults(view.page), []);
      }
    });
  });

  describe('by keyboard alone', () => {
    it('reaches every control in the order of the page, and each does what it says', async () => {
      const view = await openFull();
      const order: unknown[] = [];
      for (let tab = 0; tab < 10; tab += 1) {
        await view.page.keyboard.press('Tab');
        order.push(await focused(view));
      }
      assert.deepEqual(order, [
        'Watch Until It Fires',
        'Assign to Campaigns…',
        'Refresh',
        'Insert into thank-you.html',
        'Copy',
        'Copy As…',
        '30',
        'Show as Table',
        'thank-you.html, line 23',
        'src/order/confirmed.html, line 9',
      ]);
      await view.page.keyboard.press('Enter');
      await poll(() => view.opened.length === 1);
      assert.equal(view.opened[0]?.label, 'src/order/confirmed.html');
      const last = section(view, 'In This Workspace').getByRole('listitem').last();
      assert.match((await last.textContent())!, /line 9\s*does not run there$/);
      for (const name of [
        'Insert into thank-you.html',
        'Copy',
        'Copy As…',
        'Assign to Campaigns…',
      ]) {
        await button(view, name).focus();
        await view.page.keyboard.press('Space');
      }
      await poll(() => view.ran.length === 4);
      assert.deepEqual(view.ran, [
        {
          command: 'iqm.pixel.insert',
          argument: { conversionId: 7001, uri: 'file:///shop/thank-you.html' },
        },
        { command: 'iqm.conversion.copyScript', argument: { conversionId: 7001 } },
        { command: 'iqm.conversion.copyAs', argument: { conversionId: 7001 } },
        { command: 'iqm.conversion.assign', argument: { conversionId: 7001 } },
      ]);
    });

    it('changes the range with the arrow keys, and keeps the focus there', async () => {
      const view = await openFull();
      await view.page.getByRole('radio', { name: '30 days' }).focus();
      await view.page.keyboard.press('ArrowRight');
      await view.page.getByText('last 90 days').first().waitFor();
      assert.equal(await focused(view), '90');
      assert.equal(view.iqm.count('timeline'), 2);
    });

    it('shows where the focus is, on every control and in every theme', async () => {
      for (const theme of THEMES) {
        const view = await openFull({ theme });
        for (let tab = 0; tab < 10; tab += 1) {
          await view.page.keyboard.press('Tab');
          const outline: unknown = await view.page.evaluate(`(() => {
            const active = document.activeElement;
            const marked = active.matches('input') ? active.nextElementSibling : active;
            const { outlineStyle, outlineWidth } = getComputedStyle(marked);
            return outlineStyle + ' ' + outlineWidth;
          })()`);
          assert.equal(outline, 'solid 1px', `${theme}: ${String(await focused(view))}`);
        }
      }
    });

    it('keeps a reader’s place when a retried button goes away', async () => {
      const view = await open({ iqm: partlyFailing() });
      await button(view, 'Retry: Settings').focus();
      view.iqm.get = () => Promise.resolve(SETTINGS);
      await view.page.keyboard.press('Enter');
      await view.page.getByText('28 days').waitFor();
      assert.equal(await focused(view), 'Settings');
    });

    it('keeps the focus on a button whose label changes', async () => {
      const view = await openFull();
      await button(view, 'Watch Until It Fires').focus();
      await view.page.keyboard.press('Enter');
      await button(view, 'Stop Watching').waitFor();
      assert.equal(await focused(view), 'Stop Watching');
      await view.page.keyboard.press('Enter');
      await button(view, 'Watch Until It Fires').waitFor();
      assert.equal(await focused(view), 'Watch Until It Fires');
      await view.page.keyboard.press('Tab');
      view.target = 'index.html';
      view.presenter.targetChanged();
      await button(view, 'Insert into index.html').waitFor();
      assert.equal(await focused(view), 'Assign to Campaigns…');
    });
  });

  describe('in each state says what is', () => {
    it('loading: shows what the lists know, and bones for the rest', async () => {
      const iqm = new FakeIqm();
      iqm.list = iqm.get = iqm.attachedCampaigns = iqm.perCampaign = never;
      const view = await open({ iqm, known: PIXEL });
      await view.page.getByText('18,402').waitFor();
      assert.equal(await section(view, 'Settings').locator('.bone').first().isVisible(), true);
      await view.screenshot('loading');
    });

    it('pending: not fired yet, and what to do about it', async () => {
      const view = await open({
        iqm: pendingIqm(),
        theme: 'light',
        session: { sandbox: true },
        placesOf: () => Promise.resolve([]),
      });
      const results = section(view, 'Conversions');
      await results.getByText('Not fired yet').waitFor();
      await results.getByText('Put the script on the page that means success').waitFor();
      await section(view, 'Campaigns').getByText('Not attached to any campaign yet.').waitFor();
      await section(view, 'Over Time').getByText('this conversion has none yet').waitFor();
      await section(view, 'In This Workspace').getByText('No page of this workspace').waitFor();
      assert.equal(await view.page.locator('canvas').count(), 0);
      assert.equal(await view.page.getByRole('radio', { name: '7 days' }).isVisible(), false);
      await view.page.getByText('nothing here counts in production').waitFor();
      await view.screenshot('pending-sandbox-light');
    });

    it('a pixel in very many pages: the first of them, and how many more', async () => {
      const many = Array.from({ length: 1250 }, (_, at) => ({
        label: `page-${String(at).padStart(4, '0')}.html`,
        uri: `file:///shop/page-${at}.html`,
        line: 7,
        live: true,
      }));
      const view = await open({ placesOf: () => Promise.resolve(many) });
      const list = section(view, 'In This Workspace').getByRole('listitem');
      await list.last().getByText('and 1,200 more', { exact: true }).waitFor();
      assert.equal(await list.count(), 51);
    });

    it('a postback: no script, but the partner and its addresses', async () => {
      const view = await open({ conversionId: POSTBACK.id, iqm: postbackIqm() });
      await view.page.getByText('A postback has no script').waitFor();
      const settings = section(view, 'Settings');
      await settings.getByText('Appsflyer', { exact: true }).waitFor();
      await settings.getByText(POSTBACK_SETTINGS.clickUrl!).waitFor();
      assert.equal(await button(view, 'Insert into thank-you.html').isVisible(), false);
      // It has no pixel that could stand anywhere.
      assert.equal(await section(view, 'In This Workspace').isVisible(), false);
      await view.screenshot('postback');
    });

    it('partly failed: everything else is there', async () => {
      const view = await open({ iqm: partlyFailing(), theme: 'light' });
      await button(view, 'Retry: Campaigns').waitFor();
      const campaigns = section(view, 'Campaigns');
      await campaigns.getByText('Spring sale, prospecting').waitFor();
      await campaigns.getByText('The counts per campaign are missing. IQM did not').waitFor();
      assert.equal(await campaigns.getByText('not known').count(), 8);
      await section(view, 'Conversions').getByText('18,402').waitFor();
      await view.screenshot('partly-failed-light');
    });

    it('a failed refresh: the old numbers stay, and their age is told', async () => {
      const view = await openFull();
      view.iqm.list = () => Promise.reject(down);
      view.iqm.timeline = () => Promise.reject(down);
      await button(view, 'Refresh').click();
      await view.page.getByText('What is shown may be out of date.').first().waitFor();
      await section(view, 'Over Time').getByText('Could not be refreshed.').waitFor();
      await spoken(view).getByText('Not everything could be refreshed.').waitFor();
      assert.equal(await view.page.locator('canvas').isVisible(), true);
      assert.equal(await section(view, 'Conversions').getByText('18,402').isVisible(), true);
      assert.equal(await view.page.getByText('As of 10:42').isVisible(), true);
      await view.screenshot('refresh-failed');
    });

    it('nothing attributed in the range: a sentence in place of an empty chart', async () => {
      const iqm = new FakeIqm();
      iqm.timeline = (start, end) =>
        Promise.resolve([
          { start, end, impressions: 5, clicks: 1, spent: 0, attributedConversions: 0 },
        ]);
      const view = await open({ iqm });
      await view.page.getByText('No attributed conversions in the last 30 days.').waitFor();
      assert.equal(await view.page.locator('canvas').count(), 0);
    });

    it('gone, or signed out: one sentence and the next step', async () => {
      const gone = new FakeIqm();
      gone.list = () => Promise.resolve(pageOf([]));
      const lost = await open({ iqm: gone });
      await lost.page.getByText('IQM lists no conversion 7001 in Northwind Outfitters').waitFor();
      assert.equal(await section(lost, 'Script').isVisible(), false);
      gone.list = new FakeIqm().list;
      await button(lost, 'Refresh').click();
      await lost.page.locator('canvas').waitFor();

      const deleted = await open();
      await deleted.page.locator('canvas').waitFor();
      deleted.presenter.removed();
      await deleted.page.getByText('“Checkout completed” has been deleted.').waitFor();
      assert.equal(await button(deleted, 'Refresh').isVisible(), false);

      const out = await open({ session: 'none' });
      await button(out, 'Sign In…').click();
      await poll(() => out.ran.some(({ command }) => command === 'iqm.account.signIn'));
    });

    it('a long wait for the rate limit', async () => {
      const iqm = new FakeIqm();
      iqm.list = never;
      const view = await open({
        iqm,
        session: { rateLimit: { seconds: 12, onChange: () => ({ dispose: () => undefined }) } },
      });
      await view.clock.pass(2000);
      await view.page.getByText('Waiting for IQM’s rate limit, 12 s').waitFor();
    });

    it('says that the timeline is of all the campaigns’ conversions', async () => {
      const view = await openFull();
      await section(view, 'Over Time')
        .getByText('All attributed conversions of its campaigns, not of this conversion alone')
        .waitFor();
    });

    it('has no section about the workspace when nobody can tell', async () => {
      const view = await open();
      await view.page.locator('canvas').waitFor();
      assert.equal(await section(view, 'In This Workspace').isVisible(), false);
    });
  });

  describe('watching', () => {
    it('tells how it goes without interrupting, and then that it has fired', async () => {
      const view = await open({ iqm: pendingIqm(), theme: 'hcDark' });
      await button(view, 'Watch Until It Fires').click();
      await spoken(view).getByText('Watching. Open the page that carries the pixel.').waitFor();
      await view.page.getByText('Nothing new at 10:42:00 AM; next check at 10:42:30 AM').waitFor();
      await view.screenshot('watching-hc-dark');
      await view.clock.pass(30_000);
      await view.page.getByText('after 2 checks').waitFor();
      assert.doesNotMatch((await spoken(view).textContent()) ?? '', /2 checks/);

      view.iqm.list = () => Promise.reject(down);
      await view.clock.pass(30_000);
      await spoken(view).getByText('The last check failed; next try at 10:44:00').waitFor();

      view.iqm.list = () =>
        Promise.resolve(pageOf([{ ...PENDING, status: 'active', totalConversions: 1 }]));
      await view.clock.pass(60_000);
      await spoken(view).getByText('It fired: total conversions rose from 0 to 1').waitFor();
      await view.page.getByText('Active', { exact: true }).waitFor();
      assert.deepEqual(view.fired, [1]);
      await view.screenshot('fired-hc-dark');
    });

    it('stops with its button, and says so', async () => {
      const view = await open({ iqm: pendingIqm() });
      await button(view, 'Watch Until It Fires').click();
      await view.page.getByText('Nothing new at').waitFor();
      await button(view, 'Stop Watching').click();
      await spoken(view).getByText('Watching stopped.').waitFor();
      const before = view.iqm.asked.length;
      await view.clock.pass(300_000);
      assert.equal(view.iqm.asked.length, before);
    });
  });

  describe('the chart', () => {
    for (const theme of THEMES) {
      it(`is drawn in the colours of theme ${theme}, also when it comes later`, async () => {
        const blue = (each: keyof typeof themes): string => themes[each].variables['charts-blue'];
        const other = blue(theme) === blue('dark') ? 'light' : 'dark';
        const view = await openFull({ theme: other });
        assert.ok(await inks(view, blue(other)));
        await view.setTheme(theme);
        await view.page.waitForFunction(INK, blue(theme));
        assert.equal(await inks(view, blue(other)), false, 'nothing is left in the old colour');
      });
    }

    it('cuts off no text at any width', async () => {
      const view = await openFull();
      await view.page.evaluate(`(() => {
        window.cut = [];
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
          const { width } = this.measureText(text);
          const left = { left: 0, center: 0.5, right: 1 }[this.textAlign] ?? 0;
          const from = this.getTransform().e + x - left * width;
          if (from < 0 || from + width > this.canvas.width) window.cut.push(text);
          fillText.call(this, text, x, y);
        };
      })()`);
      for (let width = 220; width < 700; width += 31) {
        await view.page.setViewportSize({ width, height: 700 });
        await poll(async () => {
          const chart = (await view.page.locator('.chart').boundingBox())!;
          return (await view.page.locator('.uplot').boundingBox())!.width === chart.width;
        });
      }
      await view.page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))',
      );
      assert.deepEqual(await view.page.evaluate('window.cut'), []);
    });

    it('draws nothing where nothing was counted', async () => {
      const iqm = new FakeIqm();
      iqm.timeline = (start, end) =>
        Promise.resolve(
          [0, 10].map((attributedConversions, half) => ({
            start: start + (half * (end - start)) / 2,
            end: start + ((half + 1) * (end - start)) / 2,
            impressions: 5,
            clicks: 1,
            spent: 0,
            attributedConversions,
          })),
        );
      const view = await open({ iqm });
      await view.page.locator('canvas').waitFor();
      const blue = themes.dark.variables['charts-blue'];
      assert.ok(await inks(view, blue));
      // The left half of what is plotted, in front of the grid.
      await view.page.evaluate(`(() => {
        const canvas = document.querySelector('canvas');
        canvas.getContext('2d').clearRect(canvas.width / 2, 0, canvas.width, canvas.height);
      })()`);
      assert.equal(await inks(view, blue), false);
    });

    it('takes the width there is', async () => {
      const view = await openFull();
      const width = async (): Promise<number> =>
        (await view.page.locator('.uplot').boundingBox())!.width;
      const before = await width();
      await view.page.setViewportSize({ width: 620, height: 800 });
      await poll(async () => (await width()) < before);
      const chart = (await view.page.locator('.chart').boundingBox())!;
      assert.equal(await width(), chart.width);
    });

    it('names the bar under the pointer', async () => {
      const view = await openFull();
      const area = view.page.locator('.u-over');
      const { width } = (await area.boundingBox())!;
      for (const [place, count] of [
        [0.5 / 24, '18'],
        [0.9 / 24, '18'],
        [1.1 / 24, '31'],
        [23.5 / 24, '33'],
      ] as const) {
        await area.hover({ position: { x: width * place, y: 60 } });
        await view.page
          .locator('.tip')
          .getByText(new RegExp(`^${count} · `))
          .waitFor();
      }
      await view.page.mouse.move(5, 5);
      await view.page.locator('.tip').waitFor({ state: 'hidden' });
    });
  });

  describe('keeps to its limits', () => {
    it('breaks no rule of its policy, in any state', async () => {
      const view = await openFull();
      await button(view, 'Show as Table').click();
      await view.page.locator('.u-over').hover({ position: { x: 40, y: 40 } });
      await view.page.setViewportSize({ width: 500, height: 700 });
      await view.setTheme('hcLight');
      await view.page.locator('canvas').waitFor();
      assert.deepEqual(view.complaints, []);
      assert.equal(
        await view.page.locator('[style*="javascript"], script:not([nonce])').count(),
        0,
      );
    });

    it('takes names, scripts and addresses for text, whatever they hold', async () => {
      const name = '<img src=x onerror=alert(1)> [x](command:workbench.action.quit) $(bug)';
      const iqm = new FakeIqm();
      iqm.list = () =>
        Promise.resolve(pageOf([{ ...PIXEL, name, script: '<script>alert(1)</script>' }]));
      iqm.get = () => Promise.resolve({ ...SETTINGS, customFields: ['<b>bold</b>'] });
      iqm.attachedCampaigns = () => Promise.resolve([{ id: 1, name, status: 'draft' }]);
      const view = await open({ iqm, session: { organizationName: '<i>Org</i>' } });
      await view.page.getByRole('heading', { name, exact: true }).waitFor();
      await view.page.getByText('<script>alert(1)</script>').waitFor();
      await view.page.getByText('<b>bold</b>').waitFor();
      await view.page.getByText('<i>Org</i>', { exact: true }).waitFor();
      assert.equal(await view.page.locator('main :is(img, b, i, a, script)').count(), 0);
      assert.deepEqual(view.complaints, []);
    });

    it('drops messages that it does not know, and goes on', async () => {
      const view = await openFull();
      await view.page.evaluate('postMessage({ type: "state", state: { scene: "shown" } })');
      await view.page.evaluate('postMessage({ type: "run", code: "alert(1)" })');
      view.target = 'index.html';
      view.presenter.targetChanged();
      await button(view, 'Insert into index.html').waitFor();
      assert.equal(view.complaints.length, 2);
      view.complaints.length = 0;
    });

    it('keeps for a reload which conversion it shows, and that the table was open', async () => {
      const view = await openFull();
      await button(view, 'Show as Table').click();
      assert.deepEqual(await view.kept(), { conversionId: 7001, table: true });
      const again = await openFull({ kept: await view.kept() });
      assert.equal(await again.page.locator('.timeline-table.unseen').count(), 0);
    });

    for (const width of [590, 400, 320, 220]) {
      it(`needs no sideways scrolling at ${width} px, as on a zoomed screen`, async () => {
        const iqm = new FakeIqm();
        const name = `A${'very'.repeat(40)}long name`;
        iqm.list = () => Promise.resolve(pageOf([{ ...PIXEL, name }]));
        iqm.attachedCampaigns = () => Promise.resolve([{ id: 591_947, name, status: 'running' }]);
        const view = await openFull({
          iqm,
          viewport: { width, height: 450 },
          deviceScaleFactor: 2,
          target: 'a-very-long-file-name-of-a-page-that-says-thank-you.component.html',
        });
        await button(view, 'Show as Table').click();
        await button(view, 'Watch Until It Fires').click();
        await view.page.getByText('Nothing new at').waitFor();
        const wide: unknown = await view.page.evaluate(`(() => {
          const limit = document.documentElement.clientWidth;
          return [...document.querySelectorAll('main *')]
            .filter((each) => !each.closest('.unseen') && each.getBoundingClientRect().right > limit + 0.5)
            .map((each) => each.outerHTML.slice(0, 120));
        })()`);
        assert.deepEqual(wide, []);
        assert.equal(
          await view.page.evaluate(
            'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
          ),
          true,
        );
      });
    }

    it('moves nothing for whoever wants less motion', async () => {
      const moving = 'document.getAnimations().length > 0';
      const iqm = new FakeIqm();
      iqm.list = never;
      const calm = await open({ iqm, reducedMotion: 'reduce' });
      assert.equal(await calm.page.evaluate(moving), false);
      const lively = await open({ iqm, reducedMotion: 'no-preference' });
      assert.equal(await lively.page.evaluate(moving), true);
    });

    it('speaks the language of VS Code', async () => {
      const view = await openFull({
        language: 'de',
        strings: { Settings: 'Einstellungen', '{0} days': '{0} Tage' },
      });
      await section(view, 'Einstellungen').getByText('28 Tage').waitFor();
      await view.page.getByText('18.402').waitFor();
    });
  });

  describe('looks', () => {
    for (const theme of THEMES) {
      it(`as VS Code does in theme ${theme}`, async () => {
        const view = await openFull({ theme, session: { sandbox: theme === 'hcDark' } });
        await view.screenshot(`full-${theme}`);
        // Text on its ground is axe's business; this is about grounds that a theme leaves out.
        const ground: unknown = await view.page.evaluate(
          "getComputedStyle(document.querySelector('.vscode-button:not(.secondary)')).backgroundColor",
        );
        assert.equal(ground, rgb(themes[theme].variables['button-background']));
      });
    }

    it('marks the chosen range in every theme, by more than a shade', async () => {
      for (const theme of THEMES) {
        const view = await openFull({ theme });
        const marks: unknown = await view.page.evaluate(
          "[...document.querySelectorAll('.ranges span')].map((each) => getComputedStyle(each).boxShadow)",
        );
        assert.ok(Array.isArray(marks));
        assert.deepEqual(
          marks.map((mark) => /^(#|rgb\().* [12]px inset$/.test(String(mark))),
          [false, true, false],
          `${theme}: ${marks.join(' | ')}`,
        );
      }
    });

    it('draws no ring around a range that was chosen with the mouse', async () => {
      const view = await openFull();
      await view.page.getByRole('radio', { name: '7 days' }).click();
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      assert.equal(
        await view.page.evaluate(`document.activeElement.type + ' ' + ${outline}`),
        'radio none',
      );
    });

    it('good in a narrow column and with its table', async () => {
      const view = await openFull({ viewport: { width: 440, height: 900 } });
      await view.screenshot('narrow');
      const wide = await openFull({ viewport: { width: 760, height: 900 }, theme: 'light' });
      await button(wide, 'Show as Table').click();
      await wide.screenshot('table-light');
      const [narrowBox, wideBox] = await Promise.all(
        [view, wide].map((each) => section(each, 'Settings').boundingBox()),
      );
      assert.ok(narrowBox!.width < 440 && wideBox!.width < 760);
    });
  });
});

/** Whether the chart's canvas has any pixel of a colour. */
const INK = `(color) => {
  const canvas = document.querySelector('canvas');
  if (canvas === null || canvas.width === 0) return false;
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) return true;
  }
  return false;
}`;

function inks(view: DetailsView, color: string): Promise<boolean> {
  return view.page.evaluate<boolean>(`(${INK})(${JSON.stringify(color)})`);
}

function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
}

/** Chromium puts a space between texts of neighbouring elements, sometimes two. */
function unspaced(line: string): string {
  return line.replace(/\s+/g, ' ').replace(' "', ' "').replace('" ', '" ').trim();
}

async function poll(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
