import { join } from 'node:path';
import {
  CancellationTokenSource,
  FileType,
  workspace,
  type FileSystemWatcher,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Conversion } from '../iqm/shapes/conversion';
import { Disposables } from '../shell/disposables';
import type { Log } from '../shell/log';
import { hostPattern, MOST_BYTES } from './byteSearch';
import { Join } from './join';
import { readOtherFiles } from './otherFiles';
import { PageCache, UNREAD, type PagePixel, type Stamp } from './pageCache';
import { PageGlobs } from './pageGlobs';
import { placesIn } from './placesIn';
import { readPixels, type PageText } from './readPixels';
import { scanFiles, scanText } from './scanFiles';
import type { FileResult } from './scanTask';
import { inSlices } from './slices';
import { VirtualFolders } from './virtualFolders';
import type { PixelPlace } from './workspacePixels';

interface PageIndexOptions {
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: () => readonly string[];
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** Told when pages carry other pixels than before. */
  readonly changed: () => void;
}

/** What a reading looks at, besides documents. */
interface Wanted {
  /** Whether it has to find out which pages there are. */
  all: boolean;
  /** Pages to read whatever is known of them, by address. */
  readonly changed: Map<string, Uri>;
  /** Things that are new and may be folders. */
  readonly created: Map<string, Uri>;
  /** Addresses of files and folders that are no more. */
  readonly deleted: Set<string>;
}

/** What one reading works with, even if the hosts become others meanwhile. */
interface Reading {
  readonly cache: PageCache;
  readonly texts: KnownTexts;
  readonly hosts: readonly string[];
  readonly signal: AbortSignal;
}

type KnownTexts = WeakMap<TextDocument, { version: number; pixels: readonly PagePixel[] }>;

type Result = Omit<FileResult, 'path'> & { readonly uri: Uri };

const WORKER = join(__dirname, 'scanWorker.js');
/** Saving a project writes many files in a row; typing changes a document with every key. In ms. */
const QUIET_MS = 400;
/** Who never rests is looked at all the same, after so many ms. */
const LONGEST_MS = 2000;
/** Longer texts, in characters, are looked through by a thread: a megabyte can take 80 ms. */
const LONG_TEXT = 128 * 1024;
/** Of more new things at once it is not asked one by one whether they are folders. */
const MOST_CREATED = 50;
/** Files that the log names; more are a number. */
const MOST_NAMED = 5;

/**
 * Pixels by page of the workspace: read once, then kept by what changes. Files on a disk are read by threads, others
 * through VS Code, and documents with unsaved changes, or without a file, as they stand in the editor.
 */
export class PageIndex extends Disposables {
  readonly #options: PageIndexOptions;
  readonly #reading = new Join((signal) => this.#read(signal));
  readonly #ended = new AbortController();
  readonly #leftOut = new Set<string>();
  readonly #virtual = new VirtualFolders();
  #texts: KnownTexts = new WeakMap();
  #cache = new PageCache();
  #globs = new PageGlobs();
  #wanted: Wanted = nothing({ all: true });
  /** Counts what happened that needs a reading, and up to where readings have come. */
  #happened = 1;
  #seen = 0;
  #watchers: readonly FileSystemWatcher[] = [];
  #soon: { readonly timer: NodeJS.Timeout; readonly since: number } | undefined;

  constructor(options: PageIndexOptions) {
    super();
    this.#options = options;
    this.#watch();
    this.own(workspace.onDidChangeWorkspaceFolders(() => this.#listAgain()));
    this.own(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('iqm.pages')) {
          this.#globs = new PageGlobs();
          this.#watch();
          this.#listAgain();
        }
        if (event.affectsConfiguration('files.exclude')) {
          this.#listAgain();
        }
        if (event.affectsConfiguration('iqm.pixelHosts')) {
          this.readAnew();
        }
      }),
    );
    this.own(workspace.onDidChangeTextDocument(({ document }) => this.#documentChanged(document)));
    this.own(
      workspace.onDidOpenTextDocument((document) => {
        if (this.#isPage(document) && differs(document)) {
          this.#happens();
        }
      }),
    );
    this.own(
      workspace.onDidCloseTextDocument((document) => {
        if (this.#cache.hasDocument(document.uri.toString())) {
          this.#documentChanged(document);
        }
      }),
    );
    this.own({
      dispose: () => {
        this.#watchers.forEach((watcher) => void watcher.dispose());
        clearTimeout(this.#soon?.timer);
        this.#ended.abort();
        this.#reading.cancel();
      },
    });
  }

  /** See WorkspacePixels. */
  async placesOf(
    { script, uuid }: Conversion,
    signal: AbortSignal,
  ): Promise<readonly PixelPlace[]> {
    const { readPixelTag } = await import('../pixel/engine');
    const tag = readPixelTag(script ?? '', { hosts: this.#options.hosts() });
    // The address in the script counts; IQM's own field may hold another id.
    const id = tag.ok ? tag.tag.id : uuid?.replaceAll('-', '').toLowerCase();
    if (id === undefined || id === '') {
      return [];
    }
    await this.#upToDate(signal);
    return placesIn(this.#cache, id, signal);
  }

  /** Other hosts count now: what is known of the files no longer holds. */
  readAnew(): void {
    // A reading that is under way goes on in the cache that nobody asks any more.
    this.#cache = this.#cache.successor();
    this.#texts = new WeakMap();
    this.#listAgain();
  }

  /**
   * Reads what is not known yet.
   * @throws the signal's reason when it is aborted
   */
  async #upToDate(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    // What happens during a reading needs another one. A workspace that never rests gets its answer all the same.
    for (let turn = 0; turn < 3 && this.#seen < this.#happened; turn += 1) {
      await this.#reading.wait(signal);
    }
  }

  #listAgain(): void {
    this.#wanted.all = true;
    this.#happens();
  }

  /** Something may have changed: reads it after a moment of quiet. */
  #happens(): void {
    this.#happened += 1;
    const now = performance.now();
    const since = this.#soon?.since ?? now;
    clearTimeout(this.#soon?.timer);
    const wait = Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - now));
    this.#soon = { since, timer: setTimeout(() => void this.#refresh(), wait) };
  }

  async #refresh(): Promise<void> {
    this.#soon = undefined;
    try {
      await this.#upToDate(this.#ended.signal);
      if (this.#cache.news()) {
        this.#options.changed();
      }
    } catch (error) {
      if (!this.#ended.signal.aborted) {
        this.#options.log.warn(`Pages could not be read: ${String(error)}`);
      }
    }
  }

  #watch(): void {
    this.#watchers.forEach((watcher) => void watcher.dispose());
    const changes = workspace.createFileSystemWatcher(
      this.#globs.include || '**',
      true,
      false,
      true,
    );
    changes.onDidChange((uri) => this.#fileChanged(uri));
    // A folder that comes or goes is told as one thing, without what is in it.
    const all = workspace.createFileSystemWatcher('**', false, true, false);
    all.onDidCreate((uri) => this.#fileCreated(uri));
    all.onDidDelete((uri) => this.#fileDeleted(uri));
    this.#watchers = [changes, all];
  }

  #fileChanged(uri: Uri): void {
    // Not asked whether it is known: the first reading may be about to read it.
    if (this.#globs.isPage(uri)) {
      this.#wanted.changed.set(uri.toString(), uri);
      this.#happens();
    }
  }

  #fileCreated(uri: Uri): void {
    if (this.#globs.isPage(uri)) {
      this.#wanted.changed.set(uri.toString(), uri);
      this.#listAgain();
    } else if (this.#globs.mayHoldPages(uri)) {
      this.#wanted.created.set(uri.toString(), uri);
      this.#happens();
    }
  }

  #fileDeleted(uri: Uri): void {
    if (this.#globs.mayHoldPages(uri)) {
      this.#wanted.deleted.add(uri.toString());
      this.#happens();
    }
  }

  #documentChanged(document: TextDocument): void {
    if (this.#isPage(document) && differs(document)) {
      this.#happens();
    } else {
      this.#documentRests(document);
    }
  }

  /** It was saved, reverted or closed; its file is read before that counts again. */
  #documentRests({ uri }: TextDocument): void {
    const page = uri.toString();
    if (this.#cache.hasDocument(page) || this.#globs.isPage(uri)) {
      this.#wanted.changed.set(page, uri);
      // A document that is saved for the first time makes a file.
      this.#wanted.all ||= !this.#cache.hasFile(page);
      this.#happens();
    }
  }

  /** Join does this once at a time, for everybody who waits. */
  async #read(signal: AbortSignal): Promise<void> {
    const started = performance.now();
    const reading = {
      cache: this.#cache,
      texts: this.#texts,
      hosts: this.#options.hosts(),
      signal,
    };
    const { cache } = reading;
    const upTo = this.#happened;
    const wanted = this.#wanted;
    this.#wanted = nothing();
    try {
      const all =
        wanted.all || cache.hasFileIn(wanted.deleted) || (await anyFolder(wanted.created));
      const known = (uri: Uri): boolean => cache.hasFile(uri.toString());
      const uris = all
        ? await this.#list(cache, signal)
        : [...wanted.changed.values()].filter(known);
      await this.#readFiles(uris, wanted.changed, reading);
      cache.setDocuments(await this.#readDocuments(reading));
      const count = all ? `${uris.length} files` : `${uris.length} changed files`;
      this.#options.log.debug(`Pages: ${count}, ${Math.round(performance.now() - started)} ms`);
    } catch (error) {
      // It has to be read still.
      this.#wanted.all ||= wanted.all;
      wanted.changed.forEach((uri, page) => this.#wanted.changed.set(page, uri));
      wanted.created.forEach((uri, page) => this.#wanted.created.set(page, uri));
      wanted.deleted.forEach((page) => this.#wanted.deleted.add(page));
      throw error;
    }
    if (this.#seen === 0) {
      // Whoever asks for the first time is answered and needs not be told.
      cache.news();
    }
    this.#seen = upTo;
  }

  /** Every page there is; the cache forgets the others. */
  async #list(cache: PageCache, signal: AbortSignal): Promise<readonly Uri[]> {
    const folders = workspace.workspaceFolders ?? [];
    let all: readonly Uri[] = [];
    if (this.#globs.include !== '') {
      if (folders.some(({ uri }) => uri.scheme === 'file')) {
        const found = await this.#search(signal);
        all = found.filter(({ scheme }) => scheme === 'file');
      }
      for (const { uri } of folders.filter((folder) => folder.uri.scheme !== 'file')) {
        all = [...all, ...(await this.#virtual.list(uri, this.#globs, signal))];
      }
    }
    const found = new Map<string, Uri>();
    await inSlices(all, signal, (uri) => found.set(uri.toString(), uri));
    cache.keepOnly(found);
    return [...found.values()];
  }

  async #search(signal: AbortSignal): Promise<readonly Uri[]> {
    const { include, exclude } = this.#globs;
    const source = new CancellationTokenSource();
    const stop = (): void => source.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await workspace.findFiles(include, exclude || null, undefined, source.token);
    } finally {
      signal.removeEventListener('abort', stop);
      source.dispose();
    }
  }

  /** @param changed pages to read whatever is known of them */
  async #readFiles(
    uris: readonly Uri[],
    changed: ReadonlyMap<string, Uri>,
    { cache, hosts, signal }: Reading,
  ): Promise<void> {
    const byPath = new Map<string, Uri>();
    const onDisk: { path: string; stamp: Stamp }[] = [];
    const others: { uri: Uri; stamp: Stamp }[] = [];
    await inSlices(uris, signal, (uri) => {
      const page = uri.toString();
      const stamp = changed.has(page) ? UNREAD : cache.stampOf(page);
      if (uri.scheme === 'file') {
        byPath.set(uri.fsPath, uri);
        onDisk.push({ path: uri.fsPath, stamp });
      } else {
        others.push({ uri, stamp });
      }
    });
    const leftOut: Result[] = [];
    const keep = (result: Result): void => {
      const page = result.uri.toString();
      if (result.state === 'gone') {
        cache.dropFile(page);
      } else if (result.state !== 'same') {
        cache.keepFile(page, result.stamp, result.pixels);
      }
      if (result.state === 'tooLarge' || result.state === 'unreadable') {
        leftOut.push(result);
      }
    };
    await scanFiles(onDisk, { hosts, workerPath: WORKER, signal }, (results) => {
      for (const { path, ...result } of results) {
        const uri = byPath.get(path);
        if (uri !== undefined) {
          keep({ ...result, uri });
        }
      }
    });
    const options = {
      hosts,
      signal,
      pixelsOf: (page: PageText) => pixelsOf(page, { hosts, signal }),
    };
    await readOtherFiles(others, options, keep);
    this.#tellLeftOut(leftOut);
  }

  /** Says once of each file that it is not looked into. */
  #tellLeftOut(results: readonly Result[]): void {
    for (const state of ['tooLarge', 'unreadable'] as const) {
      const some = results.filter(
        ({ uri, ...result }) =>
          result.state === state && !this.#leftOut.has(`${state} ${uri.toString()}`),
      );
      if (some.length === 0) {
        continue;
      }
      some.forEach(({ uri }) => this.#leftOut.add(`${state} ${uri.toString()}`));
      const names = some.slice(0, MOST_NAMED).map(({ uri }) => workspace.asRelativePath(uri));
      const more = some.length > names.length ? ` and ${some.length - names.length} more` : '';
      const why = state === 'tooLarge' ? 'larger than 5 MB' : 'not readable';
      this.#options.log.warn(`Pages left out, ${why}: ${names.join(', ')}${more}`);
    }
  }

  /** What stands in the editor, of pages where that is not what stands in the file. */
  async #readDocuments(reading: Reading): Promise<ReadonlyMap<string, readonly PagePixel[]>> {
    const all = new Map<string, readonly PagePixel[]>();
    for (const document of workspace.textDocuments) {
      if (this.#isPage(document) && differs(document)) {
        all.set(document.uri.toString(), await readDocument(document, reading));
      }
    }
    return all;
  }

  /** Whether a document could be a page of the workspace, or a new one that has no file yet. */
  #isPage({ uri, languageId }: TextDocument): boolean {
    return uri.scheme === 'untitled' ? languageId !== 'plaintext' : this.#globs.isPage(uri);
  }
}

/** Whether a document may hold something else than its file does. */
function differs({ uri, isDirty, isClosed }: TextDocument): boolean {
  return !isClosed && (isDirty || uri.scheme !== 'file');
}

async function readDocument(
  document: TextDocument,
  { texts, hosts, signal }: Reading,
): Promise<readonly PagePixel[]> {
  const { version, languageId } = document;
  const known = texts.get(document);
  if (known?.version === version) {
    return known.pixels;
  }
  const text = document.getText();
  const page = { fileName: document.uri.path, text, languageId };
  const isHit = text.length <= MOST_BYTES && hostPattern(hosts).test(text);
  const pixels = isHit ? await pixelsOf(page, { hosts, signal }) : [];
  texts.set(document, { version, pixels });
  return pixels;
}

function pixelsOf(
  page: PageText,
  { hosts, signal }: Pick<Reading, 'hosts' | 'signal'>,
): Promise<readonly PagePixel[]> {
  return page.text.length > LONG_TEXT
    ? scanText(page, { hosts, workerPath: WORKER, signal })
    : readPixels(page, hosts);
}

function nothing({ all = false } = {}): Wanted {
  return { all, changed: new Map(), created: new Map(), deleted: new Set() };
}

async function anyFolder(created: ReadonlyMap<string, Uri>): Promise<boolean> {
  if (created.size > MOST_CREATED) {
    return true;
  }
  const types = await Promise.all(
    [...created.values()].map((uri) =>
      workspace.fs.stat(uri).then(
        ({ type }) => type,
        () => FileType.Unknown,
      ),
    ),
  );
  return types.some((type) => (type & FileType.Directory) !== 0);
}
