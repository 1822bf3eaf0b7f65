import type { CallOptions, Page } from '../callOptions';
import type {
  Campaign,
  CampaignDetails,
  CampaignStatus,
  InsertionOrder,
  StatusCount,
} from '../shapes/campaign';

export interface CampaignQuery {
  readonly search?: string;
  /** Counted from 1. */
  readonly page?: number;
  readonly pageSize?: number;
  readonly statuses?: readonly CampaignStatus[];
}

export interface Campaigns {
  byInsertionOrder(query?: CampaignQuery, options?: CallOptions): Promise<Page<InsertionOrder>>;
  basicList(query?: CampaignQuery, options?: CallOptions): Promise<Page<Campaign>>;
  counts(options?: CallOptions): Promise<readonly StatusCount[]>;
  detail(id: number, options?: CallOptions): Promise<CampaignDetails>;
}
