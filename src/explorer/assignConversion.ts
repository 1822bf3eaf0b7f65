import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { IqmClient } from '../iqm/client/client';
import type { Assignment, Campaign, InsertionOrder } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import { runCommand } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { withProgress } from '../shell/progress';
import { quickPickFrom } from '../shell/quickPicks';
import { requireOrganization } from '../account/accountState';
import { assignmentResult } from './assignmentResult';
import { campaignIcon, campaignStatusLabel, isOpenForConversions } from './campaignItem';
import { conversionIcon, rowText } from './conversionItem';

export interface AssignRequest {
  readonly conversionIds: readonly number[];
  readonly add?: readonly number[];
  readonly remove?: readonly number[];
  /** Whether this takes an earlier assignment back; that is not offered to be undone again. */
  readonly undo?: boolean;
}

interface CampaignPick extends QuickPickItem {
  readonly campaign?: Campaign;
}

interface ConversionPick extends QuickPickItem {
  readonly conversion: Conversion;
}

/** Assigns conversions to campaigns that have not started: from arguments, or asking for the campaigns. */
export class AssignConversion {
  readonly #account: Account;
  readonly #catalog: Catalog;

  constructor(account: Account, catalog: Catalog) {
    this.#account = account;
    this.#catalog = catalog;
  }

  /**
   * @returns what IQM accepted and what it did not, or undefined if the user chose nothing
   * @throws IqmError as the assign call does
   */
  async run(request: AssignRequest): Promise<Assignment | undefined> {
    const { client } = requireOrganization(this.#account.state);
    const conversions = await this.#conversions(request.conversionIds);
    let known: readonly Campaign[] = [];
    const { remove } = request;
    let { add } = request;
    if (add === undefined && remove === undefined) {
      const picked = await this.#pick(client, conversions);
      if (picked === undefined || picked.length === 0) {
        return undefined;
      }
      known = picked;
      add = picked.map(({ id }) => id);
    }
    const wanted = { conversionIds: request.conversionIds, add: add ?? [], remove: remove ?? [] };
    const title = add?.length
      ? l10n.t('Assigning to campaigns…')
      : l10n.t('Removing from campaigns…');
    const assignment = await withProgress(title, (signal) =>
      client.conversions.assign(wanted, { signal, priority: 'user' }),
    );
    for (const id of request.conversionIds) {
      this.#catalog.reassigned(id, assignment.validAdded.length - assignment.validRemoved.length);
    }
    // Not awaited: the toast stays until it is answered, and who called wants to know what IQM did.
    void this.#tell(conversions, assignment, known, request.undo ?? false);
    return assignment;
  }

  /** Asks which conversions to assign to a campaign: the way by keyboard for what a drag does. */
  async choose(campaign: Campaign): Promise<Assignment | undefined> {
    requireOrganization(this.#account.state);
    const picks = await quickPickFrom<ConversionPick>({
      title: l10n.t('Assign conversions to “{0}”', plain(campaign.name)),
      placeholder: l10n.t('Names or IDs of conversions'),
      many: true,
      load: async () => {
        await this.#catalog.openConversions();
        const list = this.#catalog.conversions;
        if (list?.error !== undefined && list.rows.length === 0) {
          throw list.error as Error;
        }
        return (list?.rows ?? []).map((conversion) => ({
          label: conversion.name,
          description: rowText(conversion),
          detail: l10n.t('ID {0}', conversion.id),
          iconPath: conversionIcon(conversion),
          conversion,
        }));
      },
      none: l10n.t('No conversion is listed.'),
    });
    const conversionIds = picks?.map(({ conversion }) => conversion.id) ?? [];
    return conversionIds.length === 0 ? undefined : this.run({ conversionIds, add: [campaign.id] });
  }

  /** Takes a conversion from campaigns that have not started, asking from which. */
  async detach(conversionId: number): Promise<Assignment | undefined> {
    requireOrganization(this.#account.state);
    const [conversion] = await this.#conversions([conversionId]);
    const picks = await quickPickFrom<CampaignPick>({
      title: l10n.t('Remove “{0}” from campaigns', plain(conversion?.name ?? '')),
      placeholder: l10n.t('Campaigns that have not started'),
      many: true,
      load: async () =>
        (await this.#catalog.attached(conversionId, { priority: 'user' }))
          .filter(isOpenForConversions)
          .map(pickOf),
      none: l10n.t(
        'This conversion is in no campaign that it could be taken from: started ones keep theirs.',
      ),
    });
    const campaigns = picks?.flatMap(({ campaign }) => campaign ?? []) ?? [];
    return campaigns.length === 0
      ? undefined
      : this.run({ conversionIds: [conversionId], remove: campaigns.map(({ id }) => id) });
  }

  async #conversions(ids: readonly number[]): Promise<Conversion[]> {
    const found: Conversion[] = [];
    for (const id of ids) {
      const conversion = await this.#catalog.conversion(id, { priority: 'user' });
      if (conversion === undefined) {
        throw new UserError(l10n.t('This organization has no conversion with the ID {0}.', id));
      }
      found.push(conversion);
    }
    return found;
  }

  async #pick(
    client: IqmClient,
    conversions: readonly Conversion[],
  ): Promise<Campaign[] | undefined> {
    const title =
      conversions.length === 1
        ? l10n.t('Assign “{0}” to campaigns', conversions[0]?.name ?? '')
        : l10n.t('Assign {0} conversions to campaigns', conversions.length);
    const ids = conversions.map(({ id }) => id);
    const picks = await quickPickFrom<CampaignPick>({
      title,
      placeholder: l10n.t(
        'Draft and pending campaigns; a campaign that has started takes no conversion',
      ),
      many: true,
      load: async (signal) => {
        const orders = await client.conversions.allowedCampaigns(ids, { signal, priority: 'user' });
        return orders.flatMap(picksOf);
      },
      none: l10n.t(
        'No campaign can take this conversion: all have started, or have a pixel conversion already.',
      ),
    });
    return picks?.flatMap(({ campaign }) => campaign ?? []);
  }

  async #tell(
    conversions: readonly Conversion[],
    assignment: Assignment,
    known: readonly Campaign[],
    undo: boolean,
  ): Promise<void> {
    const { validAdded, invalidAdded, validRemoved, invalidRemoved } = assignment;
    const what =
      conversions.length === 1
        ? `“${plain(conversions[0]?.name ?? '')}”`
        : l10n.t('{0} conversions', conversions.length);
    const text = await assignmentResult(this.#catalog, what, assignment, known);
    const changed = validAdded.length + validRemoved.length > 0;
    const takeBack = l10n.t('Undo');
    const chooseOthers = l10n.t('Choose Other Campaigns…');
    const steps = [
      ...(changed && !undo ? [takeBack] : []),
      ...(invalidAdded.length > 0 && !undo ? [chooseOthers] : []),
    ];
    const refused = invalidAdded.length + invalidRemoved.length > 0;
    const show = refused ? window.showWarningMessage : window.showInformationMessage;
    const chosen = await show(text, ...steps);
    // Through the command, so that a failure is shown like any other.
    const conversionId = conversions.map(({ id }) => id);
    if (chosen === chooseOthers) {
      await runCommand('iqm.conversion.assign', { conversionId });
    } else if (chosen === takeBack) {
      await runCommand('iqm.conversion.assign', {
        conversionId,
        add: validRemoved,
        remove: validAdded,
        undo: true,
      });
    }
  }
}

/** Campaigns of one insertion order under its name. */
function picksOf({ name, campaigns }: InsertionOrder): CampaignPick[] {
  const open = campaigns.filter(isOpenForConversions);
  return open.length === 0
    ? []
    : [{ label: name, kind: QuickPickItemKind.Separator }, ...open.map(pickOf)];
}

function pickOf(campaign: Campaign): CampaignPick {
  return {
    label: campaign.name,
    description: campaignStatusLabel(campaign.status),
    detail: l10n.t('ID {0}', campaign.id),
    iconPath: campaignIcon(campaign.status),
    campaign,
  };
}
