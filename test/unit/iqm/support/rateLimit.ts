/** IQM's rule as a server applies it: so many requests within any window, refused ones not counted. */
export class RateLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #taken: number[] = [];
  refused = 0;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Seconds to wait, or undefined when the request is taken. */
  refusal(): number | undefined {
    const now = performance.now();
    const oldest = this.#taken.at(-this.#limit);
    if (oldest !== undefined && now - oldest < this.#windowMs) {
      this.refused++;
      return (oldest + this.#windowMs - now) / 1000;
    }
    this.#taken.push(now);
    return undefined;
  }
}
