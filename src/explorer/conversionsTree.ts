import {
  EventEmitter,
  l10n,
  window,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Campaign } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import { setContext } from '../shell/contextKeys';
import { Disposables } from '../shell/disposables';
import type { ErrorReport } from '../shell/errorReport';
import { campaignItem, campaignTooltip } from './campaignItem';
import { conversionItem, conversionTooltip } from './conversionItem';
import { ConversionDrag } from './dragConversions';
import { conversionsNarrowing, narrowsConversions } from './listNarrowing';
import { isShort, listState, moreItem, noteItem } from './listState';
import { ListView } from './listView';

export type ConversionsNode =
  | { readonly kind: 'conversion'; readonly conversion: Conversion }
  | { readonly kind: 'campaign'; readonly campaign: Campaign; readonly conversion: Conversion }
  | { readonly kind: 'note'; readonly text: string; readonly of: number; readonly failed?: true }
  | { readonly kind: 'more'; readonly shown: number; readonly filtered: number };

/** The view *Conversions*: one row a conversion, below it the campaigns it is attached to. */
export class ConversionsTree extends Disposables implements TreeDataProvider<ConversionsNode> {
  readonly #catalog: Catalog;
  readonly #report: ErrorReport;
  readonly #changed = this.own(new EventEmitter<void>());
  readonly #list: ListView;
  readonly view: TreeView<ConversionsNode>;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: Catalog, report: ErrorReport) {
    super();
    this.#catalog = catalog;
    this.#report = report;
    this.view = this.own(
      window.createTreeView('iqm.conversions', {
        treeDataProvider: this,
        showCollapseAll: true,
        canSelectMany: true,
        dragAndDropController: new ConversionDrag(),
      }),
    );
    this.#list = this.own(new ListView('iqm.conversions', this.view, () => this.#changed.fire()));
    this.own(this.view.onDidChangeVisibility(({ visible }) => visible && this.#open()));
    this.own(catalog.onDidChangeConversions(() => this.#show()));
    this.#show();
  }

  getTreeItem(node: ConversionsNode): TreeItem {
    switch (node.kind) {
      case 'conversion':
        return conversionItem(node.conversion);
      case 'campaign':
        return campaignItem(node.campaign, `conversion/${node.conversion.id}`, false);
      case 'note':
        return noteItem(
          `conversion/${node.of}`,
          node.text,
          node.failed && { command: 'iqm.conversion.refresh', title: l10n.t('Refresh') },
        );
      case 'more':
        return moreItem('conversion', node.shown, node.filtered);
    }
  }

  /** Tooltips are made when one is looked at, not for every row of the list. */
  resolveTreeItem(item: TreeItem, node: ConversionsNode): TreeItem {
    if (node.kind === 'conversion') {
      item.tooltip = conversionTooltip(node.conversion);
    } else if (node.kind === 'campaign') {
      item.tooltip = campaignTooltip(node.campaign);
    }
    return item;
  }

  getChildren(node?: ConversionsNode): ConversionsNode[] | Promise<ConversionsNode[]> {
    if (node?.kind === 'conversion') {
      return this.#campaignsOf(node.conversion);
    }
    const list = this.#catalog.conversions;
    if (node !== undefined || list === undefined) {
      return [];
    }
    this.#open();
    const rows = list.rows.map((conversion) => ({ kind: 'conversion', conversion }) as const);
    return isShort(list)
      ? [...rows, { kind: 'more', shown: list.rows.length, filtered: list.filtered }]
      : rows;
  }

  getParent(): undefined {
    return undefined;
  }

  async #campaignsOf(conversion: Conversion): Promise<ConversionsNode[]> {
    try {
      const campaigns = await this.#catalog.attached(conversion.id, { priority: 'user' });
      return campaigns.length === 0
        ? [{ kind: 'note', text: l10n.t('Not assigned to any campaign'), of: conversion.id }]
        : campaigns.map((campaign) => ({ kind: 'campaign', campaign, conversion }));
    } catch (error) {
      await this.#report.show(error, { what: l10n.t('The campaigns could not be loaded.') });
      return [
        {
          kind: 'note',
          text: l10n.t('Could not be loaded. Refresh?'),
          failed: true,
          of: conversion.id,
        },
      ];
    }
  }

  /** The first look at the view is what starts the first request. */
  #open(): void {
    if (this.view.visible) {
      void this.#catalog.openConversions();
    }
  }

  #show(): void {
    const list = this.#catalog.conversions;
    const query = this.#catalog.conversionQuery;
    const narrowed = narrowsConversions(query);
    setContext('iqm.conversions', listState(list, narrowed));
    setContext('iqm.conversionsFiltered', narrowed);
    this.#list.show(list, conversionsNarrowing(query));
    this.#open();
  }
}
