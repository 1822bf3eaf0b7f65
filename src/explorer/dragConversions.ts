import {
  DataTransferItem,
  type CancellationToken,
  type DataTransfer,
  type TreeDragAndDropController,
} from 'vscode';
import { runCommand } from '../shell/commands';
import type { CampaignsNode } from './campaignsTree';
import type { ConversionsNode } from './conversionsTree';

/** What a dragged conversion carries: ids as JSON. Editors and the campaign tree take it. */
export const CONVERSION_MIME = 'application/vnd.iqm.conversions+json';

/** Conversions can be dragged out of their tree: onto a campaign, or into an editor. */
export class ConversionDrag implements TreeDragAndDropController<ConversionsNode> {
  readonly dragMimeTypes = [CONVERSION_MIME];
  readonly dropMimeTypes: string[] = [];

  handleDrag(nodes: readonly ConversionsNode[], data: DataTransfer): void {
    const ids = nodes.flatMap((node) => (node.kind === 'conversion' ? node.conversion.id : []));
    if (ids.length > 0) {
      data.set(CONVERSION_MIME, new DataTransferItem(JSON.stringify(ids)));
    }
  }
}

/** Conversions dropped onto a campaign are assigned to it. *Assign to Campaigns…* is the way by keyboard. */
export class CampaignDrop implements TreeDragAndDropController<CampaignsNode> {
  readonly dragMimeTypes: string[] = [];
  readonly dropMimeTypes = [CONVERSION_MIME];

  async handleDrop(
    target: CampaignsNode | undefined,
    data: DataTransfer,
    token: CancellationToken,
  ): Promise<void> {
    const text = await data.get(CONVERSION_MIME)?.asString();
    if (target?.kind !== 'campaign' || text === undefined || token.isCancellationRequested) {
      return;
    }
    const ids: unknown = JSON.parse(text);
    await runCommand('iqm.conversion.assign', { conversionId: ids, add: [target.campaign.id] });
  }
}
