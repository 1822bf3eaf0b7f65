import type { Campaign, CampaignStatus } from '../iqm/shapes/campaign';
import type { CampaignPerformance } from '../iqm/shapes/performance';

/** A campaign with what this conversion did in it. */
export interface CampaignRow {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly insertionOrder?: string;
  /** False for a campaign that has counts of this conversion but is not attached to it now. */
  readonly attached: boolean;
  /** Absent while IQM has not told, or has told nothing about this campaign. */
  readonly counts?: Pick<
    CampaignPerformance,
    'conversions' | 'uniqueConversions' | 'clicks' | 'impressions'
  >;
}

/** Counts per campaign; not `complete` when IQM has more rows than it sent. */
export interface CampaignCounts {
  readonly rows: readonly CampaignPerformance[];
  readonly complete: boolean;
}

/**
 * Joins the attached campaigns with the counts per campaign: attached ones in IQM's order, then others that have
 * counted this conversion. An attached campaign that a complete answer does not name has counted nothing, so it
 * gets zeros; while there is no answer it gets no counts.
 */
export function campaignRows(
  attached: readonly Campaign[],
  counts: CampaignCounts | undefined,
): readonly CampaignRow[] {
  const byCampaign = new Map(counts?.rows.map((count) => [count.campaignId, count]));
  const unnamed = counts?.complete ? NOTHING : undefined;
  const rows = attached.map(({ id, name, status, insertionOrderName }): CampaignRow => {
    const count = byCampaign.get(id) ?? unnamed;
    byCampaign.delete(id);
    return {
      id,
      name,
      status,
      attached: true,
      ...(insertionOrderName === undefined ? {} : { insertionOrder: insertionOrderName }),
      ...(count === undefined ? {} : { counts: count }),
    };
  });
  for (const count of byCampaign.values()) {
    if (count.conversions > 0 || count.uniqueConversions > 0) {
      rows.push({
        id: count.campaignId,
        name: count.campaignName,
        status: count.status,
        attached: false,
        counts: count,
      });
    }
  }
  return rows;
}

const NOTHING = { conversions: 0, uniqueConversions: 0, clicks: 0, impressions: 0 };
