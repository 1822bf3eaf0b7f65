import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Command } from 'vscode';
import type { ListSnapshot } from '../catalog/pagedList';
import { IqmError } from '../iqm/errors';
import type { ContextKeys } from '../shell/contextKeys';

/** Which welcome text an empty view shows; a view with rows shows none. */
export function listState(
  list: ListSnapshot<unknown> | undefined,
  narrowed: boolean,
): ContextKeys['iqm.conversions'] {
  if (list === undefined) {
    return 'loading';
  }
  if (list.rows.length > 0) {
    return 'shown';
  }
  if (list.error instanceof IqmError) {
    if (list.error.kind === 'offline' || list.error.kind === 'timeout') {
      return 'offline';
    }
    return list.error.kind === 'forbidden' ? 'forbidden' : 'failed';
  }
  if (list.error !== undefined) {
    return 'failed';
  }
  if (list.loading || list.asOf === undefined) {
    return 'loading';
  }
  return narrowed ? 'filteredOut' : 'empty';
}

/**
 * How many rows there are, for the view's title: short, it shares its line with the buttons.
 * @param count how many things the rows show, where that is not their number; IQM does not tell how many there are
 */
export function countText(
  list: ListSnapshot<unknown> | undefined,
  count?: number,
): string | undefined {
  if (list === undefined || list.rows.length === 0) {
    return undefined;
  }
  const shown = (count ?? list.rows.length).toLocaleString();
  if (!isShort(list)) {
    return shown;
  }
  return count === undefined
    ? l10n.t('{0} of {1}', shown, list.filtered.toLocaleString())
    : l10n.t('{0}+', shown);
}

/** Whether there are rows behind those that are shown. */
export function isShort({ complete, rows, filtered }: ListSnapshot<unknown>): boolean {
  return !complete && rows.length > 0 && rows.length < filtered;
}

/** The line above rows that are not the newest: what is shown, and why. Nothing while all is well. */
export function listMessage(list: ListSnapshot<unknown> | undefined): string | undefined {
  if (list?.error === undefined || list.rows.length === 0 || list.asOf === undefined) {
    return undefined;
  }
  const time = new Date(list.asOf);
  const sameDay = time.toDateString() === new Date().toDateString();
  const shown = sameDay
    ? time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : time.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return list.error instanceof IqmError && list.error.kind === 'offline'
    ? l10n.t('Offline: showing data from {0}.', shown)
    : l10n.t('Refresh failed: showing data from {0}.', shown);
}

/** The last row of a list that goes on. */
export function moreItem(
  list: 'conversion' | 'campaign',
  shown: number,
  filtered: number,
): TreeItem {
  const counts = [shown.toLocaleString(), filtered.toLocaleString()];
  const item = new TreeItem(
    list === 'campaign'
      ? l10n.t('Load more orders ({0} of {1})', ...counts)
      : l10n.t('Load more ({0} of {1})', ...counts),
    TreeItemCollapsibleState.None,
  );
  item.id = `${list}/more`;
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: 'iqm.tree.loadMore', title: l10n.t('Load More'), arguments: [list] };
  return item;
}

/** A line below a row that has nothing to show, or could not get it. */
export function noteItem(parent: string, text: string, command?: Command): TreeItem {
  const item = new TreeItem('', TreeItemCollapsibleState.None);
  item.id = `${parent}/note`;
  item.description = text;
  item.accessibilityInformation = { label: text };
  if (command !== undefined) {
    item.command = command;
    item.iconPath = new ThemeIcon('refresh');
  }
  return item;
}
