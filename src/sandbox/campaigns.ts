import { Complaint } from './complaint';
import { detailV2, flatRow, orderRow } from './campaignRows';
import { campaignsOf, conversionsById, isOpen, TYPES } from './conversions';
import { ok, okV2, type Endpoints, type MemberCall } from './endpoints';
import type { Fields } from './fields';
import { isWanted, matchesSearch, pageOf, pageRequest, sorted, type SortKeys } from './listing';
import type { Sandbox } from './sandbox';
import { CAMPAIGN_STATUSES, type Campaign, type InsertionOrder } from './world';

/** The flat list takes no larger page. */
const MOST_FLAT_ROWS = 500;

const CAMPAIGN_KEYS: SortKeys<Campaign> = {
  id: ({ id }) => id,
  campaignId: ({ id }) => id,
  name: ({ name }) => name,
  status: ({ status }) => status,
  creativeTypeId: ({ creativeTypeId }) => creativeTypeId,
  startTime: ({ startTime }) => startTime,
  endTime: ({ endTime }) => endTime,
  createdAt: ({ created }) => created,
  modifiedAt: ({ modified }) => modified,
  owId: ({ owId }) => owId,
};

/** Campaigns by insertion order, flat, counted, one by one, and those that may still be attached. */
export function addCampaigns(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.member('POST', '/api/v3/cmp/io/campaign/basic/list', (call) => {
    const { body } = call;
    const campaigns = campaignsOf(sandbox, call.owId).filter(isListed(body));
    return ok(grouped(sandbox, call.owId, campaigns, body, 20));
  });

  const allowed = ({ owId }: MemberCall, fields: Fields): object => {
    const named = fields.ints('conversionIds');
    const ids = conversionsById(
      sandbox,
      owId,
      named.length > 0 ? named : fields.ints('conversionId'),
    ).map(({ id }) => id);
    const pixels = new Set(
      sandbox.world.conversions.filter(({ kind }) => kind !== 'postback').map(({ id }) => id),
    );
    const free = campaignsOf(sandbox, owId).filter(
      (campaign) =>
        isOpen(campaign) &&
        !campaign.conversionIds.some((id) => pixels.has(id)) &&
        !ids.every((id) => campaign.conversionIds.includes(id)),
    );
    return ok(grouped(sandbox, owId, free, fields, 50));
  };
  const allowedPath = '/api/v3/conversion/allowed/campaign-list';
  endpoints.member('POST', allowedPath, (call) => allowed(call, call.body));
  // An older description has it as GET.
  endpoints.member('GET', allowedPath, (call) => allowed(call, call.query));

  endpoints.member('POST', '/api/v3/cmp/basic/list', ({ body, owId, organization }) => {
    const orders = ordersById(sandbox);
    const all = campaignsOf(sandbox, owId);
    const filtered = all.filter(isListed(body));
    const order = body.text('order')?.toLowerCase() === 'desc' ? '-' : '+';
    const rows = sorted(filtered, `${order}${body.text('sortBy') ?? 'id'}`, '+id', CAMPAIGN_KEYS);
    return ok({
      data: pageOf(rows, pageRequest(body, 'noOfEntries', 20, MOST_FLAT_ROWS)).map((campaign) =>
        flatRow(campaign, orders.get(campaign.ioId), organization),
      ),
      totalRecords: all.length,
      filteredRecords: filtered.length,
    });
  });

  endpoints.member('POST', '/api/v3/cmp/campaigns/count', ({ body, owId, user }) => {
    const listed = body.has('owIds') ? body.ints('owIds') : [owId];
    const named = body.trimmed('owIds') === 'all' ? user.owIds : listed;
    if (!named.every((each) => user.owIds.includes(each))) {
      throw new Complaint(403, "User is not allowed to access provided organization's campaigns.");
    }
    const found = named.flatMap((each) => campaignsOf(sandbox, each)).filter(isListed(body));
    const rows = ['all', ...CAMPAIGN_STATUSES] as const;
    return ok(
      rows.map((key, index) => ({
        order: index + 1,
        status_key: key,
        status_label: key.charAt(0).toUpperCase() + key.slice(1),
        status_count: found.filter(({ status }) => key === 'all' || status === key).length,
      })),
    );
  });

  endpoints.member('GET', '/api/v2/cmp/campaign/:id{[0-9]+}', ({ owId, organization, param }) => {
    const campaign = campaignsOf(sandbox, owId).find(({ id }) => id === Number(param('id')));
    if (!campaign) {
      // Version 2 answers with 400 where version 3 does with 422.
      throw new Complaint(400, [{ error: 'Invalid campaign id.', field: 'campaignId' }]);
    }
    const first = sandbox.world.conversions.find(({ id }) => id === campaign.conversionIds[0]);
    const type = first && TYPES[first.kind];
    return okV2(
      detailV2(
        campaign,
        ordersById(sandbox).get(campaign.ioId),
        organization,
        type && { typeId: type.id, label: type.label },
      ),
    );
  });
}

/** The filters that the lists of campaigns share. */
function isListed(body: Fields): (campaign: Campaign) => boolean {
  const search = body.trimmed('searchField');
  const statuses = body.texts('status').map((status) => status.toLowerCase());
  const ids = body.ints('campaignIds');
  const orderIds = body.ints('ioIds');
  const creativeTypeIds = body.ints('creativeTypeIds');
  const typeIds = body.ints('campaignTypeIds');
  return ({ id, name, status, ioId, creativeTypeId }) =>
    matchesSearch(search, id, name) &&
    isWanted(statuses, status) &&
    isWanted(ids, id) &&
    isWanted(orderIds, ioId) &&
    isWanted(creativeTypeIds, creativeTypeId) &&
    isWanted(typeIds, 1);
}

/** Insertion orders that have one of the campaigns. Pages and counters count orders. */
function grouped(
  sandbox: Sandbox,
  owId: number,
  campaigns: readonly Campaign[],
  fields: Fields,
  usualSize: number,
): object {
  const search = fields.trimmed('searchField');
  const found = campaigns.filter(({ id, name }) => matchesSearch(search, id, name));
  const orders = sandbox.world.insertionOrders.filter((order) => order.owId === owId);
  const full = orders.filter(({ id }) => found.some(({ ioId }) => ioId === id));
  const parts = (fields.text('sortBy') ?? '-ioId,-campaignId').split(',');
  const byCampaign = parts.filter((part) => part.endsWith('campaignId')).join(',');
  const byOrder = parts.filter((part) => !part.endsWith('campaignId')).join(',');
  const rows = sorted(full, byOrder, '-ioId', {
    ioId: ({ id }) => id,
    ioName: ({ name }) => name,
    ioStartTime: ({ created }) => created,
    ioEndTime: ({ modified }) => modified,
  } satisfies SortKeys<InsertionOrder>);
  return {
    totalRecords: orders.length,
    filteredRecords: full.length,
    ioCampaignsList: pageOf(rows, pageRequest(fields, 'noOfEntries', usualSize)).map((order) =>
      orderRow(
        order,
        sorted(
          found.filter(({ ioId }) => ioId === order.id),
          byCampaign,
          '-campaignId',
          CAMPAIGN_KEYS,
        ),
      ),
    ),
  };
}

function ordersById(sandbox: Sandbox): ReadonlyMap<number, InsertionOrder> {
  return new Map(sandbox.world.insertionOrders.map((order) => [order.id, order]));
}
