import { l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import type { IqmClient } from '../iqm/client/client';
import type { Organization } from '../iqm/shapes/organization';
import { UserError } from '../shell/errorReport';
import { quickPickFrom } from '../shell/quickPicks';

interface OrganizationPick extends QuickPickItem {
  readonly organization: Organization;
}

export interface OrganizationChoice {
  readonly organization: Organization;
  /** Whether the account reaches more than this one. */
  readonly many: boolean;
}

/**
 * Asks which organization to work in, advertisers first; or finds the one that is wanted.
 * @returns undefined if the user left
 * @throws UserError if the account does not reach the wanted organization
 */
export async function chooseOrganization(
  client: IqmClient,
  { current, wanted }: { current: number | undefined; wanted: number | undefined },
): Promise<OrganizationChoice | undefined> {
  if (wanted !== undefined) {
    const all = await client.account.organizations({ priority: 'user' });
    const organization = all.find(({ owId }) => owId === wanted);
    if (organization === undefined) {
      throw new UserError(
        l10n.t('This account does not reach an organization with the ID {0}.', wanted),
      );
    }
    return { organization, many: all.length > 1 };
  }
  let count = 0;
  const picked = await quickPickFrom<OrganizationPick>({
    title: l10n.t('Switch IQM Organization'),
    placeholder: l10n.t('Name, domain or ID; conversions belong to advertisers'),
    none: l10n.t(
      'This account reaches no organization. Ask the administrator of your IQM workspace.',
    ),
    load: async (signal) => {
      const all = await client.account.organizations({ signal, priority: 'user' });
      count = all.length;
      return [...all].sort(advertisersFirst).map((organization) => ({
        label: organization.name,
        description: [
          organization.customerType,
          organization.owId === current ? l10n.t('current') : undefined,
        ]
          .filter(Boolean)
          .join(' · '),
        detail: [organization.domain, l10n.t('ID {0}', organization.owId)]
          .filter(Boolean)
          .join(' · '),
        iconPath: new ThemeIcon(isAdvertiser(organization) ? 'organization' : 'home'),
        organization,
      }));
    },
  });
  const organization = picked?.[0]?.organization;
  return organization && { organization, many: count > 1 };
}

/** The organization to open after sign-in without asking: a known one, the only one, or the only advertiser. */
export function preferredOrganization(
  all: readonly Organization[],
  known: number | undefined,
): Organization | undefined {
  const advertisers = all.filter(isAdvertiser);
  return (
    all.find(({ owId }) => owId === known) ??
    (all.length === 1 ? all[0] : undefined) ??
    (advertisers.length === 1 ? advertisers[0] : undefined)
  );
}

function isAdvertiser({ customerType }: Organization): boolean {
  return customerType?.toLowerCase() === 'advertiser';
}

function advertisersFirst(a: Organization, b: Organization): number {
  return Number(isAdvertiser(b)) - Number(isAdvertiser(a)) || a.name.localeCompare(b.name);
}
