import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { sandboxState } from './sandboxState';
import { SidebarDriver } from './sidebarDriver';
import { Workbench } from './workbench';

const PIXEL = 'Boot fitting appointment';
const DRAFT = 'Ski rental – city targeting';
const RUNNING = 'Hiking boots – prospecting';

describe('the sidebar in the workbench', () => {
  const workbench = new Workbench({ viewport: { width: 1280, height: 1000 } });
  const sidebar = new SidebarDriver(workbench, 'sidebar');
  const row = (name: string): Locator => sidebar.row(name);
  const press = (key: string): Promise<void> => sidebar.press(key);
  const shot = (name: string): Promise<void> => sidebar.shot(name);

  before(async () => {
    await workbench.open();
    workbench.page.setDefaultTimeout(Number(process.env.T ?? 20_000));
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    await workbench.openView();
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-sidebar-#').catch(() => undefined);
      await press('Escape');
    }
  });

  it('offers the sandbox, the sign-in and the tour to who is signed out', async () => {
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).waitFor();
    await shot('signed-out');
    await workbench.page.getByText('Get started in five steps').click();
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor({ timeout: 20_000 });
    assert.equal(await steps.count(), 5);
    await shot('walkthrough');
    await workbench.command('View: Close All Editors');
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).first().click();
    await row('Winter sale checkout').waitFor({ timeout: 30_000 });
    await row('Winter Opening').waitFor();
    await shot('trees');
  });

  it('shows the campaigns of a conversion when it is expanded', async () => {
    await row('Winter sale checkout').click();
    await press('ArrowRight');
    const below = workbench.row(/^Winter sale – countdown, campaign/);
    await below.nth(1).waitFor();
    await shot('expanded');
  });

  it('keeps selection and expansion over a refresh', async () => {
    await workbench.command('IQM: Refresh Conversions');
    await row('Winter sale checkout').and(workbench.page.locator('[aria-expanded=true]')).waitFor();
    await row('Winter sale checkout').and(workbench.page.locator('[aria-selected=true]')).waitFor();
  });

  it('searches on the server and says so above the rows', async () => {
    await workbench.command('IQM: Search Conversions');
    await workbench.answer(/Name or ID/, 'app');
    await row('App install \\(iOS\\)').waitFor();
    await row('Winter sale checkout').waitFor({ state: 'detached' });
    // While the answer is on its way the view's title tells; then the line above the rows does.
    await workbench.page
      .locator('.tree-explorer-viewlet-tree-view .message')
      .getByText('Search: “app”')
      .waitFor();
    await shot('search');
  });

  it('filters by type and status', async () => {
    await workbench.command('IQM: Filter Conversions');
    await workbench.quickInput().locator('input.input').fill('Pending');
    await press('ArrowDown');
    await press('Space');
    await shot('filter-pick');
    await press('Enter');
    await workbench.page.getByText('Search: “app” · Status: Pending').waitFor();
    await shot('filter');
  });

  it('says when nothing matches, and shows all again', async () => {
    await workbench.command('IQM: Search Conversions');
    await workbench.answer(/Name or ID/, 'no such conversion');
    const all = workbench.page.getByRole('button', { name: 'Show All Conversions' }).last();
    await workbench.page.getByText('No conversion matches').waitFor();
    await shot('filtered-to-nothing');
    await all.click();
    await row('Winter sale checkout').waitFor();
    await workbench.page.getByText('Search: “').waitFor({ state: 'detached' });
  });

  it('sorts, and says how', async () => {
    await workbench.command('IQM: Sort Conversions');
    await workbench.pick('Name, A to Z');
    await workbench.page.getByText('Sorted: Name, A to Z').waitFor();
    await row('Account created').waitFor();
    await shot('sorted');
    await workbench.command('IQM: Sort Conversions');
    await workbench.pick('Newest First');
    await row('Winter sale checkout').waitFor();
  });

  it('copies an ID and renames from the context menu, by keyboard', async () => {
    await sidebar.choose(PIXEL, 'Copy ID', 'context-menu');
    const { conversions } = await sandboxState(workbench);
    const { id } = conversions.find(({ name }) => name === PIXEL)!;
    await workbench.page.waitForFunction(
      `navigator.clipboard.readText().then((text) => text === '${id}')`,
    );
    await sidebar.choose(PIXEL, 'Rename…');
    await workbench.answer(/3 to 255 characters/, `${PIXEL} (store)`);
    await row('Boot fitting appointment \\(store\\)').waitFor();
    const renamed = (await sandboxState(workbench)).conversions.find((each) => each.id === id);
    assert.equal(renamed?.name, `${PIXEL} (store)`);
  });

  it('opens the form with the settings of a conversion that is duplicated', async () => {
    await sidebar.choose('Avalanche training – seat', 'Duplicate…');
    await workbench.webview().getByLabel('Name').waitFor({ timeout: 20_000 });
    assert.match(await workbench.webview().getByLabel('Name').inputValue(), /Avalanche training/);
    await shot('duplicate');
    await workbench.command('View: Close All Editors');
    await workbench.page
      .getByRole('tab', { name: /Create Conversion/ })
      .waitFor({ state: 'detached' });
  });

  it('assigns from the context menu, and takes it back', async () => {
    await sidebar.choose(PIXEL, 'Assign to Campaigns…');
    await workbench.quickInput().getByText(DRAFT).waitFor({ timeout: 20_000 });
    await workbench.quickInput().locator('input.input').fill(DRAFT);
    await press('ArrowDown');
    await press('Space');
    await press('Enter');
    const toast = workbench.toast(`assigned to “${DRAFT}”`);
    await toast.waitFor();
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), [`${PIXEL} (store)`]);
    await shot('assigned');
    await sidebar.undo(toast);
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), []);
  });

  it('assigns by dragging onto a campaign, and takes it back', async () => {
    await row(PIXEL).dragTo(row(DRAFT));
    const toast = workbench.toast(`assigned to “${DRAFT}”`);
    await toast.waitFor();
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), [`${PIXEL} (store)`]);
    await shot('dragged');
    await sidebar.undo(toast);
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), []);
  });

  it('names a campaign that IQM refuses, with the likely reason', async () => {
    await workbench.command('IQM: Search Campaigns');
    await workbench.answer(/Name or ID/, 'hiking');
    await workbench.page.getByText('Search: “hiking”').waitFor();
    await row('Climb & Camp').waitFor({ state: 'detached' });
    await row(RUNNING).waitFor();
    await row(PIXEL).dragTo(row(RUNNING));
    await workbench.toast(`IQM did not accept “${RUNNING}” (Running)`).waitFor();
    await shot('refused');
    await sidebar.closeToasts();
    await workbench.command('IQM: Show All Campaigns');
    await row('Winter Opening').waitFor();
  });

  it('assigns from the campaign’s side, and removes below it', async () => {
    await sidebar.choose(DRAFT, 'Assign Conversions…');
    await workbench.quickInput().locator('input.input').fill(PIXEL);
    await workbench.quickInput().getByText(PIXEL).first().waitFor();
    await press('ArrowDown');
    await press('Space');
    await shot('choose-conversions');
    await press('Enter');
    await workbench.toast(`assigned to “${DRAFT}”`).waitFor();
    await sidebar.closeToasts();
    await row(DRAFT).click();
    await press('ArrowRight');
    const below = workbench.row(new RegExp(`^${PIXEL}`)).nth(1);
    await below.waitFor();
    await below.click();
    await sidebar.chooseFocused('Remove from This Campaign');
    await workbench.toast(`removed from “${DRAFT}”`).waitFor();
    assert.deepEqual(await sidebar.campaignConversions(DRAFT), []);
    await sidebar.closeToasts();
  });

  it('filters campaigns by status', async () => {
    await workbench.command('IQM: Filter Campaigns');
    await workbench.quickInput().locator('input.input').fill('Draft');
    await press('ArrowDown');
    await press('Space');
    await press('Enter');
    await row(DRAFT).waitFor();
    await workbench
      .row(/campaign, Running$/)
      .first()
      .waitFor({ state: 'detached' });
    await shot('campaigns-filtered');
    await workbench.command('IQM: Show All Campaigns');
    await workbench
      .row(/campaign, Running$/)
      .first()
      .waitFor();
  });

  it('deletes after a modal that names what is lost', async () => {
    await sidebar.choose(PIXEL, 'Delete…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(`Delete the conversion “${PIXEL} (store)”?`).waitFor();
    await dialog.getByText(/This cannot be undone/).waitFor();
    await shot('delete');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await workbench.toast(/Deleted/).waitFor();
    await row(PIXEL).waitFor({ state: 'detached' });
    const { conversions } = await sandboxState(workbench);
    const gone = conversions.find((each) => each.name === `${PIXEL} (store)`);
    assert.equal((gone as { deleted?: boolean } | undefined)?.deleted, true);
    await sidebar.closeToasts();
  });

  it('shows that IQM keeps a conversion of a running campaign', async () => {
    await workbench.command('IQM: Search Conversions');
    await workbench.answer(/Name or ID/, 'checkout');
    await sidebar.choose('Checkout – order confirmed', 'Delete…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await workbench.toast(/running campaign and cannot be deleted/).waitFor();
    await row('Checkout – order confirmed').waitFor();
    await shot('delete-refused');
    await sidebar.closeToasts();
    await workbench.command('IQM: Show All Conversions');
  });

  it('switches the organization from the status bar; an empty one says what to do', async () => {
    const item = workbench.page
      .locator('.statusbar')
      .getByText('IQM Sandbox: Northwind Outfitters');
    await item.click();
    await workbench.pick('Northwind Holdings');
    await workbench.page.getByText('This organization has no conversions yet').waitFor();
    await workbench.page.getByText('This organization has no campaigns yet').waitFor();
    await shot('empty');
    await workbench.page.locator('.statusbar').getByText('IQM Sandbox: Northwind Holdings').click();
    await workbench.pick('Northwind Outfitters');
    await row('Winter sale checkout').waitFor();
  });

  for (const [theme, name] of [
    ['Dark Modern', 'dark'],
    ['Dark High Contrast', 'hc-dark'],
    ['Light High Contrast', 'hc-light'],
  ] as const) {
    it(`is readable in ${theme}`, async () => {
      await workbench.theme(theme);
      await row('Winter sale checkout').click();
      await press('ArrowRight');
      await shot(`trees-${name}`);
    });
  }

  it('ends the tour with a pixel in a page', async () => {
    await workbench.theme('Light Modern');
    await workbench.command('IQM: Open an Example Page');
    await workbench.page
      .locator('.monaco-editor')
      .getByText('Thank you for your order')
      .first()
      .waitFor();
    await sidebar.choose('Winter sale checkout', 'Insert Pixel into Open File');
    await workbench.pick('Enter a Number');
    await workbench.answer(/Digits with a point/, '19.90');
    await workbench.toast(/inserted/).waitFor();
    await workbench.page
      .locator('.monaco-editor')
      .getByText('pxl.sandbox.invalid')
      .first()
      .waitFor();
    await shot('tour-insert');
  });
});
