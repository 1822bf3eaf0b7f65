import assert from 'node:assert/strict';
import { failureOf } from '../support/expectError';
import { data, MILLISECONDS, page, SECONDS, type Row } from './stage';

/** Contradictions about what is read of conversions, lists and errors. */
export const READING_CONFLICTS: Readonly<Record<number, Row>> = {
  12: {
    topic: 'created is in seconds or milliseconds, under three names',
    copes: async (stage) => {
      for (const row of [
        { created: SECONDS },
        { created: MILLISECONDS },
        { created_at: SECONDS },
        { createdAt: String(SECONDS) },
      ]) {
        assert.equal((await stage.conversion(row)).created, MILLISECONDS, JSON.stringify(row));
      }
    },
  },
  14: {
    topic: 'counters are singular or plural',
    copes: async (stage) => {
      for (const s of ['', 's']) {
        const row = await stage.conversion({
          [`totalConversion${s}`]: 9,
          [`attributedConversion${s}`]: 5,
          [`attributedViewThroughConversion${s}`]: 3,
          [`attributedClickThroughConversion${s}`]: 2,
        });
        assert.deepEqual(
          [
            row.totalConversions,
            row.attributedConversions,
            row.attributedViewThrough,
            row.attributedClickThrough,
          ],
          [9, 5, 3, 2],
        );
      }
    },
  },
  15: {
    topic: 'the partner’s logo is …LogoUrl or …LogoURL',
    copes: async (stage) => {
      for (const key of ['postbackPartnerLogoUrl', 'postbackPartnerLogoURL']) {
        assert.equal((await stage.conversion({ [key]: 'https://l' })).partnerLogoUrl, 'https://l');
      }
      assert.equal(
        (await stage.conversion({ postbackPartnerLogoUrl: null })).partnerLogoUrl,
        undefined,
      );
    },
  },
  16: {
    topic: 'the partner is postbackPartnerName or partnerName',
    copes: async (stage) => {
      assert.equal(
        (await stage.conversion({ postbackPartnerName: 'Adjust' })).partnerName,
        'Adjust',
      );
      assert.equal(
        (await stage.conversion({ postbackPartnerName: null, partnerName: 'Adjust' })).partnerName,
        'Adjust',
      );
    },
  },
  17: {
    topic: 'owId or owID; the uuid a text or, by one table, a number',
    copes: async (stage) => {
      for (const key of ['owId', 'owID', 'owid']) {
        const [organization] = await stage
          .answer(data([{ [key]: 12, organizationName: 'A' }]))
          .account.organizations();
        assert.equal(organization?.owId, 12);
      }
      assert.equal((await stage.conversion({ uuid: 'ec69-1' })).uuid, 'ec69-1');
      assert.equal((await stage.conversion({ uuid: 12345 })).uuid, '12345');
    },
  },
  28: {
    topic: 'a choice is switched off by active or by isActive',
    copes: async (stage) => {
      const client = stage.answer(
        page(
          { id: 1, name: 'a', active: true },
          { id: 2, name: 'b', isActive: true },
          { id: 3, name: 'c', active: false },
          { id: 4, name: 'd', isActive: 'false' },
          { id: 5, name: 'e' },
        ),
      );
      assert.deepEqual(
        (await client.conversions.partners()).map(({ id }) => id),
        [1, 2, 5],
      );
    },
  },
  29: {
    topic: 'three types in any spelling; others are unknown, not an error',
    copes: async (stage) => {
      for (const [type, expected] of [
        ['Pixel', 'pixel'],
        ['pixel', 'pixel'],
        ['PIXEL', 'pixel'],
        ['Postback', 'postback'],
        ['Universal Pixel', 'universalPixel'],
        ['universalPixel', 'universalPixel'],
        ['UNIVERSAL_PIXEL', 'universalPixel'],
        [3, 'universalPixel'],
        ['Hologram', 'unknown'],
        [null, 'unknown'],
      ] as const) {
        assert.equal((await stage.conversion({ type })).type, expected, String(type));
      }
      const counts = await stage
        .answer(
          data([
            { conversionType: 'PIXEL', conversionCount: 3 },
            { conversionType: 'HOLOGRAM', conversionCount: 1 },
          ]),
        )
        .conversions.typeCounts();
      assert.deepEqual(counts, [
        { type: 'pixel', count: 3 },
        { type: 'unknown', count: 1 },
      ]);
      const client = stage.answer(data({ id: 1, name: 'U' }));
      assert.equal((await client.conversions.get(1, 'universalPixel')).type, 'universalPixel');
      assert.equal(stage.sent('/1').query.get('typeId'), '3');
    },
  },
  30: {
    topic: 'default windows are the endpoint’s, moved into the limits',
    copes: async (stage) => {
      for (const [click, view, clickDays, viewDays] of [
        ['15', '28', 15, 28],
        [28, 15, 28, 15],
        ['90', '90', 60, 30],
        ['1', '0', 7, 1],
        ['soon', null, 28, 15],
      ] as const) {
        const client = stage.answer(
          page(
            { id: 1, name: 'post_click_interval', value: click },
            { id: 2, name: 'post_view_interval', value: view },
          ),
        );
        const defaults = await client.conversions.creationDefaults();
        assert.deepEqual([defaults.clickDays, defaults.viewDays], [clickDays, viewDays]);
      }
    },
  },
  34: {
    topic: 'the script is kept as sent, whatever the path of its pixel',
    copes: async (stage) => {
      for (const url of [
        'https://pxl.iqm.com/i/pixel/ab12?cv={CONVERSION_VALUE}',
        'https://pxl.iqm.com/d/c/conversion/ab12',
        '//own.example/i/pixel/ab',
      ]) {
        const script = `<script src='${url}' async></script>`;
        assert.equal((await stage.conversion({ pixelConversionScript: script })).script, script);
      }
    },
  },
  35: {
    topic: 'a script whose id is not the uuid is kept beside it',
    copes: async (stage) => {
      const pixelConversionScript =
        "<script src='https://pxl.iqm.com/i/pixel/aaaa' async></script>";
      const row = await stage.conversion({ uuid: 'BBBB-1', pixelConversionScript });
      assert.deepEqual([row.uuid, row.script], ['BBBB-1', pixelConversionScript]);
    },
  },
  36: {
    topic: 'a postback’s status is Active, 0, empty or missing',
    copes: async (stage) => {
      for (const [row, status] of [
        [{ status: 'Active' }, 'active'],
        [{ status: 'ACTIVE' }, 'active'],
        [{ status: '', statusId: 0 }, 'none'],
        [{ status: null }, 'none'],
        [{ status: 0 }, 'none'],
        [{ status: null, statusId: 2 }, 'pending'],
        [{ status: undefined }, 'none'],
      ] as const) {
        assert.equal(
          (await stage.conversion({ type: 'Postback', ...row })).status,
          status,
          JSON.stringify(row),
        );
      }
    },
  },
  37: {
    topic: 'the financial metric of a row is null, a name or a number',
    copes: async (stage) => {
      for (const [value, metric] of [
        [null, undefined],
        ['name', 'name'],
        [7, '7'],
        ['', undefined],
      ] as const) {
        assert.equal(
          (await stage.conversion({ pixelFinancialMetric: value })).financialMetric,
          metric,
        );
      }
    },
  },
  38: {
    topic: 'a 403 is known by its status, not by its text',
    copes: async (stage) => {
      for (const error of ['Forbidden !', 'Forbidden!', 'anything']) {
        const client = stage.answer(() => ({
          status: 403,
          json: { success: false, errorObjects: [{ error }] },
        }));
        assert.equal((await failureOf(client.conversions.list())).kind, 'forbidden');
      }
    },
  },
  39: {
    topic: 'the limit of a page is always said',
    copes: async (stage) => {
      const client = stage.answer(page());
      await client.conversions.list();
      await client.performance.perCampaign(1);
      await client.campaigns.basicList();
      await client.campaigns.byInsertionOrder();
      for (const { path, query, body } of stage.seen) {
        const limit = query.get('limit') ?? (body as Record<string, unknown>).noOfEntries;
        assert.ok(Number(limit) > 0, path);
      }
    },
  },
  41: {
    topic: 'a partner’s name is shown as sent',
    copes: async (stage) => {
      for (const name of ['Appsflyer', 'Appsflyr']) {
        assert.equal(
          (await stage.answer(page({ id: 3, name })).conversions.partners())[0]?.label,
          name,
        );
      }
    },
  },
  42: {
    topic: 'reportAggregated, whose values are disputed, is never sent',
    copes: async (stage) => {
      const client = stage.answer(data({ data: [], recordsList: [] }));
      await client.performance.perCampaign(1);
      await client.performance.timeline([1], 0, 1);
      for (const { query, body } of stage.seen) {
        assert.equal(query.has('reportAggregated'), false);
        assert.doesNotMatch(JSON.stringify(body ?? ''), /reportAggregated/);
      }
    },
  },
};
