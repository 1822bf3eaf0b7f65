// Lets VS Code live no longer than whoever started it, even if that one is killed: a server left behind would hold its
// port and a terminal. Leads the process group that VS Code's own processes are in.
//   node keeper.mjs FOLDER COMMAND ARGUMENT…     FOLDER is removed at the end of an abandoned run
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** Time for extension hosts to write what they have. */
const GRACE_MS = 2000;

const [folder, command, ...rest] = process.argv.slice(2);
const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
let isAbandoned = false;
// These go to the whole group: VS Code ends, and then this does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
child.on('exit', (code) => {
  if (!isAbandoned) process.exit(code ?? 1);
});
// The pipe ends with the process at its other end, however that one ends.
process.stdin.resume().on('close', () => {
  isAbandoned = true;
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => {
    fs.rmSync(folder, { recursive: true, force: true });
    process.kill(-process.pid, 'SIGKILL');
  }, GRACE_MS);
});
