// npm test [-- --desktop] [unit|integration|ui …] [part of a file's name …]
// Installs what is missing, runs every layer, and ends with one line that sums them all up.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canUseNpmVscode } from '../vscode/home.mjs';
import { build, checkNode, ensurePackages, fail, packageExtension, root, say } from './prepare.mjs';

/** The layers, and after how long one of their tests has failed. */
const TIMEOUTS = { unit: 30_000, integration: 30_000, ui: 120_000 };
/** A layer that still runs then hangs. */
const LAYER_MS = 20 * 60_000;

checkNode();
const words = process.argv.slice(2);
const desktop = words.includes('--desktop');
const layers = Object.keys(TIMEOUTS);
const named = words.filter((word) => !word.startsWith('-') && !layers.includes(word));
const asked = layers.filter((layer) => words.includes(layer));

/** Test files of a layer; all, or those whose path holds one of the given words. */
function filesOf(layer) {
  return fs
    .readdirSync(path.join(root, 'test', layer), { recursive: true })
    .map((name) => path.join('test', layer, String(name)))
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => named.length === 0 || named.some((word) => name.includes(word)))
    .sort();
}

const chosen = (asked.length > 0 ? asked : layers).filter(
  (layer) => named.length === 0 || filesOf(layer).length > 0,
);
if (chosen.length === 0) {
  fail(`No test file's name holds ${named.map((word) => `"${word}"`).join(' or ')}.`);
}

ensurePackages();
build();
const { installVscode } = await import('../vscode/install.mjs');
const { ensureBrowser } = await import('../vscode/browser.mjs');
if (canUseNpmVscode() && chosen.some((layer) => layer !== 'unit')) {
  try {
    installVscode(say);
    process.env.CHROMIUM_PATH = await ensureBrowser(say);
  } catch (error) {
    fail(error.message);
  }
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'iqm-run-'));
process.once('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));

/** Mocha in a process of its own. */
function mocha(layer, countsFile, env = {}) {
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--config', 'test/run/mocharc.json', '--reporter', 'test/run/counting-reporter.cjs'],
      ...['--timeout', String(TIMEOUTS[layer])],
      // A workbench that a failed test left open must not keep the run from ending.
      ...(layer === 'ui' ? ['--exit'] : []),
      ...filesOf(layer),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: LAYER_MS,
      killSignal: 'SIGKILL',
      env: { ...process.env, COUNTS_FILE: countsFile, ...env },
    },
  );
  return status === 0;
}

const RUN = {
  unit: (countsFile) => mocha('unit', countsFile),
  integration: async (countsFile) => {
    const { runIntegration } = await import('./integration.mjs');
    process.env.VSCODE_OFFLINE_ARTIFACTS ??= path.join(root, 'test-results/integration-failure');
    return runIntegration({ desktop, countsFile, files: filesOf('integration') });
  },
  ui: (countsFile) => {
    if (named.length === 0) {
      fs.rmSync(path.join(root, 'test-results/screenshots'), { recursive: true, force: true });
    }
    return mocha('ui', countsFile, { IQM_VSIX: packageExtension(temporary) });
  },
};

/** Runs a layer; whatever happens to it, it has counts afterwards. */
async function run(layer) {
  const countsFile = path.join(temporary, `${layer}.json`);
  let ok = false;
  try {
    ok = await RUN[layer](countsFile);
  } catch (error) {
    console.error(error);
  }
  const { passed, failed, skipped } = fs.existsSync(countsFile)
    ? JSON.parse(fs.readFileSync(countsFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  // A crash, or a run that executed nothing, is a failure even if no test says so.
  const isBroken = failed === 0 && (!ok || passed === 0);
  return { passed, failed: failed + (isBroken ? 1 : 0), skipped };
}

let passed = 0;
let failed = 0;
for (const layer of chosen) {
  say(`\n── ${layer} ──`);
  if (layer === 'ui' && !canUseNpmVscode()) {
    say('The ui tests need the VS Code that npm delivers for Linux x64; they are not run here.');
    continue;
  }
  const counts = await run(layer);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  say(`${layer}: ${counts.passed} passed, ${counts.failed} failed${skipped}`);
  passed += counts.passed;
  failed += counts.failed;
}
if (passed + failed === 0) {
  failed = 1;
}
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
