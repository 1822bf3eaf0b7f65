import assert from 'node:assert/strict';
import { RateWait } from '../../../src/details/rateWait';
import { ManualClock } from './manualClock';

describe('Waiting for the rate limit', () => {
  let clock: ManualClock;
  let limit: { seconds: number; listeners: Set<() => void> };
  let wait: RateWait;
  let changes: number;

  beforeEach(() => {
    clock = new ManualClock(0);
    limit = { seconds: 0, listeners: new Set() };
    changes = 0;
    wait = new RateWait(
      {
        get seconds() {
          return limit.seconds;
        },
        onChange: (listener) => {
          limit.listeners.add(listener);
          return { dispose: () => limit.listeners.delete(listener) };
        },
      },
      clock,
      () => (changes += 1),
    );
  });

  it('is not worth a word in the first two seconds', async () => {
    limit.seconds = 12;
    wait.follow(true);
    await clock.pass(1999);
    assert.equal(wait.seconds, 0);
    await clock.pass(1);
    assert.equal(wait.seconds, 12);
  });

  it('counts down while requests are held back, and stops with them', async () => {
    limit.seconds = 12;
    wait.follow(true);
    await clock.pass(2000);
    limit.seconds = 11;
    await clock.pass(1000);
    assert.equal(wait.seconds, 11);
    wait.follow(false);
    assert.equal(wait.seconds, 0);
    assert.equal(clock.pending, 0);
    assert.equal(changes, 3);
  });

  it('says nothing about slow requests that no limit holds back', async () => {
    wait.follow(true);
    await clock.pass(30_000);
    assert.equal(wait.seconds, 0);
  });

  it('leaves neither timer nor listener behind', () => {
    wait.follow(true);
    wait.dispose();
    assert.equal(clock.pending, 0);
    assert.equal(limit.listeners.size, 0);
  });
});
