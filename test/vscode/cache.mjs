// Fills a folder of the cache once, whole or not at all, even when several runs start at the same moment.
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param {string} home the folder
 * @param {() => boolean} isReady whether the folder holds what is wanted
 * @param {(draft: string) => void} fill writes everything into an empty folder beside it
 */
export function fillOnce(home, isReady, fill) {
  if (isReady()) {
    return;
  }
  removeDeadDrafts(home);
  const draft = `${home}.draft-${process.pid}`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  try {
    fill(draft);
    settle(draft, home, isReady);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** Renaming onto a folder that holds something fails, so that the first of two runs wins and the other one drops its own. */
function settle(draft, home, isReady) {
  try {
    fs.renameSync(draft, home);
    return;
  } catch (error) {
    if (!fs.existsSync(home)) throw error;
  }
  if (!isReady()) {
    // What stands there is of an older pin.
    const old = `${draft}-old`;
    fs.renameSync(home, old);
    fs.renameSync(draft, home);
    fs.rmSync(old, { recursive: true, force: true });
  }
}

/** A killed run leaves hundreds of megabytes behind. */
function removeDeadDrafts(home) {
  const folder = path.dirname(home);
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const pid = Number(/\.draft-(\d+)/.exec(name)?.[1]);
    if (name.startsWith(`${path.basename(home)}.draft-`) && !isAlive(pid)) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return error.code === 'EPERM';
  }
}
