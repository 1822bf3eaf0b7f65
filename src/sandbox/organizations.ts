import { Complaint, invalid } from './complaint';
import { ok, organizationOf, type Endpoints, type UserCall } from './endpoints';
import { isWanted, pageOf, pageRequest, sorted } from './listing';
import type { Sandbox } from './sandbox';
import type { Organization } from './world';

const BASE = '/api/v3/ua';

/** Which organizations a user may work in. */
export function addOrganizations(endpoints: Endpoints, sandbox: Sandbox): void {
  const organizationsOf = ({ user }: UserCall): Organization[] =>
    sandbox.world.organizations.filter(({ owId }) => user.owIds.includes(owId));

  endpoints.user('GET', `${BASE}/user/accessible-organizations`, (call) =>
    ok(
      organizationsOf(call).map(({ owId, name, domain, customerType }) => ({
        owId,
        organizationName: name,
        workspaceDomain: domain,
        customerType,
      })),
    ),
  );

  // IQM wants an organization named here too; a client that knows none yet could not call it, so it is optional.
  endpoints.user('GET', `${BASE}/user/allowed-organizations`, (call) => {
    const { query } = call;
    const current = organizationOf(sandbox, call)?.owId ?? call.user.owIds[0];
    const hideCurrent = query.flag('isOrganizationAccess') ?? true;
    const search = (query.trimmed('searchField') ?? '').toLowerCase();
    const all = organizationsOf(call).filter(({ owId }) => !hideCurrent || owId !== current);
    const filtered = all.filter(
      ({ name, customerType }) =>
        name.toLowerCase().includes(search) &&
        isWanted(query.texts('customerAccountType'), customerType) &&
        isWanted(query.ints('status'), 1),
    );
    const rows = sorted(filtered, query.text('sortBy'), '-lastActive', {
      organizationName: ({ name }) => name,
      title: () => '',
      dateOfJoining: ({ owId }) => owId,
      lastActive: ({ owId }) => owId,
      status: () => 1,
    });
    const sizeName = query.has('limit') ? 'limit' : 'noOfEntries';
    return ok({
      data: pageOf(rows, pageRequest(query, sizeName, 10)).map(allowedRow),
      totalRecords: all.length,
      filteredRecords: filtered.length,
      ...(!hideCurrent && { currentOrganization: { owId: current } }),
    });
  });

  endpoints.user('GET', `${BASE}/user/ow-id`, ({ user }) => ok(user.owIds[0]));

  endpoints.member('GET', `${BASE}/allowed-customers-ids`, (call) =>
    ok(organizationsOf(call).map(({ owId }) => owId)),
  );

  endpoints.member('GET', `${BASE}/customers/workspaces/list`, (call) => {
    if (call.organization.customerType !== 'Workspace') {
      throw new Complaint(403, 'User is not allowed to access workspaces.');
    }
    const search = (call.query.trimmed('searchField') ?? '').toLowerCase();
    return ok(
      organizationsOf(call)
        .filter(({ customerType, name }) => {
          return customerType === 'Workspace' && name.toLowerCase().includes(search);
        })
        .map(({ owId, name }) => ({
          owId,
          workspaceName: name,
          logoUrl: logoOf(owId),
          statusId: 1,
          status: 'Active',
          ownerUserName: 'Dana Developer',
          ownerUserEmail: 'dev@sandbox.invalid',
        })),
    );
  });

  endpoints.user('POST', `${BASE}/user/workspace/validate`, (call) => {
    const domain = call.body.trimmed('workspaceDomain');
    if (!domain) {
      throw invalid('Workspace domain cannot be null/blank.', 'workspaceDomain');
    }
    const isValid = organizationsOf(call).some((organization) => organization.domain === domain);
    return ok({ isValid, message: isValid ? 'Workspace is valid.' : 'Workspace is not valid.' });
  });
}

export function logoOf(owId: number): string {
  return `https://assets.sandbox.invalid/logo-${owId}.png`;
}

function allowedRow({ owId, name, domain, customerType }: Organization): object {
  return {
    owId,
    organizationName: name,
    ownerUserEmail: 'dev@sandbox.invalid',
    workspaceDomain: domain,
    customerType,
    logoUrl: logoOf(owId),
    dateOfJoining: '2024-03-18',
    title: null,
    status: 'Active',
    statusId: 1,
    contactPersonName: 'Dana Developer',
    workspaceOwnerOrganizationName: 'Northwind Holdings',
  };
}
