import {
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { Campaign, CampaignStatus, InsertionOrder } from '../iqm/shapes/campaign';
import { appendText } from './plainMarkdown';

const ICONS: Record<CampaignStatus, ThemeIcon> = {
  draft: new ThemeIcon('edit'),
  pending: new ThemeIcon('watch', new ThemeColor('charts.yellow')),
  running: new ThemeIcon('play-circle', new ThemeColor('charts.green')),
  paused: new ThemeIcon('debug-pause', new ThemeColor('charts.blue')),
  expired: new ThemeIcon('history', new ThemeColor('disabledForeground')),
  rejected: new ThemeIcon('error', new ThemeColor('charts.red')),
  deleted: new ThemeIcon('trash', new ThemeColor('disabledForeground')),
  unknown: new ThemeIcon('question'),
};

export function campaignStatusLabel(status: CampaignStatus): string {
  switch (status) {
    case 'draft':
      return l10n.t('Draft');
    case 'pending':
      return l10n.t('Pending');
    case 'running':
      return l10n.t('Running');
    case 'paused':
      return l10n.t('Paused');
    case 'expired':
      return l10n.t('Expired');
    case 'rejected':
      return l10n.t('Rejected');
    case 'deleted':
      return l10n.t('Deleted');
    default:
      return l10n.t('Unknown status');
  }
}

export function campaignIcon(status: CampaignStatus): ThemeIcon {
  return ICONS[status];
}

/** In the order of what can still be done with them: those that take conversions first, those that are gone last. */
export const STATUS_ORDER: readonly CampaignStatus[] = [
  'draft',
  'pending',
  'running',
  'paused',
  'rejected',
  'expired',
  'deleted',
];

/** Campaigns of an insertion order as they stand below it; those of one status keep IQM's order. */
export function sortedCampaigns({ campaigns }: InsertionOrder): readonly Campaign[] {
  const rank = ({ status }: Campaign): number => {
    const at = STATUS_ORDER.indexOf(status);
    return at < 0 ? STATUS_ORDER.length : at;
  };
  return [...campaigns].sort((a, b) => rank(a) - rank(b));
}

/** Campaigns that may take a conversion: IQM accepts assignments only before a campaign runs. */
export function isOpenForConversions({ status }: Campaign): boolean {
  return status === 'draft' || status === 'pending';
}

/**
 * @param parent keeps the id unique where one campaign stands below several conversions
 * @param expands whether its conversions stand below it
 */
export function campaignItem(campaign: Campaign, parent: string, expands: boolean): TreeItem {
  const item = new TreeItem(
    campaign.name,
    expands ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  const status = campaignStatusLabel(campaign.status);
  item.id = `${parent}/campaign/${campaign.id}`;
  item.iconPath = campaignIcon(campaign.status);
  item.description = status;
  item.contextValue = [
    'hasId',
    ...(isOpenForConversions(campaign) ? [expands ? 'takesConversions' : 'removable'] : []),
  ].join(' ');
  item.accessibilityInformation = { label: l10n.t('{0}, campaign, {1}', campaign.name, status) };
  return item;
}

export function campaignTooltip(campaign: Campaign): MarkdownString {
  const text = new MarkdownString('', true);
  text.appendMarkdown('**');
  appendText(text, campaign.name);
  text.appendMarkdown('**\n\n');
  const rows: [string, string | undefined][] = [
    [l10n.t('Status'), campaignStatusLabel(campaign.status)],
    [l10n.t('Insertion order'), campaign.insertionOrderName],
    [l10n.t('Starts'), dateText(campaign.startTime)],
    [l10n.t('Ends'), dateText(campaign.endTime)],
    [l10n.t('ID'), String(campaign.id)],
  ];
  for (const [label, value] of rows) {
    if (value !== undefined) {
      text.appendMarkdown('- ');
      appendText(text, `${label}: ${value}`);
      text.appendMarkdown('\n');
    }
  }
  return text;
}

export function insertionOrderItem(order: InsertionOrder): TreeItem {
  const item = new TreeItem(order.name, TreeItemCollapsibleState.Expanded);
  const count = order.campaigns.length;
  const inWords = count === 1 ? l10n.t('1 campaign') : l10n.t('{0} campaigns', count);
  item.id = `order/${order.id}`;
  item.iconPath = new ThemeIcon('briefcase');
  item.description = count.toLocaleString();
  item.contextValue = 'hasId';
  item.accessibilityInformation = {
    label: l10n.t('{0}, insertion order, {1}', order.name, inWords),
  };
  const tooltip = new MarkdownString();
  appendText(tooltip, l10n.t('Insertion order {0} · {1} · ID {2}', order.name, inWords, order.id));
  item.tooltip = tooltip;
  return item;
}

function dateText(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toLocaleString();
}
