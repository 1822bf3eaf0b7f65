// Integration tests: inside the extension host of a real VS Code, through @vscode/test-electron.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { canUseNpmVscode } from '../vscode/home.mjs';
import { root } from './prepare.mjs';

/** Oldest VS Code that the extension promises to run in. */
const DESKTOP_VERSION = '1.105.0';

/**
 * @param {{ desktop: boolean, countsFile: string, files: string[] }} options `desktop`: in a downloaded desktop VS
 *   Code; `files`: the test files, relative to the project
 * @returns {Promise<boolean>} whether all passed
 */
export async function runIntegration({ desktop, countsFile, files }) {
  const require = createRequire(import.meta.url);
  const { runTests } = require('@vscode/test-electron');
  // Inside the project, where mocha is found; one per run.
  fs.mkdirSync(path.join(root, 'test-results'), { recursive: true });
  const built = fs.mkdtempSync(path.join(root, 'test-results/integration-'));
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'iqm-site-'));
  try {
    await require('esbuild').build({
      absWorkingDir: root,
      entryPoints: ['test/integration/index.ts', ...files],
      outbase: 'test/integration',
      outdir: built,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      external: ['vscode', 'mocha'],
      logLevel: 'warning',
    });
    fs.cpSync(path.join(root, 'test/site'), workspace, { recursive: true });
    const code = await runTests({
      ...(!desktop && canUseNpmVscode()
        ? { vscodeExecutablePath: path.join(root, 'test/vscode/code.mjs') }
        : { version: process.env.VSCODE_VERSION ?? DESKTOP_VERSION }),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(built, 'index'),
      launchArgs: [workspace, '--disable-extensions'],
      extensionTestsEnv: {
        COUNTS_FILE: countsFile,
        PROJECT_ROOT: root,
        // A minute of the rate limit lasts 600 ms here.
        IQM_RATE_WINDOW_MS: '600',
      },
    });
    return code === 0;
  } catch (error) {
    console.error(String(error?.message ?? error));
    return false;
  } finally {
    for (const folder of [built, workspace]) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}
