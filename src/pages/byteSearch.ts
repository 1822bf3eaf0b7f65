import { KNOWN_PIXEL_HOSTS } from '../pixel/pixelUrl';

/** A page of more bytes than this is none that somebody writes; it is left out. */
export const MOST_BYTES = 5 * 1024 * 1024;

/**
 * Matches every mention of a pixel host, in whatever case.
 * @param hosts that count besides IQM's own
 */
export function hostPattern(hosts: readonly string[]): RegExp {
  const all = [...new Set([...KNOWN_PIXEL_HOSTS, ...hosts])];
  const ends = all.map((host) => (KNOWN_PIXEL_HOSTS.includes(host) ? 'iqm.com' : host));
  const escaped = ends.map((end) => end.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp([...new Set(escaped)].join('|'), 'i');
}

/**
 * Whether a file may hold a pixel; most hold none, and then nothing of them needs to be decoded. One byte is read as
 * one character, which is right for a host name in UTF-8 and every older encoding of the web.
 */
export function mentions(bytes: Buffer, pattern: RegExp): boolean {
  return pattern.test(wide(bytes) === undefined ? bytes.toString('latin1') : textOf(bytes));
}

/** The text of a file: UTF-16 where it starts with a byte order mark that says so, else UTF-8. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder(wide(bytes) ?? 'utf-8').decode(bytes);
}

function wide(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 2) {
    return undefined;
  }
  const mark = bytes.readUInt16BE(0);
  return mark === 0xff_fe ? 'utf-16le' : mark === 0xfe_ff ? 'utf-16be' : undefined;
}
