import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IqmError } from '../../../src/iqm/errors';
import { Session, type SessionOptions, type SessionState } from '../../../src/iqm/session';
import { Machine } from './support/secretStores';
import { HOUR, TokenServer } from './support/tokenServer';

type Shares = 'at once' | 'at reload';

/** What happens before both windows work at the same time. */
interface Round {
  readonly event: 'nothing' | 'tokens end' | 'time is up' | 'nearly up' | 'revoked';
  readonly network: TokenServer['network'];
  /** How many calls each window makes at once. */
  readonly calls: readonly [number, number];
  readonly afterwards: 'nothing' | 'sign in again' | 'reload';
}

/** One window with a session, and what its user saw of it. */
class Window {
  readonly name: number;
  prompts = 0;
  refreshes = 0;
  lastState: SessionState | undefined;
  readonly #machine: Machine;
  readonly #iqm: TokenServer;
  #session: Session | undefined;

  constructor(name: number, machine: Machine, iqm: TokenServer) {
    this.name = name;
    this.#machine = machine;
    this.#iqm = iqm;
  }

  get session(): Session {
    assert.ok(this.#session);
    return this.#session;
  }

  options(): SessionOptions {
    return {
      key: 'account',
      store: this.#machine.open(),
      resolveHome: (home) => Promise.resolve(home),
      refresh: async (client, token) => {
        const before = this.#iqm.refreshes;
        try {
          return await this.#iqm.refresh(client, token);
        } finally {
          this.refreshes += this.#iqm.refreshes > before ? 1 : 0;
        }
      },
      revoke: this.#iqm.revoke,
      now: () => this.#iqm.now,
      raceWaitsMs: [1, 2, 4],
    };
  }

  take(session: Session | undefined): void {
    assert.ok(session, 'the account is gone');
    this.#session?.dispose();
    this.#session = session;
    session.onDidChangeState((state) => {
      this.lastState = state;
      this.prompts += state.status === 'suspended' ? 1 : 0;
    });
  }

  /** A call to IQM as a connection makes it; tells how it ended. */
  async call(turn: () => Promise<void>): Promise<string> {
    try {
      let token = await this.session.accessToken();
      for (let tries = 0; tries < 3; tries++) {
        await turn();
        if (this.#iqm.accepts(token)) {
          this.session.accepted(token);
          return 'ok';
        }
        token = await this.session.renew(token);
      }
      return 'refused';
    } catch (error) {
      assert.ok(error instanceof IqmError, String(error));
      return error.kind;
    }
  }
}

const rounds = fc.array(
  fc.record<Round>({
    event: fc.constantFrom('nothing', 'tokens end', 'time is up', 'nearly up', 'revoked'),
    network: fc.constantFrom<TokenServer['network'][]>('up', 'up', 'up', 'down', 'lost'),
    calls: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    afterwards: fc.constantFrom('nothing', 'nothing', 'sign in again', 'reload'),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('two windows with one session, whatever the order of events', () => {
  for (const shares of ['at once', 'at reload'] as const) {
    it(`refresh at most once per expiry and lose nothing to the network (secrets shared ${shares})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), rounds, (scheduler, story) =>
          play(shares, scheduler, story),
        ),
        { numRuns: 100, endOnFailure: true },
      );
    });
  }
});

async function play(
  shares: Shares,
  scheduler: fc.Scheduler,
  story: readonly Round[],
): Promise<void> {
  const turn = (): Promise<void> => scheduler.schedule(Promise.resolve(), 'turn');
  const run = <T>(work: Promise<T>): Promise<T> => scheduler.waitFor(work);
  const machine = new Machine(shares, turn);
  const iqm = new TokenServer(turn);
  const windows = [new Window(0, machine, iqm), new Window(1, machine, iqm)] as const;
  const [first, second] = windows;
  const grant = () => ({
    home: 'https://api.iqm.com',
    label: 'dev',
    tokens: iqm.signIn(),
    clientId: 'the-client',
    clientSecret: 'the-client-secret',
  });
  first.take(await run(Session.begin(grant(), first.options())));
  second.take(await run(Session.restore(second.options())));
  /** Since the last sign-in: IQM ended the session, or an answer with the only good refresh token was lost. */
  let doomed = false;

  for (const round of story) {
    switch (round.event) {
      case 'tokens end':
        iqm.expireAccess();
        break;
      case 'time is up':
        iqm.now += 11 * HOUR;
        break;
      case 'nearly up':
        iqm.now += 10 * HOUR - 60_000;
        break;
      case 'revoked':
        iqm.expireAll();
        doomed = true;
        break;
      case 'nothing':
    }
    iqm.network = round.network;
    const refreshesBefore = iqm.refreshes;
    const before = windows.map(({ refreshes, prompts, session }) => ({
      refreshes,
      prompts,
      suspended: session.state.status === 'suspended',
    }));
    const calls = windows.map((window) =>
      Promise.all(Array.from({ length: round.calls[window.name] ?? 0 }, () => window.call(turn))),
    );
    const ends = await run(Promise.all(calls));
    if (round.network === 'lost' && iqm.refreshes > refreshesBefore) {
      doomed = true;
    }

    windows.forEach((window, i) => {
      const { refreshes, prompts, suspended } = before[i]!;
      const { state } = window.session;
      // An answer that was lost leaves each call to try for itself; nothing else does.
      if (round.network === 'up') {
        assert.ok(
          window.refreshes - refreshes <= 1,
          `window ${i} refreshed ${window.refreshes - refreshes} times`,
        );
      }
      assert.ok(window.prompts - prompts <= (suspended ? 0 : 1), 'prompted more than once');
      assert.notEqual(state.status, 'signedOut');
      if (round.network === 'down') {
        assert.equal(window.prompts, prompts, 'suspended by the network');
      }
      if (shares === 'at once' && !doomed) {
        assert.equal(state.status, 'active', 'suspended although the other window had good tokens');
        if (round.network === 'up') {
          assert.ok(
            ends[i]!.every((end) => end === 'ok'),
            ends[i]!.join(),
          );
        }
      }
      if (state.status === 'suspended' && !doomed) {
        assert.ok(state.maybeElsewhere, 'does not say that another window may have the session');
      }
    });

    iqm.network = 'up';
    if (round.afterwards === 'sign in again') {
      await run(first.session.replace(grant()));
      await scheduler.waitIdle();
      doomed = false;
    } else if (round.afterwards === 'reload') {
      second.take(await run(Session.restore(second.options())));
    }
  }

  // In the end both work again: after a sign-in where it is needed, and in the browser after a reload.
  if (doomed) {
    await run(first.session.replace(grant()));
  }
  await scheduler.waitIdle();
  for (const window of windows) {
    if (shares === 'at reload') {
      window.take(await run(Session.restore(window.options())));
    }
    assert.equal(
      await run(window.call(turn)),
      'ok',
      `window ${window.name} does not work in the end`,
    );
  }
}
