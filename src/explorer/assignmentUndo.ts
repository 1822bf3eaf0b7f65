import type { CallOptions } from '../iqm/callOptions';
import type { IqmClient } from '../iqm/client/client';
import type { Assignment } from '../iqm/shapes/campaign';

/** Conversions in campaigns, as `campaign id` → ids of those conversions that it measures. */
export type Membership = ReadonlyMap<number, ReadonlySet<number>>;

/** One call of assign. */
export interface AssignStep {
  readonly conversionIds: readonly number[];
  readonly add: readonly number[];
  readonly remove: readonly number[];
}

/**
 * Which of the conversions stand in which of the campaigns, asked by campaign or by conversion, whichever takes fewer
 * requests. IQM takes a campaign for several conversions when it lacks one of them, and does not say which.
 * @throws IqmError as the reading calls do
 */
export async function readMembership(
  client: Pick<IqmClient, 'campaigns' | 'conversions'>,
  conversionIds: readonly number[],
  campaignIds: readonly number[],
  options: CallOptions,
): Promise<Membership> {
  if (campaignIds.length <= conversionIds.length) {
    return new Map(
      await Promise.all(
        campaignIds.map(async (id) => {
          const { conversionIds: all } = await client.campaigns.detail(id, options);
          return [id, new Set(all.filter((each) => conversionIds.includes(each)))] as const;
        }),
      ),
    );
  }
  const found = new Map(campaignIds.map((id) => [id, new Set<number>()]));
  await Promise.all(
    conversionIds.map(async (conversionId) => {
      for (const { id } of await client.conversions.attachedCampaigns(conversionId, options)) {
        found.get(id)?.add(conversionId);
      }
    }),
  );
  return found;
}

/**
 * What an assignment has really changed, by campaign: IQM accepts a campaign for several conversions also where some
 * of them stood in it before.
 * @param before where the conversions stood; not needed for one, since IQM's answer is exact then
 */
export function changedBy(
  { conversionIds, validAdded, validRemoved }: Assignment,
  before: Membership,
): { readonly added: Membership; readonly removed: Membership } {
  const had = (campaign: number, conversion: number): boolean =>
    before.get(campaign)?.has(conversion) ?? false;
  const pick = (campaigns: readonly number[], wanted: (campaign: number, id: number) => boolean) =>
    new Map(
      campaigns.map((campaign) => [
        campaign,
        new Set(conversionIds.filter((id) => wanted(campaign, id))),
      ]),
    );
  return {
    added: pick(validAdded, (campaign, id) => !had(campaign, id)),
    removed: pick(validRemoved, (campaign, id) => conversionIds.length === 1 || had(campaign, id)),
  };
}

/** The calls that take changes back: campaigns with the same conversions go into one. */
export function stepsBack(changed: {
  readonly added: Membership;
  readonly removed: Membership;
}): readonly AssignStep[] {
  const steps = new Map<string, { conversionIds: number[]; add: number[]; remove: number[] }>();
  const collect = (membership: Membership, list: 'add' | 'remove'): void => {
    for (const [campaign, conversions] of membership) {
      if (conversions.size > 0) {
        const conversionIds = [...conversions].sort((a, b) => a - b);
        const key = conversionIds.join();
        const step = steps.get(key) ?? { conversionIds, add: [], remove: [] };
        step[list].push(campaign);
        steps.set(key, step);
      }
    }
  };
  collect(changed.added, 'remove');
  collect(changed.removed, 'add');
  return [...steps.values()];
}
