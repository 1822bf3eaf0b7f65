/**
 * How many requests the client sends for what a user does, counted at the sandbox, and how long a long list blocks the
 * event loop. Prints milliseconds, judges counts alone, and exits with 1 when one of them is over its limit.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import type * as BudgetModule from '../../src/iqm/budget';
import type * as ClientModule from '../../src/iqm/client/client';
import type * as ConnectionModule from '../../src/iqm/connection';
import { loginWithPassword } from '../../src/iqm/login';
import type * as CountsModule from '../unit/matrix/requestCounts';
import {
  burst,
  idleRequests,
  mainJobRequests,
  MINUTE_MS,
  signInRequests,
} from '../unit/matrix/requestCounts';
import { ADVERTISER, CLIENT, DEVELOPER } from '../unit/matrix/stage';

const BLOCK_TARGET_MS = 20;
const ROUNDS = 5;

let exceeded = 0;

function judge(what: string, count: number, most: number): void {
  const ok = count <= most;
  exceeded += ok ? 0 : 1;
  console.log(`${ok ? 'ok      ' : 'TOO MANY'} ${what}: ${count} (at most ${most})`);
}

async function main(): Promise<void> {
  judge('sign-in until both lists are there', await signInRequests(), 4);
  judge('the whole main job with an empty day cache', await mainJobRequests(), 10);
  judge('ten idle minutes', await idleRequests(), 0);
  for (const windows of [1, 2]) {
    const result = await burst(windows);
    const who = windows === 1 ? 'one client' : 'two clients on one limit';
    console.log(
      `         ${result.actions} actions at once, ${who}, a minute of ${MINUTE_MS} ms: ` +
        `the server said 429 ${result.refusedByServer} times`,
    );
    judge('  429s that the user saw', result.refusedToUser, 0);
    judge('  actions that did not end well', result.actions - result.done, 0);
    judge('  changes that were lost', result.lost, 0);
  }
  await longList();
}

type Shipped = typeof BudgetModule &
  typeof ClientModule &
  typeof ConnectionModule &
  typeof CountsModule;

/** The client as it ships: bundled and minified. Run as single modules it is slower. */
function shipped(): Shipped {
  const folder = mkdtempSync(join(tmpdir(), 'iqm-bench-'));
  const outfile = join(folder, 'client.cjs');
  buildSync({
    stdin: {
      contents: `
        export * from './src/iqm/budget';
        export * from './src/iqm/client/client';
        export * from './src/iqm/connection';
        export { readToEnd } from './test/unit/matrix/requestCounts';`,
      resolveDir: join(__dirname, '../..'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  try {
    return createRequire(__filename)(outfile) as Shipped;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In front of a sandbox of its own process: one in here would block the same event loop. */
async function longList(): Promise<void> {
  const { Budget, IqmClient, createConnection, readToEnd } = shipped();
  const { origin, child } = await sandboxProcess(['--limit', '0', '--seed-size', '10000']);
  try {
    const tokens = await loginWithPassword({ baseUrl: origin, ...CLIENT, ...DEVELOPER });
    const token = Promise.resolve(tokens.accessToken);
    const client = new IqmClient(
      createConnection({
        baseUrl: () => Promise.resolve(origin),
        tokens: { accessToken: () => token, renew: () => token },
        owId: () => ADVERTISER,
        budget: new Budget({ limit: 100_000 }),
        log: { request: () => undefined, drift: () => undefined },
      }),
    );
    const blocks: number[] = [];
    let requests = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await readToEnd(client, async (page) => {
        blocks.push(await longestBlock(page));
      });
      requests = Math.max(requests, result.rows === 10_000 ? result.requests : Infinity);
    }
    judge('10,000 conversions to the end', requests, 10);
    // The first pages also compile the code.
    const warm = blocks.slice(requests);
    const sorted = warm.toSorted((a, b) => a - b);
    const part = (share: number): string =>
      (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1);
    console.log(
      `         the event loop's longest block per 1,000 rows: first page ${blocks[0]?.toFixed(1)} ms, then ` +
        `median ${part(0.5)}, worst ${part(1)} ms of ${sorted.length} pages (target ${BLOCK_TARGET_MS})`,
    );
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

/** Milliseconds that the event loop was held longest while `work` was under way. */
async function longestBlock(work: () => Promise<void>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  // Its timer has to have begun, or the first block is not seen.
  await wait(3);
  histogram.reset();
  await work();
  await wait(3);
  histogram.disable();
  return histogram.max / 1e6;
}

async function sandboxProcess(
  words: readonly string[],
): Promise<{ origin: string; child: ChildProcess }> {
  const main = join(__dirname, '../../src/sandbox/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, origin] = /^IQM sandbox at (\S+)$/.exec(line) ?? [];
    if (origin !== undefined) {
      return { origin, child };
    }
  }
  throw new Error('The sandbox did not start.');
}

main().then(
  () => process.exit(exceeded === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
