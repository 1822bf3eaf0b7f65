// npm start [-- --port=8765] [-- FOLDER]
// The extension in a real VS Code with the demo shop: desktop VS Code where there is one, else in the browser.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { canUseNpmVscode } from '../vscode/home.mjs';
import { build, checkNode, ensurePackages, fail, root, say } from './prepare.mjs';

const words = process.argv.slice(2);
const port = Number(
  words.find((word) => word.startsWith('--port='))?.slice('--port='.length) ?? 8765,
);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  fail('--port takes a number from 1 to 65535.');
}

checkNode();
ensurePackages();
build();

const state = path.join(root, '.demo');
// A copy, so that playing never changes the project's own demo shop.
const site = words.find((word) => !word.startsWith('-')) ?? path.join(state, 'site');
if (!fs.existsSync(site)) {
  fs.cpSync(path.join(root, 'test/site'), site, { recursive: true });
}

const code = desktopVscode();
if (code) {
  say(`Opening desktop VS Code (${code}) with the demo shop…`);
  openDesktop(code);
} else if (canUseNpmVscode()) {
  await openInBrowser();
} else {
  fail(
    'No VS Code was found. Install desktop VS Code (https://code.visualstudio.com), put its `code` command on the PATH ' +
      'and run npm start again. (VS Code in the browser is available on Linux x64 only.)',
  );
}

function desktopVscode() {
  const onLinux = process.platform === 'linux';
  if (onLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return undefined;
  }
  const names =
    process.platform === 'win32'
      ? ['code.cmd', 'code-insiders.cmd']
      : ['code', 'code-insiders', 'codium'];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

function openDesktop(command) {
  const child = spawn(
    command,
    [`--extensionDevelopmentPath=${root}`, '--new-window', path.resolve(site)],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  child.on('error', (error) => fail(`VS Code could not be started: ${error.message}`));
  child.on('exit', (status) => process.exit(status ?? 1));
  say('In VS Code: open the IQM view in the activity bar and choose "Try the Sandbox".');
}

async function openInBrowser() {
  const { installVscode } = await import('../vscode/install.mjs');
  const { linkExtension, startServer, workbenchUrl } = await import('../vscode/server.mjs');
  const { startFront } = await import('../vscode/front.mjs');
  installVscode(say);
  const extensionsDir = path.join(state, 'extensions');
  linkExtension(root, extensionsDir);
  say('Starting VS Code…');
  const server = await startServer({
    socket: true,
    userDataDir: path.join(state, 'data'),
    extensionsDir,
    settings: { 'workbench.startupEditor': 'none' },
  });
  let front;
  try {
    front = await startFront({ port, socketPath: server.socketPath });
  } catch (error) {
    await server.stop();
    fail(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. End it, or choose another port: npm start -- --port=${port + 1}\n` +
            '(The browser keeps VS Code’s secrets per address, so the port is never changed silently.)'
        : `Port ${port} could not be opened: ${error.message}`,
    );
  }
  say(`
VS Code is ready:  ${workbenchUrl(front.origin, { folder: path.resolve(site) })}

Open this address in a browser on this machine, choose the IQM view in the activity bar, then "Try the Sandbox".
Stop with Ctrl+C.`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await Promise.all([front.close(), server.stop()]);
      process.exit(0);
    });
  }
}
