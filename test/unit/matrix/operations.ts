import assert from 'node:assert/strict';
import type { PixelDraft } from '../../../src/iqm/drafts';
import { ADVERTISER, WORKSPACE, type SandboxState, type Stage } from './stage';

/** What a user does, and how the sandbox shows whether it was done. */
export interface Operation {
  readonly name: string;
  /**
   * `token`: asked once, the user may try again; `read`: repeated until it arrives; `checked`: a change that is repeated
   * and checked; `once`: a change that must never leave twice.
   */
  readonly nature: 'token' | 'read' | 'checked' | 'once';
  /** The request that faults are aimed at. */
  readonly request: { readonly method?: string; readonly path: string };
  /** Does it and checks what it answers; throws what the user would be told. */
  readonly run: (stage: Stage, target: Target) => Promise<void>;
  /** How often it is done at the sandbox; reads change nothing and leave it out. */
  readonly times?: (after: SandboxState, before: SandboxState, target: Target) => number;
}

/** What an operation is about, chosen from the seeded world. */
export interface Target {
  readonly conversion: number;
  readonly campaign: number;
  readonly page: { readonly first: readonly number[]; readonly second: readonly number[] };
}

const PAGE = 10;
const NAME = 'Fault matrix';

const DRAFT: PixelDraft = {
  name: NAME,
  attribution: 'view',
  viewDays: 10,
  clickDays: 28,
  repeat: { count: 1, frequency: 1, unit: 'Day' },
  crossDevice: true,
  customFields: ['orderId'],
};

/** A pixel that no campaign uses, a campaign that uses nothing, and both pages as a world without faults lists them. */
export async function targetOf(stage: Stage): Promise<Target> {
  const { conversions, campaigns } = await stage.state();
  const used = new Set(campaigns.flatMap(({ conversionIds }) => conversionIds));
  const conversion = conversions.find(
    ({ id, kind, owId, deleted }) =>
      kind === 'pixel' && owId === ADVERTISER && !deleted && !used.has(id),
  );
  const campaign = campaigns.find(
    ({ status, owId, conversionIds }) =>
      status === 'draft' && owId === ADVERTISER && conversionIds.length === 0,
  );
  assert.ok(conversion && campaign, 'the seed holds a free pixel and a free campaign');
  const list = async (page: number): Promise<number[]> =>
    (await stage.client.conversions.list({ page, pageSize: PAGE })).rows.map(({ id }) => id);
  const page = { first: await list(1), second: await list(2) };
  assert.ok(page.first.length === PAGE && page.second.length > 0);
  return { conversion: conversion.id, campaign: campaign.id, page };
}

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'sign in',
    nature: 'token',
    request: { method: 'POST', path: '/api/v3/ua/' },
    run: async (stage) => {
      const session = await stage.begin(await stage.signIn());
      stage.session.dispose();
      stage.session = session;
      await stage.control('faults', { clear: true });
      assert.ok(
        (await stage.anotherClient().account.organizations()).length > 0,
        'the tokens are good',
      );
    },
  },
  {
    name: 'list',
    nature: 'read',
    request: { method: 'GET', path: '/conversion/list' },
    run: (stage, { page }) => lists(stage, 1, page.first),
  },
  {
    name: 'page',
    nature: 'read',
    request: { method: 'GET', path: '/conversion/list' },
    run: (stage, { page }) => lists(stage, 2, page.second),
  },
  {
    name: 'create',
    nature: 'once',
    request: { method: 'POST', path: '/conversion/pixel/add' },
    run: async ({ client }) => {
      const created = await client.conversions.createPixel(DRAFT);
      assert.equal(created.name, NAME);
      assert.match(created.script ?? '', /^<script /);
    },
    times: ({ conversions }, before) => {
      const more = conversions.length - before.conversions.length;
      assert.equal(conversions.filter(({ name }) => name === NAME).length, more, 'under its name');
      return more;
    },
  },
  {
    name: 'update',
    nature: 'once',
    request: { method: 'PATCH', path: '/conversion/pixel/update' },
    run: ({ client }, { conversion }) => client.conversions.updatePixel(conversion, { name: NAME }),
    times: ({ conversions }, _before, { conversion }) =>
      conversions.filter(({ id, name }) => id === conversion && name === NAME).length,
  },
  {
    name: 'delete',
    nature: 'checked',
    request: { method: 'DELETE', path: '/conversion/delete' },
    run: ({ client }, { conversion }) => client.conversions.remove([conversion]),
    times: ({ conversions }, _before, { conversion }) =>
      conversions.filter(({ id, deleted }) => id === conversion && deleted).length,
  },
  {
    name: 'assign',
    nature: 'checked',
    request: { path: '/conversion/assign-to/campaign' },
    run: async ({ client }, { conversion, campaign }) => {
      const told = await client.conversions.assign({
        conversionIds: [conversion],
        add: [campaign],
      });
      assert.deepEqual([told.validAdded, told.invalidAdded], [[campaign], []]);
    },
    times: ({ campaigns }, _before, { conversion, campaign }) =>
      campaigns
        .filter(({ id }) => id === campaign)
        .flatMap(({ conversionIds }) => conversionIds.filter((id) => id === conversion)).length,
  },
  {
    name: 'mail',
    nature: 'once',
    request: { method: 'POST', path: '/conversion/pixel/send-email' },
    run: ({ client }, { conversion }) =>
      client.conversions.mail(conversion, 'pixel', {
        recipients: ['web@shop.invalid'],
        subject: NAME,
      }),
    times: ({ outbox }, before) => outbox - before.outbox,
  },
  {
    name: 'switch',
    nature: 'read',
    request: { method: 'GET', path: '/api/v3/' },
    run: async (stage) => {
      const organizations = await stage.client.account.organizations();
      assert.deepEqual(
        organizations.map(({ owId }) => owId),
        [ADVERTISER, WORKSPACE],
        'advertisers first',
      );
      stage.organization = WORKSPACE;
      const page = await stage.client.conversions.list({ pageSize: PAGE });
      assert.deepEqual(page, { rows: [], total: 0, filtered: 0 }, 'nothing of the other one');
    },
  },
];

async function lists({ client }: Stage, page: number, expected: readonly number[]): Promise<void> {
  const { rows, total } = await client.conversions.list({ page, pageSize: PAGE });
  assert.deepEqual(
    rows.map(({ id }) => id),
    expected,
  );
  assert.ok(total > PAGE);
}
