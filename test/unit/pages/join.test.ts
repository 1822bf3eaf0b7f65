import assert from 'node:assert/strict';
import { Join } from '../../../src/pages/join';

describe('work that several wait for', () => {
  let turns: { finish: () => void; fail: (error: Error) => void; signal: AbortSignal }[];
  let join: Join;

  beforeEach(() => {
    turns = [];
    join = new Join(
      (signal) =>
        new Promise((resolve, reject) => {
          turns.push({ finish: resolve, fail: reject, signal });
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
  });

  const never = (): AbortSignal => new AbortController().signal;

  it('is done once for all of them', async () => {
    const both = Promise.all([join.wait(never()), join.wait(never())]);
    assert.equal(turns.length, 1);
    turns[0]!.finish();
    await both;
    const third = join.wait(never());
    assert.equal(turns.length, 2);
    turns[1]!.finish();
    await third;
  });

  it('goes on while one of them waits, and ends with the last', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const one = join.wait(first.signal);
    const other = join.wait(second.signal);
    first.abort(new Error('left'));
    await assert.rejects(one, /left/);
    assert.equal(turns[0]!.signal.aborted, false);
    second.abort(new Error('left too'));
    await assert.rejects(other, /left too/);
    assert.equal(turns[0]!.signal.aborted, true);
  });

  it('starts anew after it was ended', async () => {
    const leaving = new AbortController();
    const left = join.wait(leaving.signal);
    leaving.abort(new Error('left'));
    await assert.rejects(left);
    const again = join.wait(never());
    assert.equal(turns.length, 2);
    turns[1]!.finish();
    await again;
  });

  it('fails for all of them, and may be tried again', async () => {
    const both = [join.wait(never()), join.wait(never())];
    turns[0]!.fail(new Error('no disk'));
    for (const each of both) {
      await assert.rejects(each, /no disk/);
    }
    const again = join.wait(never());
    turns[1]!.finish();
    await again;
  });

  it('does not begin for somebody who has left', async () => {
    await assert.rejects(join.wait(AbortSignal.abort(new Error('left'))), /left/);
    assert.equal(turns.length, 0);
  });

  it('can be ended, whoever waits', async () => {
    const waiting = join.wait(never());
    join.cancel();
    await assert.rejects(waiting);
  });
});
