import assert from 'node:assert/strict';
import { sandboxControl, sandboxState } from './sandboxState';
import { Workbench } from './workbench';

describe('the create form in the workbench', () => {
  const workbench = new Workbench();

  before(async () => {
    await workbench.open();
    await workbench.openView();
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).click();
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
  });
  after(() => workbench.dispose());

  it('loses nothing when the window is reloaded right after the last key', async () => {
    await workbench.command('IQM: Create Conversion');
    const form = workbench.webview();
    await form.getByText('A conversion is attributed').waitFor({ timeout: 20_000 });
    await form.getByText('Click Based').click();
    await form.getByLabel('Name').focus();
    await workbench.page.keyboard.type('Typed to the last key', { delay: 20 });
    // As fast as a hand gets from the last key to a reload.
    await workbench.page.waitForTimeout(300);
    await workbench.page.reload();
    await workbench.ready();
    // VS Code in the browser may not have written down yet that the form was open; the draft has to be there anyway.
    await workbench.page.locator('.activitybar').click();
    await workbench.command('IQM: Create Conversion');
    const again = workbench.webview();
    await again.getByLabel('Name').waitFor({ timeout: 60_000 });
    assert.equal(await again.getByLabel('Name').inputValue(), 'Typed to the last key');
    assert.equal(await again.getByRole('radio', { name: /^Click Based/ }).isChecked(), true);
    await workbench.shot('form-reloaded');
  });

  it('keeps everything through a change of tabs, and previews what goes into the page that was opened', async () => {
    const { page } = workbench;
    const form = workbench.webview();
    await form.getByLabel('Financial metric').fill('revenue');
    await form.getByText('The script will look like this').waitFor();
    // At once: the last key has had no time to be anything but in the form.
    await workbench.openFile('next-shop/app/thanks/page.tsx');
    await page.getByRole('tab', { name: /Create Conversion/ }).click();
    await form.getByText('In page.tsx it will look like this (JSX · Next.js)').waitFor();
    assert.match((await form.locator('#preview').textContent())!, /^<Script\b[^]*…/);
    assert.equal(await form.getByLabel('Name').inputValue(), 'Typed to the last key');
    assert.equal(await form.getByLabel('Financial metric').inputValue(), 'revenue');
    assert.equal(await form.getByRole('radio', { name: 'Click Based' }).isChecked(), true);
    await form.locator('#preview').scrollIntoViewIfNeeded();
    await workbench.shot('form-preview-next');
  });

  it('neither doubles nor loses a conversion whose answer is lost', async () => {
    const form = workbench.webview();
    await form.getByLabel('Name').fill('Answer lost on the way');
    await sandboxControl(workbench, 'faults', {
      faults: [{ kind: 'loseAnswer', method: 'POST', path: 'pixel/add' }],
    });
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    // It was created; the look-up finds that out.
    await form
      .getByRole('heading', { name: '“Answer lost on the way” was created' })
      .waitFor({ timeout: 60_000 });
    const { conversions } = await sandboxState(workbench);
    assert.equal(conversions.filter(({ name }) => name === 'Answer lost on the way').length, 1);
  });

  it('takes the focus from nothing else when the answer comes, and has it on return', async () => {
    const { page } = workbench;
    const form = workbench.webview();
    await form.getByRole('button', { name: 'Create Another' }).click();
    await form.getByLabel('Name').fill('Answered behind the palette');
    await sandboxControl(workbench, 'faults', {
      faults: [{ kind: 'latency', method: 'POST', path: 'pixel/add', ms: 2000 }],
    });
    await page.keyboard.press('Enter');
    await form.getByText('Creating…').waitFor();
    await page.keyboard.press('F1');
    const palette = workbench.quickInput().locator('input.input');
    await palette.waitFor();
    await page.keyboard.type('>IQM');
    const heading = form.getByRole('heading', {
      name: '“Answered behind the palette” was created',
    });
    await heading.waitFor();
    await form
      .getByRole('status')
      .filter({ hasText: '“Answered behind the palette” was created' })
      .waitFor({ state: 'attached' });
    await page.keyboard.type(': Ref');
    assert.equal(await palette.inputValue(), '>>IQM: Ref');
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'hidden' });
    await form.locator('#result-title:focus').waitFor();
  });
});
