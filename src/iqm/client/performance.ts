import type { CallOptions, Page } from '../callOptions';
import type { CampaignPerformance, TimelinePoint } from '../shapes/performance';

export interface Performance {
  perCampaign(
    conversionId: number,
    query?: { readonly page?: number; readonly pageSize?: number },
    options?: CallOptions,
  ): Promise<Page<CampaignPerformance>>;
  timeline(
    campaignIds: readonly number[],
    start: number,
    end: number,
    options?: CallOptions,
  ): Promise<readonly TimelinePoint[]>;
}
