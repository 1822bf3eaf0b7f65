import type { Clock } from '../../../src/details/clock';

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; then: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly after = (ms: number, then: () => void): (() => void) => {
    const timer = { at: this.#now + ms, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass, running timers in their order; what they await is awaited too. */
  async pass(ms: number): Promise<void> {
    await settled();
    const until = this.#now + ms;
    for (;;) {
      const next = this.#timers
        .filter(({ at }) => at <= until)
        .reduce<{ at: number; then: () => void } | undefined>(
          (first, each) => (first === undefined || each.at < first.at ? each : first),
          undefined,
        );
      if (next === undefined) {
        break;
      }
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = next.at;
      next.then();
      await settled();
    }
    this.#now = until;
    await settled();
  }
}

/** Lets everything that is ready to run do so. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
