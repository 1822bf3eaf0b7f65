import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { sandboxState } from './sandboxState';
import { Workbench } from './workbench';

const NAME = 'First steps';
const DRAFT = 'Ski rental – city targeting';

describe('the tour', () => {
  const workbench = new Workbench({ viewport: { width: 1600, height: 1000 } });
  const step = (title: string): Locator =>
    workbench.page.locator('.getting-started-step').filter({ hasText: title });
  const done = (title: string): Locator =>
    step(title).locator('.codicon-getting-started-step-checked');

  before(async () => {
    await workbench.open();
    workbench.page.setDefaultTimeout(20_000);
    // While things may move, a step takes the focus only a moment after a click on it: from a pick that its button opens.
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    await workbench.openView();
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-tour-#').catch(() => undefined);
    }
  });

  /** Opens a step, has its text drawn beside it, and presses its button. */
  async function take(title: string, button: string, text: string): Promise<void> {
    const { page } = workbench;
    if (!(await step(title).isVisible())) {
      await page.getByRole('tab', { name: /Welcome|Get Started/ }).click();
    }
    await step(title).click();
    await page
      .frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame')
      .getByRole('heading', { name: text })
      .waitFor();
    await workbench.shot(`tour-#-${title.toLowerCase().replaceAll(' ', '-')}`);
    await step(title).getByRole('button', { name: button }).click();
  }

  it('leads from nothing to a pixel in a page, each step by its own button', async () => {
    const { page } = workbench;
    await page.getByText('Get started in five steps').click();
    await take('Sign in to the sandbox', 'Try the Sandbox', 'A whole IQM, on your machine');
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
    await done('Sign in to the sandbox').waitFor();

    await take('See conversions', 'Open the IQM View', 'Conversions and campaigns');
    await done('See conversions').waitFor();

    await take('Create a pixel', 'Create Conversion…', 'A pixel conversion');
    const form = workbench.webview();
    await form.getByText('A conversion is attributed').waitFor();
    await form.getByLabel('Name').fill(NAME);
    await page.keyboard.press('Enter');
    await form.getByRole('heading', { name: `“${NAME}” was created` }).waitFor();

    await take('Assign it', 'Assign Conversion to Campaigns…', 'To a campaign');
    await workbench.pick(NAME);
    await workbench.quickInput().getByText(DRAFT).waitFor();
    await workbench.quickInput().locator('input.input').fill(DRAFT);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await workbench.toast(`“${NAME}” assigned to “${DRAFT}”`).waitFor();

    await take('Insert it', 'Open an Example Page', 'Into the page');
    const editor = page.locator('.monaco-editor').first();
    await editor.getByText('Thank you for your order').first().waitFor();
    await take('Insert it', 'Insert Conversion Pixel…', 'Into the page');
    await workbench.pick(NAME);
    await workbench.pick('Enter a Number');
    await workbench.answer(/Digits with a point/, '19.90');
    await workbench.toast(`“${NAME}” inserted`).waitFor();
    const { conversions, campaigns } = await sandboxState(workbench);
    const made = conversions.find((each) => each.name === NAME);
    assert.ok(made);
    await editor.getByText(made.uuid).first().waitFor();
    const draft = campaigns.find((each) => each.name === DRAFT);
    assert.deepEqual(draft?.conversionIds, [made.id]);
    await workbench.shot('tour-#-pixel-in-page');
    await page.getByRole('tab', { name: /Welcome|Get Started/ }).click();
    await page
      .locator('.getting-started-step .codicon-getting-started-step-checked')
      .nth(4)
      .waitFor();
    await workbench.shot('tour-#-all-done');
  });
});
