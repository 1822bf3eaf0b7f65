import assert from 'node:assert/strict';
import { Visitor } from './support/visitor';
import type { OrderList } from './support/wire';

const BASE = '/api/v3/conversion';
const PATH = `${BASE}/assign-to/campaign`;

describe('the sandbox: assigning campaigns', () => {
  let visitor: Visitor;
  let id: number;
  let free: number[];
  beforeEach(async () => {
    visitor = await Visitor.signedIn();
    ({ id } = await visitor.create());
    free = await visitor.allowed(id);
  });
  afterEach(() => visitor.close());

  const holders = async (conversionId: number): Promise<number[]> =>
    (await visitor.state()).campaigns
      .filter(({ conversionIds }) => conversionIds.includes(conversionId))
      .map((campaign) => campaign.id);
  const withStatus = async (status: string): Promise<number> =>
    (await visitor.state()).campaigns.find((each) => each.status === status)!.id;
  const count = async (): Promise<number> =>
    (await visitor.list(`conversionIds=${id}`)).data[0]!.campaignCount;

  it('offers campaigns that have not run and hold no pixel, grouped by insertion order', async () => {
    const { campaigns, conversions } = await visitor.state();
    const pixels = new Set(conversions.filter(({ kind }) => kind !== 'postback').map((c) => c.id));
    assert.deepEqual(
      [...free].sort(),
      campaigns
        .filter(({ status }) => status === 'draft' || status === 'pending')
        .filter(({ conversionIds }) => !conversionIds.some((each) => pixels.has(each)))
        .map((campaign) => campaign.id),
    );
    assert.ok(free.length >= 5, 'enough to play with');
    const list = (await visitor.data('POST', `${BASE}/allowed/campaign-list`, {
      conversionIds: [id],
      searchField: 'ski',
    })) as OrderList;
    assert.deepEqual(
      list.ioCampaignsList.map(({ ioName, campaigns: found }) => [ioName, found[0]!.name]),
      [['Winter Opening – ski & snow', 'Ski rental – city targeting']],
    );
    assert.equal(list.ioCampaignsList[0]!.campaigns[0]!.ioId, 0, 'told by the group only');
    assert.equal(list.ioCampaignsList[0]!.campaigns[0]!.ioName, null);
  });

  it('takes the conversion in all documented ways, and refuses unknown ones', async () => {
    const path = `${BASE}/allowed/campaign-list`;
    const whole = await visitor.data('POST', path, { conversionIds: [id] });
    assert.deepEqual(await visitor.data('POST', path, { conversionId: id }), whole);
    assert.deepEqual(await visitor.data('GET', `${path}?conversionIds=${id}`), whole);
    const all = (await visitor.data('POST', path, {
      conversionIds: [String(id)],
      pageNo: -1,
      noOfEntries: 1,
    })) as OrderList;
    assert.equal(all.ioCampaignsList.length, 3);
    const page = (await visitor.data('POST', path, {
      conversionIds: [id],
      pageNo: 2,
      noOfEntries: 1,
    })) as OrderList;
    assert.deepEqual(
      page.ioCampaignsList.map(({ ioId }) => ioId),
      [all.ioCampaignsList[1]!.ioId],
    );
    for (const body of [{}, { conversionIds: [] }, { conversionIds: [1] }]) {
      assert.deepEqual(await visitor.refusal(422, 'POST', path, body), ['Invalid conversion id.']);
    }
  });

  it('does not offer a campaign that holds the conversion already', async () => {
    const { campaigns, conversions } = await visitor.state();
    const holder = campaigns.find(({ name }) => name === 'App re-engagement')!;
    assert.ok(free.includes(holder.id), 'a postback does not keep pixels away');
    assert.ok(!(await visitor.allowed(holder.conversionIds[0]!)).includes(holder.id));
    const other = conversions.find(({ kind, id: each }) => {
      return kind === 'postback' && !holder.conversionIds.includes(each);
    })!;
    assert.ok((await visitor.allowed(other.id)).includes(holder.id));
  });

  it('attaches and detaches, and counts', async () => {
    const [first = 0, second = 0] = free;
    assert.deepEqual(
      await visitor.assign({ conversionIdList: [id], addCampaignsList: [first, second] }),
      {
        conversionIdsList: [id],
        validAddCampaignIdsList: [first, second],
        invalidAddCampaignIdsList: [],
        validRemoveCampaignIdsList: [],
        invalidRemoveCampaignIdsList: [],
      },
    );
    assert.equal(await count(), 2);
    const { id: other } = await visitor.create();
    assert.ok(!(await visitor.allowed(other)).includes(first), 'gone for every conversion');
    const back = await visitor.assign({ conversionIdList: id, removeCampaignsList: [first] });
    assert.deepEqual(back.validRemoveCampaignIdsList, [first]);
    assert.equal(await count(), 1);
    assert.ok((await visitor.allowed(other)).includes(first));
  });

  it('calls everything else invalid, and succeeds all the same', async () => {
    const [first = 0, second = 0] = free;
    await visitor.assign({ conversionIdList: [id], addCampaignsList: [first] });
    const closed = await Promise.all(
      ['running', 'paused', 'expired', 'rejected', 'deleted'].map(withStatus),
    );
    const answer = await visitor.assign({
      conversionIdList: [String(id)],
      addCampaignsList: [first, 999, ...closed],
      removeCampaignsList: [second, 999, ...closed],
    });
    assert.deepEqual(answer.validAddCampaignIdsList, []);
    assert.deepEqual(answer.invalidAddCampaignIdsList, [first, 999, ...closed]);
    assert.deepEqual(answer.validRemoveCampaignIdsList, []);
    assert.deepEqual(answer.invalidRemoveCampaignIdsList, [second, 999, ...closed]);
    assert.deepEqual(await holders(id), [first]);
  });

  it('names an id that is in both lists valid in one of them', async () => {
    const [first = 0, second = 0] = free;
    await visitor.assign({ conversionIdList: [id], addCampaignsList: [first] });
    const both = [first, second, second];
    const answer = await visitor.assign({
      conversionIdList: [id],
      addCampaignsList: both,
      removeCampaignsList: both,
    });
    assert.deepEqual(answer.validAddCampaignIdsList, [second]);
    assert.deepEqual(answer.validRemoveCampaignIdsList, [first]);
    assert.deepEqual(await holders(id), [second]);
  });

  it('treats several conversions alike', async () => {
    const { id: other } = await visitor.create();
    const [first = 0] = free;
    await visitor.assign({ conversionIdList: [id], addCampaignsList: [first] });
    const added = await visitor.assign({
      conversionIdList: [id, other],
      addCampaignsList: [first],
    });
    assert.deepEqual(added.validAddCampaignIdsList, [first]);
    assert.deepEqual([await holders(id), await holders(other)], [[first], [first]]);
    await visitor.assign({ conversionIdList: [id, other], removeCampaignsList: [first] });
    assert.deepEqual([await holders(id), await holders(other)], [[], []]);
  });

  it('refuses unknown conversions, and changes nothing', async () => {
    const [first = 0] = free;
    for (const conversionIdList of [[1], [id, 1], [], undefined]) {
      const body = { conversionIdList, addCampaignsList: [first] };
      assert.deepEqual(await visitor.refusal(422, 'POST', PATH, body), ['Invalid conversion id.']);
    }
    assert.deepEqual(await holders(id), []);
  });

  it('takes POST and PATCH, or only one of them when told to', async () => {
    const body = { conversionIdList: [id] };
    const status = async (method: string) => (await visitor.api(method, PATH, body)).status;
    assert.deepEqual([await status('POST'), await status('PATCH')], [200, 200]);
    await visitor.control('faults', { switches: { assign: 'PATCH' } });
    assert.deepEqual([await status('POST'), await status('PATCH')], [405, 200]);
    await visitor.control('faults', { switches: { assign: 'POST' } });
    const refused = await visitor.api('PATCH', PATH, body);
    assert.equal(refused.status, 405);
    assert.equal(refused.headers.allow, 'POST');
  });
});
