/** What a conversion carries when it is dragged: its id, and those of others dragged along, as a JSON list. */
export const CONVERSION_MIME = 'application/vnd.iqm.conversions+json';

/** The ids in a dragged text; none if it is not ours. */
export function draggedIds(text: string): number[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
  } catch {
    return [];
  }
}
