import {
  DataTransferItem,
  l10n,
  window,
  type CancellationToken,
  type DataTransfer,
  type TreeDragAndDropController,
} from 'vscode';
import { CONVERSION_MIME, draggedConversions } from '../catalog/conversionMime';
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
    const conversionIds = await draggedConversions(data);
    if (conversionIds.length === 0 || token.isCancellationRequested) {
      return;
    }
    // A conversion below a campaign stands for it, as a file stands for its folder in the Explorer.
    if (target?.kind !== 'campaign' && target?.kind !== 'conversion') {
      void window.showInformationMessage(
        l10n.t('Drop conversions onto a campaign to assign them to it.'),
      );
      return;
    }
    await runCommand('iqm.conversion.assign', {
      conversionId: conversionIds,
      add: [target.campaign.id],
    });
  }
}
