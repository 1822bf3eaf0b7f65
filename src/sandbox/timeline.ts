/** A stretch of time, `to` not part of it; milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
const MOST_POINTS = 24;

/**
 * The points of a timeline as IQM documents them: up to 11 days are cut into 24 equal parts, 12 to 24 days give one
 * point a day, and longer ranges as many whole days per point as it takes for at most 24.
 */
export function stretches({ from, to }: Stretch): readonly Stretch[] {
  const days = Math.max(1, Math.ceil((to - from) / DAY_MS));
  if (days <= 11) {
    return Array.from({ length: MOST_POINTS }, (_, index) => ({
      from: Math.round(from + ((to - from) * index) / MOST_POINTS),
      to: Math.round(from + ((to - from) * (index + 1)) / MOST_POINTS),
    }));
  }
  const step = Math.ceil(days / MOST_POINTS) * DAY_MS;
  return Array.from({ length: Math.ceil((days * DAY_MS) / step) }, (_, index) => ({
    from: from + index * step,
    to: Math.min(from + (index + 1) * step, to),
  }));
}
