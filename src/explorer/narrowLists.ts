import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Catalog, ConversionQuery } from '../catalog/catalog';
import { campaignIcon, campaignStatusLabel, STATUS_ORDER } from './campaignItem';
import { statusLabel, typeLabel } from './conversionItem';
import { sortOrders, STATUSES, TYPES, USUAL_ORDER } from './listNarrowing';

interface FilterPick extends QuickPickItem {
  readonly typeId?: number;
  readonly statusId?: number;
}

/** Asks for a search text and has IQM search: the list may be longer than what is shown. */
export async function searchConversions(catalog: Catalog): Promise<void> {
  const query = catalog.conversionQuery;
  const search = await askSearch(l10n.t('Search Conversions'), query.search);
  if (search !== undefined) {
    await catalog.askConversions(withSearch(query, search));
  }
}

export async function searchCampaigns(catalog: Catalog): Promise<void> {
  const query = catalog.campaignQuery;
  const search = await askSearch(l10n.t('Search Campaigns'), query.search);
  if (search !== undefined) {
    await catalog.askCampaigns(withSearch(query, search));
  }
}

/** Asks which types and statuses to show; none chosen of a group means all of it. */
export async function filterConversions(catalog: Catalog): Promise<void> {
  const query = catalog.conversionQuery;
  const items: FilterPick[] = [
    { label: l10n.t('Type'), kind: QuickPickItemKind.Separator },
    ...TYPES.map(({ id, type }) => ({
      label: typeLabel(type),
      typeId: id,
      picked: query.typeIds?.includes(id) ?? false,
    })),
    { label: l10n.t('Status'), kind: QuickPickItemKind.Separator },
    ...STATUSES.map(({ id, status }) => ({
      label: statusLabel(status),
      statusId: id,
      picked: query.statusIds?.includes(id) ?? false,
    })),
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Filter Conversions'),
    placeHolder: l10n.t('Types and statuses to show; none means all'),
    canPickMany: true,
  });
  if (picked === undefined) {
    return;
  }
  const typeIds = picked.flatMap(({ typeId }) => typeId ?? []);
  const statusIds = picked.flatMap(({ statusId }) => statusId ?? []);
  const { search, sortBy } = query;
  await catalog.askConversions({
    ...(search === undefined ? {} : { search }),
    ...(sortBy === undefined ? {} : { sortBy }),
    ...(typeIds.length === 0 ? {} : { typeIds }),
    ...(statusIds.length === 0 ? {} : { statusIds }),
  });
}

/** Takes search and filter away; the order stays. */
export async function showAllConversions(catalog: Catalog): Promise<void> {
  const { sortBy } = catalog.conversionQuery;
  await catalog.askConversions(sortBy === undefined ? {} : { sortBy });
}

/** Asks which campaign statuses to show. */
export async function filterCampaigns(catalog: Catalog): Promise<void> {
  const query = catalog.campaignQuery;
  const picked = await window.showQuickPick(
    STATUS_ORDER.map((status) => ({
      label: campaignStatusLabel(status),
      iconPath: campaignIcon(status),
      status,
      picked: query.statuses?.includes(status) ?? false,
    })),
    {
      title: l10n.t('Filter Campaigns'),
      placeHolder: l10n.t('Statuses to show; none means all'),
      canPickMany: true,
    },
  );
  if (picked === undefined) {
    return;
  }
  const { search } = query;
  await catalog.askCampaigns({
    ...(search === undefined ? {} : { search }),
    ...(picked.length === 0 ? {} : { statuses: picked.map(({ status }) => status) }),
  });
}

/** Asks for the order of the conversions. */
export async function sortConversions(catalog: Catalog): Promise<void> {
  const query = catalog.conversionQuery;
  const picked = await window.showQuickPick(
    sortOrders().map((item) => ({
      ...item,
      description: (query.sortBy ?? USUAL_ORDER) === item.sortBy ? l10n.t('current') : '',
    })),
    { title: l10n.t('Sort Conversions') },
  );
  if (picked !== undefined) {
    const sorted: ConversionQuery = { ...query, sortBy: picked.sortBy };
    await catalog.askConversions(sorted);
  }
}

function askSearch(title: string, value: string | undefined): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t('Name or ID; IQM searches the whole list. Leave it empty to show everything.'),
    value: value ?? '',
  });
}

function withSearch<Query extends { readonly search?: string }>(
  query: Query,
  search: string,
): Query {
  const rest: Query = { ...query };
  delete (rest as { search?: string }).search;
  const text = search.trim();
  return text === '' ? rest : { ...rest, search: text };
}
