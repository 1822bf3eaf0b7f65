import { invalidConversion } from './complaint';
import { detailRow, listRow, seconds, statusLabel } from './conversionRows';
import { campaignCounts, campaignsOf, conversionOf, conversionsOf, TYPES } from './conversions';
import { ok, type Endpoints } from './endpoints';
import type { Fields } from './fields';
import { isWanted, matchesSearch, pageOf, pageRequest, sorted, type SortKeys } from './listing';
import type { Sandbox } from './sandbox';
import type { Conversion, ConversionKind } from './world';

const BASE = '/api/v3/conversion';

export const CONVERSION_KEYS: SortKeys<Conversion> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  created: ({ created }) => created,
  status: (conversion) => statusLabel(conversion),
  type: ({ kind }) => TYPES[kind].id,
  totalConversion: ({ total }) => total,
  attributedConversion: ({ attributedView, attributedClick }) => attributedView + attributedClick,
};

/** The conversion list, one conversion, the counts by type, and where a conversion is attached. */
export function addConversionReads(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.member('GET', `${BASE}/list`, ({ query, owId }) => {
    const all = conversionsOf(sandbox, owId);
    const filtered = all.filter(isListed(query));
    const counts = campaignCounts(sandbox);
    const rows = sorted(filtered, query.text('sortBy'), '-created,-id', {
      ...CONVERSION_KEYS,
      campaignCount: ({ id }) => counts.get(id) ?? 0,
    });
    return ok({
      data: pageOf(rows, positive(pageRequest(query, 'limit', 20))).map((conversion) =>
        listRow(conversion, counts.get(conversion.id) ?? 0),
      ),
      totalRecords: all.length,
      filteredRecords: filtered.length,
    });
  });

  endpoints.member('GET', `${BASE}/type-wise-count`, ({ query, owId }) => {
    const found = conversionsOf(sandbox, owId).filter(({ id, name }) =>
      matchesSearch(query.trimmed('searchField'), id, name),
    );
    return ok(
      (Object.keys(TYPES) as ConversionKind[]).map((kind) => ({
        conversionType: TYPES[kind].enum,
        conversionCount: found.filter((each) => each.kind === kind).length,
        order: TYPES[kind].id,
      })),
    );
  });

  endpoints.member('GET', `${BASE}/attached/campaigns/list`, ({ query, owId }) => {
    const { id } = conversionOf(sandbox, owId, query.int('conversionId'));
    const orders = new Map(sandbox.world.insertionOrders.map((order) => [order.id, order]));
    const data = campaignsOf(sandbox, owId)
      .filter(({ conversionIds }) => conversionIds.includes(id))
      .map((campaign) => ({
        campaignId: campaign.id,
        campaignName: campaign.name,
        creativeTypeId: campaign.creativeTypeId,
        status: campaign.status,
        startTime: seconds(campaign.startTime),
        endTime: seconds(campaign.endTime),
        ioId: campaign.ioId,
        ioName: orders.get(campaign.ioId)?.name ?? null,
        ioStatusId: orders.get(campaign.ioId)?.statusId ?? 0,
        ioBudgetTypeId: orders.get(campaign.ioId)?.budgetTypeId ?? 0,
      }));
    return ok(data, { totalRecords: data.length, filterRecords: data.length });
  });

  endpoints.member('GET', `${BASE}/:id{-?[0-9]+}`, ({ query, owId, param }) => {
    const conversion = conversionOf(sandbox, owId, Number(param('id')));
    const typeId = query.int('typeId') ?? 0;
    // IQM's own default is 0, which its description leaves open; here it stands for any type.
    if (typeId !== 0 && typeId !== TYPES[conversion.kind].id) {
      throw invalidConversion();
    }
    return ok(detailRow(conversion));
  });
}

/** The filters of the conversion list. */
function isListed(query: Fields): (conversion: Conversion) => boolean {
  const search = query.trimmed('searchField');
  const ids = query.ints('conversionIds');
  const typeIds = query.ints('typeIds');
  const statusIds = query.ints('statusIds');
  const partnerIds = query.ints('postbackPartnerIds');
  return ({ id, name, kind, status, postback }) =>
    matchesSearch(search, id, name) &&
    isWanted(ids, id) &&
    isWanted(typeIds, TYPES[kind].id) &&
    isWanted(statusIds, { active: 1, pending: 2, none: 0 }[status]) &&
    isWanted(partnerIds, postback?.partnerTypeId ?? 0);
}

/** The list of conversions does not document -1 for "all". */
function positive<T extends { readonly pageNo: number }>(request: T): T {
  return { ...request, pageNo: Math.max(1, request.pageNo) };
}
