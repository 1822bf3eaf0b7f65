import { Random } from './random';
import type { Campaign } from './world';

const HOUR_MS = 3_600_000;
const RAN: readonly Campaign['status'][] = ['running', 'paused', 'expired'];

/** How much happens in each hour of the day, in UTC: little at night, most in the evening. */
const DAY_CURVE = [
  5, 3, 2, 2, 2, 3, 5, 8, 11, 13, 14, 15, 16, 15, 14, 14, 15, 17, 19, 21, 22, 19, 14, 9,
];

/**
 * How a campaign's totals spread over time: any stretch has its part, the parts of a whole life add up to the totals,
 * and every call tells the same.
 */
export class Delivery {
  readonly #start: number;
  /** Weight of all hours before each hour. */
  readonly #before: number[] = [0];

  /** @param now the life of a running campaign ends here */
  constructor({ id, status, startTime, endTime }: Campaign, now: number) {
    this.#start = startTime;
    const end = RAN.includes(status) ? Math.min(endTime === 0 ? now : endTime, now) : startTime;
    const random = new Random(id);
    let day = 1;
    for (let at = startTime, sum = 0; at < end; at += HOUR_MS) {
      const date = new Date(at);
      if (date.getUTCHours() === 0 || at === startTime) {
        const isWeekend = date.getUTCDay() % 6 === 0;
        day = (isWeekend ? 1.3 : 1) * (0.7 + random.next() * 0.6);
      }
      sum += day * (DAY_CURVE[date.getUTCHours()] ?? 1) * (0.8 + random.next() * 0.4);
      this.#before.push(sum);
    }
  }

  /** The part of `total` that falls between two times; a whole number. */
  share(total: number, from: number, to: number): number {
    return this.#upTo(total, to) - this.#upTo(total, from);
  }

  #upTo(total: number, time: number): number {
    const whole = this.#before.at(-1) ?? 0;
    if (whole === 0) {
      return 0;
    }
    const hours = Math.max(0, (time - this.#start) / HOUR_MS);
    const full = Math.min(Math.floor(hours), this.#before.length - 1);
    const before = this.#before[full] ?? 0;
    const after = this.#before[full + 1] ?? before;
    return Math.round((total * (before + (after - before) * (hours - Math.floor(hours)))) / whole);
  }
}
