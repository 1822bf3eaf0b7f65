import assert from 'node:assert/strict';
import { failureOf } from '../support/expectError';
import { data, draft, page, type Row } from './stage';

/** Contradictions about what is sent to create and change conversions. */
export const CREATING_CONFLICTS: Readonly<Record<number, Row>> = {
  18: {
    topic: 'attribution ids are told apart by name',
    copes: async (stage) => {
      for (const [click, view] of [
        [2, 3],
        [3, 2],
      ] as const) {
        const list = [
          { id: 1, name: 'hybrid', displayName: 'Hybrid' },
          { id: click, name: 'click_based', displayName: 'Click Based' },
          { id: view, name: 'view_based', displayName: 'View Based' },
        ];
        await stage.creating(list).conversions.createPixel(draft);
        assert.equal(stage.sent('/add').body.attributionId, view);
        const client = stage.answer(({ path }) => ({
          json: path.endsWith('-type')
            ? page(...list)
            : data({ id: 1, name: 'x', attributionId: click }),
        }));
        assert.equal((await client.conversions.get(1, 'pixel')).attribution, 'click');
      }
      await stage.creating().conversions.createPixel(draft);
      assert.equal(
        stage.sent('/add').body.attributionId,
        3,
        'what most sources say, without a list',
      );
    },
  },
  19: {
    topic: 'attributionId is sent as a number',
    copes: async (stage) => {
      await stage.creating([{ id: '3', name: 'view_based' }]).conversions.createPixel(draft);
      assert.equal(stage.sent('/add').body.attributionId, 3);
    },
  },
  20: {
    topic: 'attribution, both windows and the frequency are always sent',
    copes: async (stage) => {
      await stage.creating().conversions.createPixel({ ...draft, clickDays: 999 });
      const { attributionId, conversionSetting } = stage.sent('/add').body;
      assert.equal(attributionId, 3);
      assert.deepEqual(conversionSetting, {
        conversionDuration: { view: 15, click: 60 },
        repeatConversion: { count: 1, frequency: 2, unit: 'Day' },
        crossModelling: false,
      });
    },
  },
  21: {
    topic: 'custom fields are sent as a list, and read as one or as text',
    copes: async (stage) => {
      await stage.creating().conversions.createPixel({
        ...draft,
        customFields: ['orderId ', 'sku'],
      });
      assert.deepEqual(stage.sent('/add').body.customFields, ['orderId', 'sku']);
      for (const customFields of [['orderId', 'sku'], 'orderId,sku', 'orderId, sku']) {
        assert.deepEqual((await stage.conversion({ customFields })).customFields, [
          'orderId',
          'sku',
        ]);
      }
      assert.deepEqual((await stage.conversion({ customFields: null })).customFields, []);
    },
  },
  22: {
    topic: 'the financial metric is sent as one name, under the plural key',
    copes: async (stage) => {
      await stage.creating().conversions.createPixel(draft);
      assert.equal(stage.sent('/add').body.financialMetrics, 'revenue');
      const client = stage.answer(data({ id: 1, financialMetrics: 'revenue,profit' }));
      assert.equal((await client.conversions.get(1, 'pixel')).financialMetric, 'revenue,profit');
    },
  },
  23: {
    topic: 'ids are sent as numbers in updates and mails, and read as texts too',
    copes: async (stage) => {
      const client = stage.answer(data({ id: '3114', name: 'Checkout' }));
      await client.conversions.updatePixel(3114, {
        name: 'Checkout',
        piggyback: { url: 'https://x', type: 'image' },
      });
      assert.deepEqual(stage.sent('/update').body, {
        id: 3114,
        name: 'Checkout',
        piggybackData: { url: 'https://x', type: 1 },
      });
      await client.conversions.mail(3114, 'pixel', {
        recipients: ['a@x.com', 'b@y.com'],
        subject: 'Hi',
      });
      assert.deepEqual(stage.sent('/send-email').body, {
        conversionId: 3114,
        recipients: 'a@x.com,b@y.com',
        emailSubject: 'Hi',
      });
      assert.equal((await client.conversions.get(3114, 'pixel')).id, 3114);
    },
  },
  24: {
    topic: 'a postback is sent with impressionUrl, and read with either spelling',
    copes: async (stage) => {
      const postback = {
        name: 'Install',
        partnerTypeId: 1,
        impressionUrl: 'https://x/i',
        clickUrl: 'https://x/c',
      };
      await stage.creating().conversions.createPostback(postback);
      assert.deepEqual(stage.sent('/add').body, postback);
      for (const key of ['impressionUrl', 'impressionsUrl']) {
        const client = stage.answer(data({ id: 1, typeId: 2, [key]: 'https://x/i' }));
        assert.equal((await client.conversions.get(1, 'postback')).impressionUrl, 'https://x/i');
      }
    },
  },
  25: {
    topic: 'the list is filtered by conversionIds',
    copes: async (stage) => {
      await stage
        .answer(page())
        .conversions.list({ ids: [1, 2], typeIds: [1, 3], statusIds: [2], partnerIds: [4] });
      const { query } = stage.sent('/list');
      assert.deepEqual(
        ['conversionIds', 'typeIds', 'statusIds', 'postbackPartnerIds', 'conversionsId'].map(
          (name) => query.get(name),
        ),
        ['1,2', '1,3', '2', '4', null],
      );
    },
  },
  31: {
    topic: 'cross-device is always sent; its default is the endpoint’s',
    copes: async (stage) => {
      for (const crossDevice of [true, false]) {
        await stage.creating().conversions.createUniversalPixel({ ...draft, crossDevice });
        const setting = stage.sent('/add').body.conversionSetting as Record<string, unknown>;
        assert.equal(setting.crossModelling, crossDevice);
        for (const value of [String(crossDevice), crossDevice]) {
          const client = stage.answer(page({ id: 3, name: 'cross_device', value }));
          assert.equal((await client.conversions.creationDefaults()).crossDevice, crossDevice);
        }
      }
    },
  },
  32: {
    topic: 'a repeat count of 0 counts all, 1 once per user; both go as they are',
    copes: async (stage) => {
      for (const count of [0, 1, 5]) {
        await stage.creating().conversions.createPixel({
          ...draft,
          repeat: { ...draft.repeat, count },
        });
        const setting = stage.sent('/add').body.conversionSetting as {
          repeatConversion: unknown;
        };
        assert.deepEqual(setting.repeatConversion, { count, frequency: 2, unit: 'Day' });
      }
    },
  },
  33: {
    topic: 'a name has 3 to 255 characters, trimmed, for every type',
    copes: async (stage) => {
      await stage.creating().conversions.createPixel(draft);
      assert.equal(stage.sent('/add').body.name, 'Checkout');
      stage.seen.length = 0;
      for (const name of ['', '  ab ', 'x'.repeat(256)]) {
        const error = await failureOf(stage.creating().conversions.createPixel({ ...draft, name }));
        assert.deepEqual([error.kind, error.details[0]?.field], ['invalid', 'name']);
      }
      assert.equal(stage.seen.length, 0, 'no request for what IQM would refuse');
    },
  },
};
