import assert from 'node:assert/strict';
import { PIXEL, pixelWith, Visitor } from './support/visitor';
import type { Detail, Failure } from './support/wire';

const ADD = '/api/v3/conversion/pixel/add';
const SETTING = 'conversionSetting';
const DURATION = `${SETTING}.conversionDuration`;
const REPEAT = `${SETTING}.repeatConversion`;
const NAME_LENGTH = 'Conversion name must be between 3 and 255 characters';

describe('the sandbox: creating conversions', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  const detail = async (id: number, typeId = 1): Promise<Detail> =>
    (await visitor.data('GET', `/api/v3/conversion/${id}?typeId=${typeId}`)) as Detail;

  it('creates a pixel that waits for its first fire', async () => {
    const before = Math.floor(Date.now() / 1000);
    const created = await visitor.create();
    const { id, uuid, ...rest } = created as typeof created & { created: number };
    assert.ok(rest.created >= before && rest.created <= before + 10);
    assert.deepEqual(
      { ...rest, created: 0 },
      {
        name: 'Order confirmed',
        partnerName: null,
        status: 'Pending',
        type: 'Pixel',
        created: 0,
        totalConversions: 0,
        owId: 202_001,
        createdByUowId: 88,
        modifiedByUowId: 88,
        pixelConversionScript: `<script src='https://pxl.sandbox.invalid/i/pixel/${uuid}?cv={CONVERSION_VALUE}' async></script>`,
        attributedConversions: 0,
        attributedViewThroughConversions: 0,
        attributedClickThroughConversions: 0,
        pixelFinancialMetric: 'order_value',
        postbackPartnerLogoURL: null,
        partnerUrl: null,
        campaignCount: 0,
      },
    );
    const { data } = await visitor.list('limit=1');
    assert.equal(data[0]!.id, id, 'it heads the list');
    const { conversionSetting, customFields, piggybackData } = await detail(id);
    assert.deepEqual(conversionSetting, PIXEL.conversionSetting);
    assert.deepEqual(customFields, PIXEL.customFields);
    assert.deepEqual(piggybackData, PIXEL.piggybackData);
  });

  it('creates another one when the same is sent again', async () => {
    const first = await visitor.create();
    const second = await visitor.create();
    assert.equal(second.id, first.id + 1);
    assert.notEqual(second.uuid, first.uuid);
  });

  it('takes numbers as text, custom fields as one text, and what may be left out', async () => {
    const { id } = await visitor.create({
      name: '  Padded  ',
      attributionId: '1',
      conversionSetting: {
        conversionDuration: { view: '3', click: '9' },
        repeatConversion: { count: '0', unit: 'Hour' },
      },
      customFields: 'a, b',
      piggybackData: { url: 'https://x.example/p.gif', type: '1' },
    });
    const { name, customFields, financialMetrics, conversionSetting, piggybackData } =
      await detail(id);
    assert.equal(name, 'Padded');
    assert.deepEqual(customFields, ['a', 'b']);
    assert.equal(financialMetrics, '');
    assert.deepEqual(piggybackData, { url: 'https://x.example/p.gif', type: 1 });
    assert.deepEqual(conversionSetting, {
      conversionDuration: { view: 3, click: 9 },
      repeatConversion: { count: 0, frequency: 1, unit: 'Hour' },
      crossModelling: false,
    });
  });

  it('replaces the window that the attribution does not use, whatever it was', async () => {
    for (const [attributionId, view, click, expected] of [
      [1, 3, 9, { view: 3, click: 9 }],
      [2, 500, 9, { view: 28, click: 9 }],
      [3, 3, 500, { view: 3, click: 15 }],
      [1, undefined, undefined, { view: 28, click: 15 }],
    ] as const) {
      const body = {
        ...PIXEL,
        attributionId,
        conversionSetting: { ...PIXEL.conversionSetting, conversionDuration: { view, click } },
      };
      const { id } = await visitor.create(body);
      const { conversionSetting } = await detail(id);
      assert.deepEqual(conversionSetting.conversionDuration, expected);
    }
  });

  for (const [path, value, error] of [
    ['name', undefined, NAME_LENGTH],
    ['name', 'ab', NAME_LENGTH],
    ['name', '  ab  ', NAME_LENGTH],
    ['name', 'x'.repeat(256), NAME_LENGTH],
    ['name', ['abc'], NAME_LENGTH],
    ['attributionId', undefined, 'Invalid attribution id'],
    ['attributionId', 4, 'Invalid attribution id'],
    ['attributionId', '1.5', 'Invalid attribution id'],
    [SETTING, undefined, 'There should be conversion setting present.'],
    [SETTING, 'x', 'There should be conversion setting present.'],
    [DURATION, undefined, 'There should be conversion duration present.'],
    [`${DURATION}.view`, 0, 'View duration must be between 1 and 30 days.'],
    [`${DURATION}.view`, 31, 'View duration must be between 1 and 30 days.'],
    [`${DURATION}.view`, 'soon', 'View duration must be between 1 and 30 days.'],
    [`${DURATION}.click`, 6, 'Click duration must be between 7 and 60 days.'],
    [`${DURATION}.click`, 61, 'Click duration must be between 7 and 60 days.'],
    [REPEAT, undefined, 'There should be repeat conversion present.'],
    [`${REPEAT}.count`, undefined, 'Invalid repeat conversion count.'],
    [`${REPEAT}.count`, -1, 'Invalid repeat conversion count.'],
    [`${REPEAT}.frequency`, 0, 'Invalid repeat conversion frequency.'],
    [`${REPEAT}.unit`, ' ', 'Repeat conversion unit cannot be null/blank.'],
    ['piggybackData.type', 3, 'Invalid piggyback type.'],
    ['piggybackData.url', '', 'Piggyback url cannot be null/blank.'],
  ] as const) {
    it(`refuses ${path} ${String(value).slice(0, 12)} and names the input`, async () => {
      const before = (await visitor.list()).totalRecords;
      const { status, json } = await visitor.api('POST', ADD, pixelWith(path, value));
      assert.equal(status, 422);
      assert.deepEqual((json as Failure).errorObjects, [{ error, field: path }]);
      assert.equal((await visitor.list()).totalRecords, before, 'nothing was created');
    });
  }

  it('takes both ends of every range', async () => {
    for (const [path, value] of [
      ['name', 'abc'],
      ['name', 'x'.repeat(255)],
      [`${DURATION}.view`, 1],
      [`${DURATION}.view`, 30],
      [`${DURATION}.click`, 7],
      [`${DURATION}.click`, 60],
    ] as const) {
      assert.ok((await visitor.create(pixelWith(path, value))).id);
    }
  });

  it('names all inputs that are wrong at once', async () => {
    const errors = await visitor.refusal(422, 'POST', ADD, { name: 'x' });
    assert.deepEqual(errors, [
      NAME_LENGTH,
      'Invalid attribution id',
      'There should be conversion setting present.',
    ]);
  });

  it('creates universal pixels, which have fewer settings', async () => {
    const created = await visitor.create(PIXEL, 'universal-pixel');
    assert.equal(created.type, 'Universal Pixel');
    assert.equal(created.status, 'Pending');
    assert.ok('created_at' in created && !('created' in created));
    assert.match(created.pixelConversionScript, new RegExp(created.uuid));
    const settings = await detail(created.id, 3);
    assert.equal(settings.piggybackData, undefined);
    const errors = await visitor.refusal(422, 'POST', '/api/v3/conversion/universal-pixel/add', {
      ...PIXEL,
      name: 'x',
      attributionId: 9,
    });
    assert.deepEqual(errors, [NAME_LENGTH, 'Invalid attribution id']);
  });

  it('creates postbacks, which have no tag', async () => {
    const body = {
      name: 'App: level ten',
      partnerTypeId: '3',
      impressionUrl: 'https://measure.example.com/i?click_id={click_id}',
      clickUrl: 'https://measure.example.com/c?click_id={click_id}',
    };
    const created = await visitor.create(body, 'postback');
    assert.equal(created.type, 'Postback');
    assert.equal(created.status, 'Active');
    assert.equal(created.pixelConversionScript, undefined);
    assert.match(created.uuid, /^[0-9a-f]{32}$/);
    const stored = (await detail(created.id, 2)) as unknown as typeof body & { statusId: number };
    assert.equal(stored.clickUrl, body.clickUrl);
    assert.equal(stored.statusId, 0);
    for (const [field, value] of [
      ['name', 'ab'],
      ['partnerTypeId', 5],
      ['partnerTypeId', undefined],
      ['impressionUrl', ' '],
      ['clickUrl', undefined],
    ] as const) {
      const { status, json } = await visitor.api('POST', '/api/v3/conversion/postback/add', {
        ...body,
        [field]: value,
      });
      assert.equal(status, 422);
      assert.deepEqual(
        (json as Failure).errorObjects.map((each) => each.field),
        [field],
      );
    }
  });

  it('refuses a body that is no JSON object', async () => {
    for (const [text, status] of [
      ['{"name":', 400],
      ['[]', 422],
      ['"name"', 422],
      ['', 422],
    ] as const) {
      const answer = await visitor.ask('POST', ADD, {
        headers: {
          Authorization: `Bearer ${visitor.access}`,
          'X-IAA-OW-ID': '202001',
          'Content-Type': 'application/json',
        },
        text,
      });
      assert.equal(answer.status, status, text);
    }
  });
});
