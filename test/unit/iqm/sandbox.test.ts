import assert from 'node:assert/strict';
import { loginWithPassword, MfaRequired } from '../../../src/iqm/login';
import type { IqmErrorKind } from '../../../src/iqm/errors';
import { Session } from '../../../src/iqm/session';
import { FAULT_KINDS } from '../../../src/sandbox/faults';
import { OLD_SPELLINGS } from '../../../src/sandbox/oldSpellings';
import { startSandbox, type RunningSandbox } from '../../../src/sandbox/server';
import { connect, type Connected } from './support/connect';
import { failsAs } from './support/expectError';
import { Machine } from './support/secretStores';

const CLIENT = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
const DEVELOPER = { email: 'dev@sandbox.invalid', password: 'Sandbox!2026' };
const ADVERTISER = 202001;

/** What these spellings change in meaning, and so what a client cannot make good. */
const ALIKE: Partial<Record<(typeof OLD_SPELLINGS)[number], (text: string) => string>> = {
  // Rows of campaigns say nothing of the order's own status.
  allowedAsArray: (text) => text.replace(/,\s*"statusId": \d/g, ''),
  appsflyr: (text) => text.replaceAll('Appsflyr', 'Appsflyer'),
  longPixelPath: (text) => text.replaceAll('/d/c/conversion/', '/i/pixel/'),
  foreignScriptId: (text) => text.replace(/"uuid": "[^"]*"/g, '"uuid": ""'),
  emptyPostbackStatus: (text) =>
    text.replace(/("type": "postback",\s*"status": )"\w+"/g, '$1"none"'),
};

describe('against the sandbox', () => {
  let sandbox: RunningSandbox;
  let session: Session;
  let connected: Connected;

  before(async () => (sandbox = await startSandbox({ rateLimit: 0 })));
  after(() => sandbox.close());
  beforeEach(async () => {
    await control('faults', { clear: true });
    await control('reset', {});
    const tokens = await loginWithPassword({ baseUrl: sandbox.origin, ...CLIENT, ...DEVELOPER });
    session = await Session.begin(
      { home: 'sandbox', label: 'Sandbox', tokens, ...CLIENT },
      {
        key: 'k',
        store: new Machine('at once').open(),
        resolveHome: () => Promise.resolve(sandbox.origin),
        raceWaitsMs: [0],
      },
    );
    connected = connect(sandbox.origin, { tokens: session, owId: () => ADVERTISER });
  });
  afterEach(() => session.dispose());

  async function control<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${sandbox.origin}/sandbox/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'X-Sandbox-Control': sandbox.controlToken, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.equal(response.status, 200, path);
    return (await response.json()) as T;
  }

  const draft = {
    name: 'Newsletter',
    attribution: 'view' as const,
    viewDays: 10,
    clickDays: 28,
    repeat: { count: 1, frequency: 1, unit: 'Day' },
    crossDevice: true,
    customFields: ['orderId'],
    financialMetric: 'revenue',
    piggyback: { url: 'https://p.example/x', type: 'image' as const },
  };

  it('does the whole main job', async () => {
    const { client, drifts } = connected;
    const organizations = await client.account.organizations();
    assert.equal(organizations[0]?.owId, ADVERTISER, 'the advertiser comes first');
    const first = await client.conversions.list({ pageSize: 10 });
    assert.equal(first.rows.length, 10);
    assert.ok(first.total >= 25);
    const defaults = await client.conversions.creationDefaults();
    assert.deepEqual(
      defaults.attributions.map(({ attribution }) => attribution),
      ['hybrid', 'click', 'view'],
    );
    const created = await client.conversions.createPixel(draft);
    assert.match(
      created.script ?? '',
      /^<script src='https:\/\/pxl\.sandbox\.invalid\/i\/pixel\/.+' async><\/script>$/,
    );
    const details = await client.conversions.get(created.id, 'pixel');
    assert.deepEqual(
      [
        details.attribution,
        details.viewDays,
        details.repeat,
        details.customFields,
        details.piggyback,
      ],
      ['view', 10, draft.repeat, ['orderId'], draft.piggyback],
    );
    const [order] = await client.conversions.allowedCampaigns([created.id]);
    const campaign = order!.campaigns[0]!;
    const running = (await client.campaigns.basicList({ statuses: ['running'] })).rows[0]!;
    const result = await client.conversions.assign({
      conversionIds: [created.id],
      add: [campaign.id, running.id],
    });
    assert.deepEqual([result.validAdded, result.invalidAdded], [[campaign.id], [running.id]]);
    const attached = await client.conversions.attachedCampaigns(created.id);
    assert.deepEqual(
      attached.map(({ id, name }) => [id, name]),
      [[campaign.id, campaign.name]],
    );
    await client.conversions.mail(created.id, 'pixel', {
      recipients: ['a@x.com'],
      subject: 'Your pixel',
    });
    assert.equal((await control<unknown[]>('outbox')).length, 1);
    assert.deepEqual(drifts, []);
  });

  it('reads everything it offers without a drift', async () => {
    const { client, drifts } = connected;
    const { conversions, campaigns, performance, account } = client;
    const { rows, total } = await conversions.list({ pageSize: 1000 });
    assert.equal(rows.length, total);
    assert.deepEqual([...new Set(rows.map(({ type }) => type))].sort(), [
      'pixel',
      'postback',
      'universalPixel',
    ]);
    for (const type of ['pixel', 'postback', 'universalPixel'] as const) {
      const row = rows.find((each) => each.type === type)!;
      assert.equal((await conversions.get(row.id, type)).name, row.name);
      const listed = await conversions.list({ ids: [row.id] });
      assert.deepEqual(
        listed.rows.map(({ id }) => id),
        [row.id],
      );
    }
    const counts = await conversions.typeCounts();
    assert.equal(
      counts.reduce((sum, { count }) => sum + count, 0),
      total,
    );
    const orders = await campaigns.byInsertionOrder({ pageSize: 100 });
    assert.ok(
      orders.rows.every(({ campaigns: list }) =>
        list.every(({ insertionOrderName }) => insertionOrderName),
      ),
    );
    const all = (await campaigns.counts()).find(({ status }) => status === 'all');
    assert.equal(all?.count, orders.rows.flatMap((order) => order.campaigns).length);
    const campaign = orders.rows[0]!.campaigns[0]!;
    assert.equal((await campaigns.detail(campaign.id)).name, campaign.name);
    const busy = rows.find(({ campaignCount = 0 }) => campaignCount > 0)!;
    assert.ok((await performance.perCampaign(busy.id)).rows.length > 0);
    const end = Date.now();
    const points = await performance.timeline([campaign.id], end - 5 * 86_400_000, end);
    assert.equal(points.length, 24);
    assert.equal((await account.profile()).email, DEVELOPER.email);
    await Promise.all([
      conversions.types(),
      conversions.statuses(),
      conversions.partners(),
      conversions.piggybackTypes(),
      conversions.customFieldNames(),
    ]);
    assert.deepEqual(drifts, []);
  });

  it('signs out for good', async () => {
    const token = session.knownToken;
    await session.signOut();
    const { client } = connect(sandbox.origin, {
      tokens: { accessToken: () => Promise.resolve(token), renew: () => session.renew(token) },
    });
    await failsAs('unauthorized', client.account.organizations());
  });

  it('refreshes when the token ends, unnoticed', async () => {
    await control('faults', { expireTokens: 'access' });
    await Promise.all(
      Array.from({ length: 5 }, (_, i) => connected.client.conversions.list({ page: i + 1 })),
    );
    assert.equal(session.state.status, 'active');
    await control('faults', { expireTokens: 'all' });
    await failsAs('unauthorized', connected.client.conversions.list());
    assert.equal(session.state.status, 'suspended');
  });

  it('tells of an unknown user, an account on hold, and one that wants a code', async () => {
    const login = (email: string, password = DEVELOPER.password) =>
      loginWithPassword({ baseUrl: sandbox.origin, ...CLIENT, email, password });
    await failsAs('forbidden', login(DEVELOPER.email, 'wrong'));
    await failsAs('forbidden', login('nobody@sandbox.invalid'));
    const hold = await failsAs('onHold', login('hold@sandbox.invalid'));
    assert.ok(hold.supportEmail);
    const mfa = await failsAs('mfaRequired', login('mfa@sandbox.invalid'));
    assert.ok(mfa instanceof MfaRequired);
    await mfa.challenge.sendCode();
    await failsAs('unauthorized', mfa.challenge.verify('999999'));
    assert.ok((await mfa.challenge.verify('123456')).accessToken);
    await failsAs(
      'unauthorized',
      loginWithPassword({
        baseUrl: sandbox.origin,
        ...CLIENT,
        clientSecret: 'wrong',
        ...DEVELOPER,
      }),
    );
  });

  for (const switches of [
    { login: 'form' },
    { login: 'json' },
    { tokenReply: 'bare' },
    { tokenReply: 'wrapped' },
  ]) {
    it(`signs in where ${JSON.stringify(switches)}`, async () => {
      await control('faults', { switches });
      assert.ok(
        (await loginWithPassword({ baseUrl: sandbox.origin, ...CLIENT, ...DEVELOPER }))
          .refreshToken,
      );
    });
  }

  for (const spelling of OLD_SPELLINGS) {
    it(`sees the same in the older spelling ${spelling}`, async () => {
      const look = async () => {
        const { client } = connect(sandbox.origin, { tokens: session, owId: () => ADVERTISER });
        const list = await client.conversions.list({ pageSize: 100 });
        const of = (type: string) => list.rows.find((row) => row.type === type)!;
        const pixel = of('pixel');
        const attached = list.rows.find(({ campaignCount = 0 }) => campaignCount > 0)!;
        return {
          list,
          pixel: { ...(await client.conversions.get(pixel.id, 'pixel')), attributionId: 0 },
          postback: await client.conversions.get(of('postback').id, 'postback'),
          attached: await client.conversions.attachedCampaigns(attached.id),
          allowed: await client.conversions.allowedCampaigns([pixel.id]),
          orders: await client.campaigns.byInsertionOrder({ pageSize: 100 }),
          flat: await client.campaigns.basicList({ pageSize: 100 }),
          counts: await client.conversions.typeCounts(),
          partners: await client.conversions.partners(),
          defaults: (await client.conversions.creationDefaults()).clickDays,
          profile: await client.account.profile(),
          organizations: await client.account.organizations(),
        };
      };
      const today = await look();
      await control('faults', { switches: { oldSpellings: [spelling] } });
      const then = await look();
      const alike = ALIKE[spelling] ?? ((text: string) => text);
      assert.equal(
        alike(JSON.stringify(then, undefined, 1)),
        alike(JSON.stringify(today, undefined, 1)),
      );
    });
  }

  for (const spelling of ['bareConversionId', 'withoutInvalidLists'] as const) {
    it(`assigns where the answer is spelled ${spelling}, and by PATCH`, async () => {
      await control('faults', { switches: { oldSpellings: [spelling], assign: 'PATCH' } });
      const { client } = connected;
      const { id } = await client.conversions.createPixel(draft);
      const [order] = await client.conversions.allowedCampaigns([id]);
      const campaign = order!.campaigns[0]!.id;
      const result = await client.conversions.assign({ conversionIds: [id], add: [campaign, 1] });
      assert.deepEqual(
        [result.conversionIds, result.validAdded, result.invalidAdded],
        [[id], [campaign], [1]],
      );
    });
  }

  describe('with a fault', () => {
    const creates: Record<(typeof FAULT_KINDS)[number], 'created' | IqmErrorKind> = {
      latency: 'created',
      unauthorized: 'created',
      rateLimited: 'created',
      serverError: 'server',
      htmlPage: 'server',
      dropRequest: 'offline',
      loseAnswer: 'created',
      resetMidway: 'created',
      malformedJson: 'created',
      truncatedGzip: 'created',
    };
    for (const kind of FAULT_KINDS) {
      it(`creates once or not at all, and says which: ${kind}`, async () => {
        const { client } = connected;
        const before = await client.conversions.list();
        await control('faults', {
          faults: [{ kind, path: '/pixel/add', retryAfterSeconds: 0, ms: 5 }],
        });
        const told = await client.conversions.createPixel(draft).then(
          () => 'created',
          (error: unknown) => (error as { kind: string }).kind,
        );
        assert.equal(told, creates[kind]);
        const after = await client.conversions.list();
        assert.equal(after.total - before.total, told === 'created' ? 1 : 0);
      });

      it(`assigns and deletes all the same: ${kind}`, async () => {
        const { client } = connected;
        const { id } = await client.conversions.createPixel(draft);
        const campaign = (await client.conversions.allowedCampaigns([id]))[0]!.campaigns[0]!.id;
        await control('faults', {
          faults: [{ kind, path: '/assign-to/campaign', retryAfterSeconds: 0, ms: 5 }],
        });
        const result = await client.conversions.assign({ conversionIds: [id], add: [campaign] });
        assert.deepEqual(result.validAdded, [campaign]);
        assert.deepEqual(
          (await client.conversions.attachedCampaigns(id)).map((each) => each.id),
          [campaign],
        );
        await control('faults', {
          faults: [{ kind, path: '/conversion/delete', retryAfterSeconds: 0, ms: 5 }],
        });
        await client.conversions.remove([id]);
        assert.equal((await client.conversions.list({ ids: [id] })).rows.length, 0);
      });
    }
  });
});
