import type { TimelinePoint } from '../iqm/shapes/performance';

/** Lengths of the timeline in days. IQM wants less than a year. */
export const RANGES = [7, 30, 90] as const;
export type Range = (typeof RANGES)[number];

/** A count of one stretch of time; both ends in ms since 1970, `end` not part of it. */
export type Bucket = Pick<TimelinePoint, 'start' | 'end' | 'attributedConversions'>;

const MINUTE = 60_000;

/**
 * The last `days` calendar days in the local time zone, today among them: from a midnight until `now`.
 * Days are counted by the calendar, since two of them a year do not have 24 hours.
 */
export function rangeUntil(
  now: number,
  days: Range,
): { readonly start: number; readonly end: number } {
  const first = new Date(now);
  first.setHours(0, 0, 0, 0);
  first.setDate(first.getDate() - (days - 1));
  return { start: first.getTime(), end: now };
}

/**
 * Points in the order of time, those of equal start added up: a chart needs ever larger x. IQM may end a point a
 * moment before the next one starts (23:59:59.999) or with its start; here it is always the latter.
 */
export function inOrder(points: readonly TimelinePoint[]): readonly TimelinePoint[] {
  const byStart = new Map<number, TimelinePoint>();
  for (const point of points) {
    const same = byStart.get(point.start);
    byStart.set(point.start, same === undefined ? point : sum(point, same));
  }
  const ordered = [...byStart.values()].sort((a, b) => a.start - b.start);
  return ordered.map((point, index) => {
    const next = ordered[index + 1]?.start;
    const end =
      next !== undefined && Math.abs(next - point.end) < MINUTE
        ? next
        : Math.ceil(point.end / MINUTE) * MINUTE;
    return { ...point, end: Math.max(point.start, end) };
  });
}

function sum(one: TimelinePoint, other: TimelinePoint): TimelinePoint {
  return {
    start: one.start,
    end: Math.max(one.end, other.end),
    impressions: one.impressions + other.impressions,
    clicks: one.clicks + other.clicks,
    spent: one.spent + other.spent,
    attributedConversions: one.attributedConversions + other.attributedConversions,
  };
}

/** Sum over all buckets, and the first of the highest ones; no highest when nothing was counted. */
export function summarize(buckets: readonly Bucket[]): {
  readonly total: number;
  readonly highest?: Bucket;
} {
  let total = 0;
  let highest: Bucket | undefined;
  for (const bucket of buckets) {
    total += bucket.attributedConversions;
    if (bucket.attributedConversions > (highest?.attributedConversions ?? 0)) {
      highest = bucket;
    }
  }
  return { total, ...(highest === undefined ? {} : { highest }) };
}

/** The end of a count axis: a round number that leaves the highest bar below the edge; at least 4, as counts are whole. */
export function axisEnd(highest: number): number {
  if (highest <= 4) {
    return 4;
  }
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].find((each) => each * magnitude >= highest) ?? 10;
  return Math.ceil(step * magnitude);
}

/** Whether both ends are midnights of the local calendar, so that a bucket can be named by its days alone. */
export function isWholeDays({ start, end }: Pick<Bucket, 'start' | 'end'>): boolean {
  return isMidnight(start) && isMidnight(end) && end > start;
}

function isMidnight(time: number): boolean {
  const date = new Date(time);
  return date.getHours() === 0 && date.getMinutes() === 0;
}
