import assert from 'node:assert/strict';
import { OLD_SPELLINGS, type OldSpelling } from '../../../src/sandbox/oldSpellings';
import { PIXEL, Visitor } from './support/visitor';

type Row = Readonly<Record<string, unknown>>;

/** One answer of the API as it is usually, and as a switch has it. */
type Look = (visitor: Visitor) => Promise<unknown>;

const row = (name: string) => async (visitor: Visitor) =>
  (await visitor.list(`searchField=${encodeURIComponent(name)}`)).data[0];
const checkout = row('Checkout – order confirmed');
const partnered = row('App: first purchase');
const data =
  (path: string, pick: (data: never) => unknown = (all) => all, body?: object): Look =>
  async (visitor) =>
    pick((await visitor.data(body === undefined ? 'GET' : 'POST', path, body)) as never);
const staticList = (name: string) =>
  data(`/api/v3/conversion/static/${name}`, ({ data: rows }: { data: Row[] }) => rows);
const assigned: Look = async (visitor) => {
  const list = (await visitor.list()) as unknown as Record<string, unknown>;
  const id = Number((list.data as Row[])[0]!.id);
  return visitor.assign({ conversionIdList: [id], addCampaignsList: [1] });
};
const attached: Look = async (visitor) => {
  const id = String(((await checkout(visitor)) as unknown as Row).id);
  return (await visitor.api('GET', `/api/v3/conversion/attached/campaigns/list?conversionId=${id}`))
    .json;
};
const allowed: Look = async (visitor) => {
  const id = String(((await checkout(visitor)) as unknown as Row).id);
  return visitor.data('POST', '/api/v3/conversion/allowed/campaign-list', { conversionIds: [id] });
};
const of =
  (look: (visitor: Visitor) => Promise<unknown>, ...names: string[]): Look =>
  async (visitor) => {
    const value = (await look(visitor)) as Row;
    return Object.fromEntries(
      names.filter((name) => name in value).map((name) => [name, value[name]]),
    );
  };
const detail: Look = async (visitor) => {
  const id = String(((await checkout(visitor)) as unknown as Row).id);
  return visitor.data('GET', `/api/v3/conversion/${id}?typeId=1`);
};

/** What differs, and how: the usual answer made into the other one. */
const CASES: Readonly<Record<OldSpelling, readonly [Look, (usual: never) => unknown]>> = {
  milliseconds: [
    of(checkout, 'created', 'id'),
    ({ id, created }: { id: number; created: number }) => ({ id, created: created * 1000 }),
  ],
  createdAt: [
    async (visitor) => Object.keys((await checkout(visitor))!),
    (keys: string[]) => keys.map((key) => (key === 'created' ? 'created_at' : key)),
  ],
  otherCounters: [
    async (visitor) => Object.keys((await checkout(visitor))!),
    (keys: string[]) => keys.map((key) => (key.endsWith('Conversion') ? `${key}s` : key)),
  ],
  otherLogo: [
    async (visitor) => Object.keys((await partnered(visitor))!),
    (keys: string[]) => keys.map((key) => key.replace('LogoUrl', 'LogoURL')),
  ],
  otherPartner: [
    of(partnered, 'postbackPartnerName', 'partnerName'),
    ({ postbackPartnerName }: Row) => ({ partnerName: postbackPartnerName }),
  ],
  owID: [of(checkout, 'owId', 'owID'), ({ owId }: Row) => ({ owID: owId })],
  swappedAttribution: [
    staticList('conversion-attribution-type'),
    (rows: Row[]) => rows.map((each) => ({ ...each, id: [0, 1, 3, 2][Number(each.id)] })),
  ],
  idsAsText: [
    of(checkout, 'id', 'owId', 'totalConversion'),
    ({ id, owId, ...rest }: Row) => ({ id: String(id), owId: String(owId), ...rest }),
  ],
  customFieldsAsText: [of(detail, 'customFields'), () => ({ customFields: 'order_id,coupon' })],
  bareConversionId: [
    assigned,
    (usual: Row) => ({ ...usual, conversionIdsList: (usual.conversionIdsList as number[])[0] }),
  ],
  withoutInvalidLists: [
    async (visitor) => Object.keys((await assigned(visitor)) as object),
    (keys: string[]) => keys.filter((key) => !key.startsWith('invalid')),
  ],
  allowedAsArray: [
    allowed,
    ({ ioCampaignsList }: { ioCampaignsList: (Row & { campaigns: Row[] })[] }) =>
      ioCampaignsList.flatMap(({ ioId, ioName, campaigns }) =>
        campaigns.map((campaign) => ({ ...campaign, ioId, ioName })),
      ),
  ],
  filteredRecords: [
    attached,
    ({ filterRecords, ...rest }: Row) => ({ ...rest, filteredRecords: filterRecords }),
  ],
  withoutCounters: [attached, ({ success, data: rows }: Row) => ({ success, data: rows })],
  isActive: [
    staticList('conversion-status'),
    (rows: Row[]) => rows.map(({ active, ...rest }) => ({ ...rest, isActive: active })),
  ],
  emptyPostbackStatus: [of(partnered, 'status'), () => ({ status: '' })],
  otherCase: [of(checkout, 'type', 'status'), () => ({ type: 'pixel', status: 'Active' })],
  uowId: [of(data('/api/v3/ua/profile'), 'owId', 'uowId'), ({ owId }: Row) => ({ uowId: owId })],
  appsflyr: [
    staticList('postback/partner-type'),
    (rows: Row[]) =>
      rows.map((each) => (each.name === 'Appsflyer' ? { ...each, name: 'Appsflyr' } : each)),
  ],
  longPixelPath: [
    of(checkout, 'pixelConversionScript'),
    (usual: { pixelConversionScript: string }) => ({
      pixelConversionScript: usual.pixelConversionScript.replace('/i/pixel/', '/d/c/conversion/'),
    }),
  ],
  foreignScriptId: [
    of(checkout, 'uuid', 'pixelConversionScript'),
    (usual: { uuid: string; pixelConversionScript: string }) => ({
      ...usual,
      uuid: `${usual.uuid.slice(0, -8)}00000000`,
    }),
  ],
  forbiddenInOneWord: [
    async (visitor) =>
      (await visitor.api('GET', '/api/v3/conversion/list', undefined, { owId: 1 })).text,
    (text: string) => text.replace('Forbidden !', 'Forbidden!'),
  ],
};

describe('the sandbox: old spellings', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());
  afterEach(() => visitor.control('faults', { clear: true }));

  const speak = (...oldSpellings: OldSpelling[]) =>
    visitor.control('faults', { switches: { oldSpellings } });

  for (const spelling of OLD_SPELLINGS) {
    it(`speaks ${spelling} when told to`, async () => {
      const [look, other] = CASES[spelling];
      const usual = await look(visitor);
      await speak(spelling);
      const spelled = await look(visitor);
      assert.deepEqual(spelled, other(usual as never));
      assert.notDeepEqual(spelled, usual);
    });
  }

  it('gives campaigns a capital status, and keeps their times in step', async () => {
    const first = async () => {
      const list = (await visitor.data('POST', '/api/v3/cmp/basic/list', {})) as { data: Row[] };
      return list.data[0]!;
    };
    const usual = await first();
    await speak('otherCase', 'milliseconds');
    const spelled = await first();
    assert.equal(spelled.status, 'Running');
    assert.equal(spelled.startTime, Number(usual.startTime) * 1000);
    assert.equal(spelled.modifiedAt, Number(usual.modifiedAt) * 1000);
  });

  it('reads attributions in the numbering that it speaks', async () => {
    await speak('swappedAttribution');
    const { id } = await visitor.create({ ...PIXEL, attributionId: 2 });
    const path = `/api/v3/conversion/${id}?typeId=1`;
    const swapped = (await visitor.data('GET', path)) as Row;
    assert.equal(swapped.attributionId, 2);
    await visitor.control('faults', { clear: true });
    const usual = (await visitor.data('GET', path)) as Row & {
      conversionSetting: { conversionDuration: object };
    };
    assert.equal(usual.attributionId, 3, 'view based');
    assert.deepEqual(usual.conversionSetting.conversionDuration, { view: 10, click: 15 });
  });

  it('speaks all at once', async () => {
    await speak(...OLD_SPELLINGS);
    const list = (await visitor.list('limit=3')) as unknown as { data: Row[] };
    assert.ok(list.data.every((each) => typeof each.id === 'string' && 'created_at' in each));
  });
});
