import { seconds } from './conversionRows';
import { logoOf } from './organizations';
import type { Campaign, InsertionOrder, Organization } from './world';

/** Time zone US/Eastern. */
const TIME_ZONE = 29;

/**
 * An insertion order with its campaigns, in the units of IQM's grouped lists: the order's times and `modifiedAt` in
 * milliseconds, the campaigns' other times in seconds. Inside a group campaigns do not name their order.
 */
export function orderRow(order: InsertionOrder, campaigns: readonly Campaign[]): object {
  return {
    ioId: order.id,
    ioName: order.name,
    ioBudgetTypeId: order.budgetTypeId,
    ioStatusId: order.statusId,
    created: order.created,
    lastModified: order.modified,
    owId: order.owId,
    uowId: 88,
    campaignCount: campaigns.length,
    campaigns: campaigns.map((campaign) => ({
      id: campaign.id,
      campaignId: campaign.id,
      name: campaign.name,
      creativeTypeId: campaign.creativeTypeId,
      status: campaign.status,
      startTime: seconds(campaign.startTime),
      endTime: seconds(campaign.endTime),
      createdAt: seconds(campaign.created),
      modifiedAt: campaign.modified,
      owId: campaign.owId,
      ioId: 0,
      ioName: null,
      ioStatusId: 0,
      timezoneId: TIME_ZONE,
      campaignTypeId: 1,
      ioBudgetTypeId: 0,
      targetedAudienceIds: null,
      prebidAudienceProviderId: null,
    })),
  };
}

/** A row of the flat list, where all times are in seconds. */
export function flatRow(
  campaign: Campaign,
  order: InsertionOrder | undefined,
  organization: Organization,
): object {
  return {
    campaignId: campaign.id,
    name: campaign.name,
    creativeTypeId: campaign.creativeTypeId,
    campaignTypeId: 1,
    status: campaign.status,
    startTime: seconds(campaign.startTime),
    endTime: seconds(campaign.endTime),
    createdAt: seconds(campaign.created),
    modifiedAt: seconds(campaign.modified),
    owId: campaign.owId,
    organizationName: organization.name,
    organizationLogo: logoOf(organization.owId),
    ioId: campaign.ioId,
    ioStatusId: order?.statusId ?? 0,
    timezoneId: TIME_ZONE,
    ioBudgetTypeId: order?.budgetTypeId ?? 0,
    ioName: order?.name ?? null,
  };
}

/** The first conversion decides what a campaign counts; names and ids as in version 2. */
export interface CampaignConversion {
  readonly typeId: number;
  readonly label: string;
}

const CREATIVE_TYPES: Readonly<Record<number, string>> = {
  11: 'IMAGE',
  13: 'HTML',
  14: 'VIDEO',
  15: 'NATIVE',
  17: 'AUDIO',
};

export function creativeType({ creativeTypeId }: Campaign): string {
  return CREATIVE_TYPES[creativeTypeId] ?? 'IMAGE';
}

/** One campaign as version 2 describes it; it calls its name `campaignName`. */
export function detailV2(
  campaign: Campaign,
  order: InsertionOrder | undefined,
  organization: Organization,
  conversion: CampaignConversion | undefined,
): object {
  return {
    owId: campaign.owId,
    id: campaign.id,
    uowId: 88,
    campaignName: campaign.name,
    advertiserDomain: 'northwind-outfitters.example',
    creativeType: creativeType(campaign),
    campaignType: 'CPM',
    budgetDay: Math.round(campaign.budgetTotal / 30),
    budgetTotal: campaign.budgetTotal,
    maxBid: campaign.maxBid,
    timezone: TIME_ZONE,
    startTime: seconds(campaign.startTime),
    endTime: seconds(campaign.endTime),
    status: campaign.status,
    conversionType: conversion?.label ?? 'None',
    conversionTypeId: conversion?.typeId ?? 0,
    ...(campaign.conversionIds.length > 0 && { conversionIds: campaign.conversionIds.join(',') }),
    createDate: seconds(campaign.created),
    ioId: campaign.ioId,
    ioName: order?.name ?? null,
    campaignTypeId: 1,
    budgetTypeId: order?.budgetTypeId ?? 1,
    organizationName: organization.name,
    userName: 'Dana Developer',
    userEmail: 'dev@sandbox.invalid',
    isEditAccess: true,
    isApprovalAccess: false,
  };
}
