import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';

const lockSchema = v.object({
  /** Of the process that runs the sandbox. */
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** 0 while it is still starting. */
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  nonce: v.pipe(v.string(), v.minLength(16)),
  controlToken: v.string(),
});

export type Lock = v.InferOutput<typeof lockSchema>;

/** Its holder works without a pause, so an older one was left behind by a crash. */
const STALE_MUTEX_MS = 5_000;

/**
 * The file that says who runs the sandbox of a directory. Every change of it happens under a mutex (a folder, since
 * making one is atomic everywhere) and only after another look, so that of several processes that find the same dead
 * lock one wins, and nobody removes the lock of another.
 */
export class LockFile {
  readonly #directory: string;
  readonly #file: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, 'sandbox.lock');
  }

  /** What stands in it; undefined when there is none, or nothing that one could use. */
  read(): Lock | undefined {
    try {
      return v.parse(lockSchema, JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Puts `mine` in the place of `seen`, unless somebody else has changed it since. */
  async replace(seen: Lock | undefined, mine: Lock): Promise<boolean> {
    return this.#alone(() => {
      if (this.read()?.nonce !== seen?.nonce) {
        return false;
      }
      const fresh = `${this.#file}.${mine.nonce.slice(0, 8)}.new`;
      // It carries the control token: for this user's eyes only.
      writeFileSync(fresh, JSON.stringify(mine), { mode: 0o600 });
      renameSync(fresh, this.#file);
      return true;
    });
  }

  /** Removes it, if it is still the one with this nonce. */
  async release(nonce: string): Promise<void> {
    await this.#alone(() => {
      if (this.read()?.nonce === nonce) {
        rmSync(this.#file, { force: true });
      }
    });
  }

  async #alone<T>(work: () => T): Promise<T> {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const mutex = `${this.#file}.mutex`;
    while (!tryMakeFolder(mutex)) {
      if (Date.now() - modifiedAt(mutex) > STALE_MUTEX_MS) {
        tryRemoveFolder(mutex);
      }
      await delay(5 + Math.random() * 15);
    }
    try {
      return work();
    } finally {
      tryRemoveFolder(mutex);
    }
  }
}

/** Whether a process of this machine lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function tryMakeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function tryRemoveFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Somebody else was faster.
  }
}

function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Date.now();
  }
}
