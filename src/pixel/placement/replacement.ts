import type { FoundPixel } from '../finder';
import { inline } from './insertion';
import type { Presence } from './presence';
import type { Placement, PlacementRequest } from './request';

/**
 * Puts the tag in the place of a copy that is there: the one at the cursor or in the selection, else the only one. An
 * element is replaced as a whole; of code that loads the pixel only the address changes.
 */
export function planReplacement(
  request: PlacementRequest,
  presence: Presence,
  snippet: string,
): Placement {
  const target = targetOf(request, presence.present);
  if (!target) {
    const isNone = presence.present.length === 0;
    return {
      status: 'refuse',
      reason: isNone
        ? 'This pixel is not in the file.'
        : 'This pixel is in the file more than once.',
      advice: isNone
        ? 'Insert it instead.'
        : 'Put the cursor into the copy to replace, or remove the others first.',
    };
  }
  const [start, end, text] =
    target.form === 'script'
      ? [target.start, target.end, snippet]
      : [target.urlStart, target.urlEnd, request.tag.url];
  if (request.text.slice(start, end) === text) {
    return { status: 'already', start, end, line: target.line, warnings: [] };
  }
  return inline(request, start, end, text);
}

function targetOf(
  { offset, selection }: PlacementRequest,
  copies: readonly FoundPixel[],
): FoundPixel | undefined {
  if (copies.length === 1) return copies[0];
  const at = selection ?? (offset === undefined ? undefined : { start: offset, end: offset });
  if (!at) return undefined;
  const touched = copies.filter((copy) => copy.start <= at.end && copy.end >= at.start);
  return touched.length === 1 ? touched[0] : undefined;
}
