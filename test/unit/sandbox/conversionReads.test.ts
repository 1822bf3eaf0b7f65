import assert from 'node:assert/strict';
import { Visitor } from './support/visitor';
import type { ConversionRow, Detail, Page } from './support/wire';

const BASE = '/api/v3/conversion';

describe('the sandbox: reading conversions', () => {
  let visitor: Visitor;
  let all: readonly ConversionRow[];
  before(async () => {
    visitor = await Visitor.signedIn();
    all = (await visitor.list('limit=1000')).data;
  });
  after(() => visitor.close());

  const ids = ({ data }: Page<{ id: number }>) => data.map(({ id }) => id);
  const named = (name: string): ConversionRow => all.find((row) => row.name === name)!;

  it('lists 20 a page, the youngest first, with both counters', async () => {
    const first = await visitor.list();
    assert.equal(first.data.length, 20);
    assert.equal(first.totalRecords, all.length);
    assert.equal(first.filteredRecords, all.length);
    assert.ok(
      first.data.every((row, index) => row.created <= (first.data[index - 1] ?? row).created),
    );
    assert.ok(first.data[0]!.created < 1e11, 'in seconds');
  });

  it('pages without gap or overlap, and ends with an empty page', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4, 5].map((pageNo) => visitor.list(`limit=9&pageNo=${pageNo}`)),
    );
    assert.deepEqual(
      pages.flatMap(ids),
      all.map(({ id }) => id),
    );
    assert.deepEqual(pages.at(-1)!.data, []);
  });

  it('reads page and limit that make no sense as the usual ones', async () => {
    for (const query of ['limit=0', 'limit=-5', 'limit=x', 'pageNo=0', 'pageNo=-1', 'pageNo=x']) {
      assert.deepEqual(ids(await visitor.list(query)), ids(await visitor.list()), query);
    }
  });

  it('finds by part of the name and of the id', async () => {
    const found = await visitor.list('searchField=checkout');
    assert.deepEqual(
      found.data.map(({ name }) => name),
      ['Winter sale checkout', 'Checkout – order confirmed'],
    );
    assert.equal(found.filteredRecords, 2);
    assert.equal(found.totalRecords, all.length);
    assert.deepEqual(ids(await visitor.list(`searchField=${all[0]!.id}`)), [all[0]!.id]);
  });

  it('filters by ids, type, status and partner', async () => {
    const some = [all[3]!.id, all[8]!.id];
    assert.deepEqual(ids(await visitor.list(`conversionIds=${some.join(',')}`)), some);
    const postbacks = await visitor.list('typeIds=2&limit=100');
    assert.ok(
      postbacks.data.length >= 5 && postbacks.data.every(({ type }) => type === 'Postback'),
    );
    const tags = await visitor.list('typeIds=1,3&limit=100');
    assert.equal(tags.data.length + postbacks.data.length, all.length);
    const pending = await visitor.list('statusIds=2');
    assert.ok(pending.data.length > 0 && pending.data.every(({ status }) => status === 'Pending'));
    const adjust = await visitor.list('postbackPartnerIds=4');
    assert.ok(adjust.data.every(({ postbackPartnerName }) => postbackPartnerName === 'Adjust'));
  });

  it('sorts by any field in both directions', async () => {
    const totals = (await visitor.list('sortBy=-totalConversion')).data.map(
      ({ totalConversion }) => totalConversion,
    );
    assert.deepEqual(
      totals,
      [...totals].sort((a, b) => b - a),
    );
    const names = (await visitor.list('sortBy=%2Bname&limit=100')).data.map(({ name }) => name);
    assert.deepEqual(
      names,
      [...names].sort((a, b) => a.localeCompare(b, 'en')),
    );
    const counts = (await visitor.list('sortBy=-campaignCount,%2Bid')).data;
    assert.ok(counts[0]!.campaignCount >= counts.at(-1)!.campaignCount);
  });

  it('refuses unknown sort fields, and a plus sign that was not encoded', async () => {
    for (const query of ['sortBy=shoeSize', 'sortBy=+name', 'sortBy=__proto__', 'sortBy=-']) {
      assert.deepEqual(await visitor.refusal(422, 'GET', `${BASE}/list?${query}`), [
        'Invalid sortBy value.',
      ]);
    }
  });

  it('gives tags to pixels, and none to postbacks', () => {
    for (const { type, uuid, pixelConversionScript, status } of all) {
      if (type === 'Postback') {
        assert.match(uuid, /^[0-9a-f]{32}$/);
        assert.equal(pixelConversionScript, undefined);
        assert.match(status, /^(Active)?$/);
      } else {
        assert.match(uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.equal(
          pixelConversionScript,
          `<script src='https://pxl.sandbox.invalid/i/pixel/${uuid}?cv={CONVERSION_VALUE}' async></script>`,
        );
      }
    }
  });

  it('tells all settings of a pixel', async () => {
    const { id } = named('Click & collect order');
    const detail = (await visitor.data('GET', `${BASE}/${id}?typeId=1`)) as Detail;
    assert.equal(detail.typeId, 1);
    assert.equal(detail.statusId, 1);
    assert.deepEqual(detail.customFields, ['order_id', 'coupon']);
    assert.equal(detail.financialMetrics, 'order_value');
    assert.deepEqual(detail.piggybackData, { url: 'https://tags.example.com/collect.js', type: 2 });
    assert.deepEqual(detail.conversionSetting.conversionDuration, { view: 28, click: 15 });
    assert.equal(detail.conversionSetting.repeatConversion.unit, 'Day');
  });

  it('tells the settings of a postback and of a universal pixel', async () => {
    const postback = named('App: first purchase');
    const detail = (await visitor.data('GET', `${BASE}/${postback.id}?typeId=2`)) as object;
    assert.deepEqual(Object.keys(detail).slice(-3), ['partnerTypeId', 'impressionUrl', 'clickUrl']);
    assert.ok('statusId' in detail && detail.statusId === 0);
    const universal = named('Whole shop – universal tag');
    const tag = (await visitor.data('GET', `${BASE}/${universal.id}?typeId=3`)) as object;
    assert.ok('conversionSetting' in tag && 'pixelConversionScript' in tag);
    assert.ok(!('customFields' in tag) && !('piggybackData' in tag));
  });

  it('finds a conversion without a type, and not under another one', async () => {
    const { id } = named('Newsletter sign-up');
    assert.equal(((await visitor.data('GET', `${BASE}/${id}`)) as Detail).id, id);
    for (const path of [`${id}?typeId=2`, '1?typeId=1', '-1', '0?typeId=1']) {
      assert.deepEqual(await visitor.refusal(422, 'GET', `${BASE}/${path}`), [
        'Invalid conversion id.',
      ]);
    }
  });

  it('counts by type', async () => {
    const counts = (await visitor.data('GET', `${BASE}/type-wise-count`)) as {
      conversionType: string;
      conversionCount: number;
      order: number;
    }[];
    assert.deepEqual(
      counts.map(({ conversionType, order }) => [conversionType, order]),
      [
        ['PIXEL', 1],
        ['POSTBACK', 2],
        ['UNIVERSAL_PIXEL', 3],
      ],
    );
    const sum = counts.reduce((all, { conversionCount }) => all + conversionCount, 0);
    assert.equal(sum, all.length);
    const searched = (await visitor.data(
      'GET',
      `${BASE}/type-wise-count?searchField=universal`,
    )) as typeof counts;
    assert.deepEqual(
      searched.map(({ conversionCount }) => conversionCount),
      [0, 0, 4],
    );
  });

  it('tells the campaigns of a conversion, with counters beside the data', async () => {
    const { id, campaignCount } = named('Checkout – order confirmed');
    const { json } = await visitor.api('GET', `${BASE}/attached/campaigns/list?conversionId=${id}`);
    const { data, totalRecords, filterRecords } = json as {
      data: { campaignId: number; campaignName: string; ioName: string; startTime: number }[];
      totalRecords: number;
      filterRecords: number;
    };
    assert.equal(data.length, campaignCount);
    assert.deepEqual([totalRecords, filterRecords], [3, 3]);
    assert.equal(data[0]!.campaignName, 'Hiking boots – prospecting');
    assert.equal(data[0]!.ioName, 'Trail Season – hiking & trekking');
    assert.ok(data[0]!.startTime < 1e11, 'in seconds');
    assert.deepEqual(await visitor.refusal(422, 'GET', `${BASE}/attached/campaigns/list`), [
      'Invalid conversion id.',
    ]);
  });

  it('lists conversions with numeric types for other services', async () => {
    const page = (await visitor.data(
      'GET',
      `/api/v3/cmp/conversion/basic/list?conversionTypeId=2&excludeConversionIds=${named('App: push opt-in').id}&limit=100`,
    )) as Page<{ id: number; typeId: number; postbackPartnerId: number }>;
    assert.ok(page.data.length > 0);
    assert.ok(
      page.data.every(({ typeId, postbackPartnerId }) => typeId === 2 && postbackPartnerId),
    );
    assert.ok(!ids(page).includes(named('App: push opt-in').id));
    assert.deepEqual(
      await visitor.refusal(403, 'GET', '/api/v3/cmp/conversion/basic/list?owId=1'),
      ["User is not allowed to access provided organization's conversions."],
    );
  });

  it('lists conversions by id for campaigns', async () => {
    const { id } = named('App: first purchase');
    const list = (await visitor.data(
      'GET',
      `/api/v3/cmp/conversions/list?conversionIds=${id}`,
    )) as {
      conversionData: { id: number; partnerName: string }[];
      filteredRecords: number;
    };
    assert.deepEqual([list.conversionData[0]!.id, list.filteredRecords], [id, 1]);
    assert.equal(list.conversionData[0]!.partnerName, 'Adjust');
    for (const wrong of ['1', `${id},1`, 'x']) {
      await visitor.refusal(422, 'GET', `/api/v3/cmp/conversions/list?conversionIds=${wrong}`);
    }
  });

  it('lists custom fields with the pixels that have them', async () => {
    const path = '/api/v3/ra/conversion/custom-field/list';
    const list = (await visitor.data('POST', path, { noOfEntries: 100 })) as {
      totalRecords: number;
      customFieldData: { id: number; pixelName: string; customFieldName: string }[];
    };
    assert.equal(list.customFieldData.length, list.totalRecords);
    const found = (await visitor.data('POST', path, { searchField: 'tier' })) as typeof list;
    assert.deepEqual(
      found.customFieldData.map(({ pixelName, customFieldName }) => [pixelName, customFieldName]),
      [['Summit Club membership', 'tier']],
    );
    assert.deepEqual(await visitor.refusal(422, 'POST', path, { sortBy: 'x' }), [
      'Invalid sortBy value.',
    ]);
  });

  it('holds ten thousand, in pages of at most a thousand', async () => {
    const large = await Visitor.signedIn({ seedSize: 10_000 });
    const found = new Set<number>();
    for (let pageNo = 1; pageNo <= 10; pageNo += 1) {
      const page = await large.list(`limit=5000&pageNo=${pageNo}`);
      assert.equal(page.data.length, 1_000);
      assert.equal(page.totalRecords, 10_000);
      page.data.forEach(({ id }) => found.add(id));
    }
    assert.equal(found.size, 10_000);
    await large.close();
  });

  it('has the legacy list, for advertisers only', async () => {
    const { json } = await visitor.api('GET', '/api/v2/conversion/list/basic');
    const { statusCode, responseObject } = json as { statusCode: number; responseObject: object[] };
    assert.equal(statusCode, 200);
    assert.equal(responseObject.length, all.length, 'without paging');
    const refused = await visitor.api('GET', '/api/v2/conversion/list/basic', undefined, {
      owId: 202_000,
    });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /User is not advertiser!/);
  });
});
