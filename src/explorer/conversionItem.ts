import {
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { Campaign } from '../iqm/shapes/campaign';
import type { Conversion, ConversionStatus, ConversionType } from '../iqm/shapes/conversion';
import { isOpenForConversions } from './campaignItem';
import { appendText } from './plainMarkdown';

/** The icon says the type, its colour the status: waiting conversions stand out, active ones are calm. */
const ICONS: Record<ConversionType, string> = {
  pixel: 'code',
  universalPixel: 'globe',
  postback: 'server',
  unknown: 'question',
};
const COLORS: Record<ConversionStatus, ThemeColor | undefined> = {
  active: new ThemeColor('charts.green'),
  pending: new ThemeColor('charts.yellow'),
  none: undefined,
};

export function typeLabel(type: ConversionType): string {
  switch (type) {
    case 'pixel':
      return l10n.t('Pixel');
    case 'universalPixel':
      return l10n.t('Universal Pixel');
    case 'postback':
      return l10n.t('Postback');
    default:
      return l10n.t('Conversion');
  }
}

export function statusLabel(status: ConversionStatus): string {
  switch (status) {
    case 'active':
      return l10n.t('Active');
    case 'pending':
      return l10n.t('Pending');
    default:
      return '—';
  }
}

/** What can be done with a conversion; menus ask for these words, never for a type. */
export function capabilities({ script, type }: Conversion): string {
  return [
    'hasId',
    'hasDetails',
    'assignable',
    ...(script === undefined ? [] : ['hasScript']),
    ...(type === 'pixel' || type === 'universalPixel' ? ['mailable'] : []),
    ...(type === 'pixel' ? ['piggyback'] : []),
  ].join(' ');
}

export function conversionIcon({ type, status }: Conversion): ThemeIcon {
  return new ThemeIcon(ICONS[type], COLORS[status]);
}

/** The number first: in a narrow sidebar the end is cut off, and the icon's colour says the status too. */
export function rowText({ status, totalConversions }: Conversion): string {
  const total = totalConversions.toLocaleString();
  return status === 'none' ? total : l10n.t('{0} · {1}', total, statusLabel(status));
}

/**
 * A conversion as a row of a tree; its id is stable over refreshes, so selection and expansion stay.
 * @param campaign the one it stands below, where it is not a row of its own list: it has no children there
 */
export function conversionItem(conversion: Conversion, campaign?: Campaign): TreeItem {
  const { id, name, type, status, totalConversions, campaignCount } = conversion;
  const item = new TreeItem(
    name,
    campaign !== undefined || campaignCount === 0
      ? TreeItemCollapsibleState.None
      : TreeItemCollapsibleState.Collapsed,
  );
  const total = totalConversions.toLocaleString();
  item.id =
    campaign === undefined ? `conversion/${id}` : `campaign/${campaign.id}/conversion/${id}`;
  item.iconPath = conversionIcon(conversion);
  item.description = rowText(conversion);
  item.contextValue =
    campaign !== undefined && isOpenForConversions(campaign)
      ? `${capabilities(conversion)} removable`
      : capabilities(conversion);
  item.accessibilityInformation = {
    label: l10n.t(
      '{0}, {1}, {2}, {3} conversions in total',
      name,
      typeLabel(type),
      status === 'none' ? l10n.t('no status') : statusLabel(status),
      total,
    ),
    role: 'treeitem',
  };
  return item;
}

/** The tooltip: everything a list row of IQM says, every value as plain text. */
export function conversionTooltip(conversion: Conversion): MarkdownString {
  const text = new MarkdownString('', true);
  text.appendMarkdown(`$(${ICONS[conversion.type]}) **`);
  appendText(text, conversion.name);
  text.appendMarkdown('**\n\n');
  const rows: [string, string | undefined][] = [
    [l10n.t('Type'), typeLabel(conversion.type)],
    [l10n.t('Status'), statusLabel(conversion.status)],
    [l10n.t('Total conversions'), conversion.totalConversions.toLocaleString()],
    [
      l10n.t('Attributed'),
      l10n.t(
        '{0} ({1} click-through, {2} view-through)',
        conversion.attributedConversions.toLocaleString(),
        conversion.attributedClickThrough.toLocaleString(),
        conversion.attributedViewThrough.toLocaleString(),
      ),
    ],
    [l10n.t('Campaigns'), conversion.campaignCount?.toLocaleString()],
    [l10n.t('Partner'), conversion.partnerName],
    [l10n.t('Financial metric'), conversion.financialMetric],
    [
      l10n.t('Created'),
      conversion.created === undefined ? undefined : new Date(conversion.created).toLocaleString(),
    ],
    [l10n.t('ID'), String(conversion.id)],
  ];
  for (const [label, value] of rows) {
    if (value !== undefined && value !== '') {
      text.appendMarkdown('- ');
      appendText(text, `${label}: ${value}`);
      text.appendMarkdown('\n');
    }
  }
  return text;
}
