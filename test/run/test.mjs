// npm test [-- --desktop] [unit|integration|ui …] [file …]
// Installs what is missing, runs every layer, and ends with one line that sums them all up.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canUseNpmVscode } from '../vscode/home.mjs';
import { build, checkNode, ensurePackages, packageExtension, root, say } from './prepare.mjs';

const LAYERS = ['unit', 'integration', 'ui'];

const words = process.argv.slice(2);
const desktop = words.includes('--desktop');
const layers = LAYERS.filter((layer) => words.includes(layer));
const files = words.filter((word) => !word.startsWith('-') && !LAYERS.includes(word));
const chosen = layers.length > 0 ? layers : LAYERS;

checkNode();
ensurePackages();
build();
const { installVscode } = await import('../vscode/install.mjs');
const { ensureBrowser } = await import('../vscode/browser.mjs');
if (canUseNpmVscode() && chosen.some((layer) => layer !== 'unit')) {
  installVscode(say);
}
process.env.CHROMIUM_PATH = await ensureBrowser(say);

const counts = fs.mkdtempSync(path.join(os.tmpdir(), 'iqm-counts-'));
process.once('exit', () => fs.rmSync(counts, { recursive: true, force: true }));

/** Mocha in a process of its own; a layer that dies without counting has failed. */
function mocha(layer, pattern, env = {}) {
  const countsFile = path.join(counts, layer);
  const specs = files.length === 0 ? [pattern] : matching(pattern);
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--config', 'test/run/mocharc.json'],
      ...[
        '--reporter',
        'test/run/counting-reporter.cjs',
        '--timeout',
        layer === 'ui' ? '120000' : '30000',
      ],
      ...specs,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, COUNTS_FILE: countsFile, ...env } },
  );
  return { ok: status === 0, countsFile };
}

function matching(pattern) {
  const folder = path.join(root, pattern.split('/**')[0]);
  return fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => name.endsWith('.test.ts') && files.some((file) => name.includes(file)));
}

const RUN = {
  unit: () => mocha('unit', 'test/unit/**/*.test.ts'),
  integration: async () => {
    const countsFile = path.join(counts, 'integration');
    const { runIntegration } = await import('./integration.mjs');
    process.env.VSCODE_OFFLINE_ARTIFACTS ??= path.join(root, 'test-results/integration-failure');
    return { ok: await runIntegration({ desktop, countsFile, files }), countsFile };
  },
  ui: () => {
    const vsix = packageExtension(path.join(root, 'test-results'));
    return mocha('ui', 'test/ui/**/*.test.ts', { IQM_VSIX: vsix });
  },
};

let passed = 0;
let failed = 0;
for (const layer of chosen) {
  say(`\n── ${layer} ──`);
  if (layer === 'ui' && !canUseNpmVscode()) {
    say('The ui tests need the VS Code that npm delivers for Linux x64; they are not run here.');
    continue;
  }
  const { ok, countsFile } = await RUN[layer]();
  const counted = fs.existsSync(countsFile)
    ? JSON.parse(fs.readFileSync(countsFile, 'utf8'))
    : { passed: 0, failed: 0 };
  // A crash, or a run that executed nothing, is a failure even if no test says so.
  const crashed = (!ok && counted.failed === 0) || counted.passed + counted.failed === 0 ? 1 : 0;
  say(`${layer}: ${counted.passed} passed, ${counted.failed + crashed} failed`);
  passed += counted.passed;
  failed += counted.failed + crashed;
}
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
