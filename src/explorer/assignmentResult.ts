import { l10n } from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Assignment, Campaign } from '../iqm/shapes/campaign';
import { plain } from '../shell/plainText';
import { campaignStatusLabel, isOpenForConversions } from './campaignItem';

/** Each may cost a request; more campaigns than this are named without a reason. */
const MOST_LOOKED_UP = 3;

/**
 * What IQM did with an assignment, in words. IQM names the campaigns it refuses but gives no reason, so the likely one
 * is told from what is known of each: its status, else what it measures already.
 * @param what the conversion's name in quotes, or how many there are
 * @param known campaigns that the caller has at hand
 */
export async function assignmentResult(
  catalog: Catalog,
  what: string,
  assignment: Assignment,
  known: readonly Campaign[],
): Promise<string> {
  const { conversionIds, validAdded, invalidAdded, validRemoved, invalidRemoved } = assignment;
  const listed = catalog.insertionOrders?.rows.flatMap(({ campaigns }) => campaigns) ?? [];
  const campaign = (id: number): Campaign | undefined =>
    [...known, ...listed].find((each) => each.id === id);
  const name = (id: number): string =>
    `“${plain(campaign(id)?.name ?? l10n.t('campaign {0}', id))}”`;
  const names = (ids: readonly number[]): string => ids.map(name).join(', ');
  const withReasons = async (ids: readonly number[]): Promise<string> => {
    const reasons = await Promise.all(
      ids.map((id, at) => refusal(catalog, conversionIds, campaign(id), id, at < MOST_LOOKED_UP)),
    );
    return ids.map((id, at) => [name(id), reasons[at]].filter(Boolean).join(' ')).join(', ');
  };
  const parts = [
    ...(validAdded.length > 0 ? [l10n.t('{0} assigned to {1}.', what, names(validAdded))] : []),
    ...(validRemoved.length > 0
      ? [l10n.t('{0} removed from {1}.', what, names(validRemoved))]
      : []),
    ...(invalidAdded.length > 0
      ? [
          l10n.t(
            'IQM did not accept {0}: a campaign takes a conversion only before it starts, and only once.',
            await withReasons(invalidAdded),
          ),
        ]
      : []),
    ...(invalidRemoved.length > 0
      ? [
          l10n.t(
            'IQM did not remove it from {0}: campaigns that have started keep theirs.',
            await withReasons(invalidRemoved),
          ),
        ]
      : []),
  ];
  return parts.join(' ') || l10n.t('Nothing to change.');
}

async function refusal(
  catalog: Catalog,
  conversionIds: readonly number[],
  campaign: Campaign | undefined,
  id: number,
  mayAsk: boolean,
): Promise<string | undefined> {
  if (campaign !== undefined && !isOpenForConversions(campaign)) {
    return `(${campaignStatusLabel(campaign.status)})`;
  }
  if (!mayAsk) {
    return undefined;
  }
  try {
    const measured = await catalog.conversionsOf(id, { priority: 'user' });
    if (conversionIds.every((each) => measured.some((conversion) => conversion.id === each))) {
      return l10n.t('(has it already)');
    }
    return measured.some(({ type }) => type === 'pixel' || type === 'universalPixel')
      ? l10n.t('(has another pixel)')
      : undefined;
  } catch {
    // The result is told all the same; the reason stays unknown.
    return undefined;
  }
}
