import type { Clock } from './clock';

/** IQM's rate limit as the session's budget tells it. */
export interface RateLimit {
  /** Whole seconds until the next request may leave; 0 when none is held back. */
  readonly seconds: number;
  onChange(listener: () => void): { dispose(): void };
}

/** Shorter waits than this need no explanation. */
const PATIENCE_MS = 2000;
const TICK_MS = 1000;

/** How many seconds the panel has still to wait for the rate limit; 0 while it does not wait, or not for long yet. */
export class RateWait {
  readonly #limit: RateLimit | undefined;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #busySince: number | undefined;
  #seconds = 0;
  #callOff: (() => void) | undefined;
  readonly #subscription: { dispose(): void } | undefined;

  constructor(limit: RateLimit | undefined, clock: Clock, changed: () => void) {
    this.#limit = limit;
    this.#clock = clock;
    this.#changed = changed;
    this.#subscription = limit?.onChange(() => this.#look());
  }

  get seconds(): number {
    return this.#seconds;
  }

  /** Tells whether the panel has requests under way. */
  follow(busy: boolean): void {
    if (busy === (this.#busySince !== undefined)) {
      return;
    }
    this.#busySince = busy ? this.#clock.now() : undefined;
    this.#look();
  }

  dispose(): void {
    this.#callOff?.();
    this.#subscription?.dispose();
  }

  #look(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const since = this.#busySince;
    const waited = since === undefined ? 0 : this.#clock.now() - since;
    const seconds = waited >= PATIENCE_MS ? (this.#limit?.seconds ?? 0) : 0;
    if (since !== undefined && this.#limit !== undefined) {
      const next = waited < PATIENCE_MS ? PATIENCE_MS - waited : TICK_MS;
      this.#callOff = this.#clock.after(next, () => this.#look());
    }
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      this.#changed();
    }
  }
}
