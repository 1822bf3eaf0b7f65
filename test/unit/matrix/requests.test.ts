import assert from 'node:assert/strict';
import {
  burst,
  idleRequests,
  longListRequests,
  mainJobRequests,
  signInRequests,
} from './requestCounts';

describe('the number of requests', function () {
  this.timeout(60_000);

  it('is four at most from the sign-in until both lists are there', async () => {
    assert.ok((await signInRequests()) <= 4);
  });

  it('is ten at most for the whole main job', async () => {
    assert.ok((await mainJobRequests()) <= 10);
  });

  it('is none in ten idle minutes, even when the token ends', async () => {
    assert.equal(await idleRequests(), 0);
  });

  for (const windows of [1, 2]) {
    it(`is held at the limit for 200 actions at once, from ${windows} clients, and none is lost`, async () => {
      const { actions, done, refusedToUser, lost } = await burst(windows);
      assert.deepEqual({ done, refusedToUser, lost }, { done: actions, refusedToUser: 0, lost: 0 });
    });
  }

  it('is ten at most for 10,000 conversions to their end', async () => {
    const { rows, requests } = await longListRequests();
    assert.equal(rows, 10_000);
    assert.ok(requests <= 10, `${requests} requests`);
  });
});
