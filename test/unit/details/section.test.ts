import assert from 'node:assert/strict';
import { Section } from '../../../src/details/section';
import { deferred } from './fakeIqm';

describe('A section that is loaded on its own', () => {
  let now: number;
  let changes: number;
  let section: Section<string>;

  beforeEach(() => {
    now = 100;
    changes = 0;
    section = new Section<string>({
      changed: () => (changes += 1),
      sentence: (error) => `Sorry: ${(error as Error).message}`,
      now: () => now,
    });
  });

  it('says that it loads, and then what was read and when', async () => {
    const answer = deferred<string>();
    const done = section.load(() => answer.promise);
    assert.deepEqual(section.state, { loading: true });
    answer.resolve('new');
    assert.equal(await done, 'new');
    assert.deepEqual(section.state, { data: 'new', asOf: 100, loading: false });
    assert.equal(changes, 2);
  });

  it('keeps what it had when a refresh fails, and says why', async () => {
    await section.load(() => Promise.resolve('old'));
    now = 200;
    assert.equal(await section.load(() => Promise.reject(new Error('down'))), undefined);
    assert.deepEqual(section.state, {
      data: 'old',
      asOf: 100,
      loading: false,
      problem: 'Sorry: down',
    });
  });

  it('forgets the problem while it tries again', async () => {
    await section.load(() => Promise.reject(new Error('down')));
    void section.load(() => new Promise(() => undefined));
    assert.deepEqual(section.state, { loading: true });
  });

  it('cancels an older request when a newer one begins, and drops its answer', async () => {
    const old = deferred<string>();
    let signal: AbortSignal | undefined;
    const first = section.load((given) => {
      signal = given;
      return old.promise;
    });
    const second = section.load(() => Promise.resolve('new'));
    assert.equal(signal?.aborted, true);
    old.resolve('old');
    assert.equal(await first, undefined);
    assert.equal(await second, 'new');
    assert.equal(section.state.data, 'new');
  });

  it('drops the failure of an overtaken request too', async () => {
    const old = deferred<string>();
    const first = section.load(() => old.promise);
    await section.load(() => Promise.resolve('new'));
    old.reject(new Error('late'));
    await first;
    assert.equal(section.state.problem, undefined);
  });

  it('stops: nothing is loading, what is shown stays, and a late answer is dropped', async () => {
    await section.load(() => Promise.resolve('old'));
    const late = deferred<string>();
    const done = section.load(() => late.promise);
    section.stop();
    assert.deepEqual(section.state, { data: 'old', asOf: 100, loading: false });
    late.resolve('late');
    assert.equal(await done, undefined);
    assert.equal(section.state.data, 'old');
  });
});
