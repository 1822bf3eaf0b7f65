import { l10n, QuickPickItemKind, type QuickPickItem } from 'vscode';
import type { Campaign, InsertionOrder } from '../iqm/shapes/campaign';
import { campaignIcon, campaignStatusLabel, isOpenForConversions } from './campaignItem';

/** A campaign to choose, or the heading of an insertion order. */
export interface CampaignPick extends QuickPickItem {
  readonly campaign?: Campaign;
}

/** Campaigns of one insertion order under its name. */
export function picksOf({ name, campaigns }: InsertionOrder): CampaignPick[] {
  const open = campaigns.filter(isOpenForConversions);
  return open.length === 0
    ? []
    : [{ label: name, kind: QuickPickItemKind.Separator }, ...open.map(pickOf)];
}

/** One campaign; the list can be searched for its status and id too. */
export function pickOf(campaign: Campaign): CampaignPick {
  return {
    label: campaign.name,
    description: campaignStatusLabel(campaign.status),
    detail: l10n.t('ID {0}', campaign.id),
    iconPath: campaignIcon(campaign.status),
    campaign,
  };
}
