import * as l10n from '@vscode/l10n';
import type { PanelState, ShownConversion, ShownSettings } from '../panelState';

/* IQM's terms as the panel names them. */

/** A conversion's type as IQM's own pages call it. */
export function typeWord(type: ShownConversion['type']): string {
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

/** Undefined for `none`: IQM sends no status for some postbacks, and a dash would look like one. */
export function statusWord(status: ShownConversion['status']): string | undefined {
  switch (status) {
    case 'active':
      return l10n.t('Active');
    case 'pending':
      return l10n.t('Pending');
    default:
      return undefined;
  }
}

type CampaignStatus = NonNullable<PanelState['campaigns']['data']>[number]['status'];

/** Undefined for a status that this product does not know. */
export function campaignStatusWord(status: CampaignStatus): string | undefined {
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
      return undefined;
  }
}

/** What has to come before a conversion for it to be attributed. */
export function attributionWord(attribution: NonNullable<ShownSettings['attribution']>): string {
  switch (attribution) {
    case 'hybrid':
      return l10n.t('Hybrid: after a click or a view');
    case 'click':
      return l10n.t('Click based');
    case 'view':
      return l10n.t('View based');
  }
}

/** How often one person counts. IQM: `count` 0 counts every conversion, else so many within frequency × unit. */
export function repeatWords({
  count,
  frequency,
  unit,
}: NonNullable<ShownSettings['repeat']>): string {
  if (count === 0) {
    return l10n.t('Every conversion counts');
  }
  const times =
    count === 1 ? l10n.t('Once per person') : l10n.t('Up to {0} times per person', count);
  return l10n.t('{0} within {1}', times, stretch(frequency, unit));
}

/** A length of whole days, `28 days`. */
export function days(count: number): string {
  return count === 1 ? l10n.t('1 day') : l10n.t('{0} days', count);
}

function stretch(frequency: number, unit: string): string {
  switch (unit.toLowerCase()) {
    case 'day':
      return days(frequency);
    case 'hour':
      return frequency === 1 ? l10n.t('1 hour') : l10n.t('{0} hours', frequency);
    default:
      // IQM has units that it names nowhere; its own word is better than none.
      return `${frequency} ${unit}`;
  }
}
