import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { greet } from './hello';
import { isAlive, LockFile, type Lock } from './lockFile';
import type { RunningSandbox } from './server';

/** A sandbox that several windows use. */
export interface SharedSandbox {
  readonly origin: string;
  readonly controlToken: string;
  /** Whether this process runs it. */
  readonly owned: boolean;
  /** Ends it if it is owned; one that was joined lives on. */
  close(): Promise<void>;
}

/** What the starter of a sandbox is given. */
export interface SharedPlace {
  readonly dataFile: string;
  readonly controlToken: string;
  readonly nonce: string;
  readonly mayWrite: () => boolean;
}

export interface JoinOptions {
  /** Holds the lock file and the data. */
  readonly directory: string;
  readonly start: (place: SharedPlace) => Promise<RunningSandbox>;
  /**
   * How long a living process that runs or starts the sandbox may stay silent before it is taken for dead: a window can
   * be busy for seconds. 10 s when left out.
   */
  readonly patienceMs?: number;
}

const LOOK_AGAIN_MS = 40;
const HELLO_MS = 2_000;

/**
 * One sandbox per directory: joins the one that runs, or starts it. When the window that runs it closes, the others
 * find the connection refused, and call this again.
 *
 * @throws what `start` throws; no lock is left behind then
 */
export async function joinOrStart(options: JoinOptions): Promise<SharedSandbox> {
  const file = new LockFile(options.directory);
  const patienceMs = options.patienceMs ?? 10_000;
  let watched: { readonly nonce: string; readonly since: number } | undefined;
  for (;;) {
    const lock = file.read();
    if (lock && watched?.nonce !== lock.nonce) {
      watched = { nonce: lock.nonce, since: Date.now() };
    }
    const state = lock ? await stateOf(lock, Math.min(HELLO_MS, patienceMs)) : 'dead';
    if (lock && state === 'ready') {
      return joined(lock);
    }
    if (state === 'silent' && watched && Date.now() - watched.since < patienceMs) {
      await delay(LOOK_AGAIN_MS);
      continue;
    }
    const started = await tryStart(options, file, lock);
    if (started) {
      return started;
    }
  }
}

/** `silent` while it is starting or does not answer, `dead` when it will not any more. */
async function stateOf(lock: Lock, helloMs: number): Promise<'ready' | 'silent' | 'dead'> {
  if (!isAlive(lock.pid)) {
    return 'dead';
  }
  if (lock.port === 0) {
    return 'silent';
  }
  const greeting = await greet(lock.port, lock.nonce, helloMs);
  return greeting === 'ours' ? 'ready' : greeting === 'silent' ? 'silent' : 'dead';
}

function joined({ port, controlToken }: Lock): SharedSandbox {
  return {
    origin: `http://127.0.0.1:${port}`,
    controlToken,
    owned: false,
    close: () => Promise.resolve(),
  };
}

/** Starts it here, in the place of `dead`; undefined when another process was faster. */
async function tryStart(
  { directory, start }: JoinOptions,
  file: LockFile,
  dead: Lock | undefined,
): Promise<SharedSandbox | undefined> {
  const nonce = randomBytes(24).toString('base64url');
  const controlToken = randomBytes(24).toString('base64url');
  const claim: Lock = { pid: process.pid, port: 0, nonce, controlToken };
  // The lock comes before the start: nobody reads the data while its owner may still write it.
  if (!(await file.replace(dead, claim))) {
    return undefined;
  }
  let running: RunningSandbox | undefined;
  const close = async (): Promise<void> => {
    await running?.close();
    await file.release(nonce);
  };
  const mayWrite = (): boolean => {
    const lock = file.read();
    if (lock === undefined || lock.nonce === nonce) {
      return true;
    }
    // This process was silent for so long that another one took over: its data counts now.
    void running?.close();
    return false;
  };
  try {
    running = await start({
      dataFile: join(directory, 'sandbox.json'),
      controlToken,
      nonce,
      mayWrite,
    });
  } catch (error) {
    await file.release(nonce);
    throw error;
  }
  if (!(await file.replace(claim, { ...claim, port: running.port }))) {
    await running.close();
    return undefined;
  }
  return { origin: running.origin, controlToken, owned: true, close };
}
