import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InsertionOrder } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';

/** What one account last saw of one organization. */
export interface SavedCatalog {
  readonly conversions?: SavedList<Conversion>;
  readonly insertionOrders?: SavedList<InsertionOrder>;
}

export interface SavedList<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly filtered: number;
  /** ms since the epoch */
  readonly asOf: number;
}

/** Raised when the shape of a file changes; older files are then read as absent. */
const VERSION = 1;

/**
 * One file per account and organization. A file, not a memento: mementos of this size make VS Code complain and slow
 * it down. It holds names and counters, no token; it goes when the account signs out.
 */
export class CatalogFile {
  readonly #folder: string;

  /** @param folder where the files are kept; made when the first is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What was saved last, or nothing if there is no file that this version can read. */
  async load(account: string, owId: number): Promise<SavedCatalog> {
    try {
      const file: unknown = JSON.parse(await readFile(this.#path(account, owId), 'utf8'));
      if (isObject(file) && file.version === VERSION) {
        const lists = {
          conversions: file.conversions,
          insertionOrders: file.insertionOrders,
        };
        return Object.fromEntries(Object.entries(lists).filter(([, list]) => isList(list)));
      }
    } catch {
      // No file yet, or one that was cut short: the lists come from IQM then.
    }
    return {};
  }

  /** Writes beside the file and renames, so that a crash or a second window never leaves half a file. */
  async save(account: string, owId: number, catalog: SavedCatalog): Promise<void> {
    const path = this.#path(account, owId);
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, JSON.stringify({ version: VERSION, ...catalog }), { mode: 0o600 });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Deletes all that was saved for an account; for sign-out. */
  async forget(account: string): Promise<void> {
    await rm(join(this.#folder, safe(account)), { recursive: true, force: true });
  }

  #path(account: string, owId: number): string {
    return join(this.#folder, safe(account), `${owId}.json`);
  }
}

/** An account's id as a file name: nothing in it can lead out of the folder. */
function safe(account: string): string {
  return account.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 80);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isList(value: unknown): boolean {
  return (
    isObject(value) &&
    Array.isArray(value.rows) &&
    ['total', 'filtered', 'asOf'].every((key) => typeof value[key] === 'number')
  );
}
