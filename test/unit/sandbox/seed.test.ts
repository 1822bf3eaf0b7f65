import assert from 'node:assert/strict';
import * as v from 'valibot';
import { seedWorld } from '../../../src/sandbox/seed';
import { ORDER_SEEDS } from '../../../src/sandbox/seedCampaigns';
import { CAMPAIGN_STATUSES, worldSchema, type World } from '../../../src/sandbox/world';

const NOW = Date.UTC(2026, 4, 5, 12);

describe('the sandbox: its shop', () => {
  const world = seedWorld(NOW);

  it('is the same at every start, told from that start', () => {
    assert.deepEqual(seedWorld(NOW), world);
    const later = seedWorld(NOW + 1_000);
    const withoutTimes = ({ conversions, campaigns, insertionOrders }: World) => [
      conversions.map((each) => ({ ...each, created: 0 })),
      campaigns.map((each) => ({ ...each, startTime: 0, endTime: 0, created: 0, modified: 0 })),
      insertionOrders.map((each) => ({ ...each, created: 0, modified: 0 })),
    ];
    assert.deepEqual(withoutTimes(later), withoutTimes(world));
    assert.equal(later.conversions[0]!.created, world.conversions[0]!.created + 1_000);
  });

  it('has enough of everything to play with', () => {
    const { organizations, insertionOrders, campaigns, conversions } = world;
    assert.equal(organizations.length, 2);
    assert.equal(insertionOrders.length, 4);
    assert.ok(campaigns.length >= 12);
    assert.deepEqual(new Set(campaigns.map(({ status }) => status)), new Set(CAMPAIGN_STATUSES));
    assert.ok(conversions.length >= 25);
    assert.deepEqual(
      new Set(conversions.map(({ kind }) => kind)),
      new Set(['pixel', 'postback', 'universalPixel']),
    );
    for (const status of ['active', 'pending'] as const) {
      assert.ok(conversions.some((each) => each.status === status));
    }
    assert.ok(
      conversions.some(({ kind, id }) => {
        return kind === 'pixel' && !campaigns.some((each) => each.conversionIds.includes(id));
      }),
    );
  });

  it('holds together', () => {
    const { insertionOrders, campaigns, conversions, nextConversionId } = world;
    assert.doesNotThrow(() => v.parse(worldSchema, world));
    const unique = (values: readonly unknown[]) => new Set(values).size === values.length;
    assert.ok(unique(conversions.map(({ id }) => id)));
    assert.ok(unique(conversions.map(({ uuid }) => uuid)));
    assert.ok(unique(conversions.map(({ name }) => name)));
    assert.ok(unique(campaigns.map(({ id }) => id)));
    assert.ok(conversions.every(({ id }) => id < nextConversionId));
    for (const campaign of campaigns) {
      const order = insertionOrders.find(({ id }) => id === campaign.ioId);
      assert.ok(order);
      assert.equal(order.owId, campaign.owId);
      assert.ok(campaign.conversionIds.every((id) => conversions.some((each) => each.id === id)));
      assert.ok(campaign.created >= order.created && campaign.created <= NOW);
      const ran = ['running', 'paused', 'expired'].includes(campaign.status);
      assert.equal(campaign.impressions > 0, ran, campaign.name);
      assert.equal(campaign.startTime < NOW, ran || campaign.status === 'deleted', campaign.name);
      if (campaign.status === 'expired') {
        assert.ok(campaign.endTime < NOW);
      }
      if (campaign.status === 'running') {
        assert.ok(campaign.endTime === 0 || campaign.endTime > NOW);
      }
    }
    for (const conversion of conversions) {
      const { total, attributedView, attributedClick, status, kind, created } = conversion;
      assert.ok(attributedView + attributedClick <= total, conversion.name);
      assert.ok(created < NOW);
      assert.equal(kind === 'postback', conversion.postback !== undefined);
      assert.equal(kind === 'postback', conversion.setting === undefined);
      if (kind !== 'postback') {
        assert.equal(status, total > 0 ? 'active' : 'pending');
      }
    }
  });

  it('names every conversion that its campaigns ask for', () => {
    // A campaign's conversions are found by name: a typing error would leave it without.
    const attached = world.campaigns.flatMap(({ conversionIds }) => conversionIds);
    const wanted = ORDER_SEEDS.flatMap(({ campaigns }) =>
      campaigns.map((each) => each.conversions),
    );
    assert.equal(attached.length, wanted.flatMap((names) => names ?? []).length);
    assert.ok(attached.length >= 10);
  });

  it('grows to any size for load tests', () => {
    const large = seedWorld(NOW, 10_000);
    assert.equal(large.conversions.length, 10_000);
    assert.equal(new Set(large.conversions.map(({ uuid }) => uuid)).size, 10_000);
    assert.doesNotThrow(() => v.parse(worldSchema, large));
    assert.equal(seedWorld(NOW, 3).conversions.length, 3);
    assert.equal(seedWorld(NOW, 0).conversions.length, 0);
  });
});
