import { FileSystemError, workspace, type Uri } from 'vscode';
import { hostPattern, mentions, MOST_BYTES, textOf } from './byteSearch';
import { UNREAD, type PagePixel, type Stamp } from './pageCache';
import type { PageText } from './readPixels';
import type { FileResult } from './scanTask';

/** A file that no thread can open, and how it was when it was last read. */
export interface OtherFile {
  readonly uri: Uri;
  readonly stamp: Stamp;
}

export type OtherResult = Omit<FileResult, 'path'> & { readonly uri: Uri };

export interface OtherOptions {
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: readonly string[];
  readonly signal: AbortSignal;
  readonly pixelsOf: (page: PageText) => Promise<readonly PagePixel[]>;
}

/** Reads that are under way at once. */
const AT_ONCE = 16;

/**
 * Reads files through VS Code, where they are on no disk of this machine.
 * @param done is given each result as it comes, in no order
 * @throws the signal's reason when it is aborted
 */
export async function readOtherFiles(
  files: readonly OtherFile[],
  options: OtherOptions,
  done: (result: OtherResult) => void,
): Promise<void> {
  const waiting = files.values();
  const pattern = hostPattern(options.hosts);
  const reader = async (): Promise<void> => {
    for (const file of waiting) {
      const result = await read(file, pattern, options);
      options.signal.throwIfAborted();
      done(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, reader));
}

async function read(
  { uri, stamp }: OtherFile,
  pattern: RegExp,
  { pixelsOf, signal }: OtherOptions,
): Promise<OtherResult> {
  signal.throwIfAborted();
  try {
    const { mtime, size } = await workspace.fs.stat(uri);
    const result = { uri, stamp: { mtime, size }, pixels: [] };
    if (mtime === stamp.mtime && size === stamp.size) {
      return { ...result, state: 'same' };
    }
    if (size > MOST_BYTES) {
      return { ...result, state: 'tooLarge' };
    }
    signal.throwIfAborted();
    const bytes = Buffer.from(await workspace.fs.readFile(uri));
    return {
      ...result,
      state: 'read',
      pixels: mentions(bytes, pattern)
        ? await pixelsOf({ fileName: uri.path, text: textOf(bytes) })
        : [],
    };
  } catch (error) {
    signal.throwIfAborted();
    const isGone = error instanceof FileSystemError && error.code === 'FileNotFound';
    const state = isGone ? 'gone' : 'unreadable';
    return { uri, stamp: UNREAD, state, pixels: [] };
  }
}
