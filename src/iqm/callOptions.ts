/**
 * Who waits for the answer. Within IQM's rate limit, what a user asked for goes before what a view shows, and that
 * before what nobody waits for.
 */
export type Priority = 'user' | 'view' | 'background';

/** What every call to IQM takes. Without a priority a call counts as the user's. */
export interface CallOptions {
  /** Ends the call with an IqmError of kind `cancelled`. */
  readonly signal?: AbortSignal;
  readonly priority?: Priority;
}

/** One page of a list. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** Rows in the whole organization. */
  readonly total: number;
  /** Rows that match the search and filters; page counts go by this. */
  readonly filtered: number;
}
