import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench } from './workbench';

const TAG =
  "<script src='https://pxl.iqm.com/i/pixel/8f3165d0-b714-440e-bc1d-621127fa5fad?cv={CONVERSION_VALUE}' async></script>";

describe('pixels in the editor of the workbench', () => {
  const workbench = new Workbench({ settings: { 'iqm.insert.preview': true } });
  const shot = (name: string): Promise<void> => workbench.shot(`editor-#-${name}`);
  const onDisk = (name: string): string => readFileSync(join(workbench.site, name), 'utf8');

  before(async () => {
    await workbench.open();
    await workbench.openView();
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).click();
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-editor-#').catch(() => undefined);
    }
  });

  async function save(): Promise<void> {
    await workbench.page.keyboard.press('Control+S');
    await workbench.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  it('shows the change first when the setting asks for it', async () => {
    await workbench.openFile('thank-you.html');
    await workbench.command('IQM: Insert Conversion Pixel');
    await workbench.pick('Winter sale checkout');
    await workbench.pick('Leave {CONVERSION_VALUE}');
    const question = workbench.toast(/Make this change to thank-you\.html/);
    await question.waitFor({ timeout: 20_000 });
    await workbench.page.locator('.line-insert').first().waitFor();
    await shot('preview');
    assert.equal(onDisk('thank-you.html').includes('pxl.sandbox.invalid'), false);
    await question.getByRole('button', { name: 'Insert', exact: true }).click();
    await workbench.toast(/inserted in thank-you\.html/).waitFor();
    await workbench.page.locator('.view-line').first().click();
    await save();
    assert.equal(onDisk('thank-you.html').includes('pxl.sandbox.invalid'), true);
  });

  it('adapts a raw tag that is pasted where it would not run', async () => {
    await workbench.openFile('Thanks.svelte');
    await workbench.page.locator('.view-line').first().click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(TAG)})`);
    await workbench.page.keyboard.press('Control+V');
    await workbench.page.locator('.view-line').filter({ hasText: 'svelte:head' }).first().waitFor();
    await shot('pasted');
    await save();
    const text = onDisk('components/Thanks.svelte');
    assert.match(text, /<svelte:head>\s*<script src=\{'https:\/\/pxl\.iqm\.com/);
    assert.equal(text.split('<svelte:head>').length, 2);
  });

  it('leaves a tag alone that works as it is pasted', async () => {
    await workbench.openFile('index.html');
    await workbench.page.locator('.view-line').filter({ hasText: '<main>' }).click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(TAG)})`);
    await workbench.page.keyboard.press('Control+V');
    // A paste that providers are asked about arrives a moment after the keys.
    await workbench.page.locator('.view-line').filter({ hasText: 'pxl.iqm.com' }).first().waitFor();
    await save();
    assert.ok(onDisk('index.html').includes(TAG));
  });

  it('takes a conversion that is dragged from the tree', async () => {
    await workbench.openFile('cart.html');
    const { page } = workbench;
    const from = await workbench.row(/^Boot fitting appointment/).boundingBox();
    const line = page.locator('.view-line').filter({ hasText: '<title>' });
    const to = await line.boundingBox();
    assert.ok(from && to);
    await line.click();
    await page.keyboard.press('End');
    await page.mouse.move(from.x + 60, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 90, from.y + 14, { steps: 4 });
    // Without Shift, VS Code would open what is dropped; with it, the editor takes it.
    await page.keyboard.down('Shift');
    await page.mouse.move(to.x + to.width - 4, to.y + 8, { steps: 12 });
    await page.mouse.move(to.x + to.width - 3, to.y + 9, { steps: 4 });
    await shot('dragging');
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.locator('.view-line').filter({ hasText: 'pxl.sandbox.invalid' }).first().waitFor();
    await shot('dropped');
  });
});
