/* Answers of the API as far as the tests look into them. */

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly owId?: number;
}

export interface Failure {
  readonly success: false;
  readonly errorObjects: readonly { error: string; reason?: string; field?: string }[];
  readonly data?: unknown;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly totalRecords: number;
  readonly filteredRecords: number;
}

export interface ConversionRow {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly created: number;
  readonly totalConversion: number;
  readonly attributedConversion: number;
  readonly attributedViewThroughConversion: number;
  readonly attributedClickThroughConversion: number;
  readonly uuid: string;
  readonly pixelConversionScript?: string;
  readonly postbackPartnerName: string | null;
  readonly campaignCount: number;
}

export interface Created {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly uuid: string;
  readonly pixelConversionScript: string;
}

export interface Detail {
  readonly id: number;
  readonly name: string;
  readonly typeId: number;
  readonly statusId: number;
  readonly attributionId: number;
  readonly customFields: readonly string[];
  readonly financialMetrics: string;
  readonly piggybackData: { url: string; type: number } | null;
  readonly conversionSetting: {
    readonly conversionDuration: { view: number; click: number };
    readonly repeatConversion: { count: number; frequency: number; unit: string };
    readonly crossModelling: boolean;
  };
}

export interface CampaignRow {
  readonly id: number;
  readonly campaignId: number;
  readonly name: string;
  readonly status: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly modifiedAt: number;
  readonly ioId: number;
  readonly ioName: string | null;
}

export interface OrderList {
  readonly totalRecords: number;
  readonly filteredRecords: number;
  readonly ioCampaignsList: readonly {
    readonly ioId: number;
    readonly ioName: string;
    readonly created: number;
    readonly campaignCount: number;
    readonly campaigns: readonly CampaignRow[];
  }[];
}

export interface AssignAnswer {
  readonly conversionIdsList: readonly number[];
  readonly validAddCampaignIdsList: readonly number[];
  readonly invalidAddCampaignIdsList: readonly number[];
  readonly validRemoveCampaignIdsList: readonly number[];
  readonly invalidRemoveCampaignIdsList: readonly number[];
}

export interface State {
  readonly conversions: readonly {
    readonly id: number;
    readonly owId: number;
    readonly kind: string;
    readonly name: string;
    readonly uuid: string;
    readonly status: string;
    readonly total: number;
    readonly deleted: boolean;
  }[];
  readonly campaigns: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: string;
    readonly clicks: number;
    readonly impressions: number;
    readonly conversionIds: readonly number[];
  }[];
  readonly signIns: readonly { readonly email: string }[];
  readonly outbox: number;
  readonly hits: number;
}

export interface Hit {
  readonly path: string;
  readonly conversionId?: number;
  readonly value?: number;
  readonly query: Readonly<Record<string, string>>;
}

export interface Mail {
  readonly owId: number;
  readonly conversionId?: number;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly script?: string;
}

export interface Requests {
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly requests: readonly { method: string; path: string; status: number }[];
}
