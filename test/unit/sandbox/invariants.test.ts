import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PIXEL, Visitor } from './support/visitor';
import type { AssignAnswer } from './support/wire';

/** What a visitor may do next; numbers choose among the conversions and campaigns there are. */
type Step =
  | { readonly do: 'create'; readonly kind: 'pixel' | 'universal-pixel' }
  | { readonly do: 'rename' | 'delete' | 'fire'; readonly conversion: number }
  | {
      readonly do: 'assign';
      readonly conversions: readonly number[];
      readonly add: readonly number[];
      readonly remove: readonly number[];
    };

const index = fc.nat(40);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create'), kind: fc.constantFrom('pixel', 'universal-pixel') }),
  fc.record({ do: fc.constantFrom('rename', 'delete', 'fire'), conversion: index }),
  fc.record({
    do: fc.constant('assign'),
    conversions: fc.array(index, { minLength: 1, maxLength: 3 }),
    add: fc.array(index, { maxLength: 4 }),
    remove: fc.array(index, { maxLength: 4 }),
  }),
);

describe('the sandbox: whatever is done to it', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  const take = async (each: Step): Promise<void> => {
    const { conversions, campaigns } = await visitor.state();
    const conversion = (at: number) => conversions[at % conversions.length]!;
    switch (each.do) {
      case 'create':
        await visitor.create(PIXEL, each.kind);
        return;
      case 'rename':
        await visitor.api('PATCH', '/api/v3/conversion/pixel/update', {
          id: conversion(each.conversion).id,
          name: 'Renamed',
        });
        return;
      case 'delete': {
        const { id } = conversion(each.conversion);
        await visitor.api('DELETE', `/api/v3/conversion/delete?conversionIds=${id}`);
        return;
      }
      case 'fire':
        await visitor.ask('GET', `/i/pixel/${conversion(each.conversion).uuid}`);
        return;
      case 'assign': {
        const ids = each.conversions.map((at) => conversion(at).id);
        const campaign = (at: number) => campaigns[at % campaigns.length]?.id;
        const body = {
          conversionIdList: ids,
          addCampaignsList: each.add.map(campaign),
          removeCampaignsList: each.remove.map(campaign),
        };
        const { status, json } = await visitor.api(
          'POST',
          '/api/v3/conversion/assign-to/campaign',
          body,
        );
        if (status === 200) {
          await tellsTheTruth(ids, body, (json as { data: AssignAnswer }).data);
        }
      }
    }
  };

  /** Every id is named once, and what is called valid is so from now on. */
  const tellsTheTruth = async (
    ids: readonly number[],
    body: { addCampaignsList: unknown[]; removeCampaignsList: unknown[] },
    answer: AssignAnswer,
  ): Promise<void> => {
    const sorted = (list: Iterable<unknown>) => [...list].map(Number).sort((a, b) => a - b);
    assert.deepEqual(
      sorted([...answer.validAddCampaignIdsList, ...answer.invalidAddCampaignIdsList]),
      sorted(new Set(body.addCampaignsList)),
    );
    assert.deepEqual(
      sorted([...answer.validRemoveCampaignIdsList, ...answer.invalidRemoveCampaignIdsList]),
      sorted(new Set(body.removeCampaignsList)),
    );
    const { campaigns } = await visitor.state();
    const held = (id: number) => campaigns.find((each) => each.id === id)!.conversionIds;
    for (const id of answer.validAddCampaignIdsList) {
      assert.ok(ids.every((each) => held(id).includes(each)));
    }
    for (const id of answer.validRemoveCampaignIdsList) {
      assert.ok(ids.every((each) => !held(id).includes(each)));
    }
  };

  it('its parts agree with each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        await visitor.control('reset', { keepSessions: true });
        const closed = (await visitor.state()).campaigns.filter(
          ({ status }) => status !== 'draft' && status !== 'pending',
        );
        let created = 0;
        const before = (await visitor.state()).conversions.length;
        for (const each of steps) {
          await take(each);
          created += each.do === 'create' ? 1 : 0;
        }
        const { conversions, campaigns } = await visitor.state();
        const alive = conversions.filter(({ deleted }) => !deleted);
        assert.equal(conversions.length, before + created, 'one conversion per create');
        assert.equal(new Set(conversions.map(({ id }) => id)).size, conversions.length);
        for (const { conversionIds } of campaigns) {
          assert.equal(new Set(conversionIds).size, conversionIds.length);
          assert.ok(conversionIds.every((id) => alive.some((each) => each.id === id)));
        }
        for (const { id, conversionIds } of closed) {
          const now = campaigns.find((each) => each.id === id)!.conversionIds;
          // Deleting detaches from campaigns that ended; nothing else may touch them.
          assert.ok(now.every((each) => conversionIds.includes(each)));
        }
        const { data, totalRecords } = await visitor.list('limit=1000');
        assert.equal(totalRecords, alive.length);
        for (const row of data) {
          const holders = campaigns.filter(({ conversionIds }) => conversionIds.includes(row.id));
          assert.equal(row.campaignCount, holders.length);
          assert.ok(
            row.type === 'Postback' || (row.status === 'Active') === row.totalConversion > 0,
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});
