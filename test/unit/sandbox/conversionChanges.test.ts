import assert from 'node:assert/strict';
import { PIXEL, Visitor } from './support/visitor';
import type { Detail } from './support/wire';

const BASE = '/api/v3/conversion';

describe('the sandbox: changing conversions', () => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.signedIn();
  });
  afterEach(() => visitor.close());

  const detail = async (id: number, typeId: number): Promise<Detail> =>
    (await visitor.data('GET', `${BASE}/${id}?typeId=${typeId}`)) as Detail;
  const someId = async (query: string): Promise<number> => (await visitor.list(query)).data[0]!.id;

  it('changes name and piggyback of a pixel, and nothing else', async () => {
    const { id } = await visitor.create();
    const before = await detail(id, 1);
    assert.deepEqual(
      await visitor.data('PATCH', `${BASE}/pixel/update`, {
        ...PIXEL,
        id: String(id),
        name: ' Renamed ',
        attributionId: 3,
        customFields: [],
        piggybackData: { url: 'https://x.example/', type: '1' },
      }),
      { id, name: 'Renamed', piggybackData: { url: 'https://x.example/', type: 1 } },
    );
    assert.deepEqual(await detail(id, 1), {
      ...before,
      name: 'Renamed',
      piggybackData: { url: 'https://x.example/', type: 1 },
    });
    await visitor.data('PATCH', `${BASE}/pixel/update`, { id, name: 'Again' });
    assert.equal((await detail(id, 1)).piggybackData?.url, 'https://x.example/', 'kept');
  });

  it('renames universal pixels and postbacks', async () => {
    for (const [segment, typeId] of [
      ['universal-pixel', 3],
      ['postback', 2],
    ] as const) {
      const id = await someId(`typeIds=${typeId}`);
      assert.deepEqual(
        await visitor.data('PATCH', `${BASE}/${segment}/update`, { id, name: 'Renamed' }),
        { id, name: 'Renamed' },
      );
      assert.equal((await detail(id, typeId)).name, 'Renamed');
    }
  });

  it('refuses ids of another type, unknown ids and bad names', async () => {
    const postback = await someId('typeIds=2');
    const pixel = await someId('typeIds=1');
    const update = `${BASE}/pixel/update`;
    for (const id of [postback, 1, undefined, 'x']) {
      assert.deepEqual(await visitor.refusal(422, 'PATCH', update, { id, name: 'Renamed' }), [
        'Invalid conversion id.',
      ]);
    }
    for (const name of [undefined, 'ab', 'x'.repeat(256)]) {
      assert.deepEqual(await visitor.refusal(422, 'PATCH', update, { id: pixel, name }), [
        'Conversion name must be between 3 and 255 characters',
      ]);
    }
    const piggybackData = { url: 'https://x.example/', type: 7 };
    await visitor.refusal(422, 'PATCH', update, { id: pixel, name: 'Renamed', piggybackData });
    assert.notEqual((await detail(pixel, 1)).name, 'Renamed');
  });

  it('deletes for good: nothing finds it, and its campaigns lose it', async () => {
    const { id } = await visitor.create();
    const { id: other } = await visitor.create();
    const [campaign = 0] = await visitor.allowed(id);
    await visitor.assign({ conversionIdList: [id], addCampaignsList: [campaign] });
    assert.equal(
      await visitor.data('DELETE', `${BASE}/delete?conversionIds=${id},${other}`),
      'Conversion has been deleted successfully!',
    );
    await visitor.refusal(422, 'GET', `${BASE}/${id}?typeId=1`);
    await visitor.refusal(422, 'DELETE', `${BASE}/delete?conversionIds=${id}`);
    const { conversions, campaigns } = await visitor.state();
    assert.equal(conversions.find((each) => each.id === id)?.deleted, true, 'softly');
    assert.deepEqual(campaigns.find((each) => each.id === campaign)?.conversionIds, []);
    assert.ok((await visitor.allowed(await someId(''))).includes(campaign));
    const { id: next } = await visitor.create();
    assert.equal(next, other + 1, 'ids are not used again');
  });

  it('deletes all or nothing', async () => {
    const { id } = await visitor.create();
    const running = (await visitor.list('searchField=order%20confirmed')).data.find(
      ({ campaignCount }) => campaignCount > 0,
    )!.id;
    const path = `${BASE}/delete?conversionIds=`;
    for (const ids of [`${id},1`, `${id},x`, '', 'x']) {
      assert.deepEqual(await visitor.refusal(422, 'DELETE', path + ids), [
        'Invalid conversion id.',
      ]);
    }
    assert.deepEqual(await visitor.refusal(422, 'DELETE', `${path}${id},${running}`), [
      'This conversion is associated with a running campaign and cannot be deleted',
    ]);
    assert.equal((await detail(id, 1)).id, id);
  });

  it('has the legacy way to delete', async () => {
    const { id } = await visitor.create();
    const { json } = await visitor.api('DELETE', `/api/v2/conversion/pixel?conversionIds=${id}`);
    assert.deepEqual(json, {
      statusCode: 200,
      responseObject: { message: 'Conversion has been deleted successfully!' },
    });
    const again = await visitor.api('DELETE', `/api/v2/conversion/pixel?conversionIds=${id}`);
    assert.deepEqual(again.json, {
      statusCode: 422,
      responseObject: { errorMsg: 'Invalid conversion id.', errorCode: 422 },
    });
  });
});

describe('the sandbox: mailing a script', () => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.signedIn();
  });
  afterEach(() => visitor.close());

  const mail = { recipients: 'a@shop.example, b@shop.example', emailSubject: 'Your pixel' };

  it('puts the mail into the outbox and sends nothing', async () => {
    for (const [segment, typeId, done] of [
      ['pixel', 1, 'Pixel conversion e-mail sent successfully.'],
      ['universal-pixel', 3, 'Universal Pixel conversion e-mail sent successfully.'],
    ] as const) {
      const { id, pixelConversionScript } = (await visitor.list(`typeIds=${typeId}`)).data[0]!;
      const answer = await visitor.data('POST', `${BASE}/${segment}/send-email`, {
        ...mail,
        conversionId: String(id),
        emailText: 'Hello, ${userName} asks you to place this.',
      });
      assert.equal(answer, done);
      const outbox = (await visitor.control('outbox')) as object[];
      assert.deepEqual(
        { ...outbox.at(-1), at: 0 },
        {
          at: 0,
          owId: 202_001,
          conversionId: id,
          recipients: ['a@shop.example', 'b@shop.example'],
          subject: 'Your pixel',
          text: 'Hello, Dana asks you to place this.',
          script: pixelConversionScript,
        },
      );
    }
  });

  it('refuses what is missing, malformed or of another type', async () => {
    const { id } = (await visitor.list('typeIds=1')).data[0]!;
    const path = `${BASE}/pixel/send-email`;
    const universal = (await visitor.list('typeIds=3')).data[0]!.id;
    for (const [change, error] of [
      [{ conversionId: undefined }, 'Invalid conversion id.'],
      [{ conversionId: universal }, 'Invalid conversion id.'],
      [{ recipients: ' , ' }, 'recipients can not be null or empty.'],
      [{ recipients: undefined }, 'recipients can not be null or empty.'],
      [{ recipients: 'a@shop.example,nonsense' }, 'Invalid e-mail address.'],
      [{ emailSubject: '  ' }, 'Email subject cannot be null/blank.'],
    ] as const) {
      const body = { ...mail, conversionId: id, ...change };
      assert.deepEqual(await visitor.refusal(422, 'POST', path, body), [error]);
    }
    assert.deepEqual(await visitor.control('outbox'), []);
  });

  it('fails on command, without a mail', async () => {
    const { id } = (await visitor.list('typeIds=1')).data[0]!;
    await visitor.control('faults', { switches: { mailFails: true } });
    const body = { ...mail, conversionId: id };
    assert.deepEqual(await visitor.refusal(500, 'POST', `${BASE}/pixel/send-email`, body), [
      'server encountered an error !',
    ]);
    assert.deepEqual(await visitor.control('outbox'), []);
  });
});
