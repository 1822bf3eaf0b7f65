import {
  DataTransferItem,
  type CancellationToken,
  type DataTransfer,
  type TreeDragAndDropController,
} from 'vscode';
import { CONVERSION_MIME, draggedIds } from '../catalog/conversionMime';
import { runCommand } from '../shell/commands';
import type { CampaignsNode } from './campaignsTree';
import type { ConversionsNode } from './conversionsTree';

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
    await runCommand('iqm.conversion.assign', {
      conversionId: draggedIds(text),
      add: [target.campaign.id],
    });
  }
}
