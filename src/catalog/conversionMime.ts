/** What a conversion carries when it is dragged: its id, and those of others dragged along, as a JSON list. */
export const CONVERSION_MIME = 'application/vnd.iqm.conversions+json';

/**
 * The ids that a drag carries. VS Code delivers an empty item of the same type before the tree's own where a drag
 * crosses from one view to another, so every item is looked at.
 */
export async function draggedConversions(
  data: Iterable<[string, { asString(): Thenable<string> }]>,
): Promise<readonly number[]> {
  for (const [mime, item] of data) {
    const ids = mime === CONVERSION_MIME ? draggedIds(await item.asString()) : [];
    if (ids.length > 0) {
      return ids;
    }
  }
  return [];
}

/** The ids in a dragged text; none if it is not ours. */
export function draggedIds(text: string): number[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
  } catch {
    return [];
  }
}
