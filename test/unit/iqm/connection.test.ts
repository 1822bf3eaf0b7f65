import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { TokenSource } from '../../../src/iqm/connection';
import { IqmError } from '../../../src/iqm/errors';
import { connect } from './support/connect';
import { failsAs } from './support/expectError';
import { TestServer, type Handler } from './support/server';

const PAGE = { success: true, data: { data: [], totalRecords: 0, filteredRecords: 0 } };

describe('a connection', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: PAGE }))));
  after(() => server.close());
  const serve = (handler: Handler): void => {
    server.seen.length = 0;
    server.handler = handler;
  };

  it('signs with token and organization, and sends the web host when it is set', async () => {
    serve(() => ({ json: PAGE }));
    await connect(server.origin).client.conversions.list();
    const [plain] = server.seen;
    assert.equal(plain?.headers.authorization, 'Bearer test-token');
    assert.equal(plain.headers['x-iaa-ow-id'], '202001');
    assert.equal(plain.headers['x-iaa-host'], undefined);
    assert.equal(plain.headers.authentication, undefined);
    await connect(server.origin, { webHost: 'acme.iqm.com' }).client.conversions.list();
    assert.equal(server.seen[1]?.headers['x-iaa-host'], 'acme.iqm.com');
  });

  it('works under any base URL', async () => {
    for (const [end, path] of [
      ['', '/api/v3/conversion/list'],
      ['/', '/api/v3/conversion/list'],
      ['/proxy/iqm//', '/proxy/iqm/api/v3/conversion/list'],
    ] as const) {
      serve(() => ({ json: PAGE }));
      await connect(`${server.origin}${end}`).client.conversions.list();
      assert.equal(server.seen[0]?.path, path);
    }
  });

  it('asks nothing without an organization, except what belongs to none', async () => {
    serve(() => ({ json: { success: true, data: [] } }));
    const { client } = connect(server.origin, { owId: () => undefined });
    await failsAs('forbidden', client.conversions.list());
    assert.equal(server.seen.length, 0);
    await client.account.organizations();
    assert.equal(server.seen[0]?.headers['x-iaa-ow-id'], undefined);
  });

  it('asks for the organization of the moment of the call, not of the moment it leaves', async () => {
    serve(() => ({ json: PAGE }));
    let owId = 1;
    const { client } = connect(server.origin, {
      owId: () => owId,
      baseUrl: () => wait(5, server.origin),
    });
    const first = client.conversions.list();
    owId = 2;
    await Promise.all([first, client.conversions.list()]);
    assert.deepEqual(server.seen.map(({ headers }) => headers['x-iaa-ow-id']).sort(), ['1', '2']);
  });

  it('shares the answer to equal reads under way, and none to writes', async () => {
    serve(() => ({ json: PAGE }));
    const { client } = connect(server.origin);
    await Promise.all([
      client.conversions.list(),
      client.conversions.list(),
      client.conversions.list({ page: 2 }),
      client.conversions.allowedCampaigns([1]),
      client.conversions.allowedCampaigns([1]),
      client.conversions.allowedCampaigns([2]),
      client.account.logout(),
      client.account.logout(),
    ]);
    assert.equal(server.to('/list').length, 2);
    assert.equal(server.to('/campaign-list').length, 2);
    assert.equal(server.to('/logout').length, 2);
  });

  it('asks for a static list once a day', async () => {
    serve(() => ({ json: { success: true, data: { data: [{ id: 1, name: 'Kochava' }] } } }));
    const cache = new Map<string, { value: unknown; at: number }>();
    const { client } = connect(server.origin, { dayCache: cache });
    await Promise.all([client.conversions.partners(), client.conversions.partners()]);
    const again = await client.conversions.partners();
    assert.deepEqual(again, [{ id: 1, name: 'Kochava', label: 'Kochava' }]);
    assert.equal(server.seen.length, 1);
    for (const [key, { value }] of cache) {
      cache.set(key, { value, at: Date.now() - 24 * 60 * 60 * 1000 });
    }
    await client.conversions.partners();
    assert.equal(server.seen.length, 2, 'a day later');
    for (const key of cache.keys()) {
      cache.set(key, { value: 'spoilt', at: Date.now() });
    }
    assert.equal(
      (await client.conversions.partners()).length,
      1,
      'what a store spoilt does no harm',
    );
    assert.equal(server.seen.length, 3);
  });

  it('keeps nothing that it could not read', async () => {
    serve(() => ({ json: { success: true, data: 'oops' } }));
    const { client } = connect(server.origin);
    await failsAs('malformed', client.conversions.partners());
    serve(() => ({ json: { success: true, data: { data: [] } } }));
    assert.deepEqual(await client.conversions.partners(), []);
  });

  it('logs method, path, status, time and size, and never the query', async () => {
    serve(() => ({ json: PAGE }));
    const { client, reports } = connect(server.origin);
    await client.conversions.list({ search: 'a secret name' });
    const [report] = reports;
    assert.deepEqual(
      { ...report, milliseconds: 0 },
      {
        method: 'GET',
        path: '/api/v3/conversion/list',
        status: 200,
        bytes: JSON.stringify(PAGE).length,
        milliseconds: 0,
      },
    );
    serve(() => ({ raw: (_response, socket) => socket.destroy() }));
    await failsAs('offline', client.conversions.list({ search: 'a secret name' }));
    assert.deepEqual(
      { failure: reports[1]?.failure, code: reports[1]?.code },
      { failure: 'offline', code: 'ECONNRESET' },
    );
    assert.doesNotMatch(JSON.stringify(reports), /secret|test-token/);
  });

  it('tells of a drift once', async () => {
    serve(() => ({
      json: {
        success: true,
        data: {
          data: [
            { id: 1, name: {} },
            { id: 2, name: [] },
          ],
        },
      },
    }));
    const { client, drifts } = connect(server.origin);
    await client.conversions.list();
    await client.conversions.list();
    assert.deepEqual(drifts, ['conversion.name']);
  });

  it('throws an IqmError when its own surroundings fail', async () => {
    const broken = { baseUrl: () => Promise.reject(new TypeError('sandbox did not start')) };
    const error = await failsAs(
      'offline',
      connect(server.origin, broken).client.conversions.list(),
    );
    assert.equal(error.code, 'TypeError');
  });

  describe('whose token is refused', () => {
    /** Gives out numbered tokens, each good until the server has refused it. */
    class Numbered implements TokenSource {
      current = 1;
      renewals = 0;
      readonly taken = new Set<string>();
      #renewal: Promise<string> | undefined;
      accessToken = (): Promise<string> => Promise.resolve(`token-${this.current}`);
      accepted = (token: string): void => void this.taken.add(token);
      renew(rejected: string): Promise<string> {
        if (rejected !== `token-${this.current}`) {
          return this.accessToken();
        }
        this.#renewal ??= wait(5).then(() => {
          this.renewals++;
          this.current++;
          this.#renewal = undefined;
          return `token-${this.current}`;
        });
        return this.#renewal;
      }
    }
    const only =
      (good: string): Handler =>
      ({ headers }) =>
        headers.authorization === `Bearer ${good}`
          ? { json: PAGE }
          : { status: 401, json: { success: false, errorObjects: [{ error: 'Invalid token' }] } };

    it('renews it once for 50 calls at a time, and all succeed', async () => {
      serve(only('token-2'));
      const tokens = new Numbered();
      const { client } = connect(server.origin, { tokens });
      await Promise.all(
        Array.from({ length: 50 }, (_, page) => client.conversions.list({ page: page + 1 })),
      );
      assert.equal(tokens.renewals, 1);
      assert.deepEqual([...tokens.taken], ['token-2']);
    });

    it('sends even a create again: IQM did not look at it', async () => {
      serve((seen) =>
        seen.path.endsWith('/add') && seen.headers.authorization === 'Bearer token-2'
          ? { json: { success: true, data: { id: 5, name: 'Install', type: 'Postback' } } }
          : only('token-2')(seen),
      );
      const { client } = connect(server.origin, { tokens: new Numbered() });
      const draft = {
        name: 'Install',
        partnerTypeId: 1,
        impressionUrl: 'https://x/i',
        clickUrl: 'https://x/c',
      };
      assert.equal((await client.conversions.createPostback(draft)).id, 5);
      assert.equal(server.to('/add').length, 2);
    });

    it('does not go on for ever when the next is refused as well', async () => {
      serve(only('none'));
      const tokens = new Numbered();
      await failsAs('unauthorized', connect(server.origin, { tokens }).client.conversions.list());
      assert.ok(server.seen.length <= 3, `${server.seen.length} requests`);
    });

    it('ends with the reason when it cannot be renewed', async () => {
      serve(only('none'));
      const tokens: TokenSource = {
        accessToken: () => Promise.resolve('old'),
        renew: () => Promise.reject(new IqmError('unauthorized', 'Sign in again.')),
      };
      const error = await failsAs(
        'unauthorized',
        connect(server.origin, { tokens }).client.conversions.list(),
      );
      assert.equal(error.message, 'Sign in again.');
      assert.equal(server.seen.length, 1);
    });

    it('is not meant when a code was wrong', async () => {
      serve(() => ({
        status: 401,
        json: { errorObjects: [{ error: 'Invalid or expired MFA code.' }] },
      }));
      const tokens = new Numbered();
      const { client } = connect(server.origin, { tokens });
      await failsAs('unauthorized', client.account.verifyMfaCode('000000'));
      assert.equal(tokens.renewals, 0);
    });
  });

  describe('after a fault', () => {
    const faults: [string, Handler][] = [
      ['a reset', () => ({ raw: (_response, socket) => socket.resetAndDestroy() })],
      ['408', () => ({ status: 408, text: '' })],
      ['500', () => ({ status: 500, json: { success: false } })],
      ['502', () => ({ status: 502, text: '<html>' })],
      ['503', () => ({ status: 503, text: '', headers: { 'Retry-After': '0' } })],
      ['504', () => ({ status: 504, text: '' })],
      ['429', () => ({ status: 429, text: '', headers: { 'Retry-After': '0.005' } })],
      ['truncated JSON', () => ({ text: '{"success":true,"data":{"data":[{"id":' })],
    ];
    for (const [name, fault] of faults) {
      it(`reads again: ${name}`, async () => {
        let faultsLeft = 2;
        serve((seen) => (faultsLeft-- > 0 ? fault(seen) : { json: PAGE }));
        await connect(server.origin).client.conversions.list();
        assert.equal(server.seen.length, 3);
      });
    }

    it('gives up after three tries with the last fault', async () => {
      serve(() => ({ status: 503, text: '' }));
      await failsAs('server', connect(server.origin).client.conversions.list());
      assert.equal(server.seen.length, 3);
    });

    it('does not ask again what was answered', async () => {
      for (const status of [400, 403, 404, 405, 422]) {
        serve(() => ({ status, json: {} }));
        await connect(server.origin)
          .client.conversions.list()
          .catch(() => undefined);
        assert.equal(server.seen.length, 1, String(status));
      }
    });

    it('stops waiting when cancelled', async () => {
      serve(() => ({ status: 503, text: '', headers: { 'Retry-After': '60' } }));
      const controller = new AbortController();
      const { client } = connect(server.origin, { retries: { longestMs: 60_000 } });
      const call = failsAs('cancelled', client.conversions.list({}, { signal: controller.signal }));
      while (server.seen.length === 0) {
        await wait(1);
      }
      await wait(5);
      controller.abort();
      await call;
      assert.equal(server.seen.length, 1);
    });
  });
});
