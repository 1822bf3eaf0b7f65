import assert from 'node:assert/strict';
import { Watch, type Vitals } from '../../../src/details/watch';
import { IqmError } from '../../../src/iqm/errors';
import { deferred } from './fakeIqm';
import { ManualClock, settled } from './manualClock';

const PENDING: Vitals = { status: 'pending', total: 0 };
const SECOND = 1000;

describe('Watch until it fires', () => {
  let clock: ManualClock;
  let answers: (Vitals | Error | Promise<Vitals>)[];
  let signals: AbortSignal[];
  let states: string[];
  let watch: Watch;

  /** The last answer is repeated for ever. */
  const read = (signal: AbortSignal): Promise<Vitals> => {
    signals.push(signal);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer!);
  };

  beforeEach(() => {
    clock = new ManualClock(1_000_000);
    answers = [PENDING];
    signals = [];
    states = [];
    watch = new Watch({
      read,
      changed: () => states.push(watch.state.kind),
      sentence: (error) => (error as Error).message,
      clock,
    });
  });

  it('asks nothing until it is started', async () => {
    await clock.pass(600 * SECOND);
    assert.equal(signals.length, 0);
    assert.equal(watch.state.kind, 'off');
  });

  it('looks at once, and then every 30 seconds', async () => {
    watch.start(PENDING);
    await settled();
    assert.equal(signals.length, 1);
    await clock.pass(29 * SECOND);
    assert.equal(signals.length, 1);
    await clock.pass(1 * SECOND);
    assert.equal(signals.length, 2);
    await clock.pass(300 * SECOND);
    assert.equal(signals.length, 12);
    assert.deepEqual(watch.state, {
      kind: 'on',
      since: 1_000_000,
      checks: 12,
      lastCheck: 1_330_000,
      nextCheck: 1_360_000,
    });
  });

  it('fires when Pending turns Active, and asks no more', async () => {
    answers = [PENDING, PENDING, { status: 'active', total: 0 }];
    watch.start(PENDING);
    await clock.pass(600 * SECOND);
    assert.deepEqual(watch.state, {
      kind: 'fired',
      at: 1_060_000,
      from: PENDING,
      to: { status: 'active', total: 0 },
    });
    assert.equal(signals.length, 3);
    assert.equal(clock.pending, 0);
  });

  it('fires when the total rises', async () => {
    answers = [
      { status: 'active', total: 7 },
      { status: 'active', total: 8 },
    ];
    watch.start({ status: 'active', total: 7 });
    await clock.pass(30 * SECOND);
    assert.equal(watch.state.kind, 'fired');
  });

  it('fires at the first look if it has fired since the user last saw fresh numbers', async () => {
    answers = [{ status: 'active', total: 8 }];
    watch.start({ status: 'active', total: 7 });
    await settled();
    assert.equal(watch.state.kind, 'fired');
  });

  it('does not take the first answer for news when nobody knows how old the numbers shown are', async () => {
    answers = [
      { status: 'active', total: 8 },
      { status: 'active', total: 8 },
    ];
    watch.start(undefined);
    await clock.pass(90 * SECOND);
    assert.equal(watch.state.kind, 'on');
    answers = [{ status: 'active', total: 9 }];
    await clock.pass(30 * SECOND);
    assert.equal(watch.state.kind, 'fired');
  });

  it('notices a rise after IQM has corrected the total downwards', async () => {
    answers = [
      { status: 'active', total: 5 },
      { status: 'active', total: 6 },
    ];
    watch.start({ status: 'active', total: 9 });
    await clock.pass(30 * SECOND);
    assert.deepEqual(
      watch.state.kind === 'fired' && [watch.state.from.total, watch.state.to.total],
      [5, 6],
    );
  });

  it('survives failures, asks less often after each, and is back to 30 seconds after an answer', async () => {
    const down = new IqmError('offline', 'IQM cannot be reached.');
    answers = [down, down, down, PENDING];
    watch.start(PENDING);
    const waits: number[] = [];
    for (let check = 0; check < 5; check += 1) {
      await settled();
      const { state } = watch;
      assert.ok(state.kind === 'on');
      assert.equal(state.problem, check < 3 ? down.message : undefined);
      waits.push((state.nextCheck! - state.lastCheck!) / SECOND);
      await clock.pass(waits.at(-1)! * SECOND);
    }
    assert.deepEqual(waits, [60, 120, 240, 30, 30]);
  });

  it('never waits longer than five minutes for the next try, however often it has failed', async () => {
    answers = [new IqmError('server', 'IQM has a problem.')];
    watch.start(PENDING);
    await clock.pass(3600 * SECOND);
    assert.ok(watch.state.kind === 'on');
    assert.equal(watch.state.nextCheck! - watch.state.lastCheck!, 300 * SECOND);
  });

  it('leaves IQM alone for as long as it asks to be', async () => {
    answers = [new IqmError('rateLimited', 'Too many.', { retryAfterSeconds: 200 }), PENDING];
    watch.start(PENDING);
    await clock.pass(199 * SECOND);
    assert.equal(signals.length, 1);
    await clock.pass(1 * SECOND);
    assert.equal(signals.length, 2);
  });

  it('has never more than one request under way, however long the answer takes', async () => {
    const slow = deferred<Vitals>();
    answers = [slow.promise, PENDING];
    watch.start(PENDING);
    watch.start(PENDING);
    await clock.pass(600 * SECOND);
    assert.equal(signals.length, 1);
    slow.resolve(PENDING);
    await clock.pass(30 * SECOND);
    assert.equal(signals.length, 2);
  });

  it('cancels the request under way, asks no more, and does not mind its late answer', async () => {
    const slow = deferred<Vitals>();
    answers = [slow.promise];
    watch.start(PENDING);
    await settled();
    watch.cancel();
    assert.equal(signals[0]?.aborted, true);
    assert.equal(watch.state.kind, 'off');
    slow.resolve({ status: 'active', total: 1 });
    await clock.pass(600 * SECOND);
    assert.equal(watch.state.kind, 'off');
    assert.equal(signals.length, 1);
    assert.equal(clock.pending, 0);
  });

  it('does not take the late answer of a cancelled watch for one of the next', async () => {
    const late = deferred<Vitals>();
    answers = [late.promise, PENDING];
    watch.start(PENDING);
    await settled();
    watch.cancel();
    watch.start(PENDING);
    await settled();
    late.resolve({ status: 'active', total: 1 });
    await settled();
    assert.ok(watch.state.kind === 'on');
    assert.equal(watch.state.checks, 1);
    assert.equal(clock.pending, 1);
  });

  it('asks no more when it is cancelled between two looks', async () => {
    watch.start(PENDING);
    await settled();
    watch.cancel();
    await clock.pass(600 * SECOND);
    assert.equal(signals.length, 1);
  });

  it('can be cancelled by whoever hears of a failure', async () => {
    answers = [new Error('gone')];
    watch = new Watch({
      read,
      changed: () => {
        if (watch.state.kind === 'on' && watch.state.problem !== undefined) watch.cancel();
      },
      sentence: String,
      clock,
    });
    watch.start(PENDING);
    await clock.pass(600 * SECOND);
    assert.equal(signals.length, 1);
    assert.equal(clock.pending, 0);
  });

  it('ends by itself after two hours, so that a forgotten panel does not ask for ever', async () => {
    watch.start(PENDING);
    await clock.pass(5 * 3600 * SECOND);
    assert.equal(watch.state.kind, 'ended');
    assert.equal(signals.length, 241);
    assert.equal(clock.pending, 0);
  });

  it('can be started again after it has fired', async () => {
    answers = [{ status: 'active', total: 1 }];
    watch.start(PENDING);
    await settled();
    watch.start({ status: 'active', total: 1 });
    await settled();
    answers = [{ status: 'active', total: 2 }];
    await clock.pass(30 * SECOND);
    assert.deepEqual(
      states.filter((kind, index) => kind !== states[index - 1]),
      ['on', 'fired', 'on', 'fired'],
    );
  });
});
