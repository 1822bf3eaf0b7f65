import { l10n } from 'vscode';
import type { CampaignQuery, ConversionQuery } from '../catalog/catalog';
import { campaignStatusLabel } from './campaignItem';
import { statusLabel, typeLabel } from './conversionItem';

/** IQM's ids of what the conversion list can be filtered by. */
export const TYPES = [
  { id: 1, type: 'pixel' },
  { id: 3, type: 'universalPixel' },
  { id: 2, type: 'postback' },
] as const;
export const STATUSES = [
  { id: 1, status: 'active' },
  { id: 2, status: 'pending' },
] as const;

/** The order IQM uses when none is asked for. */
export const USUAL_ORDER = '-created';

export interface SortOrder {
  readonly label: string;
  readonly sortBy: string;
}

/** Orders of the conversions. IQM documents `created` only; the others are its names of the fields. */
export function sortOrders(): readonly SortOrder[] {
  return [
    { label: l10n.t('Newest First'), sortBy: USUAL_ORDER },
    { label: l10n.t('Oldest First'), sortBy: '+created' },
    { label: l10n.t('Name, A to Z'), sortBy: '+name' },
    { label: l10n.t('Name, Z to A'), sortBy: '-name' },
  ];
}

/** Whether rows of the organization may be missing from the list; another order hides none. */
export function narrowsConversions({ search, typeIds, statusIds }: ConversionQuery): boolean {
  return [search, typeIds, statusIds].some((value) => value !== undefined);
}

/** What narrows or orders the conversions, in words for the line above them; undefined if nothing does. */
export function conversionsNarrowing(query: ConversionQuery): string | undefined {
  const types = TYPES.filter(({ id }) => query.typeIds?.includes(id));
  const statuses = STATUSES.filter(({ id }) => query.statusIds?.includes(id));
  const order = sortOrders().find(({ sortBy }) => sortBy === (query.sortBy ?? USUAL_ORDER));
  return joined([
    ...searched(query.search),
    ...chosen(
      l10n.t('Type'),
      types.map(({ type }) => typeLabel(type)),
    ),
    ...chosen(
      l10n.t('Status'),
      statuses.map(({ status }) => statusLabel(status)),
    ),
    ...(order === undefined || order.sortBy === USUAL_ORDER
      ? []
      : [l10n.t('Sorted: {0}', order.label)]),
  ]);
}

/** What narrows the campaigns, likewise. */
export function campaignsNarrowing({ search, statuses = [] }: CampaignQuery): string | undefined {
  return joined([
    ...searched(search),
    ...chosen(l10n.t('Status'), statuses.map(campaignStatusLabel)),
  ]);
}

function searched(search: string | undefined): string[] {
  return search === undefined ? [] : [l10n.t('Search: “{0}”', search)];
}

function chosen(what: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [l10n.t('{0}: {1}', what, values.join(', '))];
}

function joined(parts: readonly string[]): string | undefined {
  return parts.join(' · ') || undefined;
}
