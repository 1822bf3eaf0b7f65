export type CampaignStatus =
  'draft' | 'pending' | 'running' | 'paused' | 'expired' | 'rejected' | 'deleted' | 'unknown';

export interface Campaign {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  /** 11 Image, 13 HTML, 14 Video, 15 Native, 16 Ticker banner, 17 Audio, 18 GOTV. */
  readonly creativeTypeId?: number;
  /** Milliseconds since 1970. */
  readonly startTime?: number;
  /** Milliseconds since 1970; absent when the campaign has no end. */
  readonly endTime?: number;
  readonly insertionOrderId?: number;
  readonly insertionOrderName?: string;
}

export interface InsertionOrder {
  readonly id: number;
  readonly name: string;
  /** 1 Active, 2 Expired, 3 Deleted. */
  readonly statusId?: number;
  readonly campaigns: readonly Campaign[];
}

/** What became of a request to attach and detach campaigns. IQM answers 200 even when every id was refused. */
export interface Assignment {
  readonly conversionIds: readonly number[];
  readonly validAdded: readonly number[];
  readonly invalidAdded: readonly number[];
  readonly validRemoved: readonly number[];
  readonly invalidRemoved: readonly number[];
}

/** How many campaigns have a status; `all` counts every campaign. */
export interface StatusCount {
  readonly status: CampaignStatus | 'all';
  /** IQM's own word for it. */
  readonly label: string;
  readonly count: number;
}

/** One campaign with the settings that touch conversions. */
export interface CampaignDetails extends Campaign {
  /** The site that the campaign advertises, and so the one its pixel belongs on. */
  readonly advertiserDomain?: string;
  readonly conversionIds: readonly number[];
  readonly organizationName?: string;
  readonly mayEdit?: boolean;
}
