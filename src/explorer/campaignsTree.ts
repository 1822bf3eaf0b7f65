import { l10n, type TreeItem } from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Campaign, InsertionOrder } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import type { ErrorReport } from '../shell/errorReport';
import { campaignItem, campaignTooltip, insertionOrderItem, sortedCampaigns } from './campaignItem';
import { conversionItem, conversionTooltip } from './conversionItem';
import { CampaignDrop } from './dragConversions';
import { campaignsNarrowing } from './listNarrowing';
import { ListTree, type ListNode } from './listTree';

type RowNode =
  | { readonly kind: 'order'; readonly order: InsertionOrder }
  | { readonly kind: 'campaign'; readonly campaign: Campaign; readonly order: InsertionOrder }
  | { readonly kind: 'conversion'; readonly conversion: Conversion; readonly campaign: Campaign };

export type CampaignsNode = RowNode | ListNode;

/** The view *Campaigns*: insertion orders, below each its campaigns, below each of those what it measures. */
export class CampaignsTree extends ListTree<InsertionOrder, RowNode> {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog, report: ErrorReport) {
    const narrowing = (): string | undefined => campaignsNarrowing(catalog.campaignQuery);
    super(
      {
        view: 'campaigns',
        row: 'campaign',
        list: () => catalog.insertionOrders,
        onDidChange: catalog.onDidChangeCampaigns,
        open: () => catalog.openCampaigns(),
        narrowing,
        narrowed: () => narrowing() !== undefined,
        count: (orders) => orders.reduce((sum, { campaigns }) => sum + campaigns.length, 0),
      },
      report,
      { dragAndDropController: new CampaignDrop() },
    );
    this.#catalog = catalog;
  }

  override getParent(node: CampaignsNode): RowNode | undefined {
    return node.kind === 'campaign' ? { kind: 'order', order: node.order } : undefined;
  }

  protected node(order: InsertionOrder): RowNode {
    return { kind: 'order', order };
  }

  protected item(node: RowNode): TreeItem {
    switch (node.kind) {
      case 'order':
        return insertionOrderItem(node.order);
      case 'campaign':
        return campaignItem(node.campaign, `order/${node.order.id}`, true);
      case 'conversion':
        return conversionItem(node.conversion, node.campaign);
    }
  }

  protected complete(item: TreeItem, node: RowNode): void {
    if (node.kind === 'conversion') {
      item.tooltip = conversionTooltip(node.conversion);
    } else if (node.kind === 'campaign') {
      item.tooltip = campaignTooltip({ ...node.campaign, insertionOrderName: node.order.name });
    }
  }

  protected below(node: RowNode): CampaignsNode[] | Promise<CampaignsNode[]> {
    switch (node.kind) {
      case 'order': {
        const { order } = node;
        return sortedCampaigns(order).map((campaign) => ({ kind: 'campaign', campaign, order }));
      }
      case 'campaign':
        return this.#conversionsOf(node.campaign);
      case 'conversion':
        return [];
    }
  }

  #conversionsOf(campaign: Campaign): Promise<CampaignsNode[]> {
    const ask = async (): Promise<RowNode[]> => {
      const conversions = await this.#catalog.conversionsOf(campaign.id, { priority: 'user' });
      return conversions.map((conversion) => ({ kind: 'conversion', conversion, campaign }));
    };
    return this.asked(campaign.id, ask, {
      none: l10n.t('Measures no conversion'),
      failed: l10n.t('The conversions could not be loaded.'),
    });
  }
}
