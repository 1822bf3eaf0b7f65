import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Budget, type Turn } from '../../../src/iqm/budget';
import { IqmError } from '../../../src/iqm/errors';
import { connect } from './support/connect';
import { failsAs } from './support/expectError';
import { RateLimit } from './support/rateLimit';
import { TestServer, type Reply } from './support/server';

let count = 0;
const turn = (more: Partial<Turn> = {}): Turn => ({ priority: 'user', id: `t${count++}`, ...more });

/** Fills the budget so that all that follows has to wait. */
async function fill(budget: Budget, limit: number): Promise<void> {
  await Promise.all(
    Array.from({ length: limit }, () => budget.run(() => Promise.resolve(), turn())),
  );
}

/** Lets everything happen that waits for no clock. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the budget', () => {
  it('lets no more than the limit leave within any window', async () => {
    const [limit, windowMs] = [5, 40];
    const budget = new Budget({ limit, windowMs });
    const left: number[] = [];
    await Promise.all(
      Array.from({ length: 32 }, () =>
        budget.run(() => {
          left.push(Date.now());
          return Promise.resolve();
        }, turn()),
      ),
    );
    assert.equal(left.length, 32);
    for (let i = limit; i < left.length; i++) {
      assert.ok(left[i]! - left[i - limit]! >= windowMs, `${left[i]! - left[i - limit]!} ms apart`);
    }
  });

  it('lets the user’s requests go before a view’s, and those before the rest', async () => {
    const budget = new Budget({ limit: 1, windowMs: 15 });
    await fill(budget, 1);
    const order: string[] = [];
    const ask = (name: string, more: Partial<Turn>): Promise<void> =>
      budget.run(() => {
        order.push(name);
        return Promise.resolve();
      }, turn(more));
    await Promise.all([
      ask('background', { priority: 'background' }),
      ask('view', { priority: 'view' }),
      ask('user', { priority: 'user' }),
      ask('user again', { priority: 'user', again: true }),
      ask('view again', { priority: 'view', again: true }),
    ]);
    assert.deepEqual(order, ['user again', 'user', 'view again', 'view', 'background']);
  });

  it('moves a request up when someone more important wants it too', async () => {
    const budget = new Budget({ limit: 1, windowMs: 15 });
    await fill(budget, 1);
    const order: string[] = [];
    const ask = (name: string, more: Partial<Turn>): Promise<void> =>
      budget.run(() => {
        order.push(name);
        return Promise.resolve();
      }, turn(more));
    const all = [
      ask('raised', { priority: 'background', id: 'raise-me' }),
      ask('view', { priority: 'view' }),
    ];
    await budget.raise('raise-me', 'user');
    await budget.raise('nobody', 'user');
    await Promise.all(all);
    assert.deepEqual(order, ['raised', 'view']);
  });

  describe('with a minute’s window', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
    afterEach(() => {
      // What still waits would keep the process alive.
      mock.timers.tick(10 * 60_000);
      mock.timers.reset();
    });

    /** A request that waits, and how to give it up. */
    async function waiter(budget: Budget): Promise<() => Promise<unknown>> {
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = failsAs(
        'cancelled',
        budget.run(() => Promise.resolve(), turn({ signal })),
      );
      await settle();
      return () => {
        controller.abort();
        return waiting;
      };
    }

    it('says how long the next request waits, and when that changes', async () => {
      const budget = new Budget({ limit: 2 });
      let changes = 0;
      const subscription = budget.waiting.onChange(() => changes++);
      await fill(budget, 2);
      assert.equal(budget.waiting.seconds, 0, 'nothing waits');
      mock.timers.tick(20_000);
      const giveUp = await waiter(budget);
      const waited = [budget.waiting.seconds];
      mock.timers.tick(10_000);
      waited.push(budget.waiting.seconds);
      assert.deepEqual(waited, [42, 32]);
      const before = changes;
      await giveUp();
      assert.deepEqual([budget.waiting.seconds, changes > before], [0, true]);
      subscription.dispose();
      const after = changes;
      await budget.refused(Date.now(), 1);
      assert.equal(changes, after);
    });

    it('pauses longer from refusal to refusal where the server names no time', async () => {
      const budget = new Budget({ random: () => 0 });
      const pauses: number[] = [];
      for (let i = 0; i < 4; i++) {
        mock.timers.tick(100_000);
        await budget.refused(Date.now(), undefined);
        const giveUp = await waiter(budget);
        // The rest of the same burst is refused as well: that is no reason to wait longer.
        await budget.refused(Date.now() - 1_000, undefined);
        pauses.push(budget.waiting.seconds);
        await giveUp();
      }
      assert.deepEqual(pauses, [6, 16, 62, 62]);
      mock.timers.tick(100_000);
      budget.taken();
      await budget.refused(Date.now(), undefined);
      const giveUp = await waiter(budget);
      assert.equal(budget.waiting.seconds, 6, 'after a success it begins anew');
      await giveUp();
    });

    it('is not held back for hours, whatever a server says', async () => {
      const budget = new Budget();
      await budget.refused(Date.now(), 1e9);
      const giveUp = await waiter(budget);
      assert.equal(budget.waiting.seconds, 306);
      await giveUp();
    });
  });

  it('forgets a request that is cancelled while it waits, and waits for one that has left', async () => {
    const budget = new Budget({ limit: 1, windowMs: 20 });
    await fill(budget, 1);
    const controller = new AbortController();
    let sent = false;
    const waiting = failsAs(
      'cancelled',
      budget.run(
        () => {
          sent = true;
          return Promise.resolve();
        },
        turn({ signal: controller.signal }),
      ),
    );
    controller.abort();
    await waiting;
    await failsAs(
      'cancelled',
      budget.run(() => Promise.resolve(), turn({ signal: controller.signal })),
    );
    const late = new AbortController();
    const result = await budget.run(
      async () => {
        late.abort();
        await wait(2);
        return 'its own answer';
      },
      turn({ signal: late.signal }),
    );
    assert.equal(result, 'its own answer');
    assert.equal(sent, false);
  });

  it('hands errors on', async () => {
    const budget = new Budget();
    await failsAs(
      'server',
      budget.run(() => Promise.reject(new IqmError('server', 'x')), turn()),
    );
  });

  it('lets nothing leave after a refusal until the server’s time is over', async () => {
    const budget = new Budget({ limit: 10, windowMs: 1_000 });
    await fill(budget, 1);
    const refusedAt = Date.now();
    await budget.refused(refusedAt, 0.06);
    assert.equal(budget.waiting.seconds, 0, 'nothing waits');
    let leftAt = 0;
    const waiting = budget.run(() => {
      leftAt = Date.now();
      return Promise.resolve();
    }, turn());
    await wait(1);
    assert.equal(budget.waiting.seconds, 1);
    await waiting;
    assert.ok(leftAt - refusedAt >= 59, `${leftAt - refusedAt} ms`);
  });
});

describe('a burst of 200 actions', () => {
  const row = { id: 1, name: 'Checkout', type: 'Pixel', status: 'Pending' };
  // Long beside the pauses of a busy machine, which would look like requests that left too early.
  const windowMs = 200;

  async function burst(
    clients: number,
    withRetryAfter: boolean,
  ): Promise<{ refused: number; taken: Map<string, number> }> {
    const limit = new RateLimit(20, windowMs);
    const taken = new Map<string, number>();
    const server = await TestServer.start(({ path, query, body }): Reply => {
      const seconds = limit.refusal();
      if (seconds !== undefined) {
        return {
          status: 429,
          json: { success: false, errorObjects: [{ error: 'Too many requests' }] },
          headers: withRetryAfter ? { 'Retry-After': String(seconds) } : {},
        };
      }
      const key = query.get('searchField') ?? (body as { name: string }).name;
      taken.set(key, (taken.get(key) ?? 0) + 1);
      return path.endsWith('/add')
        ? { json: { success: true, data: { ...row, id: taken.size } } }
        : { json: { success: true, data: { data: [row], totalRecords: 1, filteredRecords: 1 } } };
    });
    const everyone = Array.from({ length: clients }, () =>
      connect(server.origin, { budget: new Budget({ windowMs }) }),
    );
    const postback = {
      partnerTypeId: 1,
      impressionUrl: 'https://p.example/i',
      clickUrl: 'https://p.example/c',
    };
    try {
      await Promise.all(
        everyone.flatMap(({ client }, who) =>
          Array.from({ length: 200 }, (_, i) =>
            // Every tenth is one that must never happen twice.
            i % 10 === 0
              ? client.conversions.createPostback({ ...postback, name: `${who} create ${i}` })
              : client.conversions.list({ search: `${who} list ${i}` }),
          ),
        ),
      );
    } finally {
      // A server that stays would keep a failed run from ending.
      await server.close();
    }
    return { refused: limit.refused, taken };
  }

  it('is all done, once each, and never refused to the user', async () => {
    const { taken } = await burst(1, true);
    assert.equal(taken.size, 200);
    assert.deepEqual(
      [...taken.values()].filter((times) => times !== 1),
      [],
    );
  });

  it('is all done from two windows on one limit, with and without Retry-After', async () => {
    for (const withRetryAfter of [true, false]) {
      const { taken, refused } = await burst(2, withRetryAfter);
      assert.equal(taken.size, 400);
      assert.deepEqual(
        [...taken.values()].filter((times) => times !== 1),
        [],
      );
      assert.ok(refused > 0, 'two windows of 18 do not fit into 20');
    }
  });
});
