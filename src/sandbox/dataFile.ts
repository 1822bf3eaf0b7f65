import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { worldSchema, type World } from './world';

/** Long enough to write a burst once, short enough to lose nothing that a person did. */
const SAVE_AFTER_MS = 150;

export interface DataFileOptions {
  readonly file: string;
  /** Told in one sentence when the file could not be used or written. */
  readonly log: (line: string) => void;
  /** Asked before each write; false when another process has taken the file over. */
  readonly mayWrite?: () => boolean;
}

/**
 * The world on disk. A write goes to a file beside it that then takes its place, so that a crash leaves the old or the
 * new state and never half of one.
 */
export class DataFile {
  readonly #options: DataFileOptions;
  #timer: NodeJS.Timeout | undefined;
  #pending: (() => World) | undefined;
  #closed = false;

  constructor(options: DataFileOptions) {
    this.#options = options;
  }

  /** The stored world. A file that cannot be read as one is moved aside, never overwritten. */
  load(): World | undefined {
    const { file, log } = this.#options;
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (!isMissing(error)) {
        throw error;
      }
      return undefined;
    }
    try {
      return v.parse(worldSchema, JSON.parse(text));
    } catch {
      const aside = `${file}.unreadable-${Date.now()}`;
      renameSync(file, aside);
      log(`The sandbox's data could not be read and start anew; the old file is ${aside}.`);
      return undefined;
    }
  }

  /** Writes soon; changes until then are written together. */
  saveSoon(world: () => World): void {
    if (this.#closed) {
      return;
    }
    this.#pending = world;
    this.#timer ??= setTimeout(() => this.flush(), SAVE_AFTER_MS).unref();
  }

  /** Writes what is to be written, and nothing any more: the file may belong to another process now. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  /**
   * Writes what is to be written, now and without waiting: a window that closes gives nobody the time to wait.
   */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const world = this.#pending;
    this.#pending = undefined;
    const { file, log, mayWrite } = this.#options;
    if (!world || mayWrite?.() === false) {
      return;
    }
    const fresh = `${file}.${process.pid}.new`;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(fresh, JSON.stringify(world()), { mode: 0o600 });
      renameSync(fresh, file);
    } catch (error) {
      rmSync(fresh, { force: true });
      log(`The sandbox's data could not be written: ${String(error)}`);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
