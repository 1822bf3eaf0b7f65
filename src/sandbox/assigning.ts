import { Complaint } from './complaint';
import { campaignsOf, conversionsById, isOpen } from './conversions';
import { ok, type Endpoints, type MemberCall } from './endpoints';
import type { Sandbox } from './sandbox';
import type { Campaign } from './world';

const PATH = '/api/v3/conversion/assign-to/campaign';

/**
 * Attaching and detaching campaigns. An id is valid to add when its campaign has not run yet and lacks one of the
 * conversions, and valid to remove when it has not run yet and holds one of them; all others come back as invalid, and
 * the answer is a success all the same. With several conversions, the valid campaigns end up with all or none of them.
 */
export function addAssigning(endpoints: Endpoints, sandbox: Sandbox): void {
  const assign = ({ method, body, owId }: MemberCall): object => {
    const { assign: allowed } = sandbox.switches;
    if (allowed !== 'both' && allowed !== method) {
      throw new Complaint(405, 'Method Not Allowed', { headers: { Allow: allowed } });
    }
    const ids = conversionsById(sandbox, owId, body.ints('conversionIdList')).map(({ id }) => id);
    const open = new Map(
      campaignsOf(sandbox, owId)
        .filter(isOpen)
        .map((campaign) => [campaign.id, campaign]),
    );
    const split = (name: string, fits: (campaign: Campaign) => boolean) => {
      const wanted = [...new Set(body.ints(name))];
      const isValid = (id: number): boolean => {
        const campaign = open.get(id);
        return campaign !== undefined && fits(campaign);
      };
      return { valid: wanted.filter(isValid), invalid: wanted.filter((id) => !isValid(id)) };
    };
    // Both are judged before anything changes; an id in both lists is never valid twice.
    const removed = split('removeCampaignsList', ({ conversionIds }) =>
      ids.some((id) => conversionIds.includes(id)),
    );
    const added = split(
      'addCampaignsList',
      ({ id: campaignId, conversionIds }) =>
        !removed.valid.includes(campaignId) && ids.some((id) => !conversionIds.includes(id)),
    );
    for (const campaign of open.values()) {
      const others = campaign.conversionIds.filter((id) => !ids.includes(id));
      if (removed.valid.includes(campaign.id)) {
        campaign.conversionIds = others;
        campaign.modified = sandbox.now();
      } else if (added.valid.includes(campaign.id)) {
        campaign.conversionIds = [...others, ...ids];
        campaign.modified = sandbox.now();
      }
    }
    sandbox.changed();
    return ok({
      conversionIdsList: ids,
      validAddCampaignIdsList: added.valid,
      invalidAddCampaignIdsList: added.invalid,
      validRemoveCampaignIdsList: removed.valid,
      invalidRemoveCampaignIdsList: removed.invalid,
    });
  };
  endpoints.member('POST', PATH, assign);
  endpoints.member('PATCH', PATH, assign);
}
