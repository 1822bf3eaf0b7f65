import { KNOWN_PIXEL_HOSTS, plainId } from './pixelUrl';
import type { PixelTrust } from './pixelUrl';

/**
 * Offsets, rising, at which a pixel may be written: every mention of a pixel host, and of `id` on whatever host. Most
 * texts have none, and then nothing needs to be scanned.
 */
export function candidateOffsets(text: string, trust: PixelTrust, id?: string): readonly number[] {
  const hosts = [...KNOWN_PIXEL_HOSTS, ...trust.hosts].map(escaped);
  const parts = id === undefined ? hosts : [...hosts, idPattern(id)];
  const pattern = new RegExp(parts.join('|'), 'gi');
  const offsets: number[] = [];
  for (const match of text.matchAll(pattern)) offsets.push(match.index);
  return offsets;
}

/** Matches an id in both spellings, hyphens of a UUID or none. */
function idPattern(id: string): string {
  const plain = plainId(id);
  if (plain.length !== 32) return Array.from(plain, escaped).join('-?');
  const groups = [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20)];
  return [...groups, plain.slice(20)].map(escaped).join('-?');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
