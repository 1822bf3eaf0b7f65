// npm start [-- --port=8765] [-- FOLDER]
// The extension in a real VS Code with the demo shop: desktop VS Code where there is one, else in the browser.
// IQM_DEMO_HOME names another place for what the demo keeps.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startFront } from '../vscode/front.mjs';
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
const code = desktopVscode();
if (!code && !canUseNpmVscode()) {
  fail(
    'No VS Code was found. Install desktop VS Code (https://code.visualstudio.com), put its `code` command on the PATH ' +
      'and run npm start again. (VS Code in the browser is available on Linux x64 only.)',
  );
}
// Before anything is installed: whoever finds the port taken learns it now.
const front = code ? undefined : await openFront();
ensurePackages();
build();

const state = process.env.IQM_DEMO_HOME ?? path.join(root, '.demo');
// A copy, so that playing never changes the project's own demo shop.
const site = path.resolve(words.find((word) => !word.startsWith('-')) ?? path.join(state, 'site'));
if (!fs.existsSync(site)) {
  fs.cpSync(path.join(root, 'test/site'), site, { recursive: true });
}
await (front ? openInBrowser() : openDesktop());

function desktopVscode() {
  const { DISPLAY, WAYLAND_DISPLAY, PATH } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    return undefined;
  }
  const names =
    process.platform === 'win32'
      ? ['code.cmd', 'code-insiders.cmd']
      : ['code', 'code-insiders', 'codium'];
  return (PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

function openDesktop() {
  say(`Opening desktop VS Code (${code}) with the demo shop…`);
  // On Windows `code` is a script, which only a shell runs, and a shell splits at spaces.
  const shell = process.platform === 'win32';
  const quoted = (text) => (shell ? `"${text}"` : text);
  const child = spawn(
    quoted(code),
    [`--extensionDevelopmentPath=${root}`, '--new-window', site].map(quoted),
    { stdio: 'inherit', shell },
  );
  child.on('error', (error) => fail(`VS Code could not be started: ${error.message}`));
  child.on('exit', (status) => process.exit(status ?? 1));
  say('In VS Code: open the IQM view in the activity bar and choose "Try the Sandbox".');
}

async function openFront() {
  try {
    return await startFront({ port });
  } catch (error) {
    return fail(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. End it, or choose another port: npm start -- --port=${port + 1}\n` +
            '(The browser keeps VS Code’s secrets per address, so the port is never changed silently.)'
        : `Port ${port} could not be opened: ${error.message}`,
    );
  }
}

async function openInBrowser() {
  const { installVscode } = await import('../vscode/install.mjs');
  const { linkExtension, startServer, workbenchUrl } = await import('../vscode/server.mjs');
  try {
    installVscode(say);
  } catch (error) {
    fail(`VS Code could not be installed from npm. Is the network there? (${error.message})`);
  }
  // One per port: another demo may be running.
  const extensionsDir = path.join(state, `extensions-${port}`);
  linkExtension(root, extensionsDir);
  say('Starting VS Code…');
  const server = await startServer({
    socket: true,
    userDataDir: path.join(state, 'data'),
    extensionsDir,
  }).catch((error) => fail(error.message));
  front.serve(server.socketPath);
  say(`
VS Code is ready:  ${workbenchUrl(front.origin, { folder: site })}

Open this address in a browser on this machine, choose the IQM view in the activity bar, then "Try the Sandbox".
Stop with Ctrl+C.`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      say('\nStopping…');
      void Promise.all([front.close(), server.stop()]).then(() => process.exit(0));
    });
  }
  await server.exited;
  if (!isStopping) {
    fail(`VS Code has ended by itself. Its last words:\n${server.log().slice(-2000)}`);
  }
}
