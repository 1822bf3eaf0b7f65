import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../src/extension';
import { control, parts, signedIn } from './parts';
import { setting, typing } from './typing';

interface Requests {
  readonly counts: Record<string, number>;
}

const TOKEN_PATH = 'POST /api/v3/ua/oauth/token';
const LIST_PATH = 'GET /api/v3/conversion/list';
const ORGANIZATIONS = '-organizations';
const ADVERTISER = 202001;
const WORKSPACE = 202000;

const run = <T>(command: string, argument?: object): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, argument);

async function count(all: ExtensionParts, request: string): Promise<number> {
  return ((await control(all, 'requests')) as Requests).counts[request] ?? 0;
}

function idOf({ account }: ExtensionParts): string {
  assert.ok('account' in account.state, account.state.kind);
  return account.state.account.id;
}

function rowsOf({ catalog }: ExtensionParts): number[] {
  return catalog.conversions?.rows.map(({ id }) => id) ?? [];
}

/** VS Code tells of changed secrets a moment later. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.ok(holds());
  // Whatever follows from it happens as well.
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Another API: one organization, empty lists, and a record of who asked with which token. */
class OtherApi {
  readonly tokens: (string | undefined)[] = [];
  readonly #server: Server;
  origin = '';
  /** Takes no token any more. */
  refuses = false;

  constructor() {
    this.#server = createServer((request, response) => {
      this.tokens.push(request.headers.authorization);
      response.writeHead(this.refuses ? 401 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer(request)));
    });
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function answer({ url = '' }: IncomingMessage): object {
  return url.includes('organizations')
    ? { success: true, data: [{ owId: 7, name: 'Elsewhere', customerType: 'Advertiser' }] }
    : { success: true, data: [], totalRecords: 0, filteredRecords: 0 };
}

describe('a session', () => {
  beforeEach(async () => {
    const all = await signedIn();
    await control(all, 'faults', { clear: true });
  });
  after(async () => {
    const { account } = await parts();
    for (const { id } of account.accounts) {
      await account.signOut(id);
    }
  });

  it('renews its token once when it has ended, and nobody notices', async () => {
    const all = await signedIn();
    const id = idOf(all);
    const before = await count(all, TOKEN_PATH);
    await control(all, 'faults', { expireTokens: 'access' });
    await Promise.all([all.catalog.refreshConversions(), all.catalog.refreshCampaigns()]);
    assert.equal(all.catalog.conversions?.error, undefined);
    assert.equal(all.catalog.insertionOrders?.error, undefined);
    assert.equal((await count(all, TOKEN_PATH)) - before, 1);
    assert.equal(all.account.state.kind, 'signedIn');
    assert.equal(idOf(all), id);
  });

  it('is suspended when no token is good any more; a new sign-in brings the same account back', async () => {
    const all = await signedIn();
    const id = idOf(all);
    const rows = rowsOf(all);
    assert.ok(rows.length > 0);
    await control(all, 'faults', { expireTokens: 'all' });
    await all.catalog.refreshConversions();
    assert.equal(all.account.state.kind, 'suspended');
    assert.equal(idOf(all), id, 'the account stays');
    assert.deepEqual(
      all.account.accounts.map((account) => account.id),
      [id],
    );
    assert.equal(await run('iqm.account.signIn', { method: 'sandbox' }), id);
    assert.equal(all.account.state.kind, 'signedIn');
    assert.deepEqual(
      all.account.accounts.map((account) => account.id),
      [id],
      'not a second one',
    );
    await all.catalog.openConversions();
    assert.deepEqual(rowsOf(all), rows);
  });

  it('does not end when the server fails', async () => {
    const all = await signedIn();
    const rows = rowsOf(all);
    await control(all, 'faults', { faults: [{ kind: 'htmlPage', count: 50 }] });
    await all.catalog.refreshConversions();
    assert.notEqual(all.catalog.conversions?.error, undefined, 'it is told');
    assert.deepEqual(rowsOf(all), rows, 'the rows stay');
    assert.equal(all.account.state.kind, 'signedIn');
  });

  it('drops the answer to a list of the organization that was left', async () => {
    const all = await signedIn();
    await control(all, 'faults', {
      faults: [{ kind: 'latency', path: '/conversion/list', ms: 700 }],
    });
    const asked = await count(all, LIST_PATH);
    const late = all.catalog.refreshConversions();
    while ((await count(all, LIST_PATH)) === asked) {
      // Until it is on its way; mocha ends a wait for nothing.
    }
    await run('iqm.organization.switch', { owId: WORKSPACE });
    await all.catalog.openConversions();
    await late;
    assert.ok(all.account.state.kind === 'signedIn');
    assert.equal(all.account.state.organization.owId, WORKSPACE);
    assert.deepEqual(rowsOf(all), []);
    await run('iqm.organization.switch', { owId: ADVERTISER });
  });

  for (const [end, faults] of [
    ['arrives', []],
    ['fails', [{ kind: 'serverError', path: ORGANIZATIONS, status: 403 }]],
  ] as const) {
    it(`stays in the organization that was chosen before the list of the sign-in ${end}`, async () => {
      const all = await signedIn();
      await control(all, 'faults', {
        faults: [{ kind: 'latency', path: ORGANIZATIONS, ms: 700 }, ...faults],
      });
      const signingIn = run('iqm.account.signIn', { method: 'sandbox' });
      await until(() => all.account.state.kind === 'noOrganization');
      await run('iqm.organization.switch', { owId: WORKSPACE });
      const chosen = all.account.state;
      assert.ok(await signingIn);
      assert.equal(all.account.state, chosen, 'not even opened again: its lists would start anew');
      assert.ok(chosen.kind === 'signedIn');
      assert.equal(chosen.organization.owId, WORKSPACE);
      await run('iqm.organization.switch', { owId: ADVERTISER });
    });
  }

  it('sends no token to the host of a changed setting', async () => {
    const all = await signedIn();
    const other = await new OtherApi().start();
    const back = await setting('iqm', 'apiUrl', other.origin);
    try {
      await Promise.all([all.catalog.refreshConversions(), all.catalog.refreshCampaigns()]);
      await control(all, 'faults', { expireTokens: 'access' });
      await all.catalog.refreshConversions();
      assert.equal(all.catalog.conversions?.error, undefined, 'the session goes on where it lives');
      assert.deepEqual(other.tokens, []);
    } finally {
      await back();
      await other.close();
    }
  });

  describe('beside another account', () => {
    let all: ExtensionParts;
    let other: OtherApi;
    let first: string;
    let second: string;

    before(async () => {
      all = await signedIn();
      first = idOf(all);
      other = await new OtherApi().start();
      const back = await setting('iqm', 'apiUrl', other.origin);
      const { result } = await typing(['token-of-the-other-account'], () =>
        run<string>('iqm.account.signIn', { method: 'token' }),
      );
      second = result;
      await back();
    });
    after(async () => {
      await all.account.signOut(second);
      await other.close();
    });
    beforeEach(() => all.account.use(first));

    it('is one of two in the Accounts menu', async () => {
      assert.notEqual(first, second);
      assert.deepEqual(
        (await vscode.authentication.getAccounts('iqm')).map(({ id }) => id).sort(),
        [first, second].sort(),
      );
    });

    it('gives way to the other and comes back, each with its own lists and its own token', async () => {
      await all.catalog.openConversions();
      assert.ok(rowsOf(all).length > 0);
      await run('iqm.account.switch', { accountId: second });
      assert.equal(idOf(all), second);
      await all.catalog.refreshConversions();
      assert.equal(all.catalog.conversions?.error, undefined);
      assert.deepEqual(rowsOf(all), []);
      assert.deepEqual([...new Set(other.tokens)], ['Bearer token-of-the-other-account']);
      await run('iqm.account.switch', { accountId: first });
      await all.catalog.openConversions();
      assert.ok(rowsOf(all).length > 0);
    });

    it('is not left for the other when that one is renewed elsewhere', async () => {
      await run('iqm.account.switch', { accountId: second });
      other.refuses = true;
      await all.catalog.refreshConversions();
      assert.equal(all.account.state.kind, 'suspended');
      await run('iqm.account.switch', { accountId: first });
      await control(all, 'faults', { expireTokens: 'all' });
      await all.catalog.refreshConversions();
      assert.equal(all.account.state.kind, 'suspended');
      const key = `iqm.account.${second}`;
      const secret = JSON.parse((await all.secrets.get(key)) ?? '') as { generation: number };
      const tokens = { accessToken: 'token-of-another-window', expiresAt: Date.now() + 3_600_000 };
      const generation = secret.generation + 1;
      await all.secrets.store(key, JSON.stringify({ ...secret, tokens, generation }));
      await until(() =>
        all.account
          .authenticationSessions()
          .some(({ accessToken }) => accessToken === tokens.accessToken),
      );
      assert.deepEqual([all.account.state.kind, idOf(all)], ['suspended', first]);
      other.refuses = false;
      await run('iqm.account.signIn', { method: 'sandbox' });
      assert.equal(idOf(all), first);
    });

    it('stays when the other one is signed out', async () => {
      await run('iqm.account.switch', { accountId: second });
      await run('iqm.account.signOut');
      assert.equal(idOf(all), first);
      assert.equal(await all.secrets.get(`iqm.account.${second}`), undefined);
      assert.ok(await all.secrets.get(`iqm.account.${first}`));
    });
  });
});
