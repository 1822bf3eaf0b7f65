import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { DetailsCommand } from '../../../src/details/actions';
import type { Place } from '../../../src/details/detailsModel';
import { toWeb, type PanelState } from '../../../src/details/panelState';
import { Presenter, type CurrentSession } from '../../../src/details/presenter';
import type { Vitals } from '../../../src/details/watch';
import { IqmError } from '../../../src/iqm/errors';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import { CAMPAIGNS, deferred, FakeIqm, page, PIXEL, POSTBACK, POSTBACK_SETTINGS } from './fakeIqm';
import { ManualClock, settled } from './manualClock';

const NOW = new Date(2026, 5, 15, 10, 42).getTime();
const down = new IqmError('offline', 'IQM cannot be reached.');
const PLACE: Place = {
  label: 'thank-you.html',
  uri: 'file:///shop/thank-you.html',
  line: 22,
  live: true,
};

describe('Details of a conversion', () => {
  let iqm: FakeIqm;
  let clock: ManualClock;
  let session: CurrentSession | undefined;
  let known: Conversion | undefined;
  let kept: Conversion[];
  let places: readonly Place[] | undefined;
  let shown: PanelState[];
  let ran: { command: DetailsCommand; argument: object }[];
  let answer: (command: DetailsCommand) => unknown;
  let opened: Place[];
  let fired: [string, Vitals, Vitals][];
  let target: string | undefined;
  let watchEveryMs: number | undefined;
  let visible: boolean;
  let presenter: Presenter;

  beforeEach(() => {
    iqm = new FakeIqm();
    clock = new ManualClock(NOW);
    session = { client: iqm.client, sandbox: false, organizationName: 'Northwind Outfitters' };
    known = undefined;
    kept = [];
    places = undefined;
    shown = [];
    ran = [];
    answer = () => undefined;
    opened = [];
    fired = [];
    target = 'thank-you.html';
    watchEveryMs = undefined;
    visible = true;
  });

  afterEach(() => presenter.dispose());

  async function open(id = PIXEL.id): Promise<PanelState> {
    const where = places;
    presenter = new Presenter(
      id,
      {
        current: () => session,
        known: () => known,
        keep: (row) => kept.push(row),
        ...(watchEveryMs === undefined ? {} : { watchEveryMs }),
        ...(where ? { placesOf: () => Promise.resolve(where) } : {}),
      },
      {
        show: (state) => shown.push(state),
        run: (command, argument) => {
          ran.push({ command, argument });
          return Promise.resolve(answer(command));
        },
        openPlace: (place) => opened.push(place),
        visible: () => visible,
        fired: ({ name }, from, to) => fired.push([name, from, to]),
        target: () =>
          target === undefined ? undefined : { name: target, uri: `file:///${target}` },
        sentence: (error) => (error as Error).message,
        clock,
      },
    );
    await settled();
    return presenter.state();
  }

  it('asks IQM five things and shows them all', async () => {
    const state = await open();
    assert.deepEqual(iqm.asked.map(({ call }) => call).sort(), [
      'attachedCampaigns',
      'get',
      'list',
      'perCampaign',
      'timeline',
    ]);
    assert.equal(state.summary.data?.name, 'Checkout completed');
    assert.equal(state.settings.data?.clickDays, 28);
    assert.equal(state.campaigns.data?.length, 2);
    assert.equal(state.counts.data?.rows.length, 2);
    assert.equal(state.timeline.data?.points.length, 24);
    assert.equal(state.scene, 'shown');
    assert.ok(iqm.asked.every(({ options }) => options.priority === 'view'));
  });

  it('says in every state only what the webview understands', async () => {
    known = PIXEL;
    places = [PLACE];
    await open();
    await presenter.handle({ type: 'refresh' });
    await presenter.handle({ type: 'watch' });
    await clock.pass(60_000);
    iqm.get = () => Promise.reject(down);
    await presenter.handle({ type: 'refresh' });
    session = undefined;
    presenter.sessionChanged();
    await settled();
    assert.ok(shown.length > 5);
    for (const state of shown) {
      assert.deepEqual(v.safeParse(toWeb, { type: 'state', state }).issues, undefined);
    }
  });

  it('shows what the lists know at once, and brings it up to date', async () => {
    known = { ...PIXEL, totalConversions: 5 };
    const fresh = deferred<never>();
    iqm.list = () => fresh.promise;
    const state = await open();
    assert.equal(state.summary.data?.totalConversions, 5);
    assert.equal(state.summary.asOf, undefined);
    assert.equal(state.summary.loading, true);
    assert.equal(state.settings.data?.clickDays, 28, 'the settings need not wait for the row');
  });

  it('tells the lists of a row it has read', async () => {
    await open();
    assert.deepEqual(kept, [PIXEL]);
  });

  it('lets one failing request blank nothing else, and loads that one again on Retry', async () => {
    iqm.perCampaign = () => Promise.reject(down);
    const state = await open();
    assert.equal(state.counts.problem, down.message);
    assert.equal(state.campaigns.problem, undefined);
    assert.equal(state.timeline.data?.points.length, 24);
    iqm.perCampaign = new FakeIqm().perCampaign;
    const before = iqm.asked.length;
    await presenter.handle({ type: 'retry', section: 'counts' });
    assert.equal(iqm.asked.length, before + 1);
    assert.equal(iqm.asked.at(-1)?.options.priority, 'user');
    assert.equal(presenter.state().counts.data?.rows.length, 2);
  });

  it('is gone as soon as the conversion is deleted, and asks for nothing any more', async () => {
    await open();
    await presenter.handle({ type: 'watch' });
    await settled();
    const before = iqm.asked.length;
    presenter.removed();
    await clock.pass(300_000);
    assert.equal(presenter.state().scene, 'deleted');
    assert.equal(presenter.state().watch.kind, 'off');
    assert.equal(iqm.asked.length, before);
  });

  it('looks as often as it is told to while it watches', async () => {
    watchEveryMs = 1000;
    await open();
    await presenter.handle({ type: 'watch' });
    await settled();
    const before = iqm.count('list');
    await clock.pass(1000);
    assert.equal(iqm.count('list'), before + 1);
  });

  it('keeps what it shows when a refresh fails, and says so', async () => {
    await open();
    iqm.list = () => Promise.reject(down);
    iqm.timeline = () => Promise.reject(down);
    await presenter.handle({ type: 'refresh' });
    const state = presenter.state();
    assert.equal(state.summary.data?.name, 'Checkout completed');
    assert.equal(state.summary.asOf, NOW);
    assert.equal(state.summary.problem, down.message);
    assert.equal(state.timeline.data?.points.length, 24);
    assert.equal(state.notice?.kind, 'refreshFailed');
  });

  it('asks for the settings when the conversion could be read at the second try', async () => {
    iqm.list = () => Promise.reject(down);
    assert.equal((await open()).settings.data, undefined);
    assert.equal(iqm.count('get'), 0);
    iqm.list = new FakeIqm().list;
    await presenter.handle({ type: 'retry', section: 'summary' });
    assert.equal(presenter.state().settings.data?.clickDays, 28);
  });

  it('reads the campaigns first when the timeline is retried without them', async () => {
    iqm.attachedCampaigns = () => Promise.reject(down);
    assert.equal((await open()).timeline.data, undefined);
    assert.equal(iqm.count('timeline'), 0);
    iqm.attachedCampaigns = new FakeIqm().attachedCampaigns;
    await presenter.handle({ type: 'retry', section: 'timeline' });
    assert.equal(presenter.state().timeline.data?.campaigns, 2);
  });

  it('asks for the timeline of exactly the attached campaigns', async () => {
    await open();
    const asked = iqm.asked.find(({ call }) => call === 'timeline');
    assert.deepEqual(asked?.args[0], [591_947, 591_948]);
    assert.equal(asked.args[1], new Date(2026, 4, 17).getTime());
    assert.equal(asked.args[2], NOW);
  });

  it('asks for no timeline without campaigns: IQM would answer for the whole organization', async () => {
    iqm.attachedCampaigns = () => Promise.resolve([]);
    const state = await open();
    assert.equal(iqm.count('timeline'), 0);
    assert.equal(state.timeline.data?.campaigns, 0);
  });

  it('changes the range with one request', async () => {
    await open();
    const before = iqm.asked.length;
    await presenter.handle({ type: 'range', days: 7 });
    assert.equal(iqm.asked.length, before + 1);
    assert.equal(presenter.state().range, 7);
    assert.equal(presenter.state().timeline.data?.range, 7);
  });

  it('reads a postback by its own type', async () => {
    iqm.list = () => Promise.resolve(page([POSTBACK]));
    iqm.get = () => Promise.resolve(POSTBACK_SETTINGS);
    const state = await open(POSTBACK.id);
    assert.equal(iqm.asked.find(({ call }) => call === 'get')?.args[1], 'postback');
    assert.equal(state.settings.data?.partnerTypeId, 3);
    assert.equal(state.summary.data?.script, undefined);
  });

  it('says that a conversion is gone when IQM lists none of its id', async () => {
    known = PIXEL;
    iqm.list = () => Promise.resolve(page([]));
    assert.equal((await open()).scene, 'gone');
    assert.equal(presenter.title, undefined);
    iqm.list = new FakeIqm().list;
    await presenter.handle({ type: 'refresh' });
    assert.equal(presenter.state().scene, 'shown');
  });

  it('does not take a list of other conversions for a proof that this one is gone', async () => {
    known = PIXEL;
    iqm.list = () => Promise.resolve(page([POSTBACK]));
    const state = await open();
    assert.equal(state.scene, 'shown');
    assert.equal(state.summary.data?.id, PIXEL.id);
  });

  it('drops everything when the session changes, and cancels what is under way', async () => {
    iqm.get = () => new Promise(() => undefined);
    await open();
    const other = new FakeIqm();
    other.list = () => Promise.resolve(page([{ ...PIXEL, name: 'Of another organization' }]));
    session = { client: other.client, sandbox: true, organizationName: 'Northwind Holdings' };
    presenter.sessionChanged();
    assert.equal(presenter.state().summary.data, undefined);
    assert.equal(iqm.asked.find(({ call }) => call === 'get')?.options.signal?.aborted, true);
    await settled();
    const state = presenter.state();
    assert.equal(state.summary.data?.name, 'Of another organization');
    assert.equal(state.sandbox, true);
    assert.equal(state.organization, 'Northwind Holdings');
  });

  it('shows nothing of an account that has signed out, and offers to sign in', async () => {
    await open();
    session = undefined;
    presenter.sessionChanged();
    const state = presenter.state();
    assert.equal(state.scene, 'signedOut');
    assert.equal(state.summary.data, undefined);
    await presenter.handle({ type: 'signIn' });
    assert.equal(ran[0]?.command, 'iqm.account.signIn');
  });

  it('asks nothing anew when the same session only changes its name', async () => {
    await open();
    const before = iqm.asked.length;
    session = { ...session!, organizationName: 'Renamed' };
    presenter.sessionChanged();
    await settled();
    assert.equal(iqm.asked.length, before);
    assert.equal(presenter.state().organization, 'Renamed');
  });

  it('inserts into the open file, says where, and looks for its places again', async () => {
    places = [PLACE];
    answer = () => ({ status: 'inserted', line: 23, warnings: [] });
    await open();
    await presenter.handle({ type: 'insert' });
    assert.deepEqual(ran, [
      {
        command: 'iqm.pixel.insert',
        argument: { conversionId: 7001, uri: 'file:///thank-you.html' },
      },
    ]);
    const { notice } = presenter.state();
    assert.deepEqual(notice, { key: 1, kind: 'inserted', file: 'thank-you.html', line: 23 });
  });

  it('lets the command ask for a page when no file is open, and says which it was', async () => {
    target = undefined;
    answer = () => {
      target = 'product.html';
      return { status: 'inserted', line: 7, warnings: [] };
    };
    await open();
    await presenter.handle({ type: 'insert' });
    assert.deepEqual(ran[0]?.argument, { conversionId: 7001 });
    const { notice } = presenter.state();
    assert.deepEqual(notice, { key: 1, kind: 'inserted', file: 'product.html', line: 7 });
  });

  it('says nothing about an insertion that the user has cancelled', async () => {
    answer = () => ({ status: 'cancelled', warnings: [] });
    await open();
    await presenter.handle({ type: 'insert' });
    assert.equal(presenter.state().notice, undefined);
  });

  it('runs an action once however often its button is pressed meanwhile', async () => {
    const picking = deferred<unknown>();
    answer = () => picking.promise;
    await open();
    const first = presenter.handle({ type: 'assign' });
    await presenter.handle({ type: 'assign' });
    picking.resolve(undefined);
    await first;
    assert.equal(ran.length, 1);
  });

  it('reads campaigns, counts and timeline anew after an assignment, and nothing after a cancelled one', async () => {
    await open();
    const before = iqm.asked.length;
    await presenter.handle({ type: 'assign' });
    assert.equal(iqm.asked.length, before);
    answer = () => ({ validAdded: [1] });
    iqm.attachedCampaigns = () => Promise.resolve([CAMPAIGNS[0]!]);
    await presenter.handle({ type: 'assign' });
    assert.deepEqual(
      iqm.asked
        .slice(before)
        .map(({ call }) => call)
        .sort(),
      ['attachedCampaigns', 'perCampaign', 'timeline'],
    );
    assert.equal(presenter.state().timeline.data?.campaigns, 1);
  });

  it('passes on the copying', async () => {
    answer = () => '<script>';
    await open();
    await presenter.handle({ type: 'copy' });
    await presenter.handle({ type: 'copyAs' });
    assert.deepEqual(
      ran.map(({ command }) => command),
      ['iqm.conversion.copyScript', 'iqm.conversion.copyAs'],
    );
    assert.deepEqual(presenter.state().notice, { key: 2, kind: 'copied' });
  });

  it('does not repeat the result of an old action to a page that starts anew', async () => {
    answer = () => '<script>';
    await open();
    await presenter.handle({ type: 'copy' });
    await presenter.handle({ type: 'ready' });
    assert.equal(shown.at(-1)?.notice, undefined);
  });

  it('tells once, on return, of an insertion that brought its file in front of the panel', async () => {
    answer = () => ({ status: 'inserted', line: 23, warnings: [] });
    await open();
    visible = false;
    await presenter.handle({ type: 'insert' });
    visible = true;
    await presenter.handle({ type: 'ready' });
    assert.equal(shown.at(-1)?.notice?.kind, 'inserted');
    await presenter.handle({ type: 'ready' });
    assert.equal(shown.at(-1)?.notice, undefined);
  });

  it('opens only places that it has found itself', async () => {
    places = [PLACE];
    await open();
    await presenter.handle({ type: 'openPlace', index: 0 });
    await presenter.handle({ type: 'openPlace', index: 7 });
    assert.deepEqual(opened, [PLACE]);
  });

  it('has no section of places when nobody can find any', async () => {
    assert.equal((await open()).places, undefined);
  });

  it('takes over a change that the lists have heard of, without asking', async () => {
    known = PIXEL;
    await open();
    const before = iqm.asked.length;
    known = { ...PIXEL, name: 'Renamed' };
    presenter.listsChanged();
    await settled();
    assert.equal(presenter.title, 'Renamed');
    assert.equal(iqm.asked.length, before);
  });

  it('reads the campaigns anew when the lists have heard of an assignment', async () => {
    known = PIXEL;
    await open();
    known = { ...PIXEL, campaignCount: 3 };
    presenter.listsChanged();
    await settled();
    assert.equal(iqm.count('attachedCampaigns'), 2);
  });

  it('does not let an old row from a cache replace what IQM has just told', async () => {
    await open();
    known = { ...PIXEL, totalConversions: 1 };
    presenter.listsChanged();
    assert.equal(presenter.state().summary.data?.totalConversions, PIXEL.totalConversions);
  });

  it('watches in the background of the request budget, and tells when the total rises', async () => {
    await open();
    await presenter.handle({ type: 'watch' });
    await settled();
    assert.equal(iqm.asked.at(-1)?.options.priority, 'background');
    assert.equal(iqm.count('list'), 2);
    iqm.list = () => Promise.resolve(page([{ ...PIXEL, totalConversions: 18_403 }]));
    await clock.pass(30_000);
    assert.deepEqual(fired, [
      [
        'Checkout completed',
        { status: 'active', total: 18_402 },
        { status: 'active', total: 18_403 },
      ],
    ]);
    const state = presenter.state();
    assert.equal(state.watch.kind, 'fired');
    assert.equal(
      state.summary.data?.totalConversions,
      18_403,
      'the numbers shown are those of the news',
    );
    await clock.pass(600_000);
    assert.equal(iqm.count('list'), 3);
  });

  it('stops the watch when the panel closes, when the user says so, and with the session', async () => {
    for (const stop of [
      () => presenter.dispose(),
      () => void presenter.handle({ type: 'stop' }),
      () => {
        session = undefined;
        presenter.sessionChanged();
      },
    ]) {
      session = { client: iqm.client, sandbox: false, organizationName: 'Northwind Outfitters' };
      await open();
      await presenter.handle({ type: 'watch' });
      await settled();
      stop();
      const before = iqm.asked.length;
      await clock.pass(600_000);
      assert.equal(iqm.asked.length, before);
      presenter.dispose();
    }
  });

  it('stops the watch of a conversion that is gone', async () => {
    await open();
    await presenter.handle({ type: 'watch' });
    await settled();
    iqm.list = () => Promise.resolve(page([]));
    await clock.pass(600_000);
    assert.equal(iqm.count('list'), 3);
    assert.equal(presenter.state().scene, 'gone');
    assert.deepEqual(presenter.state().watch, { kind: 'off' });
  });

  it('asks nothing by itself in ten idle minutes', async () => {
    await open();
    const before = iqm.asked.length;
    await clock.pass(600_000);
    assert.equal(iqm.asked.length, before);
    assert.equal(clock.pending, 0);
  });

  it('tells the webview once of many changes in one go, and nothing after it is closed', async () => {
    await open();
    shown = [];
    presenter.targetChanged();
    presenter.targetChanged();
    presenter.targetChanged();
    await settled();
    assert.equal(shown.length, 1);
    presenter.targetChanged();
    presenter.dispose();
    await settled();
    assert.equal(shown.length, 1);
  });

  it('explains a wait for the rate limit after two seconds', async () => {
    session = {
      ...session!,
      rateLimit: { seconds: 12, onChange: () => ({ dispose: () => undefined }) },
    };
    iqm.list = () => new Promise(() => undefined);
    await open();
    assert.equal(presenter.state().waitingSeconds, 0);
    await clock.pass(2000);
    assert.equal(presenter.state().waitingSeconds, 12);
  });
});
