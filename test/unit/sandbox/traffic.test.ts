import assert from 'node:assert/strict';
import { RateLimit } from '../../../src/sandbox/rateLimit';
import { Visitor, type Answer } from './support/visitor';
import type { Requests } from './support/wire';

const LIST = '/api/v3/conversion/list';
const ADD = '/api/v3/conversion/pixel/add';

describe('the sandbox: the rate limit', () => {
  it('lets 20 in within any minute, and no 21st', () => {
    const limit = new RateLimit(20, 60_000);
    const admitted: number[] = [];
    for (let now = 0; now < 300_000; now += 700) {
      const turnedAway = limit.admit(now);
      if (turnedAway === undefined) {
        admitted.push(now);
        assert.ok(admitted.filter((at) => at > now - 60_000).length <= 20);
      } else {
        assert.ok(turnedAway.waitMs > 0 && turnedAway.waitMs <= 60_000);
      }
    }
    assert.ok(admitted.length >= 100, 'and as many as it may');
  });

  it('tells exactly when the next one may come, and does not count those it turned away', () => {
    const limit = new RateLimit(2, 1_000);
    assert.equal(limit.admit(0), undefined);
    assert.equal(limit.admit(400), undefined);
    assert.deepEqual(limit.admit(900), { waitMs: 100 });
    assert.deepEqual(limit.admit(999), { waitMs: 1 });
    assert.equal(limit.admit(1_000), undefined);
    assert.deepEqual(limit.admit(1_001), { waitMs: 399 });
  });

  it('lets people in again after the clock was set back', () => {
    const limit = new RateLimit(1, 1_000);
    limit.admit(1_000_000);
    assert.equal(limit.admit(5_000), undefined);
  });

  it('is IQM’s own unless told otherwise, for all clients together', async () => {
    let now = 1_780_000_000_000;
    const visitor = await Visitor.start({ rateLimit: 20, now: () => now });
    const ask = () => visitor.ask('GET', LIST);
    await Promise.all(Array.from({ length: 19 }, ask));
    await visitor.signIn();
    now += 20_500;
    const refused = await visitor.api('GET', LIST);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers['retry-after'], '40');
    assert.deepEqual(refused.json, {
      success: false,
      errorObjects: [{ error: 'Too many requests' }],
    });
    await visitor.control('faults', { switches: { rateLimit: { retryAfter: false } } });
    assert.equal((await visitor.api('GET', LIST)).headers['retry-after'], undefined);
    now += 39_500;
    assert.equal((await visitor.api('GET', LIST)).status, 200);
    await visitor.control('faults', { switches: { rateLimit: { limit: 0 } } });
    const many = await Promise.all(Array.from({ length: 30 }, () => visitor.api('GET', LIST)));
    assert.ok(many.every(({ status }) => status === 200));
    await visitor.close();
  });

  it('can be scaled down', async () => {
    let now = 1_780_000_000_000;
    const visitor = await Visitor.start({ rateLimit: 2, windowMs: 50, now: () => now });
    const status = async () => (await visitor.ask('GET', LIST)).status;
    assert.deepEqual([await status(), await status(), await status()], [401, 401, 429]);
    now += 50;
    assert.equal(await status(), 401);
    await visitor.close();
  });
});

describe('the sandbox: faults', () => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.signedIn();
  });
  afterEach(() => visitor.close());

  const queue = (...faults: object[]) => visitor.control('faults', { faults });
  const list = () => visitor.api('GET', LIST);
  const create = () => visitor.api('POST', ADD, BODY);
  const total = async () => (await visitor.list()).totalRecords;
  /** What a call ends in: a status, or the code of a connection that broke. */
  const outcome = (call: Promise<Answer>): Promise<number | string> =>
    call.then(
      ({ status }) => status,
      (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
    );

  for (const [fault, status] of [
    [{ kind: 'unauthorized' }, 401],
    [{ kind: 'rateLimited' }, 429],
    [{ kind: 'serverError' }, 500],
    [{ kind: 'serverError', status: 503 }, 503],
    [{ kind: 'htmlPage' }, 502],
    [{ kind: 'htmlPage', status: 200 }, 200],
  ] as const) {
    it(`${JSON.stringify(fault)} comes once, instead of the request`, async () => {
      const before = await total();
      await queue(fault);
      assert.equal((await create()).status, status);
      assert.equal(await total(), before, 'nothing was created');
      assert.equal((await create()).status, 200);
      assert.equal(await total(), before + 1);
    });
  }

  for (const [fault, status] of [
    [{ kind: 'serverError', performed: true }, 500],
    [{ kind: 'htmlPage', performed: true }, 502],
    [{ kind: 'malformedJson' }, 200],
    [{ kind: 'truncatedGzip' }, 200],
    [{ kind: 'loseAnswer' }, 'ECONNRESET'],
    [{ kind: 'resetMidway' }, 'ECONNRESET'],
  ] as const) {
    it(`${JSON.stringify(fault)} spoils the answer to a request that was done`, async () => {
      const before = await total();
      await queue(fault);
      assert.equal(await outcome(create()), status);
      assert.equal(await total(), before + 1);
    });
  }

  it('dropRequest breaks the connection, and nothing is done', async () => {
    const before = await total();
    await queue({ kind: 'dropRequest' });
    assert.equal(await outcome(create()), 'ECONNRESET');
    assert.equal(await total(), before);
    const { requests } = (await visitor.control('requests')) as Requests;
    assert.deepEqual(
      requests.filter(({ path }) => path === ADD).map(({ status }) => status),
      [0],
    );
  });

  it('answers are spoilt the way they say', async () => {
    await queue({ kind: 'malformedJson' });
    const cut = await list();
    assert.match(cut.headers['content-type'] ?? '', /json/);
    assert.equal(cut.json, undefined);
    assert.ok(cut.text.startsWith('{"success":true'));
    await queue({ kind: 'truncatedGzip' });
    const gzip = await list();
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    await queue({ kind: 'htmlPage' });
    const page = await list();
    assert.match(page.headers['content-type'] ?? '', /html/);
    assert.match(page.text, /Bad gateway/);
    await queue({ kind: 'rateLimited', retryAfterSeconds: 7 });
    assert.equal((await list()).headers['retry-after'], '7');
    await queue({ kind: 'rateLimited' });
    assert.equal((await list()).headers['retry-after'], undefined);
  });

  it('hit only the method and path they name, after those they let pass, as often as they say', async () => {
    await queue({ kind: 'serverError', method: 'get', path: '/list', skip: 1, count: 2 });
    assert.equal((await create()).status, 200, 'another method');
    assert.equal((await visitor.api('GET', '/api/v3/ua/profile')).status, 200, 'another path');
    const statuses = [];
    for (let times = 0; times < 4; times += 1) {
      statuses.push((await list()).status);
    }
    assert.deepEqual(statuses, [200, 500, 500, 200]);
  });

  it('come one per request, in the order they were queued', async () => {
    await queue({ kind: 'serverError' }, { kind: 'htmlPage' }, { kind: 'unauthorized' });
    const statuses = [];
    for (let times = 0; times < 4; times += 1) {
      statuses.push((await list()).status);
    }
    assert.deepEqual(statuses, [500, 502, 401, 200]);
  });

  it('hold answers up: once, or all as long as the switch is on', async () => {
    const took = async (): Promise<number> => {
      const start = performance.now();
      await list();
      return performance.now() - start;
    };
    await queue({ kind: 'latency', ms: 60 }, { kind: 'latency', ms: 60 });
    assert.ok((await took()) >= 115, 'they add up');
    await visitor.control('faults', { switches: { latencyMs: 50 } });
    assert.ok((await took()) >= 45);
    assert.ok((await took()) >= 45);
    await visitor.control('faults', { clear: true });
    const { switches } = (await visitor.control('faults')) as { switches: { latencyMs: number } };
    assert.equal(switches.latencyMs, 0);
  });

  it('do not reach a request that the rate limit turned away', async () => {
    await visitor.control('faults', { switches: { rateLimit: { limit: 1 } } });
    assert.equal((await list()).status, 200);
    await queue({ kind: 'serverError' });
    assert.equal((await list()).status, 429);
    await visitor.control('faults', { switches: { rateLimit: { limit: 0 } } });
    assert.equal((await list()).status, 500);
  });

  it('are taken back by clear', async () => {
    await queue({ kind: 'serverError', count: 9 });
    await visitor.control('faults', { switches: { assign: 'PATCH', oldSpellings: ['owID'] } });
    const cleared = (await visitor.control('faults', { clear: true })) as {
      faults: object[];
      switches: { assign: string; oldSpellings: string[]; rateLimit: { limit: number } };
    };
    assert.deepEqual(cleared.faults, []);
    assert.equal(cleared.switches.assign, 'both');
    assert.deepEqual(cleared.switches.oldSpellings, []);
    assert.equal(cleared.switches.rateLimit.limit, 0, 'as this sandbox was started');
  });

  it('that nobody knows are refused, with the field that is wrong', async () => {
    for (const [body, field] of [
      [{ faults: [{ kind: 'earthquake' }] }, 'faults.0.kind'],
      [{ faults: [{ kind: 'latency', count: 0 }] }, 'faults.0.count'],
      [{ switches: { assign: 'PUT' } }, 'switches.assign'],
      [{ switches: { typo: 1 } }, 'switches.typo'],
      [{ switches: { oldSpellings: ['nope'] } }, 'switches.oldSpellings.0'],
      [{ expireTokens: 'some' }, 'expireTokens'],
    ] as const) {
      const answer = await visitor.ask('POST', '/sandbox/faults', {
        headers: { 'X-Sandbox-Control': visitor.sandbox.controlToken },
        body,
      });
      assert.equal(answer.status, 422);
      const { errorObjects } = answer.json as { errorObjects: { field: string }[] };
      assert.equal(errorObjects[0]!.field, field);
    }
  });
});

describe('the sandbox: its control side', () => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.signedIn();
  });
  afterEach(() => visitor.close());

  it('logs requests of the API by method, path and status, without query or secrets', async () => {
    await visitor.list('searchField=secret');
    await visitor.api('GET', LIST, undefined, { owId: 1 });
    await visitor.control('state');
    const { total, counts, requests } = (await visitor.control('requests')) as Requests;
    assert.equal(total, 3);
    assert.deepEqual(counts, { 'POST /api/v3/ua/login': 1, [`GET ${LIST}`]: 2 });
    assert.deepEqual(
      requests.map(({ method, path, status }) => [method, path, status]),
      [
        ['POST', '/api/v3/ua/login', 200],
        ['GET', LIST, 200],
        ['GET', LIST, 403],
      ],
    );
    assert.doesNotMatch(JSON.stringify(requests), /secret/);
  });

  it('shows the world, and nothing that one could sign in with', async () => {
    const text = JSON.stringify(await visitor.state());
    assert.match(text, /Northwind Outfitters/);
    assert.ok(!text.includes(visitor.access) && !text.includes(visitor.refresh));
    assert.doesNotMatch(text, /Hash/);
  });

  it('resets to the seed, and keeps sign-ins if asked to', async () => {
    const { id } = await visitor.create();
    await visitor.control('faults', { faults: [{ kind: 'serverError', count: 9 }] });
    await visitor.control('reset', { keepSessions: true });
    const { conversions } = await visitor.state();
    assert.ok(!conversions.some((each) => each.id === id));
    assert.equal((await visitor.api('GET', LIST)).status, 200);
    assert.equal(((await visitor.control('requests')) as Requests).total, 1);
    await visitor.control('reset', {});
    assert.equal((await visitor.api('GET', LIST)).status, 401);
  });
});

const BODY = {
  name: 'Made under trouble',
  attributionId: 1,
  conversionSetting: {
    conversionDuration: {},
    repeatConversion: { count: 0, frequency: 1, unit: 'Day' },
  },
};
