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
 * @param {{ desktop: boolean, countsFile: string, files: string[] }} options `desktop`: in a downloaded desktop VS Code
 * @returns {Promise<boolean>} whether all passed
 */
export async function runIntegration({ desktop, countsFile, files }) {
  const require = createRequire(import.meta.url);
  const { runTests } = require('@vscode/test-electron');
  const built = path.join(root, 'test-results/integration');
  fs.rmSync(built, { recursive: true, force: true });
  const folder = path.join(root, 'test/integration');
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const chosen =
    files.length === 0 ? names : names.filter((name) => files.some((file) => name.includes(file)));
  await require('esbuild').build({
    entryPoints: [path.join(folder, 'index.ts'), ...chosen.map((name) => path.join(folder, name))],
    outdir: built,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'iqm-site-'));
  fs.cpSync(path.join(root, 'test/site'), workspace, { recursive: true });
  const npmVscode = !desktop && canUseNpmVscode();
  try {
    const code = await runTests({
      ...(npmVscode
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
    fs.rmSync(workspace, { recursive: true, force: true });
  }
}
