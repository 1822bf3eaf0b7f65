import { findPixelTags } from '../finder';
import type { FileKind } from '../kinds';
import { plainId } from '../pixelUrl';
import type { PixelTrust } from '../pixelUrl';
import { wholeLines, withLeftovers } from './leftovers';
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
  const edits = copies.flatMap(({ start, end }) => {
    const name = /^<([\w$.:-]+)/.exec(text.slice(start, start + 80))?.[1] ?? '';
    return withLeftovers(text, kind, wholeLines(text, start, end), name);
  });
  return { status: 'remove', edits: edits.sort((one, other) => one.start - other.start) };
}
