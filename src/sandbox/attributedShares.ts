import type { Sandbox } from './sandbox';
import type { Campaign, Conversion } from './world';

/**
 * How many attributed conversions a campaign brought a conversion. All campaigns that hold it share its total in the
 * proportion of their clicks; the shares add up to exactly that total.
 */
export function attributedShare(
  sandbox: Pick<Sandbox, 'world'>,
  campaign: Campaign,
  conversion: Conversion,
): number {
  const total = conversion.attributedView + conversion.attributedClick;
  const holders = sandbox.world.campaigns.filter(
    ({ conversionIds, clicks }) => clicks > 0 && conversionIds.includes(conversion.id),
  );
  const clicks = holders.reduce((sum, holder) => sum + holder.clicks, 0);
  const index = holders.indexOf(campaign);
  if (index < 0) {
    return 0;
  }
  const upTo = (end: number): number =>
    Math.round(
      (total * holders.slice(0, end).reduce((sum, holder) => sum + holder.clicks, 0)) / clicks,
    );
  return upTo(index + 1) - upTo(index);
}

/** The same over all conversions of a campaign. */
export function attributedTotal(sandbox: Pick<Sandbox, 'world'>, campaign: Campaign): number {
  return sandbox.world.conversions
    .filter(({ id, deleted }) => !deleted && campaign.conversionIds.includes(id))
    .reduce((sum, conversion) => sum + attributedShare(sandbox, campaign, conversion), 0);
}
