import type { CampaignStatus } from './campaign';

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
