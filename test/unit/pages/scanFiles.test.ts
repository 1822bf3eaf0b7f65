import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanFiles } from '../../../src/pages/scanFiles';
import type { FileResult, FileStamp } from '../../../src/pages/scanTask';

const HIT = "<script src='https://pxl.iqm.com/i/pixel/1'></script>";

describe('reading files in threads', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'iqm-scan-'));
  const workerPath = join(folder, 'scanWorker.cjs');
  before(() => {
    esbuild.buildSync({
      entryPoints: [join(__dirname, '../../../src/pages/scanWorker.ts')],
      bundle: true,
      platform: 'node',
      outfile: workerPath,
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const never = new AbortController().signal;

  function file(name: string, text: string | Buffer): FileStamp {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return { path, mtime: -1, size: -1 };
  }

  async function scan(
    files: readonly FileStamp[],
    signal = never,
  ): Promise<Map<string, FileResult>> {
    const all = new Map<string, FileResult>();
    await scanFiles(files, { hosts: [], workerPath, signal }, (results) => {
      results.forEach((result) => all.set(result.path, result));
      return Promise.resolve();
    });
    return all;
  }

  it('finds every page among many, and gives its text', async () => {
    const files = Array.from({ length: 1200 }, (_, index) =>
      file(`many/${index}.html`, index % 100 === 7 ? `${index}${HIT}` : `<p>${index}</p>`),
    );
    const results = await scan(files);
    assert.equal(results.size, 1200);
    const hits = [...results.values()].filter(({ state }) => state === 'hit');
    assert.equal(hits.length, 12);
    assert.ok(hits.every(({ text }) => text?.endsWith(HIT)));
  });

  it('reads nothing again that has not changed', async () => {
    const page = file('again.html', HIT);
    const first = (await scan([page])).get(page.path)!;
    assert.equal(first.state, 'hit');
    assert.equal((await scan([first])).get(page.path)?.state, 'same');
    writeFileSync(page.path, '<p>gone</p>');
    utimesSync(page.path, 1, 2);
    assert.equal((await scan([first])).get(page.path)?.state, 'none');
  });

  it('leaves out what is too large, and what cannot be read', async () => {
    const large = file('large.html', Buffer.alloc(6 * 1024 * 1024, HIT));
    const missing = { path: join(folder, 'missing.html'), mtime: -1, size: -1 };
    const results = await scan([large, missing, { ...missing, path: folder }]);
    assert.equal(results.get(large.path)?.state, 'tooLarge');
    assert.equal(results.get(missing.path)?.state, 'unreadable');
    assert.equal(results.get(folder)?.state, 'unreadable');
  });

  it('does not mix up files that share the buffer', async () => {
    const files = [file('long.html', `${'x'.repeat(5000)}${HIT}`), file('short.html', '<p></p>')];
    const results = await scan(files);
    assert.equal(results.get(files[1]!.path)?.state, 'none');
  });

  it('ends when it is cancelled', async () => {
    const files = Array.from({ length: 2000 }, (_, index) => file(`stop/${index}.html`, HIT));
    const stop = new AbortController();
    let seen = 0;
    const running = scanFiles(files, { hosts: [], workerPath, signal: stop.signal }, (results) => {
      seen += results.length;
      stop.abort(new Error('enough'));
      return Promise.resolve();
    });
    await assert.rejects(running, /enough/);
    assert.ok(seen < files.length);
  });

  it('fails when a thread cannot run', async () => {
    const running = scanFiles(
      [file('one.html', HIT)],
      { hosts: [], workerPath: join(folder, 'none.cjs'), signal: never },
      () => Promise.resolve(),
    );
    await assert.rejects(running, /none\.cjs/);
  });

  it('starts no thread for nothing', async () => {
    await scanFiles([], { hosts: [], workerPath: '/nowhere', signal: never }, () =>
      Promise.reject(new Error('nothing was read')),
    );
  });
});
