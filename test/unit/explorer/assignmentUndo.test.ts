import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedBy, readMembership, stepsBack } from '../../../src/explorer/assignmentUndo';
import { ADVERTISER, Stage } from '../matrix/stage';

describe('taking an assignment back', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await Stage.start();
  });
  after(() => stage.close());

  /** Every campaign with its conversions, in an order that says nothing. */
  async function world(): Promise<Map<number, number[]>> {
    const { campaigns } = await stage.state();
    return new Map(
      campaigns
        .filter(({ owId }) => owId === ADVERTISER)
        .map(({ id, conversionIds }) => [id, [...conversionIds].sort((a, b) => a - b)]),
    );
  }

  /** Some pixels, and some campaigns of which a few run and so keep what they have. */
  async function cast(): Promise<{ conversions: number[]; campaigns: number[] }> {
    const { campaigns, conversions } = await stage.state();
    const ours = campaigns.filter(({ owId }) => owId === ADVERTISER);
    const open = ours.filter(({ status }) => status === 'draft' || status === 'pending');
    const running = ours.filter(({ status }) => status === 'running');
    return {
      conversions: conversions
        .filter(({ owId, kind, deleted }) => owId === ADVERTISER && kind === 'pixel' && !deleted)
        .map(({ id }) => id)
        .slice(0, 4),
      campaigns: [...open.slice(0, 4), ...running.slice(0, 1)].map(({ id }) => id),
    };
  }

  it('leaves every campaign with just the conversions it had', async () => {
    const places = fc.subarray([0, 1, 2, 3]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(places, fc.subarray([0, 1, 2, 3])), { maxLength: 3 }),
        fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        fc.subarray([0, 1, 2, 3, 4]),
        fc.subarray([0, 1, 2, 3, 4]),
        async (earlier, chosen, add, remove) => {
          await stage.reset();
          const { conversions, campaigns } = await cast();
          const { client } = stage;
          const ids = (of: readonly number[], which: readonly number[]): number[] =>
            which.map((index) => of[index]!);
          for (const [some, into] of earlier) {
            if (some.length > 0 && into.length > 0) {
              await client.conversions.assign({
                conversionIds: ids(conversions, some),
                add: ids(campaigns, into),
              });
            }
          }
          const before = await world();
          const request = {
            conversionIds: ids(conversions, chosen),
            add: ids(campaigns, add),
            remove: ids(campaigns, remove).filter((id) => !ids(campaigns, add).includes(id)),
          };
          const membership = await readMembership(
            client,
            request.conversionIds,
            [...request.add, ...request.remove],
            {},
          );
          const done = await client.conversions.assign(request);
          for (const step of stepsBack(changedBy(done, membership))) {
            const answer = await client.conversions.assign(step);
            assert.deepEqual(answer.invalidAdded, [], 'nothing is refused on the way back');
            assert.deepEqual(answer.invalidRemoved, []);
          }
          assert.deepEqual(await world(), before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('needs no question for one conversion, whose answer is exact', async () => {
    await stage.reset();
    const { conversions, campaigns } = await cast();
    const before = await world();
    const done = await stage.client.conversions.assign({
      conversionIds: [conversions[0]!],
      add: campaigns,
    });
    assert.ok(done.validAdded.length > 0 && done.invalidAdded.length > 0);
    const [step, ...others] = stepsBack(changedBy(done, new Map()));
    assert.deepEqual(step, { conversionIds: [conversions[0]], add: [], remove: done.validAdded });
    assert.deepEqual(others, []);
    await stage.client.conversions.assign(step);
    assert.deepEqual(await world(), before);
  });

  it('asks by campaign or by conversion, whichever takes fewer requests', async () => {
    await stage.reset();
    const { conversions, campaigns } = await cast();
    const asked = async (some: readonly number[], into: readonly number[]): Promise<number> => {
      const earlier = (await stage.requests()).length;
      await readMembership(stage.client, some, into, {});
      return (await stage.requests()).length - earlier;
    };
    assert.equal(await asked(conversions, campaigns.slice(0, 1)), 1);
    assert.equal(await asked(conversions.slice(0, 2), campaigns), 2);
  });
});
