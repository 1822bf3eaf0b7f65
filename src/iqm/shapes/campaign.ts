import { present } from './present';
import { rowsOf } from './rows';
import { Wire, type Drift } from './wire';

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
  /** 0 for campaigns without an order. */
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

/** A campaign as any of the lists sends it; undefined without an id. */
export function decodeCampaign(value: unknown, drift: Drift): Campaign | undefined {
  const row = new Wire(value, 'campaign', drift);
  const id = row.id('campaignId', 'id');
  if (id === undefined) {
    row.missing('id');
    return undefined;
  }
  return {
    id,
    name: row.line('name', 'campaignName') ?? `Campaign ${id}`,
    status: campaignStatusOf(row.line('status')),
    ...present({
      creativeTypeId: row.id('creativeTypeId'),
      startTime: row.time('startTime', 'start_date'),
      endTime: row.time('endTime', 'end_date'),
      insertionOrderId: row.id('ioId'),
      insertionOrderName: row.line('ioName'),
    }),
  };
}

/**
 * Campaigns grouped by insertion order, each order once. Takes the groups of today's answers, and the flat rows of
 * older ones, which are grouped here. Campaigns inside a group name no insertion order of their own (IQM sends 0 and
 * null): they get the group's. Those of no order at all come under id 0.
 */
export function decodeInsertionOrders(data: unknown, drift: Drift): readonly InsertionOrder[] {
  const orders = new Map<number, InsertionOrder & { readonly campaigns: Campaign[] }>();
  rowsOf(data, 'insertionOrders', ['ioCampaignsList', 'data'], drift, (value) => {
    const row = new Wire(value, 'insertionOrder', drift);
    const id = row.id('ioId') ?? 0;
    const isFlat =
      row.raw('campaigns') === undefined && row.raw('campaignId', 'campaignName') !== undefined;
    const name = row.line('ioName') ?? (id === 0 ? 'No insertion order' : `Insertion order ${id}`);
    const campaigns = (isFlat ? [value] : (row.list('campaigns') ?? []))
      .map((campaign) => decodeCampaign(campaign, drift))
      .filter((campaign) => campaign !== undefined)
      .map((campaign) =>
        id === 0 ? campaign : { ...campaign, insertionOrderId: id, insertionOrderName: name },
      );
    if (id === 0 && campaigns.length === 0) {
      row.missing('ioId');
      return undefined;
    }
    const known = orders.get(id);
    if (known) {
      known.campaigns.push(...campaigns);
    } else {
      orders.set(id, { id, name, campaigns, ...present({ statusId: row.id('ioStatusId') }) });
    }
    return id;
  });
  return [...orders.values()];
}

/** What became of an assign. Lists may be missing, or be one bare number. */
export function decodeAssignment(data: unknown, drift: Drift): Assignment {
  const row = new Wire(data, 'assignment', drift);
  return {
    conversionIds: row.ids('conversionIdsList', 'conversionIdList', 'conversionIds'),
    validAdded: row.ids('validAddCampaignIdsList'),
    invalidAdded: row.ids('invalidAddCampaignIdsList'),
    validRemoved: row.ids('validRemoveCampaignIdsList'),
    invalidRemoved: row.ids('invalidRemoveCampaignIdsList'),
  };
}

export function decodeStatusCount(value: unknown, drift: Drift): StatusCount | undefined {
  const row = new Wire(value, 'statusCount', drift);
  const key = row.line('status_key', 'statusKey');
  const count = row.count('status_count', 'statusCount');
  return key === undefined || count === undefined
    ? undefined
    : {
        status: key.toLowerCase() === 'all' ? 'all' : campaignStatusOf(key),
        label: row.line('status_label', 'statusLabel') ?? key,
        count,
      };
}

export function decodeCampaignDetails(value: unknown, drift: Drift): CampaignDetails | undefined {
  const row = new Wire(value, 'campaignDetails', drift);
  const campaign = decodeCampaign(value, drift);
  return campaign
    ? {
        ...campaign,
        conversionIds: row.ids('conversionIds'),
        ...present({
          advertiserDomain: row.line('advertiserDomain'),
          organizationName: row.line('organizationName'),
          mayEdit: row.flag('isEditAccess'),
        }),
      }
    : undefined;
}

/** Reads labels and keys alike; IQM gives campaign statuses no ids. */
export function campaignStatusOf(word: string | undefined): CampaignStatus {
  const status = word?.toLowerCase();
  return STATUSES.find((known) => known === status) ?? 'unknown';
}

const STATUSES: readonly CampaignStatus[] = [
  'draft',
  'pending',
  'running',
  'paused',
  'expired',
  'rejected',
  'deleted',
];
