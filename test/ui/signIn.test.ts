import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/server';
import { Workbench } from './workbench';

/** The login of the sandbox, entered by hand as an IQM user would. */
const CLIENT = ['sandbox-client', 'sandbox-secret'] as const;
const PASSWORD = 'Sandbox!2026';

describe('signing in with e-mail and password, in the workbench', () => {
  let server: RunningSandbox;
  let workbench: Workbench;
  const shot = (name: string): Promise<void> => workbench.shot(`sign-in-#-${name}`);

  before(async () => {
    server = await startSandbox({ rateLimit: 0 });
    workbench = new Workbench({ settings: { 'iqm.apiUrl': server.origin } });
    await workbench.open();
    await workbench.openView();
  });
  after(async () => {
    await workbench.dispose();
    await server.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-sign-in-#').catch(() => undefined);
    }
  });

  async function fault(body: unknown): Promise<void> {
    const response = await fetch(`${server.origin}/sandbox/faults`, {
      method: 'POST',
      headers: { 'X-Sandbox-Control': server.controlToken, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200);
  }

  async function enter(email: string, password: string): Promise<void> {
    await workbench.command('IQM: Sign In');
    await workbench.pick('E-mail and Password');
    await workbench.answer(/Client ID, from the mail/, CLIENT[0]);
    await workbench.answer(/Client secret/, CLIENT[1]);
    await workbench.answer(/E-mail address/, email);
    await workbench.answer(/Password; it is used once/, password);
  }

  it('says at the password what IQM refused, and takes the right one there', async () => {
    await enter('dev@sandbox.invalid', 'wrong');
    await workbench
      .quickInput()
      .getByText(/IQM did not let this user in/)
      .waitFor({ timeout: 20_000 });
    await shot('wrong-password');
    await workbench.quickInput().locator('input.input').fill(PASSWORD);
    await workbench.page.keyboard.press('Enter');
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
    await workbench.page.locator('.statusbar').getByText('Northwind Outfitters').waitFor();
    await shot('signed-in');
  });

  it('signs out', async () => {
    await workbench.command('IQM: Sign Out');
    await workbench.toast(/Signed out of dev@sandbox.invalid/).waitFor();
    await workbench.page.getByRole('button', { name: 'Try the Sandbox' }).waitFor();
  });

  it('tells why an account is on hold, and whom to write to', async () => {
    await enter('hold@sandbox.invalid', PASSWORD);
    const problem = workbench.quickInput().getByText(/This IQM account is on hold/);
    await problem.waitFor({ timeout: 20_000 });
    assert.match((await problem.textContent()) ?? '', /support@/);
    await shot('on-hold');
    await workbench.page.keyboard.press('Escape');
  });

  it('goes back a step without losing what was entered', async () => {
    await workbench.command('IQM: Sign In');
    await workbench.pick('E-mail and Password');
    await workbench.answer(/Client ID, from the mail/, 'my-client');
    await workbench
      .quickInput()
      .getByText(/Client secret/)
      .waitFor();
    await workbench.quickInput().locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await workbench
      .quickInput()
      .getByText(/Client ID, from the mail/)
      .waitFor();
    assert.equal(await workbench.quickInput().locator('input.input').inputValue(), 'my-client');
    await workbench.page.keyboard.press('Escape');
  });

  it('asks for the one-time code when IQM wants it', async () => {
    await enter('mfa@sandbox.invalid', PASSWORD);
    await workbench.answer(/One-time code/, '000000');
    await workbench
      .quickInput()
      .getByText(/did not accept this code/)
      .waitFor({ timeout: 20_000 });
    await shot('one-time-code');
    await workbench.quickInput().locator('input.input').fill('123456');
    await workbench.page.keyboard.press('Enter');
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
  });

  it('keeps the form when IQM finds a problem, and creates it at the next try', async () => {
    await workbench.command('IQM: Create Conversion');
    const form = workbench.webview();
    await form.getByLabel('Name').fill('Kept through a failure');
    await fault({ faults: [{ kind: 'serverError', method: 'POST', path: 'pixel/add' }] });
    await workbench.page.waitForTimeout(300);
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await form
      .getByRole('alert')
      .getByText(/IQM has a problem|not known/)
      .waitFor({ timeout: 30_000 });
    await shot('form-server-error');
    assert.equal(await form.getByLabel('Name').inputValue(), 'Kept through a failure');
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await form.getByRole('heading', { name: /was created/ }).waitFor({ timeout: 20_000 });
    const state = (await (
      await fetch(`${server.origin}/sandbox/state`, {
        headers: { 'X-Sandbox-Control': server.controlToken },
      })
    ).json()) as { conversions: { name: string }[] };
    assert.equal(
      state.conversions.filter(({ name }) => name === 'Kept through a failure').length,
      1,
    );
  });

  it('shows the rows it has when the server is dead, and how old they are', async () => {
    await server.close();
    await workbench.command('IQM: Refresh Conversions');
    await workbench.page.getByText(/Offline: showing data from/).waitFor({ timeout: 30_000 });
    await workbench.row(/^Winter sale checkout/).waitFor();
    await shot('offline');
  });
});
