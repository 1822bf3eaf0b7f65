/** Time as the panel uses it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `then` after `ms`; the result calls it off. */
  readonly after: (ms: number, then: () => void) => () => void;
}

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
