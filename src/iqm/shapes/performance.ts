import { campaignStatusOf, type CampaignStatus } from './campaign';
import { Wire, type Drift } from './wire';

/** What one conversion did in one campaign. */
export interface CampaignPerformance {
  readonly campaignId: number;
  readonly campaignName: string;
  readonly status: CampaignStatus;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly uniqueConversions: number;
}

/** One point of a timeline. Counts are sums over the chosen campaigns, not over one conversion. */
export interface TimelinePoint {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly impressions: number;
  readonly clicks: number;
  /** US dollars. */
  readonly spent: number;
  readonly attributedConversions: number;
}

export function decodeCampaignPerformance(
  value: unknown,
  drift: Drift,
): CampaignPerformance | undefined {
  const row = new Wire(value, 'campaignPerformance', drift);
  const campaignId = row.id('id', 'campaignId');
  return campaignId === undefined
    ? undefined
    : {
        campaignId,
        campaignName: row.line('name', 'campaignName') ?? `Campaign ${campaignId}`,
        status: campaignStatusOf(row.line('status')),
        impressions: row.count('impression', 'impressions') ?? 0,
        clicks: row.count('clicks') ?? 0,
        conversions: row.count('conversionCount') ?? 0,
        uniqueConversions: row.count('uniqueCount') ?? 0,
      };
}

/** A point without a start is left out: it has no place on a chart. */
export function decodeTimelinePoint(value: unknown, drift: Drift): TimelinePoint | undefined {
  const row = new Wire(value, 'timelinePoint', drift);
  const start = row.time('startDate');
  return start === undefined
    ? undefined
    : {
        start,
        end: row.time('endDate') ?? start,
        impressions: row.number('impressions') ?? 0,
        clicks: row.number('clicks') ?? 0,
        spent: row.number('spent') ?? 0,
        attributedConversions: row.number('totalAttributedConversion') ?? 0,
      };
}
