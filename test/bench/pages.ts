/**
 * Looking for pixels in many files: the threads of the extension against plain reading in one run. Prints times, judges
 * counts alone, and exits with 1 when a pixel is missed.
 *   npm run bench:pages -- [number of files]     20000 make a gigabyte
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNREAD } from '../../src/pages/pageCache';
import { scanFiles } from '../../src/pages/scanFiles';
import type { FileResult, StampedFile } from '../../src/pages/scanTask';

const ROOT = join(__dirname, '../..');
const FILES = Number(process.argv[2] ?? 5000);
const FILE_BYTES = 50 * 1024;
/** Every such file carries a pixel. */
const EVERY = 50;
const ROUNDS = 5;
const AT_ONCE = 32;

const TAG =
  "<script src='https://pxl.iqm.com/i/pixel/0123456789abcdef0123456789abcdef' async></script>";
const FILLER = '<div class="row"><p>Shop &amp; more</p><a href="/x?y=1">link</a><br></div>\n';

/** How a pixel may be written, each with the ending of its file. */
const SPELLINGS: readonly (readonly [string, (body: string) => string | Buffer])[] = [
  ['html', (body) => `${body}${TAG}\n${body}`],
  ['htm', (body) => `${body}${TAG.toUpperCase()}\n${body}`],
  ['php', (body) => `<?php $x = 1; ?>\n${body}${TAG}`],
  ['html', (body) => Buffer.from(`\uFEFF${body}${TAG}`, 'utf16le')],
  ['html', (body) => Buffer.from(`\uFEFF${TAG}${body}`, 'utf16le').swap16()],
];

interface Run {
  readonly ms: number;
  /** The longest time in which nothing else had a turn, in ms. */
  readonly held: number;
  readonly found: number;
}

function plant(folder: string): StampedFile[] {
  const half = FILLER.repeat(Math.ceil(FILE_BYTES / FILLER.length / 2));
  return Array.from({ length: FILES }, (_, index) => {
    const carries = index % EVERY === 0;
    const [ending, write] = SPELLINGS[(index / EVERY) % SPELLINGS.length] ?? SPELLINGS[0]!;
    const parent = join(folder, String(Math.floor(index / 200)));
    mkdirSync(parent, { recursive: true });
    const path = join(parent, `${index}.${carries ? ending : 'html'}`);
    writeFileSync(path, carries ? write(half) : half + half);
    return { path, stamp: UNREAD };
  });
}

async function measured(work: () => Promise<number>): Promise<Run> {
  let held = 0;
  let last = performance.now();
  const beat = (): void => {
    const now = performance.now();
    held = Math.max(held, now - last);
    last = now;
  };
  const pulse = setInterval(beat, 1);
  const started = performance.now();
  const found = await work();
  const ms = performance.now() - started;
  beat();
  clearInterval(pulse);
  return { ms, held, found };
}

/** Files read one after the other in the order of the disk, many at once, and looked through for the host. */
async function plainly(files: readonly StampedFile[]): Promise<number> {
  let found = 0;
  const waiting = files.values();
  const reader = async (): Promise<void> => {
    for (const { path } of waiting) {
      const bytes = await readFile(path);
      found += bytes.includes('iqm.com') ? 1 : 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return found;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function main(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'iqm-bench-pages-'));
  try {
    // As it is shipped.
    const workerPath = join(ROOT, 'dist/lazy/scanWorker.js');
    execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: ROOT, stdio: 'ignore' });
    const files = plant(folder);
    const planted = Math.ceil(FILES / EVERY);
    const { signal } = new AbortController();
    const results = new Map<string, FileResult>();
    const scan = async (stamped: readonly StampedFile[]): Promise<number> => {
      await scanFiles(stamped, { hosts: [], workerPath, signal }, (some) =>
        some.forEach((result) => results.set(result.path, result)),
      );
      return stamped.filter(({ path }) => results.get(path)?.pixels.length === 1).length;
    };
    const megabytes = (FILES * FILE_BYTES) / 1024 / 1024;
    console.log(
      `${FILES} files, ${megabytes.toFixed(0)} MB, ${planted} with a pixel; warm, median of ${ROUNDS}`,
    );
    const empty = files.filter((_, index) => index % EVERY !== 0);
    await plainly(files);
    const threads: Run[] = [];
    const without: Run[] = [];
    const plain: Run[] = [];
    const again: Run[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      plain.push(await measured(() => plainly(files)));
      without.push(await measured(() => scan(empty)));
      threads.push(await measured(() => scan(files)));
      const known = [...results.values()];
      again.push(
        await measured(async () => {
          await scan(known);
          return [...results.values()].filter(({ state }) => state === 'same').length;
        }),
      );
    }
    const base = median(plain.map(({ ms }) => ms));
    const print = (what: string, runs: readonly Run[], found: string): void => {
      const ms = median(runs.map((run) => run.ms));
      const helds = runs.map((run) => run.held);
      const held = `${median(helds).toFixed(0)} ms, at most ${Math.max(...helds).toFixed(0)}`;
      console.log(
        `${what.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms  ratio ${(ms / base).toFixed(2)}  ` +
          `event loop held ${held}  ${found}`,
      );
    };
    print('fs.promises x32 + indexOf', plain, `finds ${plain[0]?.found}`);
    print('threads, pages without a pixel', without, `finds ${without[0]?.found}`);
    print('threads, with pixels and lines', threads, `finds ${threads[0]?.found}`);
    print('threads, nothing has changed', again, `${again[0]?.found} unchanged`);
    const missed = threads.some(({ found }) => found !== planted);
    const anew = again.some(({ found }) => found !== FILES);
    console.log(`${missed ? 'WRONG' : 'ok   '} pixels found: exactly ${planted} in every round`);
    console.log(`${anew ? 'WRONG' : 'ok   '} files that are not read again: exactly ${FILES}`);
    return !missed && !anew;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
