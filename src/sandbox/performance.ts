import { attributedShare, attributedTotal } from './attributedShares';
import { creativeType } from './campaignRows';
import { Complaint, invalid } from './complaint';
import { campaignsOf, conversionOf } from './conversions';
import { Delivery } from './delivery';
import { ok, type Endpoints } from './endpoints';
import type { Fields } from './fields';
import { isWanted, matchesSearch, pageOf, pageRequest, sorted } from './listing';
import type { Sandbox } from './sandbox';
import { stretches } from './timeline';
import type { Campaign } from './world';

const YEAR_MS = 366 * 86_400_000;

/** What conversions and campaigns did. All figures follow from the seeded counters. */
export function addPerformance(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.member('GET', '/api/v3/cmp/campaigns/report/data', ({ query, owId }) => {
    const conversion = query.has('conversionId')
      ? conversionOf(sandbox, owId, query.int('conversionId'))
      : undefined;
    const ids = query.ints('campaignIds');
    const statuses = query.texts('status').map((status) => status.toLowerCase());
    const search = query.trimmed('searchField');
    const all = campaignsOf(sandbox, owId).filter(
      ({ conversionIds }) => !conversion || conversionIds.includes(conversion.id),
    );
    const filtered = all.filter(
      ({ id, name, status }) =>
        matchesSearch(search, id, name) && isWanted(ids, id) && isWanted(statuses, status),
    );
    const rows = sorted(filtered, query.text('sortBy'), '-created,-id', {
      created: ({ created }) => created,
      name: ({ name }) => name,
      id: ({ id }) => id,
      status: ({ status }) => status,
      modifiedDate: ({ modified }) => modified,
    });
    return ok({
      totalRecords: all.length,
      data: pageOf(rows, pageRequest(query, 'limit', 10)).map((campaign) => {
        const count = conversion
          ? attributedShare(sandbox, campaign, conversion)
          : attributedTotal(sandbox, campaign);
        return {
          id: campaign.id,
          name: campaign.name,
          status: campaign.status,
          clicks: campaign.clicks,
          impression: campaign.impressions,
          conversionCount: count,
          uniqueCount: Math.ceil(count * 0.86),
          creativeType: creativeType(campaign),
        };
      }),
      filteredRecords: filtered.length,
    });
  });

  endpoints.member('POST', '/api/v4/das/report/metrics-timeline', ({ body, owId, user }) => {
    const filters = body.object('filters');
    const range = rangeOf(filters);
    if (body.text('dimension') !== 'CAMPAIGN') {
      throw invalid('Invalid dimension.', 'dimension');
    }
    const owIds = filters?.ints('owIds') ?? [];
    if (!owIds.every((each) => user.owIds.includes(each))) {
      throw new Complaint(403, 'Forbidden !');
    }
    const chosen = (owIds.length === 0 ? [owId] : owIds)
      .flatMap((each) => campaignsOf(sandbox, each))
      .filter(isChosen(filters));
    const now = sandbox.now();
    const sources = chosen.map((campaign) => ({
      campaign,
      attributed: attributedTotal(sandbox, campaign),
      delivery: new Delivery(campaign, now),
    }));
    const recordsList = stretches(range).map(({ from, to }) => {
      const sum = (total: (source: (typeof sources)[number]) => number): number =>
        sources.reduce((all, each) => all + each.delivery.share(total(each), from, to), 0);
      return point(from, to, {
        impressions: sum(({ campaign }) => campaign.impressions),
        clicks: sum(({ campaign }) => campaign.clicks),
        cents: sum(({ campaign }) => Math.round((campaign.impressions * campaign.maxBid) / 10)),
        attributed: sum(({ attributed }) => attributed),
      });
    });
    return ok({ totalRecords: recordsList.length, recordsList });
  });
}

function rangeOf(filters: Fields | undefined): { readonly from: number; readonly to: number } {
  const from = filters?.int('startTimeEpochMillis');
  const to = filters?.int('endTimeEpochMillis');
  if (from === undefined) {
    throw invalid('Invalid start time.', 'filters.startTimeEpochMillis');
  }
  if (to === undefined || to <= from) {
    throw invalid('Invalid end time.', 'filters.endTimeEpochMillis');
  }
  if (to - from > YEAR_MS) {
    throw invalid('Date range must be within one year.', 'filters.endTimeEpochMillis');
  }
  return { from, to };
}

function isChosen(filters: Fields | undefined): (campaign: Campaign) => boolean {
  const ids = filters?.ints('campaignIds') ?? [];
  const orderIds = filters?.ints('ioIds') ?? [];
  const creativeTypeIds = filters?.ints('creativeTypeIds') ?? [];
  const statuses = (filters?.texts('campaignStatusList') ?? []).map((each) => each.toLowerCase());
  const search = filters?.trimmed('searchField');
  return ({ id, name, status, ioId, creativeTypeId }) =>
    isWanted(ids, id) &&
    isWanted(orderIds, ioId) &&
    isWanted(creativeTypeIds, creativeTypeId) &&
    isWanted(statuses, status) &&
    matchesSearch(search, id, name);
}

/** One point in the names of IQM's sample; rates in percent, money in US dollars. */
function point(
  from: number,
  to: number,
  counts: Readonly<Record<'impressions' | 'clicks' | 'cents' | 'attributed', number>>,
): object {
  const { impressions, clicks, cents, attributed } = counts;
  const per = (value: number, base: number): number =>
    base === 0 ? 0 : Math.round((value / base) * 10_000) / 10_000;
  return {
    startDate: from,
    endDate: to - 1,
    impressions,
    clicks,
    spent: cents / 100,
    mediaSpent: Math.round(cents * 0.85) / 100,
    winRate: impressions === 0 ? 0 : 12.5,
    CTR: per(clicks * 100, impressions),
    eCPM: per(cents * 10, impressions),
    eCPC: per(cents / 100, clicks),
    VCR: 0,
    totalAttributedConversion: attributed,
  };
}
