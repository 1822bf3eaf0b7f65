import assert from 'node:assert/strict';
import { data, MILLISECONDS, pixel, SECONDS, type Row } from './stage';

/** Contradictions about campaigns and what they are attached to. */
export const CAMPAIGNS_CONFLICTS: Readonly<Record<number, Row>> = {
  8: {
    topic: 'assign is POST, and PATCH where that is refused; remembered for the next time',
    copes: async (stage) => {
      for (const status of [404, 405, 501]) {
        stage.seen.length = 0;
        const client = stage.answer(({ method }) =>
          method === 'POST'
            ? { status, text: '' }
            : { json: data({ conversionIdsList: [1], validAddCampaignIdsList: [5] }) },
        );
        await client.conversions.assign({ conversionIds: [1], add: [5] });
        const { validAdded } = await client.conversions.assign({ conversionIds: [1], add: [5] });
        assert.deepEqual(validAdded, [5]);
        assert.deepEqual(
          stage.seen.map(({ method }) => method),
          ['POST', 'PATCH', 'PATCH'],
          String(status),
        );
      }
    },
  },
  9: {
    topic: 'draft and pending campaigns are offered; what IQM then refuses is told',
    copes: async (stage) => {
      const campaigns = ['draft', 'Pending', 'running', 'paused', 'brand new'].map((status, i) => ({
        campaignId: i + 1,
        name: status,
        status,
      }));
      const client = stage.answer(
        data({
          ioCampaignsList: [
            { ioId: 3, ioName: 'IO', campaigns },
            { ioId: 4, campaigns: [campaigns[2]] },
          ],
        }),
      );
      const orders = await client.conversions.allowedCampaigns([7001]);
      assert.deepEqual(
        orders.map(({ id }) => id),
        [3],
      );
      assert.deepEqual(
        orders[0]?.campaigns.map(({ name }) => name),
        ['draft', 'Pending', 'brand new'],
      );
      const told = stage.answer(
        data({
          conversionIdsList: [7001],
          validAddCampaignIdsList: [1],
          invalidAddCampaignIdsList: [2],
        }),
      );
      const result = await told.conversions.assign({ conversionIds: [7001], add: [1, 2] });
      assert.deepEqual([result.validAdded, result.invalidAdded], [[1], [2]]);
    },
  },
  10: {
    topic: 'assign asks with conversionIdList; the answer’s list may be one bare number',
    copes: async (stage) => {
      for (const list of [[7094], 7094, '7094', ['7094']]) {
        const client = stage.answer(
          data({
            conversionIdsList: list,
            validAddCampaignIdsList: [5],
            validRemoveCampaignIdsList: [6],
          }),
        );
        const result = await client.conversions.assign({
          conversionIds: [7094],
          add: [5],
          remove: [6],
        });
        assert.deepEqual(result, {
          conversionIds: [7094],
          validAdded: [5],
          invalidAdded: [],
          validRemoved: [6],
          invalidRemoved: [],
        });
        assert.deepEqual(stage.sent('/campaign').body, {
          conversionIdList: [7094],
          addCampaignsList: [5],
          removeCampaignsList: [6],
        });
        assert.equal(stage.sent('/campaign').query.size, 0);
      }
    },
  },
  11: {
    topic: 'an answer about another campaign than the one asked for proves nothing',
    copes: async (stage) => {
      const client = stage.answer(({ path }) => ({
        json: path.endsWith('/assign-to/campaign')
          ? data({ conversionIdsList: [1], validAddCampaignIdsList: [253396] })
          : data([]),
      }));
      const result = await client.conversions.assign({ conversionIds: [1], add: [25396] });
      assert.deepEqual([result.validAdded, result.invalidAdded], [[], [25396]]);
    },
  },
  13: {
    topic: 'campaign times are in either unit; 0 and absent mean none',
    copes: async (stage) => {
      for (const [row, start, end] of [
        [{ startTime: SECONDS, endTime: 0 }, MILLISECONDS, undefined],
        [{ startTime: MILLISECONDS, endTime: MILLISECONDS }, MILLISECONDS, MILLISECONDS],
        [{ startTime: SECONDS, endTime: null }, MILLISECONDS, undefined],
        [{}, undefined, undefined],
      ] as const) {
        const { startTime, endTime } = await stage.campaign(row);
        assert.deepEqual([startTime, endTime], [start, end]);
      }
    },
  },
  26: {
    topic:
      'allowed campaigns are asked for by POST, and come grouped, as a list of groups, or flat',
    copes: async (stage) => {
      const inner = { id: 56, campaignId: 56, name: 'C', status: 'pending', ioId: 0, ioName: null };
      const group = { ioId: 23, ioName: 'Q3', ioStatusId: 1, campaigns: [inner] };
      const flat = { campaignId: 56, campaignName: 'C', status: 'pending', ioId: 23, ioName: 'Q3' };
      for (const answer of [
        { ioCampaignsList: [group], totalRecords: 12 },
        [group],
        [flat],
        { data: [flat] },
      ]) {
        const [order, more] = await stage.answer(data(answer)).conversions.allowedCampaigns([7001]);
        assert.equal(more, undefined);
        assert.deepEqual([order?.id, order?.name], [23, 'Q3']);
        assert.deepEqual(order?.campaigns, [
          { id: 56, name: 'C', status: 'pending', insertionOrderId: 23, insertionOrderName: 'Q3' },
        ]);
      }
      assert.deepEqual(stage.sent('/campaign-list').body.conversionIds, [7001]);
      assert.equal(stage.seen.at(-1)?.method, 'POST');
    },
  },
  27: {
    topic: 'counters beside the list are spelled in two ways, or missing',
    copes: async (stage) => {
      const list = [{ campaignId: 1, campaignName: 'C', status: 'draft' }];
      for (const beside of [
        { totalRecords: 4, filterRecords: 1 },
        { totalRecords: 4, filteredRecords: 1 },
        {},
      ]) {
        const client = stage.answer({ success: true, data: list, ...beside });
        assert.equal((await client.conversions.attachedCampaigns(1)).length, 1);
      }
      const rows = { data: [pixel] };
      for (const [counters, total, filtered] of [
        [{ totalRecords: 4, filterRecords: 1 }, 4, 1],
        [{ totalRecords: 4, filteredRecords: 1 }, 4, 1],
        [{ totalRecords: 4 }, 4, 4],
        [{}, 1, 1],
      ] as const) {
        const result = await stage.answer(data({ ...rows, ...counters })).conversions.list();
        assert.deepEqual([result.total, result.filtered], [total, filtered]);
      }
      const full = await stage.answer(data(rows)).conversions.list({ page: 3, pageSize: 1 });
      assert.equal(full.filtered, 4, 'a full page without counters is followed by another');
    },
  },
};
