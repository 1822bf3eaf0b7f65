import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  axisEnd,
  inOrder,
  isWholeDays,
  RANGES,
  rangeUntil,
  summarize,
} from '../../../src/details/timeline';
import type { TimelinePoint } from '../../../src/iqm/shapes/performance';

const DAY = 86_400_000;

function point(start: number, end: number, attributedConversions: number): TimelinePoint {
  return { start, end, attributedConversions, impressions: 10, clicks: 2, spent: 1 };
}

describe('Timeline of the details', () => {
  it('spans calendar days: today until now, and whole days before', () => {
    const now = new Date(2026, 5, 15, 10, 42).getTime();
    assert.deepEqual(rangeUntil(now, 7), { start: new Date(2026, 5, 9).getTime(), end: now });
    assert.deepEqual(rangeUntil(now, 30), { start: new Date(2026, 4, 17).getTime(), end: now });
    assert.deepEqual(rangeUntil(now, 90), { start: new Date(2026, 2, 18).getTime(), end: now });
  });

  it('always starts at a local midnight and stays within the year that IQM allows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) }),
        fc.constantFrom(...RANGES),
        (now, days) => {
          const { start, end } = rangeUntil(now, days);
          assert.equal(new Date(start).getHours(), 0);
          assert.ok(end - start < 365 * DAY);
          // A day of 23 or 25 hours may be among them.
          assert.ok(Math.abs((end - start) / DAY - (days - 0.5)) <= 0.55);
        },
      ),
    );
  });

  it('puts points in the order of time and adds up those of one start', () => {
    const ordered = inOrder([
      point(2 * DAY, 3 * DAY, 1),
      point(DAY, 2 * DAY, 4),
      point(DAY, 2 * DAY, 3),
    ]);
    assert.deepEqual(
      ordered.map(({ start, attributedConversions, clicks }) => [
        start,
        attributedConversions,
        clicks,
      ]),
      [
        [DAY, 7, 4],
        [2 * DAY, 1, 2],
      ],
    );
  });

  it('reads an end of 23:59:59.999 as the next midnight, and leaves a midnight as it is', () => {
    const [first, second] = inOrder([point(0, DAY - 1, 1), point(DAY, 2 * DAY, 1)]);
    assert.equal(first?.end, DAY);
    assert.equal(second?.end, 2 * DAY);
  });

  it('keeps every count whatever the order and however many starts coincide', () => {
    const points = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 20 }).map((n) => n * 3_600_000),
        attributedConversions: fc.nat(1000),
      }),
    );
    fc.assert(
      fc.property(points, (rows) => {
        const ordered = inOrder(
          rows.map(({ start, attributedConversions }) =>
            point(start, start + 3_600_000, attributedConversions),
          ),
        );
        const before = rows.reduce((sum, row) => sum + row.attributedConversions, 0);
        assert.equal(summarize(ordered).total, before);
        assert.ok(
          ordered.every(({ start }, index) => index === 0 || start > ordered[index - 1]!.start),
        );
      }),
    );
  });

  it('names the first of the highest points, and none when nothing was counted', () => {
    const points = [point(0, DAY, 2), point(DAY, 2 * DAY, 5), point(2 * DAY, 3 * DAY, 5)];
    assert.deepEqual(summarize(points), { total: 12, highest: points[1] });
    assert.deepEqual(summarize([point(0, DAY, 0)]), { total: 0 });
    assert.deepEqual(summarize([]), { total: 0 });
  });

  it('ends the axis at a round number not far above the highest count', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 11, 47, 120, 999, 1001].map(axisEnd),
      [4, 4, 4, 5, 12, 50, 120, 1000, 1200],
    );
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 10_000_000 }), (highest) => {
        const end = axisEnd(highest);
        assert.ok(Number.isInteger(end) && end >= highest && end <= highest * 2);
      }),
    );
  });

  it('knows a stretch of whole local days from one of hours', () => {
    const day = (n: number, hours = 0): number => new Date(2026, 5, n, hours).getTime();
    assert.equal(isWholeDays({ start: day(1), end: day(2) }), true);
    assert.equal(isWholeDays({ start: day(1), end: day(4) }), true);
    assert.equal(isWholeDays({ start: day(1), end: day(1) }), false);
    assert.equal(isWholeDays({ start: day(1), end: day(1, 7) }), false);
    assert.equal(isWholeDays({ start: day(1, 6), end: day(2, 12) }), false);
  });
});
