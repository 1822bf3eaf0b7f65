import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { KeptAnswers } from '../../../src/catalog/keptAnswers';
import type { Priority } from '../../../src/iqm/callOptions';

describe('answers that are kept', () => {
  let asked: { id: number; priority: Priority | undefined }[];
  let says: string | Error;
  let changes: number;
  let answers: KeptAnswers<string>;

  beforeEach(() => {
    asked = [];
    says = 'first';
    changes = 0;
    answers = new KeptAnswers(
      (id, { priority }) => {
        asked.push({ id, priority });
        return says instanceof Error ? Promise.reject(says) : Promise.resolve(says);
      },
      () => (changes += 1),
    );
  });

  it('are asked for once', async () => {
    const both = await Promise.all([answers.get(1, { priority: 'user' }), answers.get(1)]);
    assert.deepEqual(both, ['first', 'first']);
    assert.deepEqual(asked, [{ id: 1, priority: 'user' }]);
  });

  it('are given while a newer one is on its way, and then the newer one', async () => {
    await answers.get(1, { priority: 'user' });
    answers.age();
    says = 'second';
    assert.equal(await answers.get(1, { priority: 'user' }), 'first');
    await pause(0);
    assert.equal(changes, 1);
    assert.equal(await answers.get(1), 'second');
    assert.deepEqual(asked.slice(1), [{ id: 1, priority: 'view' }]);
  });

  it('tell nobody when the newer one says the same', async () => {
    await answers.get(1);
    answers.age();
    await answers.get(1);
    await pause(0);
    assert.equal(asked.length, 2);
    assert.equal(changes, 0);
  });

  it('are not asked for again before somebody looks', async () => {
    await Promise.all([answers.get(1), answers.get(2)]);
    answers.age();
    answers.age();
    await answers.get(2);
    await pause(0);
    assert.deepEqual(
      asked.map(({ id }) => id),
      [1, 2, 2],
    );
  });

  it('stay when the newer one cannot be had, until the next look', async () => {
    await answers.get(1);
    answers.age();
    says = new Error('no');
    assert.equal(await answers.get(1), 'first');
    await pause(0);
    says = 'third';
    assert.equal(await answers.get(1), 'first');
    await pause(0);
    assert.equal(await answers.get(1), 'third');
  });

  it('are asked for at once when they are wrong, or have to be of now', async () => {
    await answers.get(1);
    says = 'second';
    assert.equal(await answers.fresh(1), 'second');
    says = 'third';
    answers.forget(1);
    assert.equal(await answers.get(1), 'third');
  });

  it('do not keep a failure', async () => {
    says = new Error('no');
    await assert.rejects(answers.get(1), /no/);
    says = 'second';
    assert.equal(await answers.get(1), 'second');
  });

  it('drop a newer answer that a change has overtaken', async () => {
    await answers.get(1);
    answers.age();
    says = 'stale';
    await answers.get(1);
    answers.forget(1);
    says = 'now';
    assert.equal(await answers.get(1), 'now');
    await pause(0);
    assert.equal(await answers.get(1), 'now');
    assert.equal(changes, 0);
  });
});
