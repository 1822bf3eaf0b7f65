import assert from 'node:assert/strict';
import { cancelled } from '../../../src/iqm/cancellation';
import { Coalescer, type Shared } from '../../../src/iqm/coalescer';
import { failsAs } from './support/expectError';

type Caller = Parameters<Coalescer<string>['share']>[1];
const caller = (more: Partial<Caller> = {}): Caller => ({
  id: 'first',
  priority: 'view',
  signal: undefined,
  ...more,
});

/** Work that ends when told to, and notices when nobody wants it any more. */
class Work {
  begun: Shared[] = [];
  finish: (answer: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  readonly begin = (shared: Shared): Promise<string> => {
    this.begun.push(shared);
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
      shared.signal.addEventListener('abort', () => reject(cancelled()));
    });
  };
}

describe('callers that ask for the same', () => {
  const never = (): void => assert.fail('nobody more important came');

  it('share one answer while it is under way, and ask anew afterwards', async () => {
    const [coalescer, work] = [new Coalescer<string>(), new Work()];
    const both = [
      coalescer.share('k', caller(), work.begin, never),
      coalescer.share('k', caller({ id: 'second' }), work.begin, never),
      coalescer.share('other', caller({ id: 'third' }), () => Promise.resolve('another'), never),
    ];
    work.finish('answer');
    assert.deepEqual(await Promise.all(both), ['answer', 'answer', 'another']);
    assert.equal(work.begun.length, 1);
    const again = coalescer.share('k', caller(), work.begin, never);
    work.finish('news');
    assert.equal(await again, 'news');
    assert.equal(work.begun.length, 2);
  });

  it('share a failure as well, and it is not kept', async () => {
    const [coalescer, work] = [new Coalescer<string>(), new Work()];
    const both = [
      coalescer.share('k', caller(), work.begin, never),
      coalescer.share('k', caller(), work.begin, never),
    ];
    work.fail(cancelled());
    await Promise.all(both.map((one) => failsAs('cancelled', one)));
    const again = coalescer.share('k', caller(), work.begin, never);
    work.finish('news');
    assert.equal(await again, 'news');
  });

  it('may leave one by one; the work ends with the last', async () => {
    const [coalescer, work] = [new Coalescer<string>(), new Work()];
    const [a, b] = [new AbortController(), new AbortController()];
    const first = failsAs(
      'cancelled',
      coalescer.share('k', caller({ signal: a.signal }), work.begin, never),
    );
    const second = failsAs(
      'cancelled',
      coalescer.share('k', caller({ signal: b.signal }), work.begin, never),
    );
    a.abort();
    await first;
    assert.equal(work.begun[0]?.signal.aborted, false);
    b.abort();
    await second;
    assert.ok(work.begun[0].signal.aborted);
    const next = coalescer.share('k', caller(), work.begin, never);
    assert.equal(work.begun.length, 2, 'what was given up is not joined');
    work.finish('x');
    assert.equal(await next, 'x');
  });

  it('do not start anything when they come cancelled', async () => {
    const [coalescer, work] = [new Coalescer<string>(), new Work()];
    await failsAs(
      'cancelled',
      coalescer.share('k', caller({ signal: AbortSignal.abort() }), work.begin, never),
    );
    assert.equal(work.begun.length, 0);
  });

  it('lift the work to the most important of them', async () => {
    const [coalescer, work] = [new Coalescer<string>(), new Work()];
    const raised: string[] = [];
    const onRaise = ({ id, priority }: Shared): void => void raised.push(`${id} ${priority}`);
    const all = (['view', 'background', 'user', 'view'] as const).map((priority) =>
      coalescer.share('k', caller({ priority }), work.begin, onRaise),
    );
    assert.deepEqual(raised, ['first user']);
    assert.equal(work.begun[0]?.priority, 'user');
    work.finish('x');
    await Promise.all(all);
  });
});
