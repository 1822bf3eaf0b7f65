import { l10n, ProgressLocation, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { IqmClient } from '../iqm/client/client';
import type { Assignment, Campaign, InsertionOrder } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { quickPickFrom } from '../shell/quickPicks';
import { requireOrganization } from '../account/accountState';
import { campaignIcon, campaignStatusLabel, isOpenForConversions } from './campaignItem';

export interface AssignRequest {
  readonly conversionIds: readonly number[];
  readonly add?: readonly number[];
  readonly remove?: readonly number[];
}

interface CampaignPick extends QuickPickItem {
  readonly campaign?: Campaign;
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
    const names = new Map<number, string>();
    const { remove } = request;
    let { add } = request;
    if (add === undefined && remove === undefined) {
      const picked = await this.#pick(client, conversions);
      if (picked === undefined || picked.length === 0) {
        return undefined;
      }
      picked.forEach(({ id, name }) => names.set(id, name));
      add = picked.map(({ id }) => id);
    }
    const assignment = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Assigning to campaigns…'),
        cancellable: true,
      },
      (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return client.conversions.assign(
          { conversionIds: request.conversionIds, add: add ?? [], remove: remove ?? [] },
          { signal: abort.signal, priority: 'user' },
        );
      },
    );
    for (const id of request.conversionIds) {
      this.#catalog.reassigned(id, assignment.validAdded.length - assignment.validRemoved.length);
    }
    this.#tell(conversions, assignment, names);
    return assignment;
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

  #tell(
    conversions: readonly Conversion[],
    { validAdded, invalidAdded, validRemoved, invalidRemoved }: Assignment,
    names: ReadonlyMap<number, string>,
  ): void {
    const name = (id: number): string =>
      names.get(id) ??
      this.#catalog.insertionOrders?.rows
        .flatMap(({ campaigns }) => campaigns)
        .find((campaign) => campaign.id === id)?.name ??
      l10n.t('campaign {0}', id);
    const list = (ids: readonly number[]): string =>
      ids.map((id) => `“${plain(name(id))}”`).join(', ');
    const what =
      conversions.length === 1
        ? `“${plain(conversions[0]?.name ?? '')}”`
        : l10n.t('{0} conversions', conversions.length);
    const done = [
      ...(validAdded.length > 0 ? [l10n.t('{0} assigned to {1}.', what, list(validAdded))] : []),
      ...(validRemoved.length > 0
        ? [l10n.t('{0} removed from {1}.', what, list(validRemoved))]
        : []),
    ];
    const refused = [...invalidAdded, ...invalidRemoved];
    if (refused.length === 0) {
      void window.showInformationMessage(done.join(' ') || l10n.t('Nothing to change.'));
      return;
    }
    const why = l10n.t(
      'IQM did not accept {0}: a campaign takes a conversion only before it runs, and only once.',
      list(refused),
    );
    void window.showWarningMessage([...done, why].join(' '));
  }
}

/** Campaigns of one insertion order under its name. */
function picksOf({ name, campaigns }: InsertionOrder): CampaignPick[] {
  const open = campaigns.filter(isOpenForConversions);
  return open.length === 0
    ? []
    : [
        { label: name, kind: QuickPickItemKind.Separator },
        ...open.map((campaign) => ({
          label: campaign.name,
          description: campaignStatusLabel(campaign.status),
          detail: l10n.t('ID {0}', campaign.id),
          iconPath: campaignIcon(campaign.status),
          campaign,
        })),
      ];
}
