import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFile } from '../../../src/sandbox/dataFile';
import { seedWorld } from '../../../src/sandbox/seed';
import { Visitor } from './support/visitor';

const NOW = Date.UTC(2026, 4, 5, 12);

describe('the sandbox: its data over restarts', () => {
  let folder: string;
  let file: string;
  let log: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iqm-sandbox-'));
    file = join(folder, 'below', 'sandbox.json');
    log = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = () => Visitor.start({ dataFile: file, log: (line) => log.push(line) });

  it('keeps everything that was done', async () => {
    const first = await start();
    await first.signIn();
    const { access, refresh } = first;
    const { id, uuid } = await first.create();
    const [campaign = 0] = await first.allowed(id);
    await first.assign({ conversionIdList: [id], addCampaignsList: [campaign] });
    await first.ask('GET', `/i/pixel/${uuid}?cv=5`);
    await first.data('POST', '/api/v3/conversion/pixel/send-email', {
      conversionId: id,
      recipients: 'a@shop.example',
      emailSubject: 'x',
    });
    const gone = (await first.list('typeIds=1&statusIds=2')).data.find((each) => each.id !== id)!;
    await first.data('DELETE', `/api/v3/conversion/delete?conversionIds=${gone.id}`);
    const before = await first.state();
    const logs = [await first.control('hits'), await first.control('outbox')];
    await first.close();

    const second = await start();
    second.access = access;
    assert.deepEqual(await second.state(), before);
    assert.deepEqual([await second.control('hits'), await second.control('outbox')], logs);
    const row = (await second.list(`conversionIds=${id}`)).data[0]!;
    assert.deepEqual([row.totalConversion, row.status, row.campaignCount], [1, 'Active', 1]);
    const renewed = await second.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(renewed.status, 200);
    second.access = (renewed.json as { access_token: string }).access_token;
    assert.equal((await second.create()).id, id + 1, 'ids go on');
    await second.close();
    assert.deepEqual(log, []);
  });

  it('writes by itself soon after a change, for its user alone', async () => {
    const visitor = await start();
    await visitor.signIn();
    const { id } = await visitor.create();
    const holds = (): boolean => {
      try {
        return readFileSync(file, 'utf8').includes(`"id":${id},`);
      } catch {
        return false;
      }
    };
    while (!holds()) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await visitor.close();
    assert.deepEqual(readdirSync(join(folder, 'below')), ['sandbox.json']);
  });

  it('holds no token that one could sign in with', async () => {
    const visitor = await start();
    await visitor.signIn();
    await visitor.close();
    const text = readFileSync(file, 'utf8');
    assert.match(text, /"accessHash"/);
    assert.ok(!text.includes(visitor.access) && !text.includes(visitor.refresh));
  });

  for (const [what, text] of [
    ['cut short', JSON.stringify(seedWorld(NOW)).slice(0, 5_000)],
    ['empty', ''],
    ['of another version', JSON.stringify({ ...seedWorld(NOW), version: 0 })],
    ['of another shape', JSON.stringify({ ...seedWorld(NOW), campaigns: [{ id: 'x' }] })],
    ['not ours', '[1, 2, 3]'],
  ] as const) {
    it(`moves a file aside that is ${what}, says so, and starts anew`, async () => {
      file = join(folder, 'sandbox.json');
      writeFileSync(file, text);
      const visitor = await start();
      await visitor.signIn();
      assert.ok((await visitor.list()).totalRecords >= 25);
      await visitor.close();
      assert.equal(log.length, 1);
      const aside = readdirSync(folder).find((name) => name.includes('unreadable'));
      assert.ok(aside);
      assert.match(log[0]!, new RegExp(aside));
      assert.equal(readFileSync(join(folder, aside), 'utf8'), text, 'nothing of it is lost');
      assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { version: number }).version, 1);
    });
  }

  it('leaves the old state when a write fails, and says so', () => {
    file = join(folder, 'sandbox.json');
    writeFileSync(file, 'old');
    const store = new DataFile({ file, log: (line) => log.push(line) });
    store.saveSoon(() => {
      throw new Error('no room left');
    });
    store.flush();
    assert.match(log[0]!, /could not be written.*no room left/);
    assert.equal(readFileSync(file, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder), ['sandbox.json']);
  });

  it('writes nothing when another process has the file, nor after it was closed', () => {
    file = join(folder, 'sandbox.json');
    let mine = true;
    const store = new DataFile({ file, log: (line) => log.push(line), mayWrite: () => mine });
    const first = seedWorld(NOW);
    store.saveSoon(() => first);
    store.flush();
    mine = false;
    store.saveSoon(() => seedWorld(NOW + 1));
    store.flush();
    mine = true;
    store.close();
    store.saveSoon(() => seedWorld(NOW + 2));
    store.flush();
    assert.deepEqual(store.load(), first);
  });
});
