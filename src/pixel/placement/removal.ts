import { findPixelTags } from '../finder';
import type { FoundPixel } from '../finder';
import type { FileKind } from '../kinds';
import { plainId } from '../pixelUrl';
import type { PixelTrust } from '../pixelUrl';
import { behindLineEnd, endsLine, leadOf, lineEnd } from './lines';
import type { Edit } from './request';

/** The edits that take a pixel out of a text, or why they cannot be given. */
export type Removal =
  | { readonly status: 'remove'; readonly edits: readonly Edit[] }
  | { readonly status: 'refuse'; readonly reason: string; readonly advice: string };

/**
 * Takes the pixel `id` out: every copy in markup that runs or waits for consent, or with `at` the one copy that begins
 * there. An element alone on its line goes with the line, so that removing what was inserted restores every byte.
 */
export function planRemoval(
  text: string,
  kind: FileKind,
  id: string,
  trust: PixelTrust,
  at?: number,
): Removal {
  const wanted = plainId(id);
  const copies = findPixelTags(text, kind, trust, id).filter(
    ({ url, start, live, consentGated }) =>
      at === undefined ? url.id === wanted && (live || consentGated) : start === at,
  );
  if (copies.length === 0) {
    return {
      status: 'refuse',
      reason: 'This pixel is not in the file.',
      advice: 'It may have been removed already.',
    };
  }
  if (copies.some(({ form }) => form !== 'script')) {
    return {
      status: 'refuse',
      reason: 'Program code loads this pixel.',
      advice: 'Remove the code by hand: what else belongs to it cannot be known.',
    };
  }
  return { status: 'remove', edits: copies.map((copy) => removalOf(text, copy)) };
}

function removalOf(text: string, { start, end }: FoundPixel): Edit {
  const lead = leadOf(text, start);
  if (lead === undefined || !endsLine(text, end)) return { start, end, text: '' };
  const from = start - lead.length;
  const last = lineEnd(text, end);
  const next = behindLineEnd(text, last);
  if (next > last) return { start: from, end: next, text: '' };
  return { start, end, text: '' };
}
