import { ok, type Endpoints } from './endpoints';
import { logoOf } from './organizations';
import type { Sandbox } from './sandbox';

const BASE = '/api/v3/ua';

/** US/Eastern in IQM's list of time zones. */
const TIME_ZONE = 29;

const APPLICATIONS = [
  [2, 'Dashboard'],
  [3, 'Reports'],
  [5, 'Organization'],
  [6, 'My Profile'],
  [7, 'Campaigns'],
  [8, 'Audiences'],
  [9, 'Creatives'],
] as const;

/** Who is signed in, and what one may use. */
export function addProfile(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.member('GET', `${BASE}/profile`, ({ user, organization }) => {
    const parent = sandbox.world.organizations.find(
      ({ customerType, owId }) => customerType === 'Workspace' && owId !== organization.owId,
    );
    return ok({
      owId: organization.owId,
      status: 1,
      invoiceId: 4_100 + user.userId,
      firstName: user.firstName,
      lastName: user.lastName,
      displayName: `${user.firstName} ${user.lastName}`,
      userAvatar: '',
      email: user.email,
      organizationName: organization.name,
      organizationLogo: logoOf(organization.owId),
      isOwnerUser: true,
      isPlatformOwnerOrg: false,
      isWorkspaceOwnerOrg: organization.customerType === 'Workspace',
      isCampaignAppOwner: true,
      isBetaUser: false,
      allowExtendedReportDuration: 0,
      globalBlocklistMaxFileSize: 10,
      parentOrganization: parent
        ? {
            owId: parent.owId,
            organizationName: parent.name,
            workspaceDomain: parent.domain,
            isAccess: user.owIds.includes(parent.owId),
            parentOrganization: null,
          }
        : null,
      organizationTimezone: TIME_ZONE,
      mfaEnabled: user.mfa,
      userId: user.userId,
    });
  });

  endpoints.member('GET', `${BASE}/users/config`, () => ok({ marginAccess: true }));

  endpoints.member('GET', `${BASE}/organization/view-profile`, ({ organization }) =>
    ok({
      owId: organization.owId,
      organizationName: organization.name,
      workspaceDomain: organization.domain,
      customerType: organization.customerType,
      logoUrl: logoOf(organization.owId),
      currency: 'Dollar ($)',
      dateFormat: 'DD/MM/YYYY',
      timezoneId: TIME_ZONE,
      isUniversalPixelEnabled: true,
    }),
  );

  endpoints.member('GET', `${BASE}/user/allowed-applications`, () =>
    ok(
      APPLICATIONS.map(([appId, appName]) => ({
        appId,
        appName,
        appIcon: `https://assets.sandbox.invalid/app-${appId}.svg`,
        appUrl: `https://outfitters.sandbox.invalid/#/${appName.toLowerCase().replace(' ', '-')}`,
      })),
    ),
  );
}
