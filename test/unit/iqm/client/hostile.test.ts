import assert from 'node:assert/strict';
import type { IqmClient } from '../../../../src/iqm/client/client';
import { IqmError } from '../../../../src/iqm/errors';
import { connect } from '../support/connect';
import { TestServer, type Handler } from '../support/server';

const setting = {
  attribution: 'hybrid' as const,
  viewDays: 15,
  clickDays: 28,
  repeat: { count: 0, frequency: 1, unit: 'Day' },
  crossDevice: true,
};
const postback = { partnerTypeId: 1, impressionUrl: 'https://x/i', clickUrl: 'https://x/c' };
const mail = { recipients: ['a@x.com'], subject: 'Pixel' };

/** Every call that the client offers. */
const CALLS: Record<string, (client: IqmClient) => Promise<unknown>> = {
  list: ({ conversions }) => conversions.list({ search: 'x' }),
  get: ({ conversions }) => conversions.get(1, 'pixel'),
  typeCounts: ({ conversions }) => conversions.typeCounts(),
  createPixel: ({ conversions }) =>
    conversions.createPixel({ ...setting, name: 'Checkout', customFields: [] }),
  createUniversalPixel: ({ conversions }) =>
    conversions.createUniversalPixel({ ...setting, name: 'Checkout' }),
  createPostback: ({ conversions }) => conversions.createPostback({ ...postback, name: 'Install' }),
  lookUpCreated: async ({ conversions }) => {
    await conversions.createPostback({ ...postback, name: 'Install' }).catch(() => undefined);
    return conversions.lookUpCreated('Install', 'postback');
  },
  updatePixel: ({ conversions }) => conversions.updatePixel(1, { name: 'Checkout' }),
  updateUniversalPixel: ({ conversions }) =>
    conversions.updateUniversalPixel(1, { name: 'Checkout' }),
  updatePostback: ({ conversions }) => conversions.updatePostback(1, { name: 'Install' }),
  remove: ({ conversions }) => conversions.remove([1, 2]),
  attachedCampaigns: ({ conversions }) => conversions.attachedCampaigns(1),
  allowedCampaigns: ({ conversions }) => conversions.allowedCampaigns([1]),
  assign: ({ conversions }) => conversions.assign({ conversionIds: [1], add: [2], remove: [3] }),
  mail: ({ conversions }) => conversions.mail(1, 'pixel', mail),
  mailUniversal: ({ conversions }) => conversions.mail(1, 'universalPixel', mail),
  creationDefaults: ({ conversions }) => conversions.creationDefaults(),
  partners: ({ conversions }) => conversions.partners(),
  types: ({ conversions }) => conversions.types(),
  statuses: ({ conversions }) => conversions.statuses(),
  attributions: ({ conversions }) => conversions.attributions(),
  piggybackTypes: ({ conversions }) => conversions.piggybackTypes(),
  customFieldNames: ({ conversions }) => conversions.customFieldNames(),
  byInsertionOrder: ({ campaigns }) => campaigns.byInsertionOrder(),
  basicList: ({ campaigns }) => campaigns.basicList(),
  counts: ({ campaigns }) => campaigns.counts(),
  detail: ({ campaigns }) => campaigns.detail(1),
  perCampaign: ({ performance }) => performance.perCampaign(1),
  timeline: ({ performance }) => performance.timeline([1], 0, 1),
  organizations: ({ account }) => account.organizations(),
  profile: ({ account }) => account.profile(),
  logout: ({ account }) => account.logout(),
  sendMfaCode: ({ account }) => account.sendMfaCode(1),
  verifyMfaCode: ({ account }) => account.verifyMfaCode('123456'),
};

const data =
  (value: unknown): Handler =>
  () => ({ json: { success: true, data: value } });
const many = (row: unknown): unknown[] => Array.from({ length: 20_000 }, () => row);
const endless: Handler = () => ({
  raw: (response) => {
    const chunk = Buffer.alloc(1024 * 1024, '[');
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    more();
  },
});

const ANSWERS: Record<string, Handler> = {
  'an HTML page': () => ({ text: '<!doctype html><title>Sign in</title>' }),
  'an HTML page with an error': () => ({ status: 502, text: '<h1>Bad gateway</h1>' }),
  'truncated JSON': () => ({ text: '{"success":true,"data":{"data":[{"id":1,"na' }),
  nothing: () => ({ text: '' }),
  'a bare number': () => ({ text: '7' }),
  null: () => ({ text: 'null' }),
  'a list of nothing useful': data([null, 1, 'x', [], {}, [[]]]),
  'texts for everything': data({
    data: 'x',
    id: 'x',
    ioCampaignsList: 'x',
    totalRecords: 'x',
    recordsList: 'x',
  }),
  'objects for everything': data({
    data: {},
    id: {},
    name: {},
    ioCampaignsList: {},
    totalRecords: {},
  }),
  'lists for everything': data({
    data: [[]],
    id: [],
    name: [],
    ioCampaignsList: [[]],
    totalRecords: [],
  }),
  'numbers beyond reason': data({
    data: [{ id: 1e300, created: 1e300, campaignId: -5 }],
    totalRecords: -1,
    id: 1e300,
  }),
  'huge names with markup': data({
    data: [{ id: 1, name: `<img src=x onerror=alert(1)>[x](command:y)${'x'.repeat(1_000_000)}` }],
  }),
  'more rows than were asked for': data({
    data: many({ id: 1 }),
    ioCampaignsList: many({ ioId: 1, campaigns: [] }),
  }),
  'an unknown status': () => ({ status: 299, json: {} }),
  'a status that asks for more': () => ({
    status: 402,
    json: { success: false, errorObjects: many({ error: 'x' }) },
  }),
  'a redirect': () => ({
    status: 307,
    text: '',
    headers: { Location: 'http://127.0.0.1:9/steal' },
  }),
  'an endless body': endless,
  'a broken connection': () => ({ raw: (_response, socket) => socket.destroy() }),
};

describe('a hostile answer', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());

  it('meets every method of the client', () => {
    const { client } = connect(server.origin);
    const methods = [
      client.conversions,
      client.campaigns,
      client.performance,
      client.account,
    ].flatMap((part) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(part)).filter(
        (name) => name !== 'constructor',
      ),
    );
    assert.deepEqual(
      methods.filter((name) => !(name in CALLS)),
      [],
    );
  });

  for (const [name, handler] of Object.entries(ANSWERS)) {
    it(`breaks nothing but its own call, with an IqmError if at all: ${name}`, async () => {
      server.handler = handler;
      for (const [method, call] of Object.entries(CALLS)) {
        const { client } = connect(server.origin, {
          retries: { attempts: 2, baseMs: 0 },
          lookUpAfterMs: [0],
          timeouts: { read: 10_000, write: 10_000 },
        });
        try {
          const result = await call(client);
          assert.ok(JSON.stringify([result]).length < 30_000_000, method);
        } catch (error) {
          assert.ok(error instanceof IqmError, `${method}: ${String(error)}`);
          assert.equal(error.name, 'IqmError');
          assert.ok(error.message.length > 0 && error.message.length < 2_000, method);
          assert.doesNotMatch(error.message, /test-token|\]\(|[\n\r]/, method);
        }
      }
    });
  }

  it('with a redirect takes the token nowhere', async () => {
    const thief = await TestServer.start(() => ({ json: {} }));
    server.handler = () => ({
      status: 308,
      text: '',
      headers: { Location: `${thief.origin}/steal` },
    });
    for (const call of Object.values(CALLS)) {
      await call(connect(server.origin).client).catch(() => undefined);
    }
    assert.equal(thief.seen.length, 0);
    await thief.close();
  });
});
