import { present } from './present';
import { rowsOf } from './rows';
import { Wire, type Drift } from './wire';

/** What IQM calls an organization workspace: conversions, campaigns and insertion orders belong to one. */
export interface Organization {
  readonly owId: number;
  readonly name: string;
  readonly domain?: string;
  /** `Advertiser` organizations hold conversions; others, such as `Workspace`, may not. */
  readonly customerType?: string;
}

/** Who is signed in. */
export interface Profile {
  readonly owId?: number;
  readonly displayName: string;
  readonly email?: string;
  readonly organizationName?: string;
  readonly mfaEnabled?: boolean;
}

/** Organizations out of a bare array, or out of the older paged list, which names the current one apart. */
export function decodeOrganizations(data: unknown, drift: Drift): readonly Organization[] {
  const rows = rowsOf(data, 'organizations', ['data'], drift, (row) =>
    decodeOrganization(row, drift),
  );
  const apart = Array.isArray(data)
    ? undefined
    : new Wire(data, 'organizations', drift).raw('currentOrganization');
  const current = apart === undefined ? undefined : decodeOrganization(apart, drift);
  return current && !rows.some(({ owId }) => owId === current.owId) ? [current, ...rows] : rows;
}

/** One organization; only its id is sure to be there. */
function decodeOrganization(value: unknown, drift: Drift): Organization | undefined {
  const row = new Wire(value, 'organization', drift);
  const owId = row.id('owId');
  if (owId === undefined) {
    row.missing('owId');
    return undefined;
  }
  return {
    owId,
    name:
      row.line('organizationName', 'name') ?? row.line('workspaceDomain') ?? `Organization ${owId}`,
    ...present({
      domain: row.line('workspaceDomain'),
      customerType: row.line('customerType'),
    }),
  };
}

export function decodeProfile(value: unknown, drift: Drift): Profile {
  const row = new Wire(value, 'profile', drift);
  const names = [row.line('firstName'), row.line('lastName')].filter((name) => name !== undefined);
  const email = row.line('email');
  return {
    displayName: row.line('displayName') ?? (names.join(' ') || (email ?? 'IQM user')),
    ...present({
      owId: row.id('owId', 'uowId'),
      email,
      organizationName: row.line('organizationName'),
      mfaEnabled: row.flag('mfaEnabled'),
    }),
  };
}
