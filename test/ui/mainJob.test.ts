import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxState, type SandboxState } from './sandboxState';
import { Workbench } from './workbench';

const NAME = 'Holiday order placed';
const CAMPAIGN = 'Ski rental – city targeting';

/** Every file below `folder` that can be read, with its bytes as text. */
function filesBelow(folder: string): [path: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    try {
      return statSync(path).isFile() ? [[path, readFileSync(path, 'latin1')]] : [];
    } catch {
      // A socket, or a file that went meanwhile.
      return [];
    }
  });
}

/** Files that hold a token: the sandbox knows only hashes, so every text that looks like one is hashed. */
function filesWithTokens(folder: string, state: SandboxState): string[] {
  const hashes = new Set(state.grants.flatMap((grant) => [grant.accessHash, grant.refreshHash]));
  return filesBelow(folder).flatMap(([path, text]) => {
    const candidates = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const found = candidates.some((candidate) =>
      hashes.has(createHash('sha256').update(candidate).digest('base64url')),
    );
    return found ? [path] : [];
  });
}

/** Whether a living process holds the sandbox; a lock that a killed one left behind does not count. */
function isSandboxRunning({ globalStorage }: Workbench): boolean {
  const lock = join(globalStorage, 'sandbox/sandbox.lock');
  if (!existsSync(lock)) {
    return false;
  }
  const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number };
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the main job in the workbench', () => {
  const workbench = new Workbench();
  const shot = (name: string): Promise<void> => workbench.shot(`main-job-#-${name}`);

  before(() => workbench.open());
  after(() => workbench.dispose());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-main-job-#').catch(() => undefined);
    }
  });

  it('signs in to the sandbox from the sidebar', async () => {
    await workbench.openView();
    const start = workbench.page.getByRole('button', { name: 'Try the Sandbox' });
    await start.waitFor();
    await shot('signed-out');
    await start.click();
    await workbench.row(/^Winter sale checkout/).waitFor({ timeout: 30_000 });
    await workbench
      .row(/^Winter Opening/)
      .first()
      .waitFor();
    await workbench.page.getByText('IQM Sandbox').first().waitFor();
    await shot('trees');
  });

  it('creates a pixel conversion with the keyboard', async () => {
    await workbench.openFile('thank-you.html');
    await workbench.command('IQM: Create Conversion');
    const form = workbench.webview();
    await form.getByLabel('Name').waitFor({ timeout: 20_000 });
    await form.getByLabel('Name').focus();
    await workbench.page.keyboard.type(NAME);
    await form.getByText('A conversion is attributed').waitFor();
    await shot('form');
    await workbench.page.keyboard.press('Control+Enter');
    await form.getByRole('heading', { name: `“${NAME}” was created` }).waitFor({ timeout: 20_000 });
    await shot('created');
    const state = await sandboxState(workbench);
    assert.equal(state.conversions.filter(({ name }) => name === NAME).length, 1);
  });

  it('inserts its script into the open page, with a value', async () => {
    const form = workbench.webview();
    await form.getByRole('button', { name: 'Insert into thank-you.html' }).click();
    await workbench.pick('Enter a Number');
    await workbench.answer(/Digits with a point/, '393.50');
    await workbench.toast(/inserted in thank-you\.html/).waitFor();
    await shot('inserted');
    const before = readFileSync(join(workbench.site, 'thank-you.html'), 'utf8');
    assert.equal(before.includes('pxl.sandbox.invalid'), false, 'nothing is saved by itself');
    await workbench.page.getByRole('tab', { name: 'thank-you.html' }).click();
    await workbench.page.keyboard.press('Control+S');
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const { uuid } = (await sandboxState(workbench)).conversions.find(({ name }) => name === NAME)!;
    const url = `https://pxl.sandbox.invalid/i/pixel/${uuid}?cv=393.50`;
    const tag = `    <script src='${url}' async></script>\n`;
    const after = readFileSync(join(workbench.site, 'thank-you.html'), 'utf8');
    assert.equal(after, before.replace('  </head>\n  <body>', `${tag}  </head>\n  <body>`));
  });

  it('assigns it to a draft campaign', async () => {
    await workbench.page.getByRole('tab', { name: 'Create Conversion' }).click();
    await workbench.webview().getByRole('button', { name: 'Assign to Campaigns…' }).click();
    await workbench.quickInput().getByText(CAMPAIGN).waitFor({ timeout: 20_000 });
    await workbench.quickInput().locator('input.input').fill(CAMPAIGN);
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    await shot('assign');
    await workbench.page.keyboard.press('Enter');
    await workbench.toast(`assigned to “${CAMPAIGN}”`).waitFor();
    await shot('assigned');
    const state = await sandboxState(workbench);
    const { id } = state.conversions.find(({ name }) => name === NAME)!;
    const campaign = state.campaigns.find(({ name }) => name === CAMPAIGN)!;
    assert.deepEqual(campaign.conversionIds, [id]);
  });

  it('shows a pixel that is there instead of doubling it, from the row’s own action', async () => {
    await workbench.page.getByRole('tab', { name: 'thank-you.html' }).click();
    const row = workbench.row(new RegExp(`^${NAME}`)).first();
    await row.hover();
    await row.getByRole('button', { name: 'Insert Pixel into Open File' }).click();
    await workbench.toast(/is already in thank-you\.html, line 8/).waitFor();
    await shot('already-there');
    const page = readFileSync(join(workbench.site, 'thank-you.html'), 'utf8');
    assert.equal(page.split('pxl.sandbox.invalid').length, 2);
  });

  it('offers the pixels in the editor’s context menu', async () => {
    await workbench.openFile('cart.html');
    const line = workbench.page.locator('.view-line').filter({ hasText: 'Your cart |' });
    await line.click({ button: 'right' });
    // A click right after the menu has opened counts as the end of the one that opened it.
    await workbench.page.getByRole('menuitem', { name: 'Insert Conversion Pixel…' }).hover();
    await workbench.page.keyboard.press('Enter');
    await workbench.pick(NAME);
    await workbench.pick('Leave {CONVERSION_VALUE}');
    await workbench.toast(/inserted in cart\.html/).waitFor();
    await shot('from-context-menu');
    await workbench.page.keyboard.press('Control+Z');
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
  });

  it('needed no more than ten requests', async () => {
    const { requests } = await sandboxState(workbench);
    assert.ok(requests.total <= 10, JSON.stringify(requests.counts, undefined, 1));
  });

  it('left its tokens in no file and no log', async () => {
    const state = await sandboxState(workbench);
    assert.ok(state.grants.length > 0);
    assert.deepEqual(filesWithTokens(workbench.dataDir, state), []);
    assert.deepEqual(filesWithTokens(workbench.profileDir, state), []);
  });

  it('starts again without a request, and keeps who is signed in', async () => {
    await workbench.page.keyboard.press('Control+Shift+E');
    await workbench.page.locator('.explorer-folders-view').waitFor();
    assert.equal(isSandboxRunning(workbench), true);
    await workbench.close();
    await workbench.open();
    // The page that is open again activates the extension; its status item shows that it has.
    await workbench.openFile('cart.html');
    await workbench.page
      .locator('.statusbar')
      .getByText('IQM Sandbox')
      .waitFor({ timeout: 60_000 });
    // The form is open still and may ask for its defaults; the session, the lists and the tree ask for nothing.
    if (isSandboxRunning(workbench)) {
      const { counts } = (await sandboxState(workbench)).requests;
      const other = Object.keys(counts).filter((path) => !path.includes('/conversion/static/'));
      assert.deepEqual(other, []);
    }
  });

  it('finds everything again after a restart of VS Code', async () => {
    await workbench.openView();
    await workbench
      .row(new RegExp(`^${NAME}`))
      .first()
      .waitFor({ timeout: 30_000 });
    await workbench
      .row(new RegExp(`^${NAME}`))
      .first()
      .click();
    await workbench.page.keyboard.press('ArrowRight');
    await workbench
      .row(new RegExp(`^${CAMPAIGN}`))
      .first()
      .waitFor({ timeout: 20_000 });
    await shot('after-restart');
  });
});
