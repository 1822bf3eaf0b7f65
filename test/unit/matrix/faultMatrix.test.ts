import assert from 'node:assert/strict';
import { IqmError } from '../../../src/iqm/errors';
import { FAULT_ROWS, uncovered, type FaultRow, type Told } from './faultRows';
import { OPERATIONS, targetOf, type Operation, type Target } from './operations';
import { Stage, type SeenRequest } from './stage';

/** Answers of a server that did not look at the request, so that sending it again repeats nothing. */
const TURNED_AWAY: ReadonlySet<number> = new Set([401, 404, 405, 429]);

describe('the fault matrix', function () {
  this.timeout(60_000);
  let stage: Stage;
  let target: Target;
  let cells = 0;
  const failures: string[] = [];

  before(async () => {
    stage = await Stage.start();
    target = await targetOf(stage);
  });
  after(async () => {
    await stage.close();
    console.log(
      `    fault matrix: ${FAULT_ROWS.length} faults × ${OPERATIONS.length} operations = ` +
        `${cells} cells, ${failures.length} failures`,
    );
  });

  for (const row of FAULT_ROWS) {
    it(row.name, async () => {
      const wrong: string[] = [];
      for (const operation of OPERATIONS) {
        cells += 1;
        await stage.reset();
        try {
          await cell(row, operation);
        } catch (error) {
          wrong.push(`${row.name} × ${operation.name}: ${String(error)}`);
        }
      }
      failures.push(...wrong);
      assert.deepEqual(wrong, []);
    });
  }

  it('has a row for every kind of fault', () => {
    assert.deepEqual(uncovered(), []);
  });

  async function cell(row: FaultRow, operation: Operation): Promise<void> {
    const before = await stage.state();
    await stage.control('faults', row.body(operation));
    let told: Told = 'done';
    try {
      await operation.run(stage, target);
    } catch (error) {
      if (!(error instanceof IqmError)) {
        throw error;
      }
      told = error.kind;
      readsLikeASentence(error.message);
    }
    assert.equal(told, row.told(operation), 'what the user is told');
    await isTrue(told, operation, before);
    leavesOnce(operation, await stage.requests());
    const suspended = row.suspends === true && operation.nature !== 'token';
    assert.equal(stage.session.state.status, suspended ? 'suspended' : 'active', 'the session');
  }

  async function isTrue(
    told: Told,
    { times }: Operation,
    before: Awaited<ReturnType<Stage['state']>>,
  ): Promise<void> {
    const after = await stage.state();
    if (!times) {
      assert.deepEqual(
        [after.conversions, after.campaigns, after.outbox],
        [before.conversions, before.campaigns, before.outbox],
        'reading changes nothing',
      );
      return;
    }
    const done = times(after, before, target);
    if (told === 'done') {
      assert.equal(done, 1, 'told done: it is done, once');
    } else if (told === 'unknownOutcome') {
      assert.ok(done <= 1, `told unknown: done ${done} times`);
    } else {
      assert.equal(done, 0, `told ${told}: it is not done`);
    }
  }
});

/** A change that IQM cannot tell from its repetition leaves once. */
function leavesOnce({ nature, request }: Operation, seen: readonly SeenRequest[]): void {
  const sent = seen.filter(
    ({ method, path, status }) =>
      method === (request.method ?? method) &&
      path.includes(request.path) &&
      !TURNED_AWAY.has(status),
  ).length;
  if (nature === 'once') {
    assert.ok(sent <= 1, `sent ${sent} times`);
  } else {
    assert.ok(sent <= 3, `repeated endlessly: sent ${sent} times`);
  }
}

/** Whole sentences of ours; IQM's own words may follow them, marked as such. */
function readsLikeASentence(text: string): void {
  const [ours = ''] = text.split(' IQM: ');
  assert.match(ours, /^[A-Z0-9].+\.$/s);
  assert.doesNotMatch(text, /undefined|\[object|<\/?\w|[{}]|Bearer|sandbox-secret|Sandbox!2026/);
}
