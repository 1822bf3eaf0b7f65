import { findPixelTags } from '../finder';
import type { FoundPixel } from '../finder';
import { STAGE_PIXEL_HOST } from '../pixelUrl';
import type { PixelTag } from '../tag';
import type { PlacementRequest, Warning } from './request';

/** What a text holds of one pixel already. */
export interface Presence {
  /** The copy that a browser runs, or that waits for consent. */
  readonly found: FoundPixel | undefined;
  /** All copies that run or wait for consent. */
  readonly present: readonly FoundPixel[];
  /** What the user should know about the copies that never run. */
  readonly warnings: readonly Warning[];
}

/** Copies count by pixel id and family, whatever their host, scheme, quotes and attributes. */
export function presenceOf(request: PlacementRequest): Presence {
  const { text, kind, tag } = request;
  const copies = findPixelTags(text, kind, { hosts: [tag.host] }, tag.id).filter(
    ({ url }) => url.id === tag.id && url.family === tag.family,
  );
  const present = copies.filter((copy) => copy.live || copy.consentGated);
  const found = present.find((copy) => copy.live) ?? present[0];
  const warnings = new Set<Warning>();
  for (const copy of copies) {
    if (present.includes(copy) || copy.obstacle === 'element') continue;
    warnings.add(copy.obstacle === 'comment' ? 'commented-copy' : 'inert-copy');
  }
  return { found, present, warnings: [...warnings] };
}

/** What the user should know about the copy that is there. */
export function presentWarnings(copy: FoundPixel, tag: PixelTag): readonly Warning[] {
  const warnings: Warning[] = [];
  if (copy.url.host === STAGE_PIXEL_HOST && tag.host !== STAGE_PIXEL_HOST) {
    warnings.push('stage-host');
  }
  if (copy.consentGated) warnings.push('consent-gated');
  if (copy.inCode && copy.form !== 'script') warnings.push('in-code');
  if (copy.misaddressed) warnings.push('broken-url');
  return warnings;
}
