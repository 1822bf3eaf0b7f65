import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { partnerName } from '../../src/sandbox/statics';
import type { Conversion } from '../../src/sandbox/world';
import { accessibilityTree } from './details/accessibilityTree';
import { faults } from './details/axe';
import { OpenPanel } from './details/openPanel';
import { sandboxControl } from './sandboxState';
import { Workbench } from './workbench';

const BUSY = 'Checkout – order confirmed';
const PENDING = 'Winter sale checkout';
const DRAFT = 'Ski rental – city targeting';

describe('the details of a conversion in the workbench', () => {
  // A watch looks every half of what the rate limit takes for a minute.
  const workbench = new Workbench({
    viewport: { width: 1280, height: 1000 },
    env: { IQM_RATE_WINDOW_MS: '2000' },
  });
  const panel = new OpenPanel(workbench);
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const row = (name: string): Locator => workbench.row(new RegExp(`^${name}`)).first();
  const tab = (name: string): Locator => workbench.page.getByRole('tab', { name });
  const shot = async (name: string): Promise<void> => {
    await workbench.page.evaluate(
      'document.getAnimations().forEach((each) => { try { each.finish(); } catch { /* endless */ } })',
    );
    await workbench.shot(`details-workbench-#-${name}`);
  };

  before(async () => {
    await workbench.open();
    workbench.page.setDefaultTimeout(Number(process.env.T ?? 20_000));
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    await workbench.openView();
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).first().click();
    await row(PENDING).waitFor({ timeout: 30_000 });
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-details-workbench-#').catch(() => undefined);
      await press('Escape');
    }
  });

  async function closeToasts(): Promise<void> {
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.page.locator('.notification-list-item').first().waitFor({ state: 'detached' });
  }

  async function open(name: string): Promise<void> {
    await workbench.command('IQM: Show Conversion Details…');
    await workbench.quickInput().locator('input.input').fill(name);
    await workbench.pick(name);
    await panel.page.getByRole('heading', { name, level: 1 }).waitFor();
    await panel.settled();
    // VS Code gives a panel the focus some time after it has come up, and takes it from a prompt that is open by then.
    await workbench.page.waitForFunction(
      'document.activeElement !== null && document.activeElement.matches("iframe.webview.ready")',
    );
  }

  async function closeAll(): Promise<void> {
    await workbench.command('View: Close All Editors');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    if (await workbench.page.locator('.tab.dirty').count()) {
      await dialog.getByRole('button', { name: "Don't Save" }).click();
    }
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
  }

  /** Opens the context menu of the row that has the focus and chooses an entry, all with the keyboard. */
  async function choose(name: string, entry: string): Promise<void> {
    await row(name).click();
    await press('Shift+F10');
    const item = workbench.page.getByRole('menuitem', { name: entry, exact: true });
    await item.waitFor();
    const focused = workbench.page.locator('.monaco-menu .action-item.focused');
    for (let step = 0; !((await focused.allTextContents())[0] ?? '').startsWith(entry); step += 1) {
      assert.ok(step < 30, `The menu has no “${entry}”.`);
      await press('ArrowDown');
    }
    await press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  describe('opens', () => {
    afterEach(closeAll);

    it('by the action of a row', async () => {
      await row(PENDING).hover();
      await row(PENDING).getByRole('button', { name: 'Show Details' }).click();
      await panel.settled();
      await tab(PENDING).waitFor();
      await panel.page.getByRole('heading', { name: PENDING }).waitFor();
      await shot('pending');
    });

    it('by the context menu, with the keyboard, and once only', async () => {
      await choose(PENDING, 'Show Details');
      await panel.page.getByRole('heading', { name: PENDING }).waitFor();
      await choose(PENDING, 'Show Details');
      await panel.page.getByRole('heading', { name: PENDING }).waitFor();
      assert.equal(await tab(PENDING).count(), 1);
    });

    it('from the palette', async () => {
      await open(BUSY);
      await tab(BUSY).waitFor();
    });
  });

  describe('tells what the sandbox knows about', () => {
    after(closeAll);

    for (const [name, picture] of [
      [BUSY, 'busy'],
      [PENDING, undefined],
      ['Click & collect order', undefined],
      ['Account created', undefined],
      ['Whole shop – universal tag', 'universal'],
      ['App install (Android)', 'postback'],
      ['App: push opt-in', undefined],
    ] as const) {
      it(name, async () => {
        await open(name);
        const { conversion, campaigns } = await panel.truth(name);
        const facts = await panel.page.locator('.facts li').allTextContents();
        assert.deepEqual(facts, factsOf(conversion));
        assert.deepEqual(await panel.terms('Settings'), settingsOf(conversion));
        const { total, attributedClick, attributedView } = conversion;
        if (total === 0) {
          const results = await panel.section('Conversions').textContent();
          assert.match(
            results ?? '',
            conversion.status === 'pending' ? /Not fired yet/ : /No conversions yet/,
          );
        } else {
          const attributed = attributedClick + attributedView;
          const part = (each: number) =>
            `${count(each)} (${Math.round((100 * each) / attributed)}%)`;
          assert.deepEqual(await panel.terms('Conversions'), {
            Total: count(total),
            Attributed: count(attributed),
            'Click-through': part(attributedClick),
            'View-through': part(attributedView),
          });
        }
        const held = await panel.rows('Campaigns');
        assert.deepEqual(
          held.slice(1).sort(),
          campaigns
            .map((each) => [
              `${each.name} ${each.status.charAt(0).toUpperCase()}${each.status.slice(1)} · ${each.insertionOrder}`,
              count(each.count),
              count(Math.ceil(each.count * 0.86)),
              count(each.clicks),
              count(each.impressions),
            ])
            .sort(),
        );
        if (picture !== undefined) {
          await shot(picture);
        }
      });
    }

    it('the counts over time, in the chart and in its table', async () => {
      await open(BUSY);
      for (const days of [7, 90, 30]) {
        await panel.page.getByRole('radio', { name: `${days} days` }).check();
        await panel.page.getByText(`last ${days} days`).first().waitFor({ state: 'attached' });
        await panel.settled();
        const rows = (await panel.rows('Over Time')).slice(1);
        const wanted = await panel.timeline(BUSY, days);
        assert.equal(rows.length, wanted.length);
        // Both are told from the moment of their request, so that a bar may differ by what a second brings.
        rows.forEach((cells, at) =>
          cells.slice(1).forEach((cell, column) => {
            const expected = wanted[at]?.[column] ?? NaN;
            const near = Math.abs(number(cell) - expected) <= Math.max(2, expected / 100);
            assert.ok(near, `${cells[0]}: ${cell} in place of ${expected}`);
          }),
        );
        const sum = rows.reduce((all, [, cell]) => all + number(cell), 0);
        assert.equal(number(await panel.page.locator('.caption strong').textContent()), sum);
        const picture = await panel.page.locator('.chart').getAttribute('aria-label');
        assert.match(picture ?? '', new RegExp(`last ${days} days\\. ${count(sum)} in total`));
        await panel.section('Over Time').scrollIntoViewIfNeeded();
        await shot(`last-${days}-days`);
      }
      await panel.button('Show as Table').click();
      await panel.page.locator('.timeline-table').scrollIntoViewIfNeeded();
      await shot('table');
      await panel.button('Show as Table').click();
    });
  });

  describe('acts', () => {
    before(async () => {
      await workbench.openFile('thank-you.html');
      await open(PENDING);
      await workbench.command('View: Move Editor into Next Group');
      await panel.button('Insert into thank-you.html').waitFor();
    });
    after(closeAll);

    it('inserts into the page that is open, and says where', async () => {
      const file = join(workbench.site, 'thank-you.html');
      const before = readFileSync(file, 'utf8');
      await panel.button('Insert into thank-you.html').click();
      await workbench.pick('Enter a Number');
      await workbench.answer(/Digits with a point/, '393.50');
      await panel.page.getByText('Inserted into thank-you.html, line 8.').first().waitFor();
      await shot('inserted');
      assert.equal(readFileSync(file, 'utf8'), before, 'nothing is saved by itself');
      const { conversion } = await panel.truth(PENDING);
      const url = `https://pxl.sandbox.invalid/i/pixel/${conversion.uuid}?cv=393.50`;
      await workbench.page.getByRole('tab', { name: 'thank-you.html' }).click();
      await press('Control+S');
      await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
      const wanted = `    <script src='${url}' async></script>\n  </head>\n  <body>`;
      assert.equal(readFileSync(file, 'utf8'), before.replace('  </head>\n  <body>', wanted));
    });

    it('leads to the line in which it stands', async () => {
      await workbench.openFile('index.html');
      const place = panel.section('In This Workspace').getByRole('button');
      await place.getByText('thank-you.html, line 8').waitFor();
      assert.equal(await place.count(), 1);
      // From the panel's own group, where it is not: it has a tab, though not the one that is shown.
      await workbench.page.getByRole('tab', { name: PENDING }).click();
      await workbench.page
        .locator('.editor-group-container.active .tab.active', { hasText: PENDING })
        .waitFor();
      await place.click();
      await workbench.page.locator('.statusbar').getByText('Ln 8, Col 1').waitFor();
      await panel.button('Insert into thank-you.html').waitFor();
      await panel.scrollTo('.settings');
      await shot('place');
      await panel.scrollTo('header');
    });

    it('does not insert it twice', async () => {
      await panel.button('Insert into thank-you.html').click();
      await panel.page.getByText('thank-you.html carries it already, in line 8.').first().waitFor();
      await shot('already');
      await closeToasts();
    });

    it('copies the script, and as other forms', async () => {
      const { conversion } = await panel.truth(PENDING);
      await panel.button('Copy').click();
      await panel.page.getByText('Copied.').first().waitFor();
      const clipboard = (): Promise<string> =>
        workbench.page.evaluate<string>('navigator.clipboard.readText()');
      const script = await panel.page.locator('pre').textContent();
      assert.match(script ?? '', new RegExp(`/i/pixel/${conversion.uuid}\\?cv=`));
      assert.equal(await clipboard(), script);
      await panel.button('Copy As…').click();
      await workbench.quickInput().getByText(`Copy “${PENDING}” As`).waitFor();
      await shot('copy-as');
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('Enter');
      await workbench.page.locator('.statusbar').getByText('copied as').waitFor();
      assert.notEqual(await clipboard(), script);
      assert.match(await clipboard(), new RegExp(conversion.uuid));
    });

    it('assigns, and the campaigns follow', async () => {
      await panel.button('Assign to Campaigns…').click();
      await workbench.quickInput().getByText(DRAFT).waitFor();
      await workbench.quickInput().locator('input.input').fill(DRAFT);
      await press('ArrowDown');
      await press('Space');
      await shot('assign');
      await press('Enter');
      await panel.section('Campaigns').getByText(DRAFT).waitFor();
      await panel.settled();
      const { campaigns } = await panel.truth(PENDING);
      assert.ok(campaigns.some(({ name }) => name === DRAFT));
      assert.equal((await panel.rows('Campaigns')).length, campaigns.length + 1);
      await workbench.toast(`assigned to “${DRAFT}”`).waitFor();
      await closeToasts();
      await panel.section('Campaigns').scrollIntoViewIfNeeded();
      await shot('assigned');
    });

    it('follows what is taken away again in the tree', async () => {
      await row(PENDING).click();
      await press('ArrowRight');
      const rows = workbench.row(new RegExp(`^${DRAFT}`));
      await rows.nth(1).waitFor();
      await rows.first().click();
      await press('Shift+F10');
      await workbench.page.getByRole('menuitem', { name: 'Remove from This Campaign' }).hover();
      await press('Enter');
      await panel.section('Campaigns').getByText(DRAFT).waitFor({ state: 'detached' });
      await closeToasts();
    });
  });

  describe('in front of the page', () => {
    afterEach(closeAll);

    it('asks for a page where none is open, and says on return which it was', async () => {
      await open(PENDING);
      await panel.button('Insert into a Page…').click();
      await workbench.quickInput().getByText('Insert into which page?').waitFor();
      await shot('which-page');
      await workbench.pick('product.html');
      await workbench.pick('Leave {CONVERSION_VALUE}');
      await tab('product.html').and(workbench.page.locator('.dirty')).waitFor();
      await tab(PENDING).click();
      await panel.page
        .getByText(/Inserted into product\.html, line \d+\./)
        .first()
        .waitFor();
      await closeToasts();
    });

    it('says on return where it has inserted', async () => {
      await workbench.openFile('cart.html');
      await open(PENDING);
      await panel.button('Insert into cart.html').click();
      await workbench.pick('Leave {CONVERSION_VALUE}');
      await workbench.page.locator('.tab.active.dirty').waitFor();
      await tab(PENDING).click();
      await panel.page
        .getByText(/Inserted into cart\.html, line \d+\./)
        .first()
        .waitFor();
      await shot('inserted-behind');
      await closeToasts();
    });
  });

  describe('watches', () => {
    before(() => open(PENDING));
    after(closeAll);
    const lists = (): Promise<number> => panel.requests('/conversion/list');

    it('until it is told to stop, and then asks no more', async () => {
      await panel.button('Watch Until It Fires').click();
      await panel.page.getByText(/after \d+ checks/).waitFor();
      await shot('watching');
      await panel.button('Stop Watching').click();
      await panel.page.locator('.watch').waitFor({ state: 'hidden' });
      await panel.button('Watch Until It Fires').waitFor();
      const before = await lists();
      await workbench.page.waitForTimeout(3000);
      assert.equal(await lists(), before);
    });

    it('until a browser opens a page with the pixel', async () => {
      await row(`${PENDING}, .*Pending`).waitFor();
      await panel.button('Watch Until It Fires').click();
      await panel.button('Stop Watching').waitFor();
      const script = (await panel.page.locator('pre').textContent()) ?? '';
      await panel.visit(
        `<!doctype html><title>Thanks</title>${script.replace('{CONVERSION_VALUE}', '19.90')}`,
      );
      await panel.page
        .locator('.watch')
        .getByText('It fired: total conversions rose from 0 to 1')
        .waitFor();
      const toast = workbench.toast(`“${PENDING}” fired: total conversions rose from 0 to 1.`);
      await toast.waitFor();
      const { conversion } = await panel.truth(PENDING);
      assert.deepEqual([conversion.status, conversion.total], ['active', 1]);
      assert.equal(await panel.page.locator('.facts li').first().textContent(), 'Active');
      await panel.section('Conversions').getByText('Total', { exact: true }).waitFor();
      await row(`${PENDING}, .*Active`).waitFor();
      await shot('fired');
      const before = await lists();
      await workbench.page.waitForTimeout(2500);
      assert.equal(await lists(), before, 'a watch that has ended asks no more');
      assert.equal(await toast.getByRole('button', { name: 'Show Details' }).count(), 0);
    });

    it('behind other tabs, and its message leads back', async () => {
      await closeToasts();
      await panel.button('Watch Until It Fires').click();
      await panel.page.locator('.watch').getByText('Nothing new at').waitFor();
      await workbench.openFile('cart.html');
      const { conversion } = await panel.truth(PENDING);
      await panel.visit(
        `<script src="https://pxl.sandbox.invalid/i/pixel/${conversion.uuid}" async></script>`,
      );
      const toast = workbench.toast(`“${PENDING}” fired: total conversions rose from 1 to 2.`);
      await toast.hover();
      await toast.getByRole('button', { name: 'Show Details' }).click();
      await panel.page.getByText('It fired: total conversions rose from 1 to 2').first().waitFor();
      await shot('fired-behind');
    });

    it('no longer than it is open', async () => {
      await panel.button('Watch Until It Fires').click();
      await panel.page.getByText('Nothing new at').first().waitFor();
      await closeAll();
      const before = await lists();
      await workbench.page.waitForTimeout(2500);
      assert.equal(await lists(), before);
    });
  });

  describe('by keyboard alone', () => {
    before(() => workbench.openFile('thank-you.html'));
    after(closeAll);

    it('leads from the tree through every control', async () => {
      await choose(PENDING, 'Show Details');
      await panel.page.getByRole('heading', { name: PENDING }).waitFor();
      await panel.settled();
      const order: string[] = [];
      for (let step = 0; step < 9; step += 1) {
        await press('Tab');
        order.push(await panel.focused());
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
        'thank-you.html, line 8',
      ]);
      await press('Shift+Tab');
      await shot('focus');
    });

    it('changes the range and shows the table', async () => {
      await press('Space');
      await panel.page.getByRole('button', { name: 'Show as Table', pressed: true }).waitFor();
      await press('Enter');
      await panel.page.getByRole('button', { name: 'Show as Table', pressed: false }).waitFor();
      await press('Shift+Tab');
      await press('ArrowRight');
      await panel.page.getByRole('radio', { name: '90 days', checked: true }).waitFor();
      assert.equal(await panel.focused(), '90');
    });

    it('leads back to the tree, to the panel, and to the editor', async () => {
      await press('Escape');
      assert.equal(await panel.focused(), '90', 'Escape takes nobody out of the panel');
      await press('Control+0');
      await row(PENDING).and(workbench.page.locator('.focused')).waitFor();
      await press('Shift+F10');
      await workbench.page.getByRole('menuitem', { name: 'Show Details' }).waitFor();
      await press('Escape');
      await press('Control+1');
      await press('Tab');
      const focus = 'document.hasFocus() && document.activeElement !== document.body';
      assert.equal(await (await panel.frame()).evaluate(focus), true);
      await press('Control+W');
      await tab(PENDING).waitFor({ state: 'detached' });
      await workbench.page.locator('.monaco-editor.focused').waitFor();
      await press('End');
      await press('x');
      await tab('thank-you.html').and(workbench.page.locator('.dirty')).waitFor();
      await press('Control+Z');
      await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    });
  });

  describe('follows', () => {
    afterEach(closeAll);

    it('a new name, and then that it is deleted', async () => {
      const name = 'Boot fitting appointment';
      await open(name);
      await choose(name, 'Rename…');
      await workbench.answer(/3 to 255 characters/, `${name} (store)`);
      await panel.page.getByRole('heading', { name: `${name} (store)` }).waitFor();
      await tab(`${name} (store)`).waitFor();
      await choose(name, 'Delete…');
      const dialog = workbench.page.locator('.monaco-dialog-box');
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
      await panel.page.getByText(`“${name} (store)” has been deleted.`).waitFor();
      await row(name).waitFor({ state: 'detached' });
      await shot('deleted');
      await closeToasts();
    });

    it('no search of the list, which leaves it out', async () => {
      await open(BUSY);
      await workbench.command('IQM: Search Conversions');
      await workbench.answer(/Name or ID/, 'app');
      await workbench.page.getByText('Search: “app”').waitFor();
      await row(PENDING).waitFor({ state: 'detached' });
      await panel.settled();
      await panel.page.getByRole('heading', { name: BUSY }).waitFor();
      await workbench.command('IQM: Show All Conversions');
      await row(PENDING).waitFor();
    });

    it('a reload of the window', async () => {
      await open(BUSY);
      await panel.button('Show as Table').click();
      await workbench.command('Developer: Reload Window');
      await workbench.page
        .locator('#status\\.problems')
        .waitFor({ state: 'detached' })
        .catch(() => undefined);
      await workbench.ready();
      await panel.page.getByRole('heading', { name: BUSY }).waitFor({ timeout: 60_000 });
      await panel.settled();
      await tab(BUSY).waitFor();
      const { conversion } = await panel.truth(BUSY);
      await panel.section('Conversions').getByText(count(conversion.total)).waitFor();
      assert.equal(await panel.button('Show as Table').getAttribute('aria-pressed'), 'true');
      await shot('reloaded');
      await panel.button('Show as Table').click();
    });

    it('who is signed in', async () => {
      await workbench.openView();
      await open(BUSY);
      await workbench.command('IQM: Sign Out');
      await panel.page.getByText('Sign in to IQM to see this conversion.').waitFor();
      await closeToasts();
      await shot('signed-out');
      await panel.button('Sign In…').click();
      await workbench.pick('Sandbox');
      await panel.page.getByRole('heading', { name: BUSY }).waitFor();
      await panel.settled();
      await row(PENDING).waitFor();
      await shot('signed-in-again');
    });

    it('the organization', async () => {
      await open(BUSY);
      const item = workbench.page.locator('.statusbar').getByText('IQM Sandbox: Northwind');
      await item.click();
      await workbench.pick('Northwind Holdings');
      const { conversion } = await panel.truth(BUSY);
      await panel.page
        .getByText(`IQM lists no conversion ${conversion.id} in Northwind Holdings.`)
        .waitFor();
      await panel.settled();
      await workbench.page.getByText('This organization has no conversions yet').waitFor();
      await shot('other-organization');
      await item.click();
      await workbench.pick('Northwind Outfitters');
      await panel.page.getByRole('heading', { name: BUSY }).waitFor();
      await panel.settled();
    });
  });

  describe('when IQM fails', () => {
    after(closeAll);
    const refuse = (...paths: string[]): Promise<unknown> =>
      sandboxControl(workbench, 'faults', {
        clear: true,
        faults: paths.map((path) => ({ kind: 'serverError', path, count: 1000 })),
      });
    after(() => refuse());

    it('shows what it knows while IQM takes its time', async () => {
      await sandboxControl(workbench, 'faults', { switches: { latencyMs: 3000 } });
      const { conversion } = await panel.truth(BUSY);
      await row(PENDING).waitFor();
      await workbench.command('IQM: Show Conversion Details…');
      await workbench.quickInput().locator('input.input').fill(BUSY);
      await workbench.pick(BUSY);
      await panel.section('Conversions').getByText(count(conversion.total)).waitFor();
      await panel.section('Settings').locator('.bone').first().waitFor();
      await shot('loading');
      await sandboxControl(workbench, 'faults', { clear: true });
      await panel.settled();
      await closeAll();
    });

    it('shows what it could read, and reads the rest on Retry', async () => {
      const { conversion } = await panel.truth(BUSY);
      await refuse(`/conversion/${conversion.id}`, '/report/data', 'metrics-timeline');
      await open(BUSY);
      for (const name of ['Settings', 'Over Time', 'Campaigns']) {
        await panel.button(`Retry: ${name}`).waitFor();
      }
      await panel.section('Conversions').getByText(count(conversion.total)).waitFor();
      await shot('partly-failed');
      await refuse();
      for (const name of ['Settings', 'Over Time', 'Campaigns']) {
        await panel.button(`Retry: ${name}`).click();
        await panel.button(`Retry: ${name}`).waitFor({ state: 'detached' });
      }
      await panel.settled();
      assert.deepEqual(await panel.terms('Settings'), settingsOf(conversion));
      await panel.page.locator('canvas').waitFor();
    });

    it('keeps what it shows when nothing can be refreshed', async () => {
      const { conversion } = await panel.truth(BUSY);
      await refuse('/api/v3/');
      await panel.button('Refresh').click();
      await panel.page.getByText('What is shown may be out of date.').first().waitFor();
      await panel.section('Conversions').getByText(count(conversion.total)).waitFor();
      await panel.settled();
      await shot('refresh-failed');
      await refuse();
      await panel.button('Refresh').click();
      await panel.page.locator('.problem').first().waitFor({ state: 'detached' });
    });
  });

  describe('looks and reads well', () => {
    before(async () => {
      await open(BUSY);
    });
    after(async () => {
      await workbench.theme('Dark Modern');
    });

    for (const [theme, kind, name] of [
      ['Light Modern', 'vscode-light', 'light'],
      ['Dark High Contrast', 'vscode-high-contrast', 'hc-dark'],
      ['Light High Contrast', 'vscode-high-contrast-light', 'hc-light'],
      ['Dark Modern', 'vscode-dark', 'dark'],
    ] as const) {
      it(`in ${theme}, while it is open`, async () => {
        await workbench.theme(theme);
        await panel.page.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
        await panel.inked();
        assert.deepEqual(await faults(await panel.frame()), []);
        await shot(`theme-${name}`);
      });
    }

    it('to a screen reader', async () => {
      const tree = await accessibilityTree(workbench.page, 'active-frame');
      const { campaigns } = await panel.truth(BUSY);
      const controls = /^(heading|region|button|group|radio|image|table) "(.*?)"/;
      const named = tree.flatMap((line) => controls.exec(line)?.[0] ?? []);
      const timeline = `Attributed conversions of its ${campaigns.length} campaigns, last 30 days`;
      assert.deepEqual(
        named.map((line) => line.replace(/(last 30 days)\. .*"$/, '$1"')),
        [
          `heading "${BUSY}"`,
          'button "Watch Until It Fires"',
          'button "Assign to Campaigns…"',
          'button "Refresh"',
          'region "Script"',
          'heading "Script"',
          'button "Insert into a Page…"',
          'button "Copy"',
          'button "Copy As…"',
          'region "Conversions"',
          'heading "Conversions"',
          'region "Over Time"',
          'heading "Over Time"',
          'group "Time range"',
          'radio "7 days"',
          'radio "30 days"',
          'radio "90 days"',
          'button "Show as Table"',
          `image "${timeline}"`,
          `table "${timeline}"`,
          'region "Campaigns"',
          'heading "Campaigns"',
          'table "Campaigns"',
          'region "Settings"',
          'heading "Settings"',
          'region "In This Workspace"',
          'heading "In This Workspace"',
        ],
      );
      for (const { name, count: conversions } of campaigns) {
        const at = tree.findIndex((line) => line.startsWith(`rowheader "${name} `));
        assert.equal(tree[at + 1], `cell "${count(conversions)}"`);
      }
    });

    it('at 200 %, without sideways scrolling', async () => {
      await workbench.page.setViewportSize({ width: 640, height: 500 });
      await panel.button('Show as Table').click();
      for (const name of ['zoomed', 'zoomed-alone']) {
        await panel.settled();
        assert.deepEqual(await panel.wide(), []);
        for (const [part, place] of [
          ['head', 'header'],
          ['chart', '.ranges'],
          ['table', '.timeline-table'],
          ['campaigns', '.campaigns'],
          ['settings', '.settings'],
        ] as const) {
          await panel.scrollTo(place);
          await shot(`${name}-${part}`);
        }
        await press('Control+B');
      }
      await workbench.page.setViewportSize({ width: 1280, height: 1000 });
    });
  });
});

const count = (value: number): string => value.toLocaleString('en-US');
const number = (text: string | null | undefined): number =>
  Number((text ?? '').replaceAll(',', ''));

const KINDS = { pixel: 'Pixel', postback: 'Postback', universalPixel: 'Universal Pixel' };
const STATUSES = { active: ['Active'], pending: ['Pending'], none: [] };

function factsOf({ status, kind, id, created }: Conversion): string[] {
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(created);
  return [...STATUSES[status], KINDS[kind], `ID ${id}`, `Created ${day}`, 'Northwind Outfitters'];
}

/** The settings as the panel words them. */
function settingsOf(conversion: Conversion): Record<string, string> {
  const { id, kind, uuid, attributionId, setting, customFields, piggyback, postback } = conversion;
  const clickOnly = attributionId === 2;
  const viewOnly = attributionId === 3;
  return {
    ...(postback && { Partner: partnerName(postback.partnerTypeId) ?? '' }),
    ...(attributionId !== undefined && {
      Attribution: clickOnly
        ? 'Click based'
        : viewOnly
          ? 'View based'
          : 'Hybrid: after a click or a view',
    }),
    ...(setting && {
      ...(!viewOnly && { 'Post-click window': `${setting.click} days` }),
      ...(!clickOnly && { 'Post-view window': `${setting.view} days` }),
      Repeats:
        setting.repeatCount === 0
          ? 'Every conversion counts'
          : `Once per person within ${setting.repeatFrequency} days`,
      'Cross-device': setting.crossModelling ? 'On' : 'Off',
    }),
    ...(kind === 'pixel' && {
      'Custom fields': customFields.join('\n') || 'None',
      'Financial metric': conversion.financialMetric ?? 'None',
      [piggyback
        ? piggyback.type === 1
          ? 'Piggyback (image)'
          : 'Piggyback (JavaScript)'
        : 'Piggyback']: piggyback?.url ?? 'None',
    }),
    ...(postback && { 'Impression URL': postback.impressionUrl, 'Click URL': postback.clickUrl }),
    ID: String(id),
    UUID: kind === 'postback' ? uuid.replaceAll('-', '') : uuid,
  };
}
