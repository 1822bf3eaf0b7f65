import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { hostPattern, mentions, MOST_BYTES, textOf } from './byteSearch';
import { UNREAD, type PagePixel, type Stamp } from './pageCache';
import { readPixels } from './readPixels';

/** A file, and how it was when it was last read. */
export interface StampedFile {
  readonly path: string;
  readonly stamp: Stamp;
}

export interface FileResult extends StampedFile {
  /**
   * `same`: not changed since the stamp · `read`: `pixels` is what it holds · `gone`: there is no such file ·
   * `tooLarge`, `unreadable`: left out
   */
  readonly state: 'same' | 'read' | 'gone' | 'tooLarge' | 'unreadable';
  readonly pixels: readonly PagePixel[];
}

/** Some of the files of a scan. */
export interface ScanTask {
  readonly files: readonly StampedFile[];
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: readonly string[];
}

let buffer = Buffer.allocUnsafe(256 * 1024);

/** Reads files one after the other into one buffer; for a thread that has nothing else to do. */
export async function runTask({ files, hosts }: ScanTask): Promise<readonly FileResult[]> {
  const pattern = hostPattern(hosts);
  const results: FileResult[] = [];
  for (const file of files) {
    try {
      const { text, ...result } = read(file, pattern);
      const page = text === undefined ? undefined : { fileName: file.path, text };
      results.push(page ? { ...result, pixels: await readPixels(page, hosts) } : result);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const state = code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable';
      results.push({ path: file.path, stamp: UNREAD, state, pixels: [] });
    }
  }
  return results;
}

interface ReadFile extends FileResult {
  /** Of a file that mentions a pixel host. */
  readonly text?: string;
}

function read({ path, stamp }: StampedFile, pattern: RegExp): ReadFile {
  const now = statSync(path);
  if (!now.isFile()) {
    // Opening a pipe would wait for somebody to write into it.
    throw new Error('This is no file.');
  }
  const { mtimeMs: mtime, size } = now;
  const result = { path, stamp: { mtime, size }, pixels: [] };
  if (mtime === stamp.mtime && size === stamp.size) {
    return { ...result, state: 'same' };
  }
  if (size > MOST_BYTES) {
    return { ...result, state: 'tooLarge' };
  }
  if (size > buffer.length) {
    buffer = Buffer.allocUnsafe(size);
  }
  const file = openSync(path, 'r');
  try {
    const bytes = buffer.subarray(0, filled(file, size));
    return { ...result, state: 'read', ...(mentions(bytes, pattern) && { text: textOf(bytes) }) };
  } finally {
    closeSync(file);
  }
}

/** A file may shrink while it is read. */
function filled(file: number, size: number): number {
  let length = 0;
  while (length < size) {
    const read = readSync(file, buffer, length, size - length, length);
    if (read === 0) {
      break;
    }
    length += read;
  }
  return length;
}
