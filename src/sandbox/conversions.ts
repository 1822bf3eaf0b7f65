import { invalidConversion } from './complaint';
import type { Sandbox } from './sandbox';
import type { Campaign, Conversion, ConversionKind } from './world';

/** IQM's numbers and words for the types. */
export const TYPES: Readonly<Record<ConversionKind, { id: number; label: string; enum: string }>> =
  {
    pixel: { id: 1, label: 'Pixel', enum: 'PIXEL' },
    postback: { id: 2, label: 'Postback', enum: 'POSTBACK' },
    universalPixel: { id: 3, label: 'Universal Pixel', enum: 'UNIVERSAL_PIXEL' },
  };

/** The conversions of an organization that are not deleted. */
export function conversionsOf(sandbox: Sandbox, owId: number): readonly Conversion[] {
  return sandbox.world.conversions.filter((each) => each.owId === owId && !each.deleted);
}

/** @throws Complaint 422 for an id that the organization does not have */
export function conversionOf(sandbox: Sandbox, owId: number, id: number | undefined): Conversion {
  const found = sandbox.world.conversions.find(
    (each) => each.id === id && each.owId === owId && !each.deleted,
  );
  if (!found) {
    throw invalidConversion();
  }
  return found;
}

/** The same for several ids, of which there has to be at least one. */
export function conversionsById(
  sandbox: Sandbox,
  owId: number,
  ids: readonly number[],
): readonly Conversion[] {
  if (ids.length === 0) {
    throw invalidConversion();
  }
  return [...new Set(ids)].map((id) => conversionOf(sandbox, owId, id));
}

export function campaignsOf(sandbox: Sandbox, owId: number): readonly Campaign[] {
  return sandbox.world.campaigns.filter((each) => each.owId === owId);
}

/** How many campaigns each conversion is attached to. */
export function campaignCounts(sandbox: Sandbox): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const id of sandbox.world.campaigns.flatMap(({ conversionIds }) => conversionIds)) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Whether a campaign can still be changed: it has not run yet. */
export function isOpen({ status }: Campaign): boolean {
  return status === 'draft' || status === 'pending';
}
