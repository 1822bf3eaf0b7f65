/** A pixel of a page; `line` counts from 1. */
export interface PagePixel {
  /** Hyphen-free, lower case. */
  readonly id: string;
  readonly line: number;
  /** Whether a browser that opens the page runs it. */
  readonly live: boolean;
}

/** How a file was when it was read: ms since 1970, bytes. */
export interface Stamp {
  readonly mtime: number;
  readonly size: number;
}

interface KnownFile {
  readonly stamp: Stamp;
  readonly pixels: readonly PagePixel[];
}

/** No file is like that, so it has to be read. */
export const UNREAD: Stamp = { mtime: -1, size: -1 };
const NONE: readonly PagePixel[] = [];

/**
 * Pixels by page, as files hold them and, where that differs, as documents in the editor do. Pages are named by the
 * text of their address.
 */
export class PageCache {
  readonly #files = new Map<string, KnownFile>();
  readonly #documents = new Map<string, readonly PagePixel[]>();
  /** What pages carried when `news` was last asked, of those that were written since. */
  readonly #before = new Map<string, string>();

  /** An empty cache for another reading of the same pages; only what then differs is news. */
  successor(): PageCache {
    const next = new PageCache();
    for (const { page } of this.carrying()) {
      next.#before.set(page, this.#signature(page));
    }
    // What has not been told yet counts from where it was told last.
    for (const [page, before] of this.#before) {
      next.#before.set(page, before);
    }
    return next;
  }

  /** How a file was when it was last read; for a file that has to be read, as none can be. */
  stampOf(page: string): Stamp {
    return this.#files.get(page)?.stamp ?? UNREAD;
  }

  hasFile(page: string): boolean {
    return this.#files.has(page);
  }

  /** Whether any file is one of these, or below a folder that is. */
  hasFileIn(addresses: ReadonlySet<string>): boolean {
    for (const page of this.#files.keys()) {
      for (let end = page.length; end > 0; end = page.lastIndexOf('/', end - 1)) {
        if (addresses.has(page.slice(0, end))) {
          return true;
        }
      }
    }
    return false;
  }

  keepFile(page: string, stamp: Stamp, pixels: readonly PagePixel[]): void {
    this.#write(page, () => this.#files.set(page, { stamp, pixels }));
  }

  dropFile(page: string): void {
    this.#write(page, () => this.#files.delete(page));
  }

  /** Drops every file but these. */
  keepOnly(pages: { has(page: string): boolean }): void {
    for (const page of this.#files.keys()) {
      if (!pages.has(page)) {
        this.dropFile(page);
      }
    }
  }

  /** Sets the documents that count instead of their files, all of them at once. */
  setDocuments(documents: ReadonlyMap<string, readonly PagePixel[]>): void {
    for (const page of [...this.#documents.keys()]) {
      if (!documents.has(page)) {
        this.#write(page, () => this.#documents.delete(page));
      }
    }
    for (const [page, pixels] of documents) {
      this.#write(page, () => this.#documents.set(page, pixels));
    }
  }

  hasDocument(page: string): boolean {
    return this.#documents.has(page);
  }

  /** Every page that carries a pixel, in no order. */
  *carrying(): Iterable<{ readonly page: string; readonly pixels: readonly PagePixel[] }> {
    for (const [page, { pixels }] of this.#files) {
      if (pixels.length > 0 && !this.#documents.has(page)) {
        yield { page, pixels };
      }
    }
    for (const [page, pixels] of this.#documents) {
      if (pixels.length > 0) {
        yield { page, pixels };
      }
    }
  }

  /** Whether any page carries other pixels than when this was last asked. */
  news(): boolean {
    const differs = [...this.#before].some(([page, before]) => this.#signature(page) !== before);
    this.#before.clear();
    return differs;
  }

  #write(page: string, write: () => void): void {
    const before = this.#signature(page);
    write();
    // Most pages carry nothing, now as before.
    if (!this.#before.has(page) && before !== this.#signature(page)) {
      this.#before.set(page, before);
    }
  }

  #signature(page: string): string {
    const pixels = this.#documents.get(page) ?? this.#files.get(page)?.pixels ?? NONE;
    return pixels.map(({ id, line, live }) => `${id}:${line}:${live}`).join();
  }
}
