import assert from 'node:assert/strict';
import { ADVERTISER, Visitor, WORKSPACE } from './support/visitor';

const BASE = '/api/v3/ua';

interface Allowed {
  readonly data: readonly { owId: number; organizationName: string }[];
  readonly totalRecords: number;
  readonly filteredRecords: number;
  readonly currentOrganization?: { owId: number };
}

describe('the sandbox: organizations and profile', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  it('lists what the user may open, without an organization being named', async () => {
    const { json } = await visitor.ask('GET', `${BASE}/user/accessible-organizations`, {
      headers: { Authorization: `Bearer ${visitor.access}` },
    });
    assert.deepEqual(json, {
      success: true,
      data: [
        {
          owId: ADVERTISER,
          organizationName: 'Northwind Outfitters',
          workspaceDomain: 'outfitters.sandbox.invalid',
          customerType: 'Advertiser',
        },
        {
          owId: WORKSPACE,
          organizationName: 'Northwind Holdings',
          workspaceDomain: 'holdings.sandbox.invalid',
          customerType: 'Workspace',
        },
      ],
    });
  });

  it('has the older, paged list, which hides the current organization', async () => {
    const allowed = async (query: string) =>
      (await visitor.data('GET', `${BASE}/user/allowed-organizations?${query}`)) as Allowed;
    const others = await allowed('');
    assert.deepEqual(
      others.data.map(({ owId }) => owId),
      [WORKSPACE],
    );
    assert.equal(others.currentOrganization, undefined);
    const all = await allowed('isOrganizationAccess=false&sortBy=%2BorganizationName');
    assert.deepEqual(
      all.data.map(({ owId }) => owId),
      [WORKSPACE, ADVERTISER],
    );
    assert.deepEqual(all.currentOrganization, { owId: ADVERTISER });
    const page = await allowed('isOrganizationAccess=false&limit=1&pageNo=2');
    assert.equal(page.data.length, 1);
    assert.equal(page.totalRecords, 2);
    const found = await allowed('isOrganizationAccess=false&searchField=holdings');
    assert.equal(found.filteredRecords, 1);
    const typed = await allowed('isOrganizationAccess=false&customerAccountType=Advertiser');
    assert.equal(typed.data[0]!.owId, ADVERTISER);
    assert.deepEqual(
      await visitor.refusal(422, 'GET', `${BASE}/user/allowed-organizations?sortBy=shoeSize`),
      ['Invalid sortBy value.'],
    );
  });

  it('tells ids, workspaces and valid domains', async () => {
    assert.equal(await visitor.data('GET', `${BASE}/user/ow-id`), ADVERTISER);
    assert.deepEqual(await visitor.data('GET', `${BASE}/allowed-customers-ids`), [
      ADVERTISER,
      WORKSPACE,
    ]);
    const path = `${BASE}/customers/workspaces/list`;
    assert.equal((await visitor.api('GET', path)).status, 403, 'not from an advertiser');
    const { json } = await visitor.api('GET', path, undefined, { owId: WORKSPACE });
    assert.deepEqual(
      (json as { data: { owId: number }[] }).data.map(({ owId }) => owId),
      [WORKSPACE],
    );
    const validate = (workspaceDomain: string) =>
      visitor.data('POST', `${BASE}/user/workspace/validate`, { workspaceDomain });
    const valid = (await validate('outfitters.sandbox.invalid')) as { isValid: boolean };
    const other = (await validate('evil.example')) as { isValid: boolean };
    assert.deepEqual([valid.isValid, other.isValid], [true, false]);
  });

  it('tells who is signed in, in which organization', async () => {
    const profile = (await visitor.data('GET', `${BASE}/profile`)) as Record<string, unknown>;
    assert.equal(profile.owId, ADVERTISER);
    assert.equal(profile.displayName, 'Dana Developer');
    assert.equal(profile.email, 'dev@sandbox.invalid');
    assert.equal((profile.parentOrganization as { owId: number }).owId, WORKSPACE);
    const { json } = await visitor.api('GET', `${BASE}/profile`, undefined, { owId: WORKSPACE });
    const parent = (json as { data: Record<string, unknown> }).data;
    assert.equal(parent.parentOrganization, null);
    assert.equal(parent.isWorkspaceOwnerOrg, true);
  });

  it('tells currency, applications and configuration', async () => {
    const view = (await visitor.data('GET', `${BASE}/organization/view-profile`)) as object;
    assert.ok('currency' in view && view.currency === 'Dollar ($)');
    assert.deepEqual(await visitor.data('GET', `${BASE}/users/config`), { marginAccess: true });
    const applications = (await visitor.data('GET', `${BASE}/user/allowed-applications`)) as {
      appId: number;
    }[];
    assert.ok(applications.some(({ appId }) => appId === 7));
  });
});
