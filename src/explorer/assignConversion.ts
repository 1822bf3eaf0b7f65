import { l10n, window, type QuickPickItem } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { IqmClient } from '../iqm/client/client';
import type { Assignment, Campaign } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import { runCommand } from '../shell/commands';
import { isCancelled, UserError, type ErrorReport } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { withProgress } from '../shell/progress';
import { quickPickFrom } from '../shell/quickPicks';
import { requireOrganization } from '../account/accountState';
import { assignmentResult } from './assignmentResult';
import {
  changedBy,
  readMembership,
  stepsBack,
  type AssignStep,
  type Membership,
} from './assignmentUndo';
import { isOpenForConversions } from './campaignItem';
import { pickOf, picksOf, type CampaignPick } from './campaignPicks';
import { conversionIcon, rowText } from './conversionItem';

export interface AssignRequest {
  readonly conversionIds: readonly number[];
  readonly add?: readonly number[];
  readonly remove?: readonly number[];
}

interface ConversionPick extends QuickPickItem {
  readonly conversion: Conversion;
}

/** Assigns conversions to campaigns that have not started: from arguments, or asking for the campaigns. */
export class AssignConversion {
  readonly #account: Account;
  readonly #catalog: Catalog;
  readonly #report: ErrorReport;

  constructor(account: Account, catalog: Catalog, report: ErrorReport) {
    this.#account = account;
    this.#catalog = catalog;
    this.#report = report;
  }

  /**
   * @returns what IQM accepted and what it did not, or undefined if the user chose nothing
   * @throws IqmError as the assign call does
   */
  async run(request: AssignRequest): Promise<Assignment | undefined> {
    const { client } = requireOrganization(this.#account.state);
    const conversions = await this.#conversions(request.conversionIds);
    if (request.add !== undefined || request.remove === undefined) {
      refuseMixture(conversions);
    }
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
    const step = { conversionIds: request.conversionIds, add: add ?? [], remove: remove ?? [] };
    const title = step.add.length
      ? l10n.t('Assigning to campaigns…')
      : l10n.t('Removing from campaigns…');
    const { assignment, before } = await withProgress(title, async (signal) => {
      const options = { signal, priority: 'user' } as const;
      const earlier = await this.#before(client, step, signal);
      return { assignment: await client.conversions.assign(step, options), before: earlier };
    }).catch((error: unknown) => {
      // Cancelled or lost on the way: IQM may have done it all the same.
      this.#catalog.doubt(step.conversionIds, [...step.add, ...step.remove]);
      throw error;
    });
    const changed = this.#follow(assignment, before);
    // Not awaited: the toast stays until it is answered, and who called wants to know what IQM did.
    void this.#tell(conversions, assignment, known, before && stepsBack(changed));
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
        (await this.#catalog.attached(conversionId, { fresh: true, priority: 'user' }))
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

  /**
   * Where several conversions stand before they are assigned, so that *Undo* takes back no more than was done.
   * @returns undefined if IQM does not say; *Undo* is not offered then
   */
  async #before(
    client: IqmClient,
    { conversionIds, add, remove }: AssignStep,
    signal: AbortSignal,
  ): Promise<Membership | undefined> {
    if (conversionIds.length === 1) {
      return new Map();
    }
    const options = { signal, priority: 'user' } as const;
    try {
      return await readMembership(client, conversionIds, [...add, ...remove], options);
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return undefined;
    }
  }

  /** Tells the lists what IQM has done. */
  #follow(
    assignment: Assignment,
    before: Membership | undefined,
  ): { readonly added: Membership; readonly removed: Membership } {
    const changed = changedBy(assignment, before ?? new Map());
    const of = (membership: Membership, id: number): number[] =>
      [...membership].flatMap(([campaign, ids]) => (ids.has(id) ? campaign : []));
    for (const id of assignment.conversionIds) {
      this.#catalog.reassigned(id, of(changed.added, id), of(changed.removed, id));
    }
    return changed;
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

  /** @param back the calls that take it back; undefined where that is not offered */
  async #tell(
    conversions: readonly Conversion[],
    assignment: Assignment,
    known: readonly Campaign[],
    back: readonly AssignStep[] | undefined,
  ): Promise<void> {
    const { invalidAdded, invalidRemoved } = assignment;
    const what =
      conversions.length === 1
        ? `“${plain(conversions[0]?.name ?? '')}”`
        : l10n.t('{0} conversions', conversions.length);
    const text = await assignmentResult(this.#catalog, what, assignment, known);
    const takeBack = l10n.t('Undo');
    const chooseOthers = l10n.t('Choose Other Campaigns…');
    const steps = [
      ...(back?.length ? [takeBack] : []),
      ...(back && invalidAdded.length > 0 ? [chooseOthers] : []),
    ];
    const refused = invalidAdded.length + invalidRemoved.length > 0;
    const show = refused ? window.showWarningMessage : window.showInformationMessage;
    const chosen = await show(text, ...steps);
    if (chosen === chooseOthers) {
      // Through the command, so that a failure is shown like any other.
      const conversionId = conversions.map(({ id }) => id);
      await runCommand('iqm.conversion.assign', { conversionId });
    } else if (chosen === takeBack && back) {
      await this.#takeBack(back, conversions, known);
    }
  }

  /** Takes an assignment back, and tells what IQM has made of that. A failure leaves the rest to be tried again. */
  async #takeBack(
    steps: readonly AssignStep[],
    conversions: readonly Conversion[],
    known: readonly Campaign[],
  ): Promise<void> {
    const done: Assignment[] = [];
    try {
      const { client } = requireOrganization(this.#account.state);
      await withProgress(l10n.t('Taking it back…'), async (signal) => {
        for (const step of steps) {
          const answer = await client.conversions.assign(step, { signal, priority: 'user' });
          // A step has one set of conversions, all of which stood alike: the answer counts for each of them.
          const all = new Map(step.remove.map((id) => [id, new Set(step.conversionIds)]));
          this.#follow(answer, all);
          done.push(answer);
        }
      });
    } catch (error) {
      await this.#report.show(error, {
        what: l10n.t('Not everything could be taken back.'),
        retry: () => this.#takeBack(steps.slice(done.length), conversions, known),
      });
    }
    if (done.length > 0) {
      const touched = new Set(done.flatMap(({ conversionIds }) => conversionIds));
      const some = conversions.filter(({ id }) => touched.has(id));
      await this.#tell(some, joined(done), known, undefined);
    }
  }
}

/** A campaign stores one kind for all of its conversions. */
function refuseMixture(conversions: readonly Conversion[]): void {
  const postbacks = conversions.filter(({ type }) => type === 'postback').length;
  if (postbacks > 0 && postbacks < conversions.length) {
    throw new UserError(
      l10n.t('A campaign measures pixels or postbacks, not both. Choose conversions of one kind.'),
    );
  }
}

/** Several answers as one. */
function joined(answers: readonly Assignment[]): Assignment {
  const all = (list: keyof Assignment): number[] => [
    ...new Set(answers.flatMap((answer) => answer[list])),
  ];
  return {
    conversionIds: all('conversionIds'),
    validAdded: all('validAdded'),
    invalidAdded: all('invalidAdded'),
    validRemoved: all('validRemoved'),
    invalidRemoved: all('invalidRemoved'),
  };
}
