import { Random } from './random';
import { ORDER_SEEDS, regionSeed, type OrderSeed } from './seedCampaigns';
import { CONVERSION_SEEDS, type ConversionSeed } from './seedConversions';
import { DEFAULT_WINDOWS } from './statics';
import { WORLD_VERSION, type Campaign, type Conversion, type World } from './world';

export const ADVERTISER = 202_001;
export const WORKSPACE = 202_000;

const DAY_MS = 86_400_000;
const FIRST_CONVERSION = 7_001;
const FIRST_ORDER = 3_101;
const FIRST_CAMPAIGN = 590_101;

/**
 * The shop as it is when the sandbox starts for the first time; all dates are told from `now`. The workspace above it
 * holds nothing, as at IQM, where conversions and campaigns live with advertisers.
 *
 * @param size how many conversions there shall be; those beyond the shop's own are landing pages, for load tests, and
 *   six in a hundred of them bring an insertion order with two campaigns along
 */
export function seedWorld(now: number, size = CONVERSION_SEEDS.length): World {
  const conversions = seedConversions(now, size);
  const orders = seedOrders(Math.floor(Math.max(0, size - CONVERSION_SEEDS.length) * 0.06));
  return {
    version: WORLD_VERSION,
    seeded: now,
    nextConversionId: FIRST_CONVERSION + conversions.length,
    organizations: [
      {
        owId: ADVERTISER,
        name: 'Northwind Outfitters',
        domain: 'outfitters.sandbox.invalid',
        customerType: 'Advertiser',
      },
      {
        owId: WORKSPACE,
        name: 'Northwind Holdings',
        domain: 'holdings.sandbox.invalid',
        customerType: 'Workspace',
      },
    ],
    insertionOrders: orders.map(({ id, name, statusId, budgetTypeId, age }, index) => ({
      id,
      owId: ADVERTISER,
      name,
      statusId,
      budgetTypeId,
      created: now - age * DAY_MS,
      modified: now - Math.min(age, 2 + index) * DAY_MS,
    })),
    campaigns: seedCampaigns(now, conversions, orders),
    conversions,
    grants: [],
    outbox: [],
    hits: [],
  };
}

function seedConversions(now: number, size: number): Conversion[] {
  const random = new Random(20_26);
  const rows = Array.from({ length: size }, (_, index) => {
    return CONVERSION_SEEDS[index] ?? landingPage(index, random);
  });
  // Younger conversions have higher ids.
  return rows
    .map((row, index) => ({
      row,
      created: now - row.age * DAY_MS + ((index * 7_919) % 30_000) * 1000,
    }))
    .sort((a, b) => a.created - b.created)
    .map(({ row, created }, index) =>
      seededConversion(row, FIRST_CONVERSION + index, created, random),
    );
}

function landingPage(index: number, random: Random): ConversionSeed {
  const total = random.int(0, 900);
  const views = random.int(0, Math.floor(total / 8));
  const clicks = random.int(0, Math.floor(total / 12));
  return {
    kind: 'pixel',
    name: `Landing page ${String(index + 1).padStart(5, '0')}`,
    age: 720 + (index % 300),
    status: total > 0 ? 'active' : 'pending',
    fires: [total, views, clicks],
    attributionId: random.int(1, 3),
  };
}

function seededConversion(
  seed: ConversionSeed,
  id: number,
  created: number,
  random: Random,
): Conversion {
  const { kind, name, status, fires, attributionId, partnerTypeId } = seed;
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    id,
    owId: ADVERTISER,
    kind,
    name,
    uuid: random.uuid(),
    status,
    created,
    deleted: false,
    total: fires[0],
    attributedView: fires[1],
    attributedClick: fires[2],
    customFields: [...(seed.customFields ?? [])],
    ...(seed.financialMetric !== undefined && { financialMetric: seed.financialMetric }),
    ...(seed.piggyback && { piggyback: { ...seed.piggyback } }),
    ...(attributionId !== undefined && {
      attributionId,
      setting: {
        ...DEFAULT_WINDOWS,
        repeatCount: id % 3 === 0 ? 0 : 1,
        repeatFrequency: id % 3 === 0 ? 1 : 30,
        repeatUnit: 'Day',
        crossModelling: id % 2 === 0,
      },
    }),
    ...(partnerTypeId !== undefined && {
      postback: {
        partnerTypeId,
        impressionUrl: `https://measure.example.com/i/${slug}?click_id={click_id}`,
        clickUrl: `https://measure.example.com/c/${slug}?click_id={click_id}`,
      },
    }),
  };
}

/** The shop's own insertion orders are the newest, and so the first of a list. */
function seedOrders(regions: number): (OrderSeed & { readonly id: number })[] {
  return [
    ...ORDER_SEEDS.map((seed, index) => ({ ...seed, id: FIRST_ORDER + index })),
    ...Array.from({ length: regions }, (_, index) => ({
      ...regionSeed(index + 1),
      id: FIRST_ORDER - 1 - index,
    })),
  ];
}

function seedCampaigns(
  now: number,
  conversions: readonly Conversion[],
  orders: readonly (OrderSeed & { readonly id: number })[],
): Campaign[] {
  const ids = new Map(conversions.map(({ id, name }) => [name, id]));
  const seeds = orders.flatMap(({ campaigns, age, id }) =>
    campaigns.map((seed) => ({ seed, age, ioId: id })),
  );
  return seeds.map(({ seed, age, ioId }, index) => {
    const id = FIRST_CAMPAIGN + index;
    return {
      id,
      owId: ADVERTISER,
      ioId,
      name: seed.name,
      status: seed.status,
      creativeTypeId: seed.creativeTypeId,
      startTime: now + seed.from * DAY_MS,
      endTime: seed.until === undefined ? 0 : now + seed.until * DAY_MS,
      created: now - Math.min(age, 7 - Math.min(seed.from, 0)) * DAY_MS,
      modified: now - (id % 5) * DAY_MS - 3_600_000,
      budgetTotal: 4_000 + (id % 7) * 1_500,
      maxBid: 4 + (id % 5),
      impressions: seed.impressions ?? 0,
      clicks: seed.clicks ?? 0,
      conversionIds: (seed.conversions ?? [])
        .map((name) => ids.get(name))
        .filter((conversionId) => conversionId !== undefined),
    };
  });
}
