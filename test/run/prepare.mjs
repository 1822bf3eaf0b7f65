// What has to be there before anything runs: Node, the project's packages, the bundles. Built-in modules only.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export const say = (line) => console.log(line);

/** Ends with one sentence when this Node is too old for the packages the project uses. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `This needs Node.js 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`,
    );
  }
}

/** @returns {never} */
export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Installs the project's packages unless those of this lock file are there. */
export function ensurePackages() {
  const lock = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) {
    return;
  }
  say('Installing the project’s packages…');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund'],
    'The packages could not be installed. Is the network there?',
  );
  const now = new Date();
  fs.utimesSync(installed, now, now);
}

export function build() {
  say('Building…');
  run(
    process.execPath,
    ['esbuild.js', '--production'],
    'The build failed; its messages stand above.',
  );
}

function run(command, args, problem) {
  // npm is a script on Windows and needs a shell there.
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  });
  if (status !== 0) {
    fail(problem);
  }
}

/** Packs the extension as it is published. @returns {string} path of the .vsix */
export function packageExtension(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const vsix = path.join(folder, 'iqm-conversions.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '-o', vsix], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return vsix;
}
