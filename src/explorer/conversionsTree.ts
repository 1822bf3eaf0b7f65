import { l10n, type TreeItem } from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Campaign } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import type { ErrorReport } from '../shell/errorReport';
import { campaignItem, campaignTooltip } from './campaignItem';
import { conversionItem, conversionTooltip } from './conversionItem';
import { ConversionDrag } from './dragConversions';
import { conversionsNarrowing, narrowsConversions } from './listNarrowing';
import { ListTree, type ListNode } from './listTree';

type RowNode =
  | { readonly kind: 'conversion'; readonly conversion: Conversion }
  | { readonly kind: 'campaign'; readonly campaign: Campaign; readonly conversion: Conversion };

export type ConversionsNode = RowNode | ListNode;

/** The view *Conversions*: one row a conversion, below it the campaigns it is attached to. */
export class ConversionsTree extends ListTree<Conversion, RowNode> {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog, report: ErrorReport) {
    super(
      {
        view: 'conversions',
        row: 'conversion',
        list: () => catalog.conversions,
        onDidChange: catalog.onDidChangeConversions,
        open: () => catalog.openConversions(),
        narrowing: () => conversionsNarrowing(catalog.conversionQuery),
        narrowed: () => narrowsConversions(catalog.conversionQuery),
      },
      report,
      { canSelectMany: true, dragAndDropController: new ConversionDrag() },
    );
    this.#catalog = catalog;
  }

  protected node(conversion: Conversion): RowNode {
    return { kind: 'conversion', conversion };
  }

  protected item(node: RowNode): TreeItem {
    return node.kind === 'conversion'
      ? conversionItem(node.conversion)
      : campaignItem(node.campaign, `conversion/${node.conversion.id}`, false);
  }

  protected complete(item: TreeItem, node: RowNode): void {
    item.tooltip =
      node.kind === 'conversion'
        ? conversionTooltip(node.conversion)
        : campaignTooltip(node.campaign);
  }

  protected below(node: RowNode): ConversionsNode[] | Promise<ConversionsNode[]> {
    if (node.kind === 'campaign') {
      return [];
    }
    const { conversion } = node;
    const ask = async (): Promise<RowNode[]> => {
      const campaigns = await this.#catalog.attached(conversion.id, { priority: 'user' });
      return campaigns.map((campaign) => ({ kind: 'campaign', campaign, conversion }));
    };
    return this.asked(conversion.id, ask, {
      none: l10n.t('Not assigned to any campaign'),
      failed: l10n.t('The campaigns could not be loaded.'),
    });
  }
}
