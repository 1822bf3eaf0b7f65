import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import {
  CancellationTokenSource,
  languages,
  Uri,
  workspace,
  type FileSystemWatcher,
  type TextDocument,
} from 'vscode';
import type { Conversion } from '../iqm/shapes/conversion';
import { Disposables } from '../shell/disposables';
import type { Log } from '../shell/log';
import { hostPattern, mentions, MOST_BYTES, textOf } from './byteSearch';
import { Join } from './join';
import { scanFiles } from './scanFiles';
import type { FileResult } from './scanTask';
import type { PixelPlace } from './workspacePixels';

/** A pixel of a page; `line` counts from 1. */
interface PagePixel {
  readonly id: string;
  readonly line: number;
  readonly live: boolean;
}

/** A file as it was when it was read; times in ms since 1970, sizes in bytes. */
interface Page {
  readonly uri: Uri;
  readonly mtime: number;
  readonly size: number;
  readonly pixels: readonly PagePixel[];
}

interface PageIndexOptions {
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: () => readonly string[];
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** Told when pages carry other pixels than before. */
  readonly changed: () => void;
}

/** Saving a project writes many files in a row; typing changes a document with every key. In ms. */
const QUIET_MS = 400;
/** Reads that are under way at once where there are no threads for them. */
const AT_ONCE = 16;

/**
 * Pixels by page of the workspace: read once, then kept by what changes. Files on a disk are read by threads, others
 * through VS Code, and documents with unsaved changes, or without a file, as they stand in the editor.
 */
export class PageIndex extends Disposables {
  readonly #options: PageIndexOptions;
  readonly #scan = new Join((signal) => this.#read(signal));
  readonly #pages = new Map<string, Page>();
  /** Documents that are not as their file is, by address. */
  readonly #unsaved = new Map<string, readonly PagePixel[]>();
  readonly #waiting = new Map<TextDocument, NodeJS.Timeout>();
  #old = true;
  #watcher: FileSystemWatcher | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(options: PageIndexOptions) {
    super();
    this.#options = options;
    this.#watch();
    this.own(workspace.onDidChangeWorkspaceFolders(() => this.#again()));
    this.own(
      workspace.onDidChangeConfiguration((event) => {
        if (
          event.affectsConfiguration('iqm.pages') ||
          event.affectsConfiguration('iqm.pixelHosts')
        ) {
          this.#watch();
          this.readAnew();
        }
      }),
    );
    this.own(workspace.onDidChangeTextDocument(({ document }) => this.#typed(document)));
    this.own(workspace.onDidOpenTextDocument((document) => this.#typed(document)));
    this.own(workspace.onDidCloseTextDocument((document) => this.#closed(document)));
    this.own({
      dispose: () => {
        this.#watcher?.dispose();
        clearTimeout(this.#soon);
        this.#waiting.forEach((timer) => clearTimeout(timer));
        this.#scan.cancel();
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
    if (id === undefined) {
      return [];
    }
    if (this.#old) {
      await this.#scan.wait(signal);
    }
    return this.#all()
      .flatMap(({ uri, pixels }) =>
        pixels
          .filter((pixel) => pixel.id === id)
          .map(({ line, live }) => ({
            label: labelOf(uri),
            uri: uri.toString(),
            line: line - 1,
            live,
          })),
      )
      .sort((one, other) => one.label.localeCompare(other.label) || one.line - other.line);
  }

  /** Other hosts count now: what is known of the files no longer holds. */
  readAnew(): void {
    this.#pages.clear();
    this.#unsaved.clear();
    this.#again();
  }

  /** Files, each as its document stands where that differs. */
  #all(): readonly { readonly uri: Uri; readonly pixels: readonly PagePixel[] }[] {
    const files = [...this.#pages].filter(([key]) => !this.#unsaved.has(key));
    const documents = [...this.#unsaved].map(([key, pixels]) => ({ uri: Uri.parse(key), pixels }));
    return [...files.map(([, page]) => page), ...documents];
  }

  /** Everything has to be looked at again; done a moment later, if somebody has asked before. */
  #again(): void {
    this.#old = true;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      const before = this.#summary();
      this.#scan.wait(new AbortController().signal).then(
        () => this.#summary() !== before && this.#options.changed(),
        (error: unknown) => this.#options.log.warn(`Pages could not be read: ${String(error)}`),
      );
    }, QUIET_MS);
  }

  #watch(): void {
    this.#watcher?.dispose();
    const watcher = workspace.createFileSystemWatcher(globs().include);
    watcher.onDidCreate(() => this.#again());
    watcher.onDidChange(() => this.#again());
    watcher.onDidDelete((uri) => this.#pages.has(uri.toString()) && this.#again());
    this.#watcher = watcher;
  }

  async #read(signal: AbortSignal): Promise<void> {
    const started = performance.now();
    this.#old = false;
    try {
      const { include, exclude } = globs();
      const source = new CancellationTokenSource();
      const stop = (): void => source.cancel();
      signal.addEventListener('abort', stop, { once: true });
      const uris = await workspace.findFiles(include, exclude, undefined, source.token);
      signal.removeEventListener('abort', stop);
      source.dispose();
      signal.throwIfAborted();
      this.#keepOnly(uris);
      const onDisk = uris.filter(({ scheme }) => scheme === 'file');
      const others = uris.filter(({ scheme }) => scheme !== 'file');
      await this.#readFiles(onDisk, signal);
      await this.#readOthers(others, signal);
      for (const document of workspace.textDocuments) {
        await this.#readDocument(document);
      }
      const carry = [...this.#pages.values()].filter(({ pixels }) => pixels.length > 0).length;
      const ms = Math.round(performance.now() - started);
      this.#options.log.debug(`Pages: ${uris.length} files, ${carry} with pixels, ${ms} ms`);
    } catch (error) {
      this.#old = true;
      throw error;
    }
  }

  #keepOnly(uris: readonly Uri[]): void {
    const found = new Set(uris.map((uri) => uri.toString()));
    for (const key of this.#pages.keys()) {
      if (!found.has(key)) {
        this.#pages.delete(key);
      }
    }
  }

  async #readFiles(uris: readonly Uri[], signal: AbortSignal): Promise<void> {
    const byPath = new Map(uris.map((uri) => [uri.fsPath, uri]));
    const stamps = [...byPath].map(([path, uri]) => {
      const { mtime = -1, size = -1 } = this.#pages.get(uri.toString()) ?? {};
      return { path, mtime, size };
    });
    const options = {
      hosts: this.#options.hosts(),
      workerPath: join(__dirname, 'scanWorker.js'),
      signal,
    };
    let leftOut = 0;
    await scanFiles(stamps, options, async (results) => {
      for (const result of results) {
        const uri = byPath.get(result.path);
        leftOut += result.state === 'tooLarge' || result.state === 'unreadable' ? 1 : 0;
        if (uri !== undefined && result.state !== 'same') {
          await this.#keep(uri, result);
        }
      }
    });
    if (leftOut > 0) {
      this.#options.log.warn(`Pages: ${leftOut} files are too large or cannot be read.`);
    }
  }

  async #keep(uri: Uri, { mtime, size, text }: Omit<FileResult, 'path' | 'state'>): Promise<void> {
    const pixels = text === undefined ? [] : await this.#pixelsOf(uri, text);
    this.#pages.set(uri.toString(), { uri, mtime, size, pixels });
  }

  async #readOthers(uris: readonly Uri[], signal: AbortSignal): Promise<void> {
    const pattern = hostPattern(this.#options.hosts());
    const waiting = [...uris];
    const reader = async (): Promise<void> => {
      for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
        signal.throwIfAborted();
        try {
          const { mtime, size } = await workspace.fs.stat(uri);
          const known = this.#pages.get(uri.toString());
          if (size <= MOST_BYTES && (known?.mtime !== mtime || known.size !== size)) {
            const bytes = Buffer.from(await workspace.fs.readFile(uri));
            const hit = mentions(bytes, pattern);
            await this.#keep(uri, { mtime, size, ...(hit ? { text: textOf(bytes) } : {}) });
          }
        } catch {
          this.#pages.delete(uri.toString());
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
  }

  async #pixelsOf(uri: Uri, text: string, languageId?: string): Promise<readonly PagePixel[]> {
    const { detectFile, findPixelTags } = await import('../pixel/engine');
    const { kind } = detectFile({
      fileName: uri.path,
      text,
      ...(languageId === undefined ? {} : { languageId }),
    });
    const found = findPixelTags(text, kind, { hosts: this.#options.hosts() });
    // A page takes a moment; between two of them others have their turn.
    await breath();
    return found.map(({ url, line, live }) => ({ id: url.id, line, live }));
  }

  /** Takes over what stands in the editor, where that is not what stands in the file. */
  async #readDocument(document: TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (!isPage(document) || (document.uri.scheme === 'file' && !document.isDirty)) {
      this.#unsaved.delete(key);
      return;
    }
    const text = document.getText();
    const pixels =
      text.length <= MOST_BYTES && hostPattern(this.#options.hosts()).test(text)
        ? await this.#pixelsOf(document.uri, text, document.languageId)
        : [];
    if (!document.isClosed) {
      this.#unsaved.set(key, pixels);
    }
  }

  #typed(document: TextDocument): void {
    if (!isPage(document)) {
      return;
    }
    clearTimeout(this.#waiting.get(document));
    this.#waiting.set(
      document,
      setTimeout(() => {
        this.#waiting.delete(document);
        const before = this.#summary();
        void this.#readDocument(document).then(
          () => this.#summary() !== before && this.#options.changed(),
        );
      }, QUIET_MS),
    );
  }

  #closed(document: TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
    if (this.#unsaved.delete(document.uri.toString())) {
      // What was not saved is gone: the file counts again.
      this.#again();
      this.#options.changed();
    }
  }

  /** Every page with its pixels, to see whether anything has changed. */
  #summary(): string {
    const carrying = this.#all().filter(({ pixels }) => pixels.length > 0);
    return JSON.stringify(carrying.map(({ uri, pixels }) => [uri.toString(), pixels]).sort());
  }
}

function globs(): { readonly include: string; readonly exclude: string } {
  const settings = workspace.getConfiguration('iqm.pages');
  return { include: settings.get('include', ''), exclude: settings.get('exclude', '') };
}

/** Whether a document could be a page of the workspace, or a new one that has no file yet. */
function isPage(document: TextDocument): boolean {
  const { uri } = document;
  return uri.scheme === 'untitled'
    ? document.languageId !== 'plaintext'
    : workspace.getWorkspaceFolder(uri) !== undefined &&
        languages.match({ pattern: globs().include }, document) > 0;
}

function labelOf(uri: Uri): string {
  return workspace.asRelativePath(uri);
}
