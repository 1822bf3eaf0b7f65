import {
  EventEmitter,
  l10n,
  window,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Campaign, InsertionOrder } from '../iqm/shapes/campaign';
import { setContext } from '../shell/contextKeys';
import type { Conversion } from '../iqm/shapes/conversion';
import type { ErrorReport } from '../shell/errorReport';
import { Disposables } from '../shell/disposables';
import { campaignItem, campaignTooltip, insertionOrderItem, sortedCampaigns } from './campaignItem';
import { conversionItem, conversionTooltip } from './conversionItem';
import { CampaignDrop } from './dragConversions';
import { campaignsNarrowing } from './listNarrowing';
import { isShort, listState, moreItem, noteItem } from './listState';
import { ListView } from './listView';

export type CampaignsNode =
  | { readonly kind: 'order'; readonly order: InsertionOrder }
  | { readonly kind: 'campaign'; readonly campaign: Campaign; readonly order: InsertionOrder }
  | { readonly kind: 'conversion'; readonly conversion: Conversion; readonly campaign: Campaign }
  | { readonly kind: 'note'; readonly text: string; readonly of: number; readonly failed?: true }
  | { readonly kind: 'more'; readonly shown: number; readonly filtered: number };

/** The view *Campaigns*: insertion orders, below each its campaigns. */
export class CampaignsTree extends Disposables implements TreeDataProvider<CampaignsNode> {
  readonly #catalog: Catalog;
  readonly #report: ErrorReport;
  readonly #changed = this.own(new EventEmitter<void>());
  readonly #list: ListView;
  readonly view: TreeView<CampaignsNode>;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: Catalog, report: ErrorReport) {
    super();
    this.#catalog = catalog;
    this.#report = report;
    this.view = this.own(
      window.createTreeView('iqm.campaigns', {
        treeDataProvider: this,
        showCollapseAll: true,
        dragAndDropController: new CampaignDrop(),
      }),
    );
    this.#list = this.own(new ListView('iqm.campaigns', this.view, () => this.#changed.fire()));
    this.own(this.view.onDidChangeVisibility(({ visible }) => visible && this.#open()));
    this.own(catalog.onDidChangeCampaigns(() => this.#show()));
    this.#show();
  }

  getTreeItem(node: CampaignsNode): TreeItem {
    switch (node.kind) {
      case 'order':
        return insertionOrderItem(node.order);
      case 'campaign':
        return campaignItem(node.campaign, `order/${node.order.id}`, true);
      case 'conversion':
        return conversionItem(node.conversion, node.campaign);
      case 'note':
        return noteItem(
          `campaign/${node.of}`,
          node.text,
          node.failed && { command: 'iqm.campaign.refresh', title: l10n.t('Refresh') },
        );
      case 'more':
        return moreItem('campaign', node.shown, node.filtered);
    }
  }

  resolveTreeItem(item: TreeItem, node: CampaignsNode): TreeItem {
    if (node.kind === 'conversion') {
      item.tooltip = conversionTooltip(node.conversion);
    } else if (node.kind === 'campaign') {
      item.tooltip = campaignTooltip({ ...node.campaign, insertionOrderName: node.order.name });
    }
    return item;
  }

  getChildren(node?: CampaignsNode): CampaignsNode[] | Promise<CampaignsNode[]> {
    if (node?.kind === 'campaign') {
      return this.#conversionsOf(node.campaign);
    }
    if (node?.kind === 'order') {
      const { order } = node;
      return sortedCampaigns(order).map((campaign) => ({ kind: 'campaign', campaign, order }));
    }
    const list = this.#catalog.insertionOrders;
    if (node !== undefined || list === undefined) {
      return [];
    }
    this.#open();
    const rows = list.rows.map((order) => ({ kind: 'order', order }) as const);
    return isShort(list)
      ? [...rows, { kind: 'more', shown: list.rows.length, filtered: list.filtered }]
      : rows;
  }

  getParent(node: CampaignsNode): CampaignsNode | undefined {
    return node.kind === 'campaign' ? { kind: 'order', order: node.order } : undefined;
  }

  async #conversionsOf(campaign: Campaign): Promise<CampaignsNode[]> {
    try {
      const conversions = await this.#catalog.conversionsOf(campaign.id, { priority: 'user' });
      return conversions.length === 0
        ? [{ kind: 'note', text: l10n.t('Measures no conversion'), of: campaign.id }]
        : conversions.map((conversion) => ({ kind: 'conversion', conversion, campaign }));
    } catch (error) {
      await this.#report.show(error, { what: l10n.t('The conversions could not be loaded.') });
      return [
        {
          kind: 'note',
          text: l10n.t('Could not be loaded. Refresh?'),
          failed: true,
          of: campaign.id,
        },
      ];
    }
  }

  #open(): void {
    if (this.view.visible) {
      void this.#catalog.openCampaigns();
    }
  }

  #show(): void {
    const list = this.#catalog.insertionOrders;
    const query = this.#catalog.campaignQuery;
    const narrowing = campaignsNarrowing(query);
    const narrowed = narrowing !== undefined;
    setContext('iqm.campaigns', listState(list, narrowed));
    setContext('iqm.campaignsFiltered', narrowed);
    const count = list?.rows.reduce((sum, { campaigns }) => sum + campaigns.length, 0);
    this.#list.show(list, narrowing, count);
    this.#open();
  }
}
