import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { control, parts, signedIn } from './parts';

interface AccountSecret {
  readonly tokens?: { readonly accessToken?: string; readonly refreshToken?: string };
}

/** Every file below `folder`, as text. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
}

/** The list cache is written a moment after the lists have come. */
async function saved(folder: string): Promise<string[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    const texts = await filesBelow(folder).catch(() => []);
    if (texts.length > 0) {
      return texts;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}

describe('the account', () => {
  it('starts signed out and sends nothing', async () => {
    const { account, storage } = await parts();
    assert.equal(account.state.kind, 'signedOut');
    assert.equal(existsSync(join(storage, 'sandbox')), false, 'not even the sandbox was started');
  });

  it('signs in to the sandbox and opens its advertiser', async () => {
    const { account } = await signedIn();
    assert.equal(account.state.kind, 'signedIn');
    assert.equal(account.state.organization.name, 'Northwind Outfitters');
    assert.equal(account.state.account.kind, 'sandbox');
  });

  it('needs no more than four requests until both trees show', async () => {
    const all = await parts();
    await vscode.commands.executeCommand('iqm.account.signOut');
    // The sandbox outlives the account; what it counts from here on is this sign-in.
    const before = (await control(all, 'requests')) as { total: number };
    await signedIn();
    const after = (await control(all, 'requests')) as { total: number };
    assert.ok(after.total - before.total <= 4, `${after.total - before.total} requests`);
  });

  it('keeps the tokens in the secret storage and in no file of the extension', async () => {
    const { account, secrets, storage } = await signedIn();
    assert.ok('account' in account.state);
    const stored = await secrets.get(`iqm.account.${account.state.account.id}`);
    assert.ok(stored);
    const { accessToken, refreshToken } = (JSON.parse(stored) as AccountSecret).tokens ?? {};
    assert.ok(accessToken && refreshToken);
    const catalogs = await saved(join(storage, 'catalog'));
    assert.ok(catalogs.length > 0);
    for (const text of catalogs) {
      assert.equal(text.includes(accessToken) || text.includes(refreshToken), false);
    }
  });

  it('shows in the Accounts menu', async () => {
    const { account } = await signedIn();
    const accounts = await vscode.authentication.getAccounts('iqm');
    assert.ok('account' in account.state);
    assert.deepEqual(
      accounts.map(({ id }) => id),
      [account.state.account.id],
    );
  });

  it('switches the organization: the lists are those of the other one', async () => {
    const { account, catalog } = await signedIn();
    const before = catalog.conversions?.rows.map(({ id }) => id);
    await vscode.commands.executeCommand('iqm.organization.switch', { owId: 202000 });
    assert.ok(account.state.kind === 'signedIn' && account.state.organization.owId === 202000);
    await catalog.openConversions();
    assert.notDeepEqual(
      catalog.conversions?.rows.map(({ id }) => id),
      before,
    );
    await vscode.commands.executeCommand('iqm.organization.switch', { owId: 202001 });
  });

  it('signs out for good', async () => {
    const { account, catalog, secrets } = await signedIn();
    assert.ok('account' in account.state);
    const { id } = account.state.account;
    await vscode.commands.executeCommand('iqm.account.signOut');
    assert.equal(account.state.kind, 'signedOut');
    assert.equal(await secrets.get(`iqm.account.${id}`), undefined);
    assert.equal(catalog.conversions, undefined);
  });
});
