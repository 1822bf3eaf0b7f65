import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { PagedList, type ListSnapshot } from '../../../src/catalog/pagedList';
import type { Page } from '../../../src/iqm/callOptions';

interface Row {
  readonly id: number;
  readonly name: string;
}
interface Query {
  readonly search?: string;
}

interface Call {
  readonly query: Query;
  readonly page: number;
  readonly signal: AbortSignal;
  answer(rows: readonly Row[], filtered?: number): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** Lets everything that is due now happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A list whose server is this test: every call waits until it is answered. */
function listWithServer(): {
  list: PagedList<Row, Query>;
  calls: Call[];
  last: () => ListSnapshot<Row>;
} {
  const calls: Call[] = [];
  let last: ListSnapshot<Row> | undefined;
  const list = new PagedList<Row, Query>(
    {
      load: (query, page, signal) =>
        new Promise<Page<Row>>((resolve, reject) => {
          calls.push({
            query,
            page,
            signal,
            answer: (rows, filtered = rows.length) => {
              resolve({ rows, total: filtered, filtered });
              return settle();
            },
            fail: (error) => {
              reject(error);
              return settle();
            },
          });
        }),
      key: ({ id }) => id,
      merge: (_known, again) => again,
      now: () => 1000,
    },
    {},
    (snapshot) => (last = snapshot),
  );
  return { list, calls, last: () => last ?? list.snapshot };
}

const rows = (...ids: number[]): Row[] => ids.map((id) => ({ id, name: `row ${id}` }));
const ids = (snapshot: ListSnapshot<Row>): number[] => snapshot.rows.map(({ id }) => id);

describe('a paged list', () => {
  it('shows rows of an earlier session until the first answer', async () => {
    const { list, calls, last } = listWithServer();
    list.restore(rows(1, 2), 2, 2, 500);
    void list.refresh();
    assert.deepEqual(ids(last()), [1, 2]);
    assert.equal(last().asOf, 500);
    assert.equal(last().loading, true);
    await calls[0]!.answer(rows(3));
    assert.deepEqual(ids(last()), [3]);
    assert.equal(last().asOf, 1000);
  });

  it('never lets saved rows replace fresh ones', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(3));
    list.restore(rows(1, 2), 2, 2, 500);
    assert.deepEqual(ids(last()), [3]);
  });

  it('keeps its rows when a refresh fails, and says why', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(1));
    void list.refresh();
    const error = new Error('down');
    await calls[1]!.fail(error);
    assert.deepEqual(ids(last()), [1]);
    assert.equal(last().error, error);
    assert.equal(last().loading, false);
  });

  it('goes on page by page to the end, and stops at an empty page whatever the totals say', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(1, 2), 9);
    assert.equal(last().complete, false);
    void list.loadMore();
    assert.equal(calls[1]!.page, 2);
    await calls[1]!.answer(rows(2, 3), 9);
    assert.deepEqual(ids(last()), [1, 2, 3]);
    void list.loadMore();
    await calls[2]!.answer([], 9);
    assert.equal(last().complete, true);
    await list.loadMore();
    assert.equal(calls.length, 3);
  });

  it('goes on once a refresh under way is through, however often it is asked to', async () => {
    const { list, calls, last } = listWithServer();
    list.restore(rows(1, 2), 4, 4, 500);
    void list.refresh();
    void list.loadMore();
    void list.refresh();
    void list.loadMore();
    assert.equal(calls.length, 2);
    await calls[1]!.answer(rows(1, 2), 4);
    assert.deepEqual(
      calls.map(({ page }) => page),
      [1, 1, 2],
    );
    await calls[2]!.answer(rows(3, 4), 4);
    assert.deepEqual(ids(last()), [1, 2, 3, 4]);
    assert.equal(calls.length, 3);
  });

  it('does not go on behind rows that a refresh could not read, or that nobody asks for any more', async () => {
    const { list, calls } = listWithServer();
    list.restore(rows(1, 2), 4, 4, 500);
    void list.refresh();
    const first = list.loadMore();
    await calls[0]!.fail(new Error('down'));
    await first;
    void list.refresh();
    const second = list.loadMore();
    void list.ask({ search: 'a' });
    await calls[1]!.fail(new Error('ended'));
    await calls[2]!.answer(rows(7), 9);
    await second;
    void list.refresh();
    const third = list.loadMore();
    list.stop();
    await calls[3]!.answer(rows(7), 9);
    await third;
    assert.equal(calls.length, 4);
  });

  it('reads as many pages again as it shows', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(1, 2), 4);
    void list.loadMore();
    await calls[1]!.answer(rows(3, 4), 4);
    void list.refresh();
    await calls[2]!.answer(rows(1, 2), 4);
    assert.deepEqual(ids(last()), [1, 2, 3, 4], 'the old rows stay until all new ones are there');
    await calls[3]!.answer(rows(3, 5), 4);
    assert.deepEqual(ids(last()), [1, 2, 3, 5]);
  });

  it('drops the answer to a question that is no longer asked', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    void list.ask({ search: 'a' });
    assert.equal(calls[0]!.signal.aborted, true);
    await calls[1]!.answer(rows(7));
    await calls[0]!.answer(rows(1, 2, 3));
    assert.deepEqual(ids(last()), [7]);
    assert.deepEqual(list.query, { search: 'a' });
  });

  it('keeps what IQM confirmed while an older answer was on its way', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(1, 2));
    void list.refresh();
    list.put({ id: 9, name: 'new' });
    list.remove(2);
    await calls[1]!.answer(rows(1, 2));
    assert.deepEqual(ids(last()), [9, 1]);
  });

  it('puts a changed row where it stood', async () => {
    const { list, calls, last } = listWithServer();
    void list.refresh();
    await calls[0]!.answer(rows(1, 2, 3));
    list.put({ id: 2, name: 'renamed' });
    assert.deepEqual(ids(last()), [1, 2, 3]);
    assert.equal(last().rows[1]!.name, 'renamed');
    assert.equal(last().total, 3);
  });

  it('in any order of questions and answers ends with the rows of the last question', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), search: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ do: fc.constant('refresh' as const) }),
      fc.record({ do: fc.constant('answer' as const), at: fc.nat({ max: 9 }), good: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { list, calls, last } = listWithServer();
        const open = new Set<Call>();
        const rowOf = ({ search = '' }: Query): Row => ({
          id: search === '' ? 0 : search.charCodeAt(0),
          name: search,
        });
        let seen = 0;
        const take = (): void => {
          for (; seen < calls.length; seen += 1) open.add(calls[seen]!);
        };
        for (const each of steps) {
          if (each.do === 'ask') void list.ask({ search: each.search });
          else if (each.do === 'refresh') void list.refresh();
          else {
            const call = [...open][each.at % Math.max(1, open.size)];
            if (call) {
              open.delete(call);
              await (each.good ? call.answer([rowOf(call.query)]) : call.fail(new Error('x')));
            }
          }
          take();
          const wrong = last().rows.filter(({ name }) => name !== (list.query.search ?? ''));
          assert.deepEqual(wrong, []);
        }
        void list.refresh();
        await calls.at(-1)!.answer([rowOf(list.query)]);
        assert.deepEqual(last().rows, [rowOf(list.query)]);
        assert.equal(last().loading, false);
        assert.equal(last().error, undefined);
      }),
    );
  });
});
