import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { hostPattern, mentions, MOST_BYTES, textOf } from './byteSearch';

/** A file, and how it was when it was read last; times in ms since 1970. */
export interface FileStamp {
  readonly path: string;
  readonly mtime: number;
  readonly size: number;
}

export interface FileResult extends FileStamp {
  /**
   * `same`: not changed since the stamp · `none`: mentions no pixel host · `hit`: does, `text` is its text ·
   * `tooLarge`, `unreadable`: left out
   */
  readonly state: 'same' | 'none' | 'hit' | 'tooLarge' | 'unreadable';
  readonly text?: string;
}

/** Some of the files of a scan. */
export interface ScanTask {
  readonly files: readonly FileStamp[];
  readonly hosts: readonly string[];
}

let buffer = Buffer.allocUnsafe(256 * 1024);

/** Reads files one after the other into one buffer; for a thread that has nothing else to do. */
export function runTask({ files, hosts }: ScanTask): readonly FileResult[] {
  const pattern = hostPattern(hosts);
  return files.map((file) => {
    try {
      return read(file, pattern);
    } catch {
      return { path: file.path, mtime: -1, size: -1, state: 'unreadable' };
    }
  });
}

function read({ path, mtime, size }: FileStamp, pattern: RegExp): FileResult {
  const now = statSync(path);
  if (!now.isFile()) {
    // Opening a pipe would wait for somebody to write into it.
    throw new Error('This is no file.');
  }
  const stamp = { path, mtime: now.mtimeMs, size: now.size };
  if (stamp.mtime === mtime && stamp.size === size) {
    return { ...stamp, state: 'same' };
  }
  if (now.size > MOST_BYTES) {
    return { ...stamp, state: 'tooLarge' };
  }
  if (now.size > buffer.length) {
    buffer = Buffer.allocUnsafe(now.size);
  }
  const file = openSync(path, 'r');
  try {
    const bytes = buffer.subarray(0, filled(file, now.size));
    return mentions(bytes, pattern)
      ? { ...stamp, state: 'hit', text: textOf(bytes) }
      : { ...stamp, state: 'none' };
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
