export interface BudgetOptions {
  /** Requests per window; 18 when left out, two below IQM's limit, for token requests that bypass the queue. */
  readonly limit?: number;
  /** Length of the sliding window; a minute when left out. */
  readonly windowMs?: number;
  readonly now?: () => number;
}

/** Whether requests are held back by IQM's rate limit. */
export interface Waiting {
  /** Whole seconds until the next request may leave; 0 when none is held back. */
  readonly seconds: number;
  /** Told when holding back begins, ends, or takes longer. */
  onChange(listener: () => void): { dispose(): void };
}

export declare class Budget {
  constructor(options?: BudgetOptions);
  readonly waiting: Waiting;
}
