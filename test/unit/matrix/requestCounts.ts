import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { PagedList } from '../../../src/catalog/pagedList';
import { Budget } from '../../../src/iqm/budget';
import type { IqmClient } from '../../../src/iqm/client/client';
import type { PixelDraft } from '../../../src/iqm/drafts';
import { IqmError } from '../../../src/iqm/errors';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import { Stage } from './stage';

/** IQM's limit, in a minute that lasts this long. */
const LIMIT = 20;
export const MINUTE_MS = 400;

/** What a whole list asks for at first; see the catalog. */
const PAGE_SIZE = { conversions: 1000, campaigns: 500 };

const DRAFT: PixelDraft = {
  name: 'Checkout',
  attribution: 'hybrid',
  viewDays: 14,
  clickDays: 28,
  repeat: { count: 1, frequency: 1, unit: 'Day' },
  crossDevice: true,
  customFields: [],
};

/** Signs in and reads both lists, as the extension does it; nothing is known from an earlier day. */
async function opened(stage: Stage): Promise<IqmClient> {
  stage.session.dispose();
  stage.session = await stage.begin(await stage.signIn());
  const client = stage.anotherClient();
  await client.account.organizations();
  await Promise.all([
    client.conversions.list({ pageSize: PAGE_SIZE.conversions }),
    client.campaigns.byInsertionOrder({ pageSize: PAGE_SIZE.campaigns }),
  ]);
  return client;
}

async function counted(stage: Stage, work: () => Promise<unknown>): Promise<number> {
  const before = (await stage.control<{ total: number }>('requests')).total;
  await work();
  return (await stage.control<{ total: number }>('requests')).total - before;
}

/** Requests from the sign-in until both lists are there. */
export async function signInRequests(): Promise<number> {
  return onStage({ rateLimit: 0 }, (stage) => counted(stage, () => opened(stage)));
}

/** Requests of the whole main job: sign in, see both lists, create a pixel in the form, attach it to a draft campaign. */
export async function mainJobRequests(): Promise<number> {
  return onStage({ rateLimit: 0 }, (stage) =>
    counted(stage, async () => {
      const { conversions } = await opened(stage);
      await conversions.creationDefaults();
      const { id } = await conversions.createPixel(DRAFT);
      const [order] = await conversions.allowedCampaigns([id]);
      const campaign = order?.campaigns[0];
      assert.ok(campaign, 'a campaign may be attached');
      const told = await conversions.assign({ conversionIds: [id], add: [campaign.id] });
      assert.deepEqual(told.validAdded, [campaign.id]);
      assert.equal((await conversions.attachedCampaigns(id)).length, 1);
    }),
  );
}

/** Requests of ten minutes in which nobody does anything and the access token ends. */
export async function idleRequests(): Promise<number> {
  return onStage({ rateLimit: 0, expiresInSeconds: 120 }, async (stage) => {
    // From before the sign-in on, so that whatever is set up there runs by this clock.
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.now() });
    try {
      await opened(stage);
      return await counted(stage, async () => {
        for (let second = 0; second < 600; second += 1) {
          mock.timers.tick(1000);
          // Whatever a timer began gets as far as the network.
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
    } finally {
      mock.timers.reset();
    }
  });
}

export interface BurstResult {
  readonly actions: number;
  /** Actions that ended with what the user wanted. */
  readonly done: number;
  /** Actions whose user was told of the rate limit. */
  readonly refusedToUser: number;
  /** Changes that were told done and are done at the sandbox, of those told done. */
  readonly lost: number;
  /** How often the sandbox itself said 429. */
  readonly refusedByServer: number;
}

/** 200 user actions at once, from `windows` clients that know nothing of each other's requests. */
export async function burst(windows: number): Promise<BurstResult> {
  const rate = {
    rateLimit: LIMIT,
    windowMs: MINUTE_MS,
    switches: { rateLimit: { retryAfter: false } },
  };
  return onStage(rate, async (stage) => {
    const clients = Array.from({ length: windows }, () =>
      stage.anotherClient(new Budget({ windowMs: MINUTE_MS }), new Map()),
    );
    const actions = Array.from({ length: 200 }, (_, at) => action(clients[at % windows]!, at));
    const ends = await Promise.allSettled(actions);
    const failures = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as unknown] : [],
    );
    const { conversions } = await stage.state();
    const created = new Set(conversions.map(({ name }) => name));
    const requests = await stage.requests();
    return {
      actions: actions.length,
      done: ends.length - failures.length,
      refusedToUser: failures.filter(
        (error) => error instanceof IqmError && error.kind === 'rateLimited',
      ).length,
      lost: ends.filter(
        (end, at) => end.status === 'fulfilled' && creates(at) && !created.has(nameOf(at)),
      ).length,
      refusedByServer: requests.filter(({ status }) => status === 429).length,
    };
  });
}

const creates = (at: number): boolean => at % 4 === 0;
const nameOf = (at: number): string => `Burst ${at}`;

/** Every fourth action creates, the others look something up that no other asks for. */
async function action({ conversions }: IqmClient, at: number): Promise<void> {
  if (creates(at)) {
    const { name } = await conversions.createPixel({ ...DRAFT, name: nameOf(at) });
    assert.equal(name, nameOf(at));
  } else {
    await conversions.list({ search: `nothing like ${at}` });
  }
}

export interface LongListResult {
  readonly rows: number;
  readonly requests: number;
}

/**
 * Reads a list of conversions to its end.
 *
 * @param around runs the reading of one page; a bench measures there
 */
export async function readToEnd(
  client: IqmClient,
  around: (page: () => Promise<void>) => Promise<void> = (page) => page(),
): Promise<LongListResult> {
  let requests = 0;
  const list = new PagedList<Conversion, object>(
    {
      load: (_query, page, signal) => {
        requests += 1;
        return client.conversions.list({ page, pageSize: PAGE_SIZE.conversions }, { signal });
      },
      key: ({ id }) => id,
      merge: (_known, again) => again,
      now: Date.now,
    },
    {},
    () => undefined,
  );
  await around(() => list.refresh());
  while (!list.snapshot.complete && list.snapshot.error === undefined) {
    await around(() => list.loadMore());
  }
  assert.equal(list.snapshot.error, undefined);
  return { rows: list.snapshot.rows.length, requests };
}

async function onStage<T>(
  options: Parameters<typeof Stage.start>[0],
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await Stage.start(options);
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** Requests that 10,000 conversions take to their end. */
export async function longListRequests(): Promise<LongListResult> {
  return onStage({ rateLimit: 0, seedSize: 10_000 }, async (stage) => {
    let result: LongListResult | undefined;
    const requests = await counted(stage, async () => (result = await readToEnd(stage.client)));
    assert.equal(requests, result?.requests, 'the sandbox counts the same');
    return { rows: result?.rows ?? 0, requests };
  });
}
