/**
 * The tree with 10,000 conversions, in a real workbench: how long a user waits for rows, and how many requests that
 * takes. Prints milliseconds, judges counts alone, and exits with 1 when one of them is off.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startSandbox } from '../../src/sandbox/server';
import { Workbench } from '../ui/workbench';
import { ensureBrowser } from '../vscode/browser.mjs';

const ROWS = 10_000;
const PAGE = 1000;
const MOST_REQUESTS = 10;

let wrong = 0;

function judge(what: string, count: number, ok: boolean, limit: string): void {
  wrong += ok ? 0 : 1;
  console.log(`${ok ? 'ok   ' : 'WRONG'} ${what}: ${count.toLocaleString()} (${limit})`);
}

async function main(): Promise<void> {
  execFileSync(process.execPath, ['esbuild.js', '--production'], {
    cwd: join(__dirname, '../..'),
    stdio: 'ignore',
  });
  process.env.CHROMIUM_PATH ??= await ensureBrowser(() => undefined);
  const server = await startSandbox({ rateLimit: 0, seedSize: ROWS });
  const workbench = new Workbench({ settings: { 'iqm.apiUrl': server.origin } });
  const { page } = await opened(workbench);
  const headers = { 'X-Sandbox-Control': server.controlToken };
  const requests = async (): Promise<number> => {
    const answer = await fetch(`${server.origin}/sandbox/requests`, { headers });
    const { counts } = (await answer.json()) as { counts: Record<string, number> };
    return Object.entries(counts).reduce(
      (sum, [path, count]) => sum + (/\/conversion\/list\b/.test(path) ? count : 0),
      0,
    );
  };
  // What freezes a window: the browser names every stretch of 50 ms and more in which it could not answer.
  await page.evaluate(`
    window.stalls = [];
    new PerformanceObserver((list) => window.stalls.push(...list.getEntries().map((each) => each.duration)))
      .observe({ type: 'longtask' });
  `);
  const longest = (): Promise<number> => page.evaluate('Math.max(0, ...window.stalls.splice(0))');
  const timed = async (what: string, act: () => Promise<void>, seen: Locator): Promise<void> => {
    await longest();
    const start = performance.now();
    await act();
    await seen.waitFor({ timeout: 60_000 });
    const ms = (performance.now() - start).toFixed(0);
    const stall = await longest();
    const frozen = stall === 0 ? 'never 50 ms' : `at most ${stall.toFixed(0)} ms`;
    console.log(`      ${what}: ${ms} ms, window busy ${frozen} at a stretch`);
  };
  const title = (text: string): Locator => page.getByText(text, { exact: true }).first();
  try {
    await timed(
      'sign-in, its six prompts and the first rows',
      () => workbench.signInWithPassword(),
      title(`${PAGE.toLocaleString()} of ${ROWS.toLocaleString()}`),
    );
    judge('requests for the first rows', await requests(), (await requests()) === 1, 'exactly 1');
    await page.getByRole('treeitem').first().click();
    for (let shown = 2 * PAGE; shown <= ROWS; shown += PAGE) {
      await page.keyboard.press('End');
      await workbench.row(/^Load more/).waitFor();
      const whole = shown === ROWS;
      const after = whole ? '' : ` of ${ROWS.toLocaleString()}`;
      await timed(
        `load more, to ${shown.toLocaleString()}`,
        () => page.keyboard.press('Enter'),
        title(`${shown.toLocaleString()}${after}`),
      );
    }
    const toTheEnd = await requests();
    const most = `at most ${MOST_REQUESTS}`;
    judge('requests to the end', toTheEnd, toTheEnd <= MOST_REQUESTS, most);
    await workbench.row(/^Load more/).waitFor({ state: 'detached' });
    const size = Number(
      await page.locator('[role=treeitem][aria-setsize]').first().getAttribute('aria-setsize'),
    );
    judge('rows of the tree', size, size === ROWS, `exactly ${ROWS.toLocaleString()}`);
    await workbench.command('IQM: Search Conversions');
    await timed(
      'search to its rows',
      () => workbench.answer(/Name or ID/, 'winter sale checkout'),
      workbench.row(/^Winter sale checkout/).first(),
    );
    await workbench.command('IQM: Show All Conversions');
    await title(`${PAGE.toLocaleString()} of ${ROWS.toLocaleString()}`).waitFor();
    await workbench.command('IQM: Filter Conversions');
    await workbench.quickInput().locator('input.input').fill('Universal Pixel');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await timed(
      'filter to its rows',
      () => page.keyboard.press('Enter'),
      page.locator('.message').getByText('Universal Pixel').first(),
    );
    const narrowed = (await requests()) - toTheEnd;
    judge('requests for search, all and filter', narrowed, narrowed === 3, 'exactly 3');
  } finally {
    await workbench.dispose();
    await server.close();
  }
}

async function opened(workbench: Workbench): Promise<Workbench> {
  await workbench.open();
  await workbench.openView();
  return workbench;
}

main().then(
  () => process.exit(wrong === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
