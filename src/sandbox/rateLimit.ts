/** IQM's limit of requests: so many within any stretch of time of the window's length. */
export class RateLimit {
  /** No limit when it is 0. */
  limit: number;
  windowMs: number;
  #admitted: number[] = [];

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
  }

  /**
   * Lets a request in, or tells after how many milliseconds the next one may come. A request that is turned away
   * does not count.
   *
   * @param now milliseconds
   */
  admit(now: number): { readonly waitMs: number } | undefined {
    if (this.limit <= 0) {
      return undefined;
    }
    // A clock that was set back would else keep everybody out until it catches up.
    this.#admitted = this.#admitted.filter((at) => at > now - this.windowMs && at <= now);
    const [oldest] = this.#admitted.slice(-this.limit);
    if (oldest !== undefined && this.#admitted.length >= this.limit) {
      return { waitMs: oldest + this.windowMs - now };
    }
    this.#admitted.push(now);
    return undefined;
  }

  forget(): void {
    this.#admitted = [];
  }
}
