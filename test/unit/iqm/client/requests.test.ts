import assert from 'node:assert/strict';
import type { IqmClient } from '../../../../src/iqm/client/client';
import { connect } from '../support/connect';
import { failsAs } from '../support/expectError';
import { TestServer, type Handler, type Seen } from '../support/server';

/** Each method against an answer as IQM's documents show it: what is asked, and what comes out. */
describe('the client', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());

  function answering(reply: Handler | object): IqmClient {
    server.seen.length = 0;
    server.handler = typeof reply === 'function' ? (reply as Handler) : () => ({ json: reply });
    return connect(server.origin).client;
  }
  const asked = (): string => {
    const { method, path, query } = server.seen.at(-1)!;
    return `${method} ${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
  };
  const body = (): unknown => server.seen.at(-1)?.body;

  it('lists conversions', async () => {
    const client = answering({
      success: true,
      data: {
        data: [
          {
            id: 7001,
            name: 'Checkout',
            postbackPartnerName: null,
            status: 'Pending',
            type: 'Pixel',
            created: 1777939200,
            totalConversion: 12,
            owId: 204995,
            uuid: 'ec69-1',
            pixelConversionScript: "<script src='https://pxl' async></script>",
            attributedConversion: 5,
            attributedViewThroughConversion: 3,
            attributedClickThroughConversion: 2,
            pixelFinancialMetric: 'revenue',
            postbackPartnerLogoUrl: null,
            campaignCount: 1,
          },
        ],
        totalRecords: 8,
        filteredRecords: 1,
      },
    });
    const page = await client.conversions.list({
      search: 'check & out',
      page: 2,
      pageSize: 5000,
      sortBy: '+name',
    });
    assert.equal(
      asked(),
      'GET /api/v3/conversion/list?searchField=check+%26+out&limit=1000&pageNo=2&sortBy=%2Bname',
    );
    assert.deepEqual(page, {
      rows: [
        {
          id: 7001,
          name: 'Checkout',
          type: 'pixel',
          status: 'pending',
          totalConversions: 12,
          attributedConversions: 5,
          attributedViewThrough: 3,
          attributedClickThrough: 2,
          customFields: [],
          created: 1777939200000,
          uuid: 'ec69-1',
          script: "<script src='https://pxl' async></script>",
          financialMetric: 'revenue',
          campaignCount: 1,
        },
      ],
      total: 8,
      filtered: 1,
    });
  });

  it('reads a pixel with all its settings', async () => {
    const client = answering(({ path }: Seen) =>
      path.includes('/static/')
        ? {
            json: {
              success: true,
              data: { data: [{ id: 1, name: 'hybrid', displayName: 'Hybrid' }] },
            },
          }
        : {
            json: {
              success: true,
              data: {
                id: 7001,
                name: 'Checkout',
                uuid: 'u',
                typeId: 1,
                attributionId: 1,
                statusId: 2,
                customFields: ['orderId'],
                financialMetrics: 'revenue',
                piggybackData: { url: 'https://p', type: 2 },
                pixelConversionScript: '<script>',
                conversionSetting: {
                  conversionDuration: { view: 15, click: 28 },
                  repeatConversion: { count: 1, frequency: 2, unit: 'Hour' },
                  crossModelling: true,
                },
              },
            },
          },
    );
    assert.deepEqual(await client.conversions.get(7001, 'pixel'), {
      id: 7001,
      name: 'Checkout',
      type: 'pixel',
      status: 'pending',
      customFields: ['orderId'],
      uuid: 'u',
      script: '<script>',
      attributionId: 1,
      attribution: 'hybrid',
      viewDays: 15,
      clickDays: 28,
      repeat: { count: 1, frequency: 2, unit: 'Hour' },
      crossDevice: true,
      financialMetric: 'revenue',
      piggyback: { url: 'https://p', type: 'javascript' },
    });
    assert.equal(server.to('/7001')[0]?.query.get('typeId'), '1');
  });

  it('names the draft’s field in a complaint about a create', async () => {
    const draft = {
      name: 'Checkout',
      attribution: 'hybrid' as const,
      viewDays: 15,
      clickDays: 28,
      repeat: { count: 0, frequency: 1, unit: 'Day' },
      crossDevice: true,
      customFields: [],
    };
    const complaints: [object, string | undefined][] = [
      [{ error: 'x', field: 'conversionSetting.conversionDuration.view' }, 'viewDays'],
      [{ error: 'x', field: 'click' }, 'clickDays'],
      [{ error: 'x', field: 'piggybackData.url' }, 'piggyback.url'],
      [{ error: 'x', field: 'repeatConversion.unit' }, 'repeat.unit'],
      [{ error: 'Conversion name must be between 3 and 255 characters' }, 'name'],
      [{ error: 'Invalid attribution id' }, 'attribution'],
      [{ error: 'There should be conversion setting present.' }, undefined],
      [{ error: 'x', field: 'constructor' }, undefined],
    ];
    for (const [complaint, field] of complaints) {
      const client = answering(({ path }: Seen) =>
        path.endsWith('/add')
          ? { status: 422, json: { success: false, errorObjects: [complaint] } }
          : { json: { success: true, data: [] } },
      );
      const error = await failsAs('invalid', client.conversions.createPixel(draft));
      assert.equal(error.details[0]?.field, field, JSON.stringify(complaint));
    }
  });

  it('updates, deletes and mails', async () => {
    const client = answering({ success: true, data: { id: 1, name: 'New' } });
    await client.conversions.updateUniversalPixel(1, { name: ' New ' });
    assert.equal(asked(), 'PATCH /api/v3/conversion/universal-pixel/update');
    assert.deepEqual(body(), { id: 1, name: 'New' });
    await client.conversions.updatePostback(1, { name: 'New' });
    assert.equal(asked(), 'PATCH /api/v3/conversion/postback/update');
    await client.conversions.remove([1, 2]);
    assert.equal(asked(), 'DELETE /api/v3/conversion/delete?conversionIds=1%2C2');
    await client.conversions.mail(3114, 'universalPixel', {
      recipients: ['a@x.com'],
      subject: 'Your pixel',
      text: 'Hello ${userName}',
    });
    assert.equal(asked(), 'POST /api/v3/conversion/universal-pixel/send-email');
    assert.deepEqual(body(), {
      conversionId: 3114,
      recipients: 'a@x.com',
      emailSubject: 'Your pixel',
      emailText: 'Hello ${userName}',
    });
    await failsAs('invalid', client.conversions.mail(1, 'pixel', { recipients: [], subject: '' }));
    await failsAs('invalid', client.conversions.updatePixel(1, { name: 'x' }));
    assert.equal(server.seen.length, 4, 'what IQM would refuse is not sent');
  });

  it('names the custom fields in use, each once', async () => {
    const client = answering({
      success: true,
      data: {
        totalRecords: 3,
        customFieldData: [
          { id: 1, customFieldName: 'orderId' },
          { id: 2, customFieldName: 'sku' },
          { id: 3, customFieldName: 'orderId' },
        ],
      },
    });
    assert.deepEqual(await client.conversions.customFieldNames('s'), ['orderId', 'sku']);
    assert.equal(asked(), 'POST /api/v3/ra/conversion/custom-field/list');
  });

  it('lists campaigns by insertion order and flat, counts them, and reads one', async () => {
    const inner = {
      id: 56,
      campaignId: 56,
      name: 'C',
      status: 'Draft',
      startTime: 1779204800,
      endTime: 0,
      ioId: 0,
      ioName: null,
    };
    const grouped = answering({
      success: true,
      data: {
        totalRecords: 12,
        filteredRecords: 1,
        ioCampaignsList: [{ ioId: 23, ioName: 'Q3', ioStatusId: 1, campaigns: [inner] }],
      },
    });
    const orders = await grouped.campaigns.byInsertionOrder({
      statuses: ['draft', 'pending'],
      pageSize: 500,
      search: 'q',
    });
    assert.deepEqual(body(), {
      pageNo: 1,
      noOfEntries: 500,
      sortBy: '-ioId,-campaignId',
      searchField: 'q',
      status: ['draft', 'pending'],
    });
    assert.deepEqual(orders, {
      rows: [
        {
          id: 23,
          name: 'Q3',
          statusId: 1,
          campaigns: [
            {
              id: 56,
              name: 'C',
              status: 'draft',
              startTime: 1779204800000,
              insertionOrderId: 23,
              insertionOrderName: 'Q3',
            },
          ],
        },
      ],
      total: 12,
      filtered: 1,
    });
    const flat = answering({
      success: true,
      data: {
        data: [{ campaignId: 1, name: 'C', status: 'running', ioId: 1, ioName: 'IO' }],
        totalRecords: 50,
        filteredRecords: 50,
      },
    });
    const page = await flat.campaigns.basicList({ ids: [1], pageSize: 9_999 });
    assert.deepEqual(body(), {
      pageNo: 1,
      noOfEntries: 500,
      sortBy: 'campaignId',
      order: 'desc',
      campaignIds: [1],
    });
    assert.equal(page.rows[0]?.insertionOrderName, 'IO');
    const counting = answering({
      success: true,
      data: [
        { order: 1, status_key: 'all', status_label: 'All', status_count: 12 },
        { status_key: 'draft', status_label: 'Draft', status_count: 3 },
      ],
    });
    assert.deepEqual(await counting.campaigns.counts(), [
      { status: 'all', label: 'All', count: 12 },
      { status: 'draft', label: 'Draft', count: 3 },
    ]);
    assert.deepEqual(body(), { owIds: '202001' });
    const one = answering({
      statusCode: 200,
      responseObject: {
        id: 9,
        campaignName: 'C',
        status: 'paused',
        advertiserDomain: 'shop.example',
        conversionIds: '3277,3278',
        isEditAccess: true,
      },
    });
    assert.deepEqual(await one.campaigns.detail(9), {
      id: 9,
      name: 'C',
      status: 'paused',
      conversionIds: [3277, 3278],
      advertiserDomain: 'shop.example',
      mayEdit: true,
    });
    assert.equal(asked(), 'GET /api/v2/cmp/campaign/9?isSpentRequired=false');
  });

  it('reads performance per campaign and over time', async () => {
    const counts = answering({
      success: true,
      data: {
        totalRecords: 1,
        filteredRecords: 1,
        data: [
          {
            id: 5,
            name: 'C',
            status: 'running',
            clicks: 4,
            impression: 900,
            conversionCount: 3,
            uniqueCount: 2,
          },
        ],
      },
    });
    const page = await counts.performance.perCampaign(7001, { page: 2, pageSize: 50 });
    assert.equal(
      asked(),
      'GET /api/v3/cmp/campaigns/report/data?limit=50&pageNo=2&sortBy=-created&conversionId=7001',
    );
    assert.deepEqual(page.rows, [
      {
        campaignId: 5,
        campaignName: 'C',
        status: 'running',
        impressions: 900,
        clicks: 4,
        conversions: 3,
        uniqueConversions: 2,
      },
    ]);
    const timeline = answering({
      success: true,
      data: {
        totalRecords: 2,
        recordsList: [
          {
            startDate: 1779204800000,
            endDate: 1779291200000,
            impressions: 10,
            clicks: 1,
            spent: 0.5,
            totalAttributedConversion: 2,
          },
          { endDate: 1779291200000 },
        ],
      },
    });
    assert.deepEqual(await timeline.performance.timeline([5, 6], 1_000, 2_000), [
      {
        start: 1779204800000,
        end: 1779291200000,
        impressions: 10,
        clicks: 1,
        spent: 0.5,
        attributedConversions: 2,
      },
    ]);
    assert.deepEqual(body(), {
      filters: { startTimeEpochMillis: 1_000, endTimeEpochMillis: 2_000, campaignIds: [5, 6] },
      dimension: 'CAMPAIGN',
    });
  });

  it('lists organizations, advertisers first, from the newer endpoint or the older', async () => {
    const newer = answering({
      success: true,
      data: [
        {
          owId: 1,
          organizationName: 'Holding',
          workspaceDomain: 'h.iqm.com',
          customerType: 'Workspace',
        },
        { owId: 2, organizationName: 'Shop', customerType: 'Advertiser' },
        { owId: 3 },
      ],
    });
    assert.deepEqual(await newer.account.organizations(), [
      { owId: 2, name: 'Shop', customerType: 'Advertiser' },
      { owId: 1, name: 'Holding', domain: 'h.iqm.com', customerType: 'Workspace' },
      { owId: 3, name: 'Organization 3' },
    ]);
    const older = answering(({ path }: Seen) =>
      path.endsWith('/accessible-organizations')
        ? { status: 404, text: 'not found' }
        : {
            json: {
              success: true,
              data: {
                data: [{ owId: 1, organizationName: 'A' }],
                totalRecords: 1,
                currentOrganization: { owId: 2, organizationName: 'Mine' },
              },
            },
          },
    );
    assert.deepEqual(
      (await older.account.organizations()).map(({ owId }) => owId),
      [2, 1],
    );
    await failsAs(
      'forbidden',
      answering(() => ({ status: 403, json: {} })).account.organizations(),
    );
  });

  it('reads the profile', async () => {
    const client = answering({
      success: true,
      data: {
        owId: 5,
        firstName: 'Dana',
        lastName: 'Dev',
        email: 'd@x.com',
        organizationName: 'Shop',
        mfaEnabled: false,
      },
    });
    assert.deepEqual(await client.account.profile(), {
      displayName: 'Dana Dev',
      owId: 5,
      email: 'd@x.com',
      organizationName: 'Shop',
      mfaEnabled: false,
    });
  });
});
