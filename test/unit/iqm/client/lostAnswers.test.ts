import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PostbackDraft } from '../../../../src/iqm/drafts';
import { IqmError } from '../../../../src/iqm/errors';
import type { Assignment } from '../../../../src/iqm/shapes/campaign';
import type { Conversion } from '../../../../src/iqm/shapes/conversion';
import { connect, type Connected } from '../support/connect';
import { failsAs } from '../support/expectError';
import { TestServer } from '../support/server';
import { FAULTS, World, type Fault } from '../support/world';

const draft = (name: string): PostbackDraft => ({
  name,
  partnerTypeId: 1,
  impressionUrl: 'https://p.example/i',
  clickUrl: 'https://p.example/c',
});

/** Silences are rarer, because each costs a timeout. */
const fault = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(...FAULTS.filter((name) => !name.startsWith('silence'))),
  },
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('silence', 'silence, then done') },
);

describe('when answers are lost', () => {
  let server: TestServer;
  let world: World;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());
  beforeEach(() => start());

  /** @param patience milliseconds; short where silence is to be waited for, and only there */
  function start(faults: Fault[] = [], patience = 5_000): Connected {
    world = new World();
    world.faults = [...faults];
    server.handler = world.handler;
    server.seen.length = 0;
    return connect(server.origin, { timeouts: { read: patience, write: patience } });
  }

  describe('a create', () => {
    type Told = { readonly created: Conversion } | { readonly error: IqmError };
    const told = (work: Promise<Conversion>): Promise<Told> =>
      work.then(
        (created) => ({ created }),
        (error: unknown) => ({ error: error as IqmError }),
      );

    it('happens at most once per confirmation, and what is told of it is true, whatever goes wrong', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fault, { maxLength: 14 }),
          fc.array(fc.constantFrom('Checkout', 'Sign-up'), { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          fc.constantFrom<(number | undefined)[]>([], [-600_000], [-60_000], [-60_000, -600_000]),
          async (faults, names, parallel, others) => {
            const { client } = start([], 50);
            others.forEach((ago) => world.add('Checkout', Date.now() + (ago ?? 0)));
            const earlier = new Set(world.conversions.map(({ id }) => id));
            world.faults = [...faults];
            const results: Told[] = [];
            if (parallel) {
              results.push(
                ...(await Promise.all(
                  names.map((name) => told(client.conversions.createPostback(draft(name)))),
                )),
              );
            } else {
              for (const name of names) {
                results.push(await told(client.conversions.createPostback(draft(name))));
              }
            }
            world.settle();
            const made = world.conversions.filter(({ id }) => !earlier.has(id));
            assert.ok(made.length <= names.length, 'more created than confirmed');
            const claimed = results.flatMap((result) =>
              'created' in result ? [result.created.id] : [],
            );
            assert.equal(new Set(claimed).size, claimed.length, 'one conversion told twice');
            for (const id of claimed) {
              assert.ok(
                made.some((each) => each.id === id),
                'told as created, but it is not',
              );
            }
            const unknown = results.filter(
              (result) => 'error' in result && result.error.kind === 'unknownOutcome',
            );
            assert.ok(
              made.length <= claimed.length + unknown.length,
              'told as not created, but it is',
            );
          },
        ),
        { numRuns: 80, endOnFailure: true },
      );
    });

    const oneFault: [Fault, 'created' | 'not created' | 'unknown'][] = [
      ['none', 'created'],
      ['refused', 'not created'],
      ['tooMany', 'created'],
      ['broken before', 'not created'],
      ['broken after', 'created'],
      ['gateway before', 'not created'],
      ['gateway after', 'created'],
      ['reset before', 'not created'],
      ['reset after', 'created'],
      ['half an answer', 'created'],
      ['a page', 'created'],
      ['silence', 'unknown'],
      ['silence, then done', 'unknown'],
    ];
    for (const [name, outcome] of oneFault) {
      it(`is told as ${outcome}: ${name}`, async () => {
        const { client } = start([name], name.startsWith('silence') ? 50 : undefined);
        const result = await told(client.conversions.createPostback(draft('Checkout')));
        const said =
          'created' in result
            ? 'created'
            : result.error.kind === 'unknownOutcome'
              ? 'unknown'
              : 'not created';
        assert.equal(said, outcome);
        assert.equal(server.to('/add').length, name === 'tooMany' ? 2 : 1);
        world.settle();
      });
    }

    it('is unknown when the look-up fails too, and says how to check', async () => {
      const { client } = start(['reset after', 'broken before', 'broken before', 'broken before']);
      const error = await failsAs(
        'unknownOutcome',
        client.conversions.createPostback(draft('Checkout')),
      );
      assert.match(error.message, /“Checkout”.*refresh the conversion list/);
    });

    it('is unknown when the list of conversions is no list', async () => {
      for (const nothing of [
        {},
        { success: true, data: { totalRecords: 0 } },
        { data: [null, 7] },
      ]) {
        start();
        server.handler = ({ path }) =>
          path.endsWith('/list')
            ? { json: nothing }
            : { raw: (_response, socket) => socket.resetAndDestroy() };
        const { client } = connect(server.origin);
        await failsAs('unknownOutcome', client.conversions.createPostback(draft('Checkout')));
        await failsAs('unknownOutcome', client.conversions.remove([1]));
        await failsAs(
          'unknownOutcome',
          client.conversions.assign({ conversionIds: [1], remove: [2] }),
        );
      }
    });

    it('is not mistaken for one of the same name that was there before', async () => {
      const { client } = start([]);
      world.add('Checkout', Date.now());
      await client.conversions.list();
      world.faults = ['reset before'];
      await failsAs('offline', client.conversions.createPostback(draft('Checkout')));
    });

    it('is unknown when somebody else made one of the same name a minute ago', async () => {
      const { client } = start(['reset before']);
      world.add('Checkout', Date.now() - 60_000);
      await failsAs('unknownOutcome', client.conversions.createPostback(draft('Checkout')));
    });

    it('is unknown when somebody else made one of the same name at the same moment', async () => {
      const { client } = start(['reset after']);
      world.add('Checkout');
      await failsAs('unknownOutcome', client.conversions.createPostback(draft('Checkout')));
    });

    it('was not made when IQM turned it away and it could not be sent again', async () => {
      server.handler = () => ({ status: 401, json: { success: false } });
      server.seen.length = 0;
      const { client } = connect(server.origin, {
        tokens: {
          accessToken: () => Promise.resolve('ended'),
          renew: () => Promise.reject(new IqmError('offline', 'IQM cannot be reached.')),
        },
      });
      await failsAs('offline', client.conversions.createPostback(draft('Checkout')));
      assert.equal(server.seen.length, 1);
    });

    it('is looked for again when IQM lists it a moment later', async () => {
      const { client } = start(['reset before']);
      const list = world.handler;
      let looks = 0;
      server.handler = (seen) => {
        if (seen.path.endsWith('/list') && ++looks === 2) {
          world.add('Checkout');
        }
        return list(seen);
      };
      assert.equal((await client.conversions.createPostback(draft('Checkout'))).name, 'Checkout');
    });

    it('is found although this computer’s clock is wrong', async () => {
      const { client } = start(['reset before']);
      const ahead = 3_600_000;
      const list = world.handler;
      server.handler = async (seen) => {
        const reply = await list(seen);
        if (seen.path.endsWith('/add')) {
          world.add('Checkout', Date.now() - ahead);
        }
        return 'json' in reply
          ? { ...reply, headers: { Date: new Date(Date.now() - ahead).toUTCString() } }
          : reply;
      };
      assert.equal((await client.conversions.createPostback(draft('Checkout'))).name, 'Checkout');
    });

    describe('that is unknown can be looked for later', () => {
      const look = ({ client }: Connected): ReturnType<typeof client.conversions.lookUpCreated> =>
        client.conversions.lookUpCreated(' Checkout ', 'postback');
      const DEAF: Fault[] = ['broken before', 'broken before', 'broken before'];

      async function lost(faults: Fault[]): Promise<Connected> {
        const connected = start(faults);
        const { conversions } = connected.client;
        await failsAs('unknownOutcome', conversions.createPostback(draft('Checkout')));
        world.faults = [];
        return connected;
      }

      it('and is found, once', async () => {
        const connected = await lost(['reset after', ...DEAF]);
        // The list is read in between, as whoever looks for it would.
        await connected.client.conversions.list();
        const found = await look(connected);
        assert.equal(found.status, 'created');
        assert.equal(found.conversion.id, world.conversions[0]?.id);
        assert.equal(found.conversion.type, 'postback');
        assert.deepEqual(await look(connected), { status: 'unclear' });
      });

      it('and is not there', async () => {
        const connected = await lost(['reset before', ...DEAF]);
        assert.equal((await look(connected)).status, 'absent');
        assert.equal(world.conversions.length, 0);
        const again = await connected.client.conversions.createPostback(draft('Checkout'));
        assert.equal(again.name, 'Checkout');
        assert.equal(world.conversions.length, 1);
      });

      it('and may still come while IQM may be at work on it', async () => {
        const connected = start(['silence'], 50);
        const { conversions } = connected.client;
        await failsAs('unknownOutcome', conversions.createPostback(draft('Checkout')));
        assert.deepEqual(await look(connected), { status: 'absent', certain: false });
        world.add('Checkout');
        assert.equal((await look(connected)).status, 'created');
      });

      it('and stays unknown when another of its name could be meant', async () => {
        const connected = await lost(['reset after', ...DEAF]);
        world.add('Checkout');
        assert.deepEqual(await look(connected), { status: 'unclear' });
      });

      it('and stays unknown when the list cannot be read, or nothing of it was lost', async () => {
        const connected = await lost(['reset after', ...DEAF]);
        world.faults = [...DEAF];
        await failsAs('server', look(connected));
        assert.equal((await look(connected)).status, 'created');
        assert.deepEqual(await look(start()), { status: 'unclear' });
      });
    });

    it('was not sent when it is cancelled in the queue, and is unknown when cancelled on its way', async () => {
      const { client } = start(['silence']);
      await failsAs(
        'cancelled',
        client.conversions.createPostback(draft('Checkout'), { signal: AbortSignal.abort() }),
      );
      assert.equal(server.to('/add').length, 0);
      const controller = new AbortController();
      const call = failsAs(
        'unknownOutcome',
        client.conversions.createPostback(draft('Checkout'), { signal: controller.signal }),
      );
      while (server.to('/add').length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      controller.abort();
      await call;
    });

    it('leaves nobody in doubt when the server is not there at all', async () => {
      const gone = await TestServer.start(() => ({ json: {} }));
      const { origin } = gone;
      await gone.close();
      const { client } = connect(origin);
      const error = await failsAs('offline', client.conversions.createPostback(draft('Checkout')));
      assert.equal(error.code, 'ECONNREFUSED');
    });
  });

  describe('an assign', () => {
    it('that is reported as done is done, whatever goes wrong', async () => {
      const campaigns = fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5), { maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fault, { maxLength: 10 }),
          campaigns,
          campaigns,
          campaigns,
          async (faults, before, add, remove) => {
            const { client } = start(faults, 50);
            before.forEach((campaign) => world.attached.add(`7 ${campaign}`));
            const removeOnly = remove.filter((campaign) => !add.includes(campaign));
            let result: Assignment | undefined;
            try {
              result = await client.conversions.assign({
                conversionIds: [7],
                add,
                remove: removeOnly,
              });
            } catch (error) {
              assert.ok(error instanceof IqmError);
            }
            // Requests that timed out may be done late; what was told then rests on looking, so look before they are.
            const attached = (campaign: number): boolean => world.attached.has(`7 ${campaign}`);
            if (result) {
              assert.deepEqual(
                result.validAdded.filter((campaign) => !attached(campaign)),
                [],
              );
              assert.deepEqual(result.validRemoved.filter(attached), []);
              assert.deepEqual(
                [...result.validAdded, ...result.invalidAdded].sort(),
                [...add].sort(),
              );
            }
            world.settle();
          },
        ),
        { numRuns: 50, endOnFailure: true },
      );
    });

    it('whose success is hidden behind a 500 is no refusal', async () => {
      const { client } = start(['broken after']);
      const result = await client.conversions.assign({ conversionIds: [7], add: [1, 2] });
      assert.deepEqual([result.validAdded, result.invalidAdded], [[1, 2], []]);
      assert.equal(server.to('/assign-to/campaign').length, 2);
    });

    it('that failed to the end without a change says so', async () => {
      const { client } = start(['broken before', 'broken before', 'broken before']);
      await failsAs('server', client.conversions.assign({ conversionIds: [7], add: [1] }));
    });

    it('that failed to the end while one campaign is still attached says so', async () => {
      const { client } = start(['broken before', 'broken before', 'broken before']);
      world.attached.add('7 1');
      await failsAs('server', client.conversions.assign({ conversionIds: [7], remove: [1] }));
    });

    it('that nobody can check is unknown', async () => {
      const { client } = start([...Array<Fault>(6).fill('reset before')]);
      await failsAs('unknownOutcome', client.conversions.assign({ conversionIds: [7], add: [1] }));
    });

    it('that IQM refuses changes nothing and is not repeated', async () => {
      const { client } = start(['refused']);
      await failsAs('invalid', client.conversions.assign({ conversionIds: [7], add: [1] }));
      assert.equal(server.seen.length, 1);
    });
  });

  describe('a deletion', () => {
    it('that is reported as done is done, and one that is reported as not done is not', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fault, { maxLength: 8 }), async (faults) => {
          const { client } = start(faults, 50);
          const ids = [world.add('a').id, world.add('b').id];
          const kept = world.add('kept').id;
          const kind = await client.conversions.remove(ids).then(
            () => 'done',
            (error: unknown) => (error as IqmError).kind,
          );
          world.settle();
          const left = ids.filter((id) => world.conversions.some((each) => each.id === id)).length;
          assert.ok(
            kind === 'unknownOutcome' || (kind === 'done' ? left === 0 : left === 2),
            `${kind}, ${left} left`,
          );
          assert.ok(world.conversions.some(({ id }) => id === kept));
        }),
        { numRuns: 40, endOnFailure: true },
      );
    });

    it('whose success is hidden behind a 500 is no refusal', async () => {
      const { client } = start(['broken after']);
      const { id } = world.add('a');
      await client.conversions.remove([id]);
      assert.equal(server.to('/delete').length, 2);
    });

    it('of a conversion that is not there is refused at once', async () => {
      const { client } = start();
      await failsAs('invalid', client.conversions.remove([999]));
      assert.equal(server.seen.length, 1);
    });
  });

  describe('a change', () => {
    it('that is reported as done is done, and one that is reported as not done is not', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fault, { maxLength: 6 }), async (faults) => {
          const { client } = start(faults, 50);
          const conversion = world.add('before');
          const kind = await client.conversions
            .updatePostback(conversion.id, { name: 'after' })
            .then(
              () => 'done',
              (error: unknown) => (error as IqmError).kind,
            );
          assert.ok(
            server.to('/update').length <= 1 + faults.filter((name) => name === 'tooMany').length,
          );
          world.settle();
          const changed = conversion.name === 'after';
          assert.ok(
            kind === 'unknownOutcome' || (kind === 'done') === changed,
            `${kind}, ${conversion.name}`,
          );
        }),
        { numRuns: 40, endOnFailure: true },
      );
    });
  });

  describe('a mail', () => {
    const mail = { recipients: ['a@x.com'], subject: 'Pixel' };

    it('is never sent twice', async () => {
      for (const name of FAULTS) {
        const { client } = start([name], name.startsWith('silence') ? 50 : undefined);
        const kind = await client.conversions.mail(7, 'pixel', mail).then(
          () => 'done',
          (error: unknown) => (error as IqmError).kind,
        );
        assert.equal(server.to('/send-email').length, name === 'tooMany' ? 2 : 1, name);
        const sure = { none: 'done', tooMany: 'done', refused: 'invalid' } as Partial<
          Record<Fault, string>
        >;
        assert.equal(kind, sure[name] ?? 'unknownOutcome', name);
        world.settle();
      }
    });
  });
});
