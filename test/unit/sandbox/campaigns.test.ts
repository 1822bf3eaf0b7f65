import assert from 'node:assert/strict';
import { Visitor } from './support/visitor';
import type { CampaignRow, Failure, OrderList, Page } from './support/wire';

const STATUSES = ['draft', 'pending', 'running', 'paused', 'expired', 'rejected', 'deleted'];

describe('the sandbox: campaigns', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  const orders = async (body: object = {}): Promise<OrderList> =>
    (await visitor.data('POST', '/api/v3/cmp/io/campaign/basic/list', body)) as OrderList;
  const flat = async (body: object = {}): Promise<Page<CampaignRow>> =>
    (await visitor.data('POST', '/api/v3/cmp/basic/list', body)) as Page<CampaignRow>;
  const below = (list: OrderList) => list.ioCampaignsList.flatMap(({ campaigns }) => campaigns);

  it('are grouped by four insertion orders and have every status', async () => {
    const list = await orders();
    assert.equal(list.ioCampaignsList.length, 4);
    assert.deepEqual([list.totalRecords, list.filteredRecords], [4, 4]);
    assert.ok(below(list).length >= 12);
    assert.deepEqual(new Set(below(list).map(({ status }) => status)), new Set(STATUSES));
    const [first] = list.ioCampaignsList;
    assert.ok(first!.created > 1e11, 'orders in milliseconds');
    const [campaign] = first!.campaigns;
    assert.ok(campaign!.startTime < 1e11, 'campaigns in seconds');
    assert.ok(campaign!.modifiedAt > 1e11, 'but this in milliseconds');
    assert.equal(first!.campaignCount, first!.campaigns.length);
  });

  it('are filtered by status in any case, by name, by id', async () => {
    const open = await orders({ status: ['Draft', 'pending'] });
    assert.ok(below(open).every(({ status }) => ['draft', 'pending'].includes(status)));
    assert.equal(open.filteredRecords, 3, 'orders without such campaigns are left out');
    assert.equal(open.totalRecords, 4);
    const found = await orders({ searchField: 'BOOT' });
    assert.ok(below(found).length >= 3);
    assert.ok(below(found).every(({ name }) => /boot/i.test(name)));
    const [some] = below(open);
    assert.deepEqual(
      below(await orders({ campaignIds: [some!.id] })).map(({ id }) => id),
      [some!.id],
    );
  });

  it('are paged by insertion order and sorted as asked', async () => {
    const all = await orders({ sortBy: '+ioId,+campaignId' });
    const ids = all.ioCampaignsList.map(({ ioId }) => ioId);
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    );
    const campaigns = all.ioCampaignsList[0]!.campaigns.map(({ id }) => id);
    assert.deepEqual(
      campaigns,
      [...campaigns].sort((a, b) => a - b),
    );
    const second = await orders({ sortBy: '+ioId', noOfEntries: 3, pageNo: 2 });
    assert.deepEqual(
      second.ioCampaignsList.map(({ ioId }) => ioId),
      ids.slice(3),
    );
    for (const pageNo of [0, -2, 'x']) {
      const first = await orders({ sortBy: '+ioId', noOfEntries: 3, pageNo });
      assert.deepEqual(
        first.ioCampaignsList.map(({ ioId }) => ioId),
        ids.slice(0, 3),
      );
    }
    const whole = await orders({ noOfEntries: 1, pageNo: -1 });
    assert.equal(whole.ioCampaignsList.length, 4);
    await visitor.refusal(422, 'POST', '/api/v3/cmp/io/campaign/basic/list', { sortBy: 'x' });
  });

  it('are listed flat, with all times in seconds', async () => {
    const all = await flat({ noOfEntries: 500 });
    assert.equal(all.data.length, below(await orders()).length);
    assert.ok(all.data.every(({ modifiedAt, ioName }) => modifiedAt < 1e11 && ioName));
    const ids = all.data.map(({ campaignId }) => campaignId);
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    );
    const last = await flat({ sortBy: 'campaignId', order: 'desc', noOfEntries: 1 });
    assert.equal(last.data[0]!.campaignId, ids.at(-1));
    assert.equal((await flat()).data.length, Math.min(20, ids.length));
    assert.equal((await flat({ status: ['running'] })).filteredRecords, 4);
    assert.deepEqual((await flat({ searchField: 'no such campaign' })).data, []);
  });

  it('are counted by status', async () => {
    const path = '/api/v3/cmp/campaigns/count';
    const counts = (await visitor.data('POST', path, { owIds: 'all' })) as {
      order: number;
      status_key: string;
      status_label: string;
      status_count: number;
    }[];
    assert.deepEqual(
      counts.map(({ status_key }) => status_key),
      ['all', ...STATUSES],
    );
    const [all, ...rest] = counts;
    assert.equal(
      rest.reduce((sum, { status_count }) => sum + status_count, 0),
      all!.status_count,
    );
    assert.equal(rest[0]!.status_label, 'Draft');
    assert.deepEqual(await visitor.data('POST', path, { owIds: '202001' }), counts);
    assert.deepEqual(await visitor.data('POST', path, {}), counts);
    const holding = (await visitor.data('POST', path, { owIds: '202000' })) as typeof counts;
    assert.equal(holding[0]!.status_count, 0);
    await visitor.refusal(403, 'POST', path, { owIds: '202001,5' });
  });

  it('are told one by one in the wrapping of version 2', async () => {
    const campaign = (await flat({ searchField: 'cart abandoners' })).data[0]!;
    const path = `/api/v2/cmp/campaign/${campaign.campaignId}?isSpentRequired=false`;
    const { status, json } = await visitor.api('GET', path);
    assert.equal(status, 200);
    const { statusCode, responseObject } = json as {
      statusCode: number;
      responseObject: Record<string, unknown>;
    };
    assert.equal(statusCode, 200);
    assert.equal(responseObject.campaignName, 'Hiking boots – cart abandoners');
    assert.equal(responseObject.conversionTypeId, 1);
    assert.equal(responseObject.conversionType, 'Pixel');
    assert.match(String(responseObject.conversionIds), /^\d+$/);
    assert.equal(responseObject.advertiserDomain, 'northwind-outfitters.example');
    const bare = (await flat({ searchField: 'Kayak' })).data[0]!;
    const { json: other } = await visitor.api('GET', `/api/v2/cmp/campaign/${bare.campaignId}`);
    const without = (other as { responseObject: Record<string, unknown> }).responseObject;
    assert.deepEqual(
      [without.conversionType, without.conversionTypeId, without.conversionIds],
      ['None', 0, undefined],
    );
    const unknown = await visitor.api('GET', '/api/v2/cmp/campaign/1');
    assert.equal(unknown.status, 400);
    assert.match(unknown.text, /Invalid campaign id/);
  });
});

describe('the sandbox: performance', () => {
  const now = Date.UTC(2026, 4, 5, 12);
  const DAY = 86_400_000;
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn({ now: () => now });
  });
  after(() => visitor.close());

  interface Point {
    readonly startDate: number;
    readonly endDate: number;
    readonly impressions: number;
    readonly clicks: number;
    readonly spent: number;
    readonly totalAttributedConversion: number;
  }
  const TIMELINE = '/api/v4/das/report/metrics-timeline';
  const timeline = async (days: number, filters: object = {}): Promise<readonly Point[]> => {
    const { recordsList, totalRecords } = (await visitor.data('POST', TIMELINE, {
      filters: { startTimeEpochMillis: now - days * DAY, endTimeEpochMillis: now, ...filters },
      dimension: 'CAMPAIGN',
    })) as { recordsList: Point[]; totalRecords: number };
    assert.equal(totalRecords, recordsList.length);
    return recordsList;
  };
  const sum = (points: readonly Point[], name: 'impressions' | 'totalAttributedConversion') =>
    points.reduce((all, point) => all + point[name], 0);

  it('shares a conversion’s attributed count among its campaigns, without rest', async () => {
    const conversion = (await visitor.list('searchField=order%20confirmed')).data[0]!;
    const path = `/api/v3/cmp/campaigns/report/data?conversionId=${conversion.id}&limit=100`;
    const page = (await visitor.data('GET', path)) as Page<{
      name: string;
      clicks: number;
      impression: number;
      conversionCount: number;
      uniqueCount: number;
    }>;
    assert.equal(page.data.length, conversion.campaignCount);
    assert.equal(
      page.data.reduce((all, { conversionCount }) => all + conversionCount, 0),
      conversion.attributedConversion,
    );
    assert.ok(
      page.data.every(({ uniqueCount, conversionCount }) => uniqueCount <= conversionCount),
    );
    assert.deepEqual(await visitor.data('GET', path), page, 'every time the same');
    const named = (await visitor.data(
      'GET',
      `${path}&searchField=cart&sortBy=%2Bname`,
    )) as typeof page;
    assert.equal(named.filteredRecords, 1);
    assert.equal(named.totalRecords, 3);
    await visitor.refusal(422, 'GET', '/api/v3/cmp/campaigns/report/data?conversionId=1');
    await visitor.refusal(422, 'GET', `${path}&sortBy=clicks`);
    const all = (await visitor.data('GET', '/api/v3/cmp/campaigns/report/data')) as typeof page;
    assert.equal(all.data.length, 10);
  });

  for (const [days, points] of [
    [1, 24],
    [7, 24],
    [11, 24],
    [12, 12],
    [24, 24],
    [25, 13],
    [48, 24],
    [90, 23],
    [365, 23],
  ] as const) {
    it(`cuts ${days} days into ${points} points without gap`, async () => {
      const list = await timeline(days);
      assert.equal(list.length, points);
      assert.equal(list[0]!.startDate, now - days * DAY);
      assert.equal(list.at(-1)!.endDate, now - 1);
      list.forEach((point, index) => {
        const next = list[index + 1];
        assert.ok(next === undefined || next.startDate === point.endDate + 1);
      });
    });
  }

  it('adds up to the same in whatever pieces, and to the counters over a whole life', async () => {
    const campaigns = (await visitor.state()).campaigns;
    const some = campaigns.find(({ name }) => name.startsWith('Hiking boots – prospecting'))!;
    const filters = { campaignIds: [some.id] };
    const whole = await timeline(300, filters);
    assert.equal(sum(whole, 'impressions'), some.impressions);
    const conversions = (await visitor.list('limit=100')).data;
    const shares = await Promise.all(
      some.conversionIds.map(async (id) => {
        const page = (await visitor.data(
          'GET',
          `/api/v3/cmp/campaigns/report/data?conversionId=${id}&campaignIds=${some.id}`,
        )) as Page<{ conversionCount: number }>;
        return page.data[0]!.conversionCount;
      }),
    );
    assert.ok(conversions.length > 0);
    assert.equal(
      sum(whole, 'totalAttributedConversion'),
      shares.reduce((all, share) => all + share, 0),
    );
    const week = await timeline(7, filters);
    assert.ok(sum(week, 'impressions') > 0 && sum(week, 'impressions') < some.impressions);
    assert.deepEqual(await timeline(7, filters), week);
  });

  it('is all zeros for campaigns that have not run', async () => {
    const drafts = (await visitor.state()).campaigns
      .filter(({ status }) => status === 'draft')
      .map(({ id }) => id);
    const points = await timeline(30, { campaignIds: drafts });
    assert.equal(sum(points, 'impressions'), 0);
    assert.ok(points.every(({ clicks, spent }) => clicks === 0 && spent === 0));
  });

  it('ends with the campaign', async () => {
    const { campaigns } = await visitor.state();
    const { id, impressions } = campaigns.find(({ status }) => status === 'expired')!;
    assert.equal(sum(await timeline(90, { campaignIds: [id] }), 'impressions'), 0);
    assert.equal(sum(await timeline(365, { campaignIds: [id] }), 'impressions'), impressions);
  });

  it('sums the chosen campaigns', async () => {
    const total = async (filters: object) => sum(await timeline(30, filters), 'impressions');
    const running = (await visitor.state()).campaigns
      .filter(({ status }) => status === 'running')
      .map(({ id }) => id);
    const parts = await Promise.all(running.map((id) => total({ campaignIds: [id] })));
    assert.equal(
      await total({ campaignStatusList: ['running'] }),
      parts.reduce((all, part) => all + part, 0),
    );
    assert.ok((await total({ searchField: 'Membership' })) > 0);
    assert.equal(await total({ ioIds: [1] }), 0);
  });

  it('refuses ranges that are missing, turned round or too long', async () => {
    const ask = (filters: object, dimension = 'CAMPAIGN') =>
      visitor.api('POST', TIMELINE, { filters, dimension });
    for (const [filters, field] of [
      [{}, 'filters.startTimeEpochMillis'],
      [{ startTimeEpochMillis: now }, 'filters.endTimeEpochMillis'],
      [{ startTimeEpochMillis: now, endTimeEpochMillis: now - 1 }, 'filters.endTimeEpochMillis'],
      [
        { startTimeEpochMillis: now - 367 * DAY, endTimeEpochMillis: now },
        'filters.endTimeEpochMillis',
      ],
    ] as const) {
      const { status, json } = await ask(filters);
      assert.equal(status, 422);
      assert.equal((json as Failure).errorObjects[0]!.field, field);
    }
    const range = { startTimeEpochMillis: now - DAY, endTimeEpochMillis: now };
    assert.equal((await ask(range, 'DAY')).status, 422);
    assert.equal((await ask({ ...range, owIds: [5] })).status, 403);
  });
});
