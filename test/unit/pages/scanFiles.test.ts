import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNREAD } from '../../../src/pages/pageCache';
import { scanFiles, scanText } from '../../../src/pages/scanFiles';
import type { FileResult, StampedFile } from '../../../src/pages/scanTask';

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

  function file(name: string, text: string | Buffer): StampedFile {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return { path, stamp: UNREAD };
  }

  async function scan(
    files: readonly StampedFile[],
    signal = never,
  ): Promise<Map<string, FileResult>> {
    const all = new Map<string, FileResult>();
    await scanFiles(files, { hosts: [], workerPath, signal }, (results) => {
      results.forEach((result) => all.set(result.path, result));
    });
    return all;
  }

  it('finds every page among many, and gives its text', async () => {
    const files = Array.from({ length: 1200 }, (_, index) =>
      file(`many/${index}.html`, index % 100 === 7 ? `${index}${HIT}` : `<p>${index}</p>`),
    );
    const results = await scan(files);
    assert.equal(results.size, 1200);
    const hits = [...results.values()].filter(({ pixels }) => pixels.length > 0);
    assert.equal(hits.length, 12);
    assert.ok(hits.every(({ pixels }) => pixels[0]?.id === '1' && pixels[0].line === 1));
  });

  it('reads nothing again that has not changed', async () => {
    const page = file('again.html', HIT);
    const first = (await scan([page])).get(page.path)!;
    assert.equal(first.pixels.length, 1);
    assert.equal((await scan([first])).get(page.path)?.state, 'same');
    writeFileSync(page.path, '<p>gone</p>');
    utimesSync(page.path, 1, 2);
    assert.deepEqual((await scan([first])).get(page.path)?.pixels, []);
  });

  it('leaves out what is too large, and what cannot be read', async () => {
    const large = file('large.html', Buffer.alloc(6 * 1024 * 1024, HIT));
    const missing = { path: join(folder, 'missing.html'), stamp: UNREAD };
    const results = await scan([large, missing, { ...missing, path: folder }]);
    assert.equal(results.get(large.path)?.state, 'tooLarge');
    assert.equal(results.get(missing.path)?.state, 'gone');
    assert.equal(results.get(folder)?.state, 'unreadable');
  });

  it('does not mix up files that share the buffer', async () => {
    const files = [file('long.html', `${'x'.repeat(5000)}${HIT}`), file('short.html', '<p></p>')];
    const results = await scan(files);
    assert.deepEqual(results.get(files[1]!.path)?.pixels, []);
  });

  it('ends when it is cancelled', async () => {
    const files = Array.from({ length: 2000 }, (_, index) => file(`stop/${index}.html`, HIT));
    const stop = new AbortController();
    let seen = 0;
    const running = scanFiles(files, { hosts: [], workerPath, signal: stop.signal }, (results) => {
      seen += results.length;
      stop.abort(new Error('enough'));
    });
    await assert.rejects(running, /enough/);
    assert.ok(seen < files.length);
  });

  it('fails when a thread cannot run', async () => {
    const running = scanFiles(
      [file('one.html', HIT)],
      { hosts: [], workerPath: join(folder, 'none.cjs'), signal: never },
      () => undefined,
    );
    await assert.rejects(running, /none\.cjs/);
  });

  it('starts no thread for nothing', async () => {
    await scanFiles([], { hosts: [], workerPath: '/nowhere', signal: never }, () =>
      assert.fail('nothing was read'),
    );
  });

  it('gives every page that cannot be read its own result, and reads the others', async () => {
    const page = file('among.html', HIT);
    const results = await scan([{ path: `${page.path}/below.html`, stamp: UNREAD }, page]);
    assert.equal(results.get(`${page.path}/below.html`)?.state, 'gone');
    assert.equal(results.get(page.path)?.pixels.length, 1);
  });

  it('finds pixels of UTF-16 and upper-case pages, with the line they stand on', async () => {
    const wide = Buffer.from(`\uFEFF<p>\u00fc</p>\n\n${HIT.toUpperCase()}`, 'utf16le');
    const files = [file('le.html', wide), file('be.html', Buffer.from(wide).swap16())];
    const results = await scan(files);
    for (const { path } of files) {
      assert.deepEqual(results.get(path)?.pixels, [{ id: '1', line: 3, live: true }]);
    }
  });

  it('looks through a long text in a thread', async () => {
    const page = { fileName: 'long.html', text: `${'<p>x</p>\n'.repeat(50_000)}${HIT}` };
    const options = { hosts: [], workerPath, signal: never };
    assert.deepEqual(await scanText(page, options), [{ id: '1', line: 50_001, live: true }]);
    const gone = AbortSignal.abort(new Error('enough'));
    await assert.rejects(scanText(page, { ...options, signal: gone }), /enough/);
  });
});
