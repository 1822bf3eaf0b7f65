import assert from 'node:assert/strict';
import { redact } from '../../../src/iqm/redact';
import {
  Session,
  type SessionGrant,
  type SessionOptions,
  type SessionState,
} from '../../../src/iqm/session';
import { failsAs, failureOf } from './support/expectError';
import { Machine, type WindowStore } from './support/secretStores';
import { HOUR, TokenServer } from './support/tokenServer';

const KEY = 'iqm.account.1';

describe('a session', () => {
  let machine: Machine;
  let iqm: TokenServer;
  let store: WindowStore;
  let memoryOnly: number;
  beforeEach(() => {
    machine = new Machine('at once');
    iqm = new TokenServer();
    store = machine.open();
    memoryOnly = 0;
  });

  function options(more: Partial<SessionOptions> = {}): SessionOptions {
    return {
      key: KEY,
      store,
      resolveHome: (home) => Promise.resolve(home),
      onMemoryOnly: () => {
        memoryOnly++;
      },
      refresh: iqm.refresh,
      revoke: iqm.revoke,
      now: () => iqm.now,
      random: () => 0,
      raceWaitsMs: [0, 0],
      ...more,
    };
  }

  const grant = (more: Partial<SessionGrant> = {}): SessionGrant => ({
    home: 'https://api.iqm.com',
    label: 'dev@example.com',
    tokens: iqm.signIn(),
    clientId: 'the-client',
    clientSecret: 'the-client-secret',
    ...more,
  });

  const begin = (more?: Partial<SessionGrant>): Promise<Session> =>
    Session.begin(grant(more), options());

  function states(session: Session): SessionState['status'][] {
    const seen: SessionState['status'][] = [];
    session.onDidChangeState(({ status }) => seen.push(status));
    return seen;
  }

  it('survives a restart with all it needs', async () => {
    const session = await begin({ webHost: 'app.iqm.com' });
    session.dispose();
    const restored = await Session.restore(options({ store: machine.open() }));
    assert.ok(restored);
    assert.equal(restored.home, 'https://api.iqm.com');
    assert.equal(restored.webHost, 'app.iqm.com');
    assert.equal(restored.label, 'dev@example.com');
    assert.equal(restored.owId, 202001);
    assert.equal(await restored.accessToken(), 'access-token-1');
    iqm.expireAccess();
    assert.equal(await restored.renew('access-token-1'), 'access-token-2');
  });

  it('is nothing where the store holds nothing, something else, or fails', async () => {
    assert.equal(await Session.restore(options()), undefined);
    for (const text of [
      '',
      'x',
      '{}',
      '[]',
      'null',
      '{"home":1,"tokens":[]}',
      '{"home":"h","tokens":{"accessToken":"a"}}',
    ]) {
      await store.store(KEY, text);
      assert.equal(await Session.restore(options()), undefined, text);
    }
    store.fails = true;
    assert.equal(await Session.restore(options()), undefined);
  });

  it('keeps secrets out of logs, and no password', async () => {
    await begin();
    const kept = (await store.get(KEY)) ?? '';
    assert.match(kept, /the-client-secret/);
    assert.doesNotMatch(kept, /password/i);
    assert.doesNotMatch(redact(kept), /the-client-secret|access-token-1|refresh-token-1/);
  });

  it('refreshes once, a little before the end, however many ask', async () => {
    const session = await begin();
    iqm.now += 9 * HOUR;
    assert.equal(await session.accessToken(), 'access-token-1');
    iqm.now += HOUR - 4 * 60_000;
    const tokens = await Promise.all(Array.from({ length: 50 }, () => session.accessToken()));
    assert.deepEqual([...new Set(tokens)], ['access-token-2']);
    assert.equal(iqm.refreshes, 1);
    assert.equal(session.owId, 202001);
  });

  it('refreshes once for 50 refusals at a time, also those of a token that is old by then', async () => {
    const session = await begin();
    iqm.expireAccess();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, () => session.renew('access-token-1')),
    );
    assert.deepEqual([...new Set(tokens)], ['access-token-2']);
    assert.equal(await session.renew('access-token-1'), 'access-token-2');
    assert.equal(iqm.refreshes, 1);
  });

  it('stores what a refresh brings before anyone gets it', async () => {
    const session = await begin();
    iqm.expireAccess();
    await session.renew('access-token-1');
    assert.match((await store.get(KEY)) ?? '', /refresh-token-2/);
  });

  it('is suspended when IQM refuses the refresh: told once, no request after that', async () => {
    const session = await begin();
    const seen = states(session);
    iqm.expireAll();
    const calls = Array.from({ length: 50 }, () =>
      failsAs('unauthorized', session.renew('access-token-1')),
    );
    await Promise.all(calls);
    assert.deepEqual(seen, ['suspended']);
    assert.equal(iqm.refreshes, 1);
    await failsAs('unauthorized', session.accessToken());
    await failsAs('unauthorized', session.renew('access-token-1'));
    assert.equal(iqm.refreshes, 1);
    assert.equal(session.state.status === 'suspended' && session.state.maybeElsewhere, true);
    assert.ok(await store.get(KEY), 'the account stays');
  });

  it('goes on after a new sign-in', async () => {
    const session = await begin();
    const seen = states(session);
    iqm.expireAll();
    await failsAs('unauthorized', session.renew('access-token-1'));
    await session.replace(grant());
    assert.equal(await session.accessToken(), 'access-token-2');
    assert.deepEqual(seen, ['suspended', 'active']);
  });

  it('is not ended by a network that is down, and uses the old token as long as it may be good', async () => {
    const session = await begin();
    const seen = states(session);
    iqm.network = 'down';
    iqm.now += 10 * HOUR - 60_000;
    assert.equal(await session.accessToken(), 'access-token-1');
    iqm.now += 2 * 60_000;
    await failsAs('offline', session.accessToken());
    await failsAs('offline', session.renew('access-token-1'));
    iqm.network = 'up';
    assert.equal(await session.accessToken(), 'access-token-2');
    assert.deepEqual(seen, []);
  });

  it('is suspended when a token that was fresh is refused as well, instead of refreshing for ever', async () => {
    const session = await begin();
    const second = await session.renew('access-token-1');
    await failsAs('unauthorized', session.renew(second));
    assert.equal(session.state.status, 'suspended');
    assert.equal(iqm.refreshes, 1);
  });

  it('refreshes a token that was taken once and is refused later', async () => {
    const session = await begin();
    const second = await session.renew('access-token-1');
    session.accepted(second);
    assert.equal(await session.renew(second), 'access-token-3');
  });

  it('refreshes at its end a token that nobody used', async () => {
    const session = await begin();
    await session.renew('access-token-1');
    iqm.now += 10 * HOUR;
    assert.equal(await session.accessToken(), 'access-token-3');
  });

  it('uses a bare token to its end, and is suspended then', async () => {
    const { accessToken, expiresAt } = iqm.signIn();
    const session = await Session.begin(
      { home: 'https://api.iqm.com', label: 'Acme', tokens: { accessToken, expiresAt } },
      options(),
    );
    iqm.now += 20 * HOUR;
    assert.equal(await session.accessToken(), 'access-token-1');
    await failsAs('unauthorized', session.renew(accessToken));
    assert.equal(session.state.status === 'suspended' && session.state.maybeElsewhere, false);
    assert.equal(iqm.refreshes, 0);
  });

  it('sends its tokens only to where they came from, whatever a setting says later', async () => {
    await begin({ home: 'https://old.example' });
    const restored = await Session.restore(options({ store: machine.open() }));
    iqm.expireAccess();
    await restored?.renew('access-token-1');
    await restored?.signOut();
    assert.deepEqual([...new Set(iqm.hosts)], ['https://old.example']);
  });

  it('looks the sandbox’s address up for each request', async () => {
    let port = 4000;
    const session = await Session.begin(
      grant({ home: 'sandbox' }),
      options({
        resolveHome: (home) =>
          Promise.resolve(home === 'sandbox' ? `http://127.0.0.1:${port}` : home),
      }),
    );
    assert.equal(await session.baseUrl(), 'http://127.0.0.1:4000');
    port = 5000;
    await session.renew('access-token-1');
    assert.deepEqual(iqm.hosts, ['http://127.0.0.1:5000']);
    assert.doesNotMatch((await store.get(KEY)) ?? '', /127\.0\.0\.1|4000|5000/);
  });

  it('lets one caller leave while the others wait on', async () => {
    const session = await begin();
    const controller = new AbortController();
    const one = failsAs('cancelled', session.renew('access-token-1', controller.signal));
    const other = session.renew('access-token-1');
    controller.abort();
    await one;
    assert.equal(await other, 'access-token-2');
  });

  describe('signing out', () => {
    it('deletes the secret and has the token forgotten', async () => {
      const session = await begin();
      const seen = states(session);
      await session.signOut();
      assert.equal(await store.get(KEY), undefined);
      assert.deepEqual(iqm.revoked, ['access-token-1']);
      assert.deepEqual(seen, ['signedOut']);
      await failsAs('unauthorized', session.accessToken());
    });

    it('works without a network and with a broken keyring', async () => {
      const session = await begin();
      iqm.network = 'down';
      store.fails = true;
      await session.signOut();
      assert.equal(session.state.status, 'signedOut');
    });

    it('is not undone by a refresh that is under way', async () => {
      let release = (): void => undefined;
      let begun = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const underWay = new Promise<void>((resolve) => (begun = resolve));
      const refresh: SessionOptions['refresh'] = async (client, token) => {
        begun();
        await held;
        return await iqm.refresh(client, token);
      };
      const session = await Session.begin(grant(), options({ refresh }));
      const renewal = failsAs('unauthorized', session.renew('access-token-1'));
      await underWay;
      await session.signOut();
      release();
      await renewal;
      assert.equal(await store.get(KEY), undefined);
      assert.deepEqual(iqm.revoked, ['access-token-1', 'access-token-2']);
    });

    it('in another window ends the session here', async () => {
      const session = await begin();
      const other = await Session.restore(options({ store: machine.open() }));
      const seen = states(session);
      await other?.signOut();
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(seen, ['signedOut']);
    });
  });

  describe('with a keyring that fails', () => {
    it('lives in memory, says so once, and refreshes all the same', async () => {
      store.fails = true;
      const session = await begin();
      assert.equal(await session.renew('access-token-1'), 'access-token-2');
      session.accepted('access-token-2');
      assert.equal(await session.renew('access-token-2'), 'access-token-3');
      assert.equal(memoryOnly, 1);
      assert.equal(session.state.status, 'active');
    });

    it('does not take the empty keyring for a sign-out when it works again', async () => {
      store.fails = true;
      const session = await begin();
      store.fails = false;
      store.tell(KEY);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(session.state.status, 'active');
      assert.equal(await session.renew('access-token-1'), 'access-token-2');
      assert.match((await store.get(KEY)) ?? '', /access-token-2/);
    });

    it('does not go back to older tokens when it works again', async () => {
      const session = await begin();
      store.fails = true;
      await session.renew('access-token-1');
      session.accepted('access-token-2');
      store.fails = false;
      store.tell(KEY);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(await session.accessToken(), 'access-token-2');
      assert.equal(await session.renew('access-token-2'), 'access-token-3');
      assert.match((await store.get(KEY)) ?? '', /access-token-3/);
    });
  });

  describe('in two windows', () => {
    async function two(shares: 'at once' | 'at reload'): Promise<[Session, Session]> {
      machine = new Machine(shares);
      store = machine.open();
      const first = await begin();
      const second = await Session.restore(options({ store: machine.open() }));
      assert.ok(second);
      return [first, second];
    }

    it('takes over what the other one refreshed', async () => {
      const [first, second] = await two('at once');
      await first.renew('access-token-1');
      assert.equal(await second.renew('access-token-1'), 'access-token-2');
      assert.equal(iqm.refreshes, 1);
    });

    it('looks before it refreshes, also when nobody told it of a change', async () => {
      const [first, second] = await two('at once');
      const deaf = machine.open();
      deaf.onDidChange = () => ({ dispose: () => undefined });
      const third = await Session.restore(options({ store: deaf }));
      await first.renew('access-token-1');
      assert.equal(await third?.renew('access-token-1'), 'access-token-2');
      assert.equal(iqm.refreshes, 1);
      second.dispose();
    });

    it('recovers without a prompt when it loses the race', async () => {
      const [first, second] = await two('at once');
      const seen = [states(first), states(second)];
      const tokens = await Promise.all([
        first.renew('access-token-1'),
        second.renew('access-token-1'),
      ]);
      assert.deepEqual(tokens, ['access-token-2', 'access-token-2']);
      assert.deepEqual(seen, [[], []]);
    });

    it('wakes from its suspension when the other one signs in', async () => {
      const [first, second] = await two('at once');
      iqm.expireAll();
      await failureOf(second.renew('access-token-1'));
      assert.equal(second.state.status, 'suspended');
      await first.replace(grant());
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(second.state.status, 'active');
      assert.equal(await second.accessToken(), 'access-token-2');
    });

    it('says that another window may have the session, where it cannot see', async () => {
      const [first, second] = await two('at reload');
      await first.renew('access-token-1');
      await failsAs('unauthorized', second.renew('access-token-1'));
      assert.equal(second.state.status === 'suspended' && second.state.maybeElsewhere, true);
      const reloaded = await Session.restore(options({ store: machine.open() }));
      assert.equal(await reloaded?.accessToken(), 'access-token-2');
    });
  });
});
