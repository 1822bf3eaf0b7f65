import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { SidebarDriver } from './sidebarDriver';
import { sandboxControl, sandboxState, type SandboxState } from './sandboxState';
import { Workbench } from './workbench';

const PIXEL = 'Boot fitting appointment';
/** The row below it. */
const NEXT = 'Avalanche training – seat booked';
const DRAFT = 'Ski rental – city targeting';

type Stored = SandboxState['conversions'][number] & {
  readonly deleted: boolean;
  readonly piggyback?: { readonly url: string; readonly typeId: number };
};

describe('the sidebar by keyboard, in high contrast', () => {
  const workbench = new Workbench({
    viewport: { width: 1280, height: 1000 },
    settings: { 'workbench.colorTheme': 'Default High Contrast' },
  });
  const sidebar = new SidebarDriver(workbench, 'sidebar-actions');
  const row = (name: string): Locator => sidebar.row(name);
  const press = (key: string): Promise<void> => sidebar.press(key);
  const prompt = (): Locator => workbench.quickInput().locator('input.input');

  before(async () => {
    await workbench.open();
    workbench.page.setDefaultTimeout(20_000);
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    await workbench.command('IQM: Try the Sandbox');
    await workbench.openView();
    await row('Winter sale checkout').waitFor({ timeout: 30_000 });
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-sidebar-actions-#').catch(() => undefined);
      await press('Escape');
      await press('Escape');
    }
  });

  async function stored(name: string): Promise<Stored> {
    const { conversions } = await sandboxState(workbench);
    const found = conversions.find((each) => each.name === name);
    assert.ok(found, `The sandbox has no “${name}”.`);
    return found as Stored;
  }

  it('leads from the palette to a row, below it and back', async () => {
    await workbench.command('IQM: Focus on Conversions View');
    const focused = workbench.page.locator(
      '.pane-body .monaco-list:focus-within .monaco-list-row.focused',
    );
    await press('Home');
    const name = async (): Promise<string> => (await focused.getAttribute('aria-label')) ?? '';
    for (let step = 0; !(await name()).startsWith('Winter sale checkout'); step += 1) {
      assert.ok(step < 20, 'the row is not reached');
      await press('ArrowDown');
    }
    await press('ArrowRight');
    await workbench
      .row(/^Winter sale – countdown, campaign/)
      .nth(1)
      .waitFor();
    await press('ArrowDown');
    assert.match(await name(), /^Winter sale – countdown/);
    await sidebar.shot('focus-below');
    await press('ArrowLeft');
    await press('ArrowLeft');
    assert.match(await name(), /^Winter sale checkout, Pixel/);
  });

  it('says what a row is in its name, and more in its tooltip', async () => {
    await row('Winter sale checkout').hover();
    const tooltip = workbench.page.locator('.monaco-hover-content').getByText(/Attributed:\s\d/);
    await tooltip.waitFor();
    await sidebar.shot('tooltip');
    assert.equal(
      await row('App: push opt-in').getAttribute('aria-label'),
      'App: push opt-in, Postback, Active, 0 conversions in total',
    );
  });

  it('filters by type, and offers the filter again until all is shown', async () => {
    await workbench.command('IQM: Filter Conversions');
    await sidebar.check('Universal Pixel', 'filter-by-type');
    await row('Whole shop').waitFor();
    await row('Winter sale checkout').waitFor({ state: 'detached' });
    await workbench.page
      .locator('.message')
      .getByText('Type: Universal Pixel', { exact: true })
      .waitFor();
    await sidebar.shot('filtered-by-type');
    await workbench.command('IQM: Show All Conversions');
    await row('Winter sale checkout').waitFor();
  });

  it('assigns several at once, and takes back just what it has added', async () => {
    await sidebar.choose(PIXEL, 'Assign to Campaigns…');
    await sidebar.check(DRAFT);
    await workbench.toast(`“${PIXEL}” assigned to “${DRAFT}”`).waitFor();
    await sidebar.closeToasts();
    await row(PIXEL).click();
    await row(NEXT).click({ modifiers: ['ControlOrMeta'] });
    await sidebar.chooseFocused('Assign to Campaigns…', 'several-selected');
    // The draft has a pixel now, so IQM no longer offers it; a drag names it all the same.
    await workbench.quickInput().getByText('Assign 2 conversions to campaigns').waitFor();
    await press('Escape');
    await row(NEXT).dragTo(sidebar.campaign(DRAFT));
    const toast = workbench.toast(`2 conversions assigned to “${DRAFT}”`);
    await toast.waitFor();
    assert.deepEqual(new Set(await sidebar.campaignConversions(DRAFT)), new Set([PIXEL, NEXT]));
    // It has a campaign now, and so something below it.
    await row(NEXT).and(workbench.page.locator('[aria-expanded]')).waitFor();
    await sidebar.shot('several-assigned');
    await sidebar.undo(toast);
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), [PIXEL]);
  });

  it('takes a conversion out of a campaign that one chooses', async () => {
    await sidebar.choose(PIXEL, 'Remove from Campaigns…');
    await sidebar.check(DRAFT, 'detach');
    await workbench.toast(`“${PIXEL}” removed from “${DRAFT}”`).waitFor();
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), []);
    await sidebar.closeToasts();
  });

  it('assigns pixels and postbacks only apart', async () => {
    await row('App: push opt-in').click();
    await press('Shift+ArrowDown');
    await sidebar.chooseFocused('Assign to Campaigns…');
    await workbench.toast('A campaign measures pixels or postbacks, not both').waitFor();
    await sidebar.closeToasts();
  });

  it('tells that it waits, and can be cancelled', async () => {
    await sandboxControl(workbench, 'faults', {
      clear: true,
      faults: [{ kind: 'latency', path: '/assign-to/', ms: 60_000 }],
    });
    await sidebar.choose(PIXEL, 'Assign to Campaigns…');
    await sidebar.check(DRAFT);
    const waiting = workbench.toast('Assigning to campaigns…');
    await waiting.waitFor();
    await sidebar.shot('progress');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    // The request was on its way: nobody can tell what IQM makes of it, so that is what is said.
    await workbench.toast('IQM did not confirm all of the campaign changes').waitFor();
    await waiting.waitFor({ state: 'detached' });
    await sidebar.shot('cancelled');
    await sandboxControl(workbench, 'faults', { clear: true });
    await sidebar.closeToasts();
  });

  it('mails the snippet, and says at the prompt what is wrong with an address', async () => {
    await sidebar.choose(PIXEL, 'Mail Snippet to a Developer…');
    await workbench.answer(/Addresses, separated by commas/, 'dev@shop.example, nobody');
    await workbench
      .quickInput()
      .getByText(/Enter e-mail addresses only/)
      .waitFor();
    await sidebar.shot('mail-problem');
    await prompt().fill('dev@shop.example, lead@shop.example');
    await press('Enter');
    await workbench.quickInput().getByText('Subject').first().waitFor();
    assert.equal(await prompt().inputValue(), `IQM conversion pixel: ${PIXEL}`);
    await press('Enter');
    await workbench.answer(/A few words to go with it/, 'Please put it on the thank-you page.');
    await workbench.toast('dev@shop.example, lead@shop.example').waitFor();
    await sidebar.shot('mailed');
    const outbox = (await sandboxControl(workbench, 'outbox')) as { recipients: string[] }[];
    assert.deepEqual(
      outbox.map(({ recipients }) => recipients),
      [['dev@shop.example', 'lead@shop.example']],
    );
    await sidebar.closeToasts();
  });

  it('sets a piggyback tag', async () => {
    await sidebar.choose(PIXEL, 'Edit Piggyback Tag…');
    await workbench.pick('Image Pixel');
    await workbench.answer(/called each time the pixel fires/, 'not a url');
    await workbench.quickInput().getByText(/URL/i).first().waitFor();
    await sidebar.shot('piggyback-problem');
    await prompt().fill('https://partner.example/i.gif');
    await press('Enter');
    await workbench.toast('The piggyback tag of').waitFor();
    assert.equal((await stored(PIXEL)).piggyback?.url, 'https://partner.example/i.gif');
    await sidebar.closeToasts();
  });

  it('copies the script, as it is and in another form', async () => {
    await sidebar.choose(PIXEL, 'Copy Script');
    const { uuid } = await stored(PIXEL);
    await sidebar.clipboard(new RegExp(`^<script src='[^']*${uuid}`));
    await sidebar.choose(PIXEL, 'Copy Script As…');
    await workbench.quickInput().getByText('Next.js').first().waitFor();
    await sidebar.shot('copy-as');
    await workbench.pick('Next.js');
    const copied = await sidebar.clipboard(/<Script/);
    assert.ok(copied.includes(uuid));
  });

  it('says that the sandbox has no web page', async () => {
    await sidebar.choose(PIXEL, 'Open IQM in the Browser');
    await workbench.toast('The sandbox has no web page').waitFor();
    await sidebar.closeToasts();
  });

  it('shows the details from the row, and brings the focus back', async () => {
    await sidebar.choose(PIXEL, 'Show Details');
    await workbench.page.getByRole('tab', { name: PIXEL }).waitFor();
    await workbench.webview().getByRole('heading', { name: PIXEL }).waitFor();
    await sidebar.shot('details');
    await press('Control+W');
    await workbench.page.getByRole('tab', { name: PIXEL }).waitFor({ state: 'detached' });
  });

  it('creates a postback in the form, and one after it, with the keyboard', async () => {
    await workbench.command('IQM: Create Conversion');
    const form = workbench.webview();
    await form.getByText('A conversion is attributed').waitFor();
    await form.getByRole('radio', { name: 'Pixel', exact: true }).focus();
    await press('ArrowLeft');
    await form.getByLabel('Impression URL').waitFor();
    await press('Tab');
    await workbench.page.keyboard.type('Loyalty sign-up (app)');
    await press('Enter');
    await form.getByText('Choose a measurement partner.').waitFor();
    await sidebar.shot('form-problems');
    await form.getByLabel('Partner', { exact: true }).focus();
    await workbench.page.keyboard.type('Kochava');
    await press('Tab');
    await workbench.page.keyboard.type('https://partner.example/i?c={click_id}');
    await press('Tab');
    await workbench.page.keyboard.type('https://partner.example/c?c={click_id}');
    await press('Enter');
    const done = form.getByRole('heading', { name: '“Loyalty sign-up (app)” was created' });
    await done.waitFor();
    // The heading has the focus, so that a screen reader reads what has happened.
    await done.and(form.locator(':focus')).waitFor();
    await form.getByText('It lives in the sandbox: nothing counts there.').waitFor();
    await sidebar.shot('form-created');
    await row('Loyalty sign-up \\(app\\)').waitFor();
    for (const name of ['Assign to Campaigns…', 'Show Details', 'Create Another']) {
      await press('Tab');
      await form.getByRole('button', { name }).and(form.locator(':focus')).waitFor();
    }
    await press('Enter');
    await form.getByLabel('Name').and(form.locator(':focus')).waitFor();
    assert.equal(await form.getByLabel('Name').inputValue(), '');
    assert.equal((await stored('Loyalty sign-up (app)')).deleted, false);
    await workbench.command('View: Close All Editors');
  });

  it('deletes several after a modal that names them all', async () => {
    await row(PIXEL).click();
    await press('Shift+ArrowDown');
    await sidebar.chooseFocused('Delete…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete 2 conversions?').waitFor();
    await dialog.getByText(`“${PIXEL}”, “${NEXT}”`).waitFor();
    await sidebar.shot('delete-several');
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await stored(PIXEL)).deleted, false);
    await sidebar.chooseFocused('Delete…');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await workbench.toast(/Deleted: /).waitFor();
    await row(PIXEL).waitFor({ state: 'detached' });
    await row(NEXT).waitFor({ state: 'detached' });
    assert.equal((await stored(PIXEL)).deleted, true);
    assert.equal((await stored(NEXT)).deleted, true);
  });
});
