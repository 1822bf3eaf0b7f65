import type { Bucket } from '../timeline';
import { isWholeDays } from '../timeline';

/** Numbers and times in the language VS Code shows, in the local time zone. */
export class Formats {
  readonly #number: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #shortDay: Intl.DateTimeFormat;
  readonly #dayAndTime: Intl.DateTimeFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;

  constructor(language: string) {
    const shortDay = { month: 'short', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: '2-digit' } as const;
    this.#number = new Intl.NumberFormat(language);
    this.#percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    this.#shortDay = new Intl.DateTimeFormat(language, shortDay);
    this.#dayAndTime = new Intl.DateTimeFormat(language, { ...shortDay, ...time });
    this.#time = new Intl.DateTimeFormat(language, time);
    this.#clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  }

  readonly count = (value: number): string => this.#number.format(value);

  /** @param share from 0 to 1 */
  readonly percent = (share: number): string => this.#percent.format(share);

  /** `May 4, 2026` */
  readonly day = (time: number): string => this.#day.format(time);

  /** `May 4` */
  readonly shortDay = (time: number): string => this.#shortDay.format(time);

  /** `10:42` */
  readonly time = (time: number): string => this.#time.format(time);

  /** `10:42:07`, where seconds matter */
  readonly clock = (time: number): string => this.#clock.format(time);

  /** A bucket by its days where it consists of whole ones (`May 4` or `May 4 – 5`), else with its times of day. */
  readonly period = (bucket: Pick<Bucket, 'start' | 'end'>): string => {
    const { start, end } = bucket;
    return isWholeDays(bucket)
      ? this.#shortDay.formatRange(start, end - 1)
      : this.#dayAndTime.formatRange(start, end);
  };
}
