import assert from 'node:assert/strict';
import { ADVERTISER, Visitor, WORKSPACE } from './support/visitor';
import type { Failure } from './support/wire';

/** Every endpoint that works within an organization. */
const MEMBERS: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/api/v3/ua/allowed-customers-ids'],
  ['GET', '/api/v3/ua/customers/workspaces/list'],
  ['GET', '/api/v3/ua/profile'],
  ['GET', '/api/v3/ua/users/config'],
  ['GET', '/api/v3/ua/organization/view-profile'],
  ['GET', '/api/v3/ua/user/allowed-applications'],
  ['GET', '/api/v3/conversion/static/conversion-type'],
  ['GET', '/api/v3/conversion/static/conversion-status'],
  ['GET', '/api/v3/conversion/static/conversion-attribution-type'],
  ['GET', '/api/v3/conversion/static/conversion-piggyback-type'],
  ['GET', '/api/v3/conversion/static/postback/partner-type'],
  ['GET', '/api/v3/conversion/static/pixel/conversion-default-advanced-setting-data'],
  ['GET', '/api/v3/conversion/list'],
  ['GET', '/api/v3/conversion/7001'],
  ['GET', '/api/v3/conversion/type-wise-count'],
  ['GET', '/api/v3/conversion/attached/campaigns/list'],
  ['POST', '/api/v3/conversion/allowed/campaign-list'],
  ['GET', '/api/v3/conversion/allowed/campaign-list'],
  ['POST', '/api/v3/conversion/pixel/add'],
  ['POST', '/api/v3/conversion/universal-pixel/add'],
  ['POST', '/api/v3/conversion/postback/add'],
  ['PATCH', '/api/v3/conversion/pixel/update'],
  ['PATCH', '/api/v3/conversion/universal-pixel/update'],
  ['PATCH', '/api/v3/conversion/postback/update'],
  ['DELETE', '/api/v3/conversion/delete'],
  ['POST', '/api/v3/conversion/assign-to/campaign'],
  ['PATCH', '/api/v3/conversion/assign-to/campaign'],
  ['POST', '/api/v3/conversion/pixel/send-email'],
  ['POST', '/api/v3/conversion/universal-pixel/send-email'],
  ['GET', '/api/v3/cmp/conversion/basic/list'],
  ['GET', '/api/v3/cmp/conversions/list'],
  ['POST', '/api/v3/ra/conversion/custom-field/list'],
  ['POST', '/api/v3/cmp/io/campaign/basic/list'],
  ['POST', '/api/v3/cmp/basic/list'],
  ['POST', '/api/v3/cmp/campaigns/count'],
  ['GET', '/api/v3/cmp/campaigns/report/data'],
  ['POST', '/api/v4/das/report/metrics-timeline'],
];

const MEMBERS_V2: typeof MEMBERS = [
  ['GET', '/api/v2/conversion/list/basic'],
  ['DELETE', '/api/v2/conversion/pixel'],
  ['GET', '/api/v2/cmp/campaign/590101'],
];

/** Those that want a token alone. */
const USERS: typeof MEMBERS = [
  ['POST', '/api/v3/ua/logout'],
  ['GET', '/api/v3/ua/user/accessible-organizations'],
  ['GET', '/api/v3/ua/user/allowed-organizations'],
  ['GET', '/api/v3/ua/user/ow-id'],
  ['POST', '/api/v3/ua/user/workspace/validate'],
];

describe('the sandbox: who may call what', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  const ask = (method: string, path: string, headers: Record<string, string>) =>
    visitor.ask(method, path, { headers, ...(method.startsWith('P') && { body: {} }) });

  for (const [method, path] of [...MEMBERS, ...USERS]) {
    it(`${method} ${path} wants a valid token`, async () => {
      for (const authorization of ['', 'Bearer nonsense', `Basic ${visitor.access}`]) {
        const { status, json } = await ask(method, path, {
          Authorization: authorization,
          'X-IAA-OW-ID': String(ADVERTISER),
        });
        assert.equal(status, 401);
        assert.deepEqual(json, { success: false, errorObjects: [{ error: 'Invalid token' }] });
      }
    });
  }

  for (const [method, path] of MEMBERS) {
    it(`${method} ${path} wants an organization of the user`, async () => {
      for (const owId of [undefined, '', 'x', '202001x', '-202001', '2.02001e5', '999']) {
        const { status, json } = await ask(method, path, {
          Authorization: `Bearer ${visitor.access}`,
          ...(owId !== undefined && { 'X-IAA-OW-ID': owId }),
        });
        assert.equal(status, 403, owId);
        assert.deepEqual(json, { success: false, errorObjects: [{ error: 'Forbidden !' }] });
      }
    });
  }

  for (const [method, path] of MEMBERS_V2) {
    it(`${method} ${path} refuses in the wrapping of version 2`, async () => {
      const bare = await ask(method, path, {});
      assert.equal(bare.status, 401);
      assert.deepEqual(bare.json, {
        statusCode: 401,
        responseObject: { errorMsg: 'Invalid token', errorCode: 401 },
      });
      const { status } = await ask(method, path, { Authorization: `Bearer ${visitor.access}` });
      assert.equal(status, 403);
    });
  }

  it('hints at the right header when the token came in the wrong one', async () => {
    const { json } = await ask('GET', '/api/v3/ua/user/ow-id', {
      Authentication: `Bearer ${visitor.access}`,
    });
    assert.match((json as Failure).errorObjects[0]!.reason ?? '', /Authorization/);
  });

  it('answers 404 in JSON to what it does not have', async () => {
    for (const path of ['/', '/api', '/api/v3/nothing', '/favicon.ico', '/api/v2/nothing']) {
      const { status, headers, json } = await visitor.ask('GET', path);
      assert.equal(status, 404);
      assert.match(headers['content-type'] ?? '', /json/);
      assert.ok(json);
    }
    assert.equal((await visitor.api('PUT', '/api/v3/conversion/pixel/add', {})).status, 404);
  });

  it('keeps organizations apart', async () => {
    const own = await visitor.create();
    const elsewhere = { owId: WORKSPACE };
    const list = await visitor.api('GET', '/api/v3/conversion/list', undefined, elsewhere);
    assert.deepEqual((list.json as { data: unknown }).data, {
      data: [],
      totalRecords: 0,
      filteredRecords: 0,
    });
    const calls: readonly (readonly [string, string, unknown?])[] = [
      ['GET', `/api/v3/conversion/${own.id}?typeId=1`],
      ['GET', `/api/v3/conversion/attached/campaigns/list?conversionId=${own.id}`],
      ['PATCH', '/api/v3/conversion/pixel/update', { id: own.id, name: 'Stolen' }],
      ['DELETE', `/api/v3/conversion/delete?conversionIds=${own.id}`],
      ['POST', '/api/v3/conversion/assign-to/campaign', { conversionIdList: [own.id] }],
      ['POST', '/api/v3/conversion/allowed/campaign-list', { conversionIds: [own.id] }],
      ['GET', `/api/v3/cmp/campaigns/report/data?conversionId=${own.id}`],
      [
        'POST',
        '/api/v3/conversion/pixel/send-email',
        { conversionId: own.id, recipients: 'a@b.c', emailSubject: 'x' },
      ],
    ];
    for (const [method, path, body] of calls) {
      const { status, json } = await visitor.api(method, path, body, elsewhere);
      assert.equal(status, 422, path);
      assert.equal((json as Failure).errorObjects[0]!.error, 'Invalid conversion id.');
    }
    // A campaign of another organization counts as not valid.
    const { json } = await visitor.api('POST', '/api/v3/conversion/pixel/add', FOREIGN, elsewhere);
    const foreign = (json as { data: { id: number } }).data.id;
    const [campaign = 0] = await visitor.allowed(own.id);
    const assigned = await visitor.api(
      'POST',
      '/api/v3/conversion/assign-to/campaign',
      { conversionIdList: [foreign], addCampaignsList: [campaign] },
      elsewhere,
    );
    assert.deepEqual(
      (assigned.json as { data: { invalidAddCampaignIdsList: number[] } }).data
        .invalidAddCampaignIdsList,
      [campaign],
    );
    assert.ok((await visitor.list('limit=1000')).data.every(({ id }) => id !== foreign));
  });
});

const FOREIGN = {
  name: 'Of the holding',
  attributionId: 1,
  conversionSetting: {
    conversionDuration: {},
    repeatConversion: { count: 0, frequency: 1, unit: 'Day' },
  },
};
