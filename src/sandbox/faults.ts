import * as v from 'valibot';

/**
 * What can go wrong on the way, on demand. `serverError` and `htmlPage` leave the request undone unless `performed` is
 * set; `loseAnswer`, `resetMidway`, `malformedJson` and `truncatedGzip` spoil the answer to a request that was done.
 */
export const FAULT_KINDS = [
  'latency',
  'unauthorized',
  'rateLimited',
  'serverError',
  'htmlPage',
  'dropRequest',
  'loseAnswer',
  'resetMidway',
  'malformedJson',
  'truncatedGzip',
] as const;

export const faultSchema = v.object({
  kind: v.picklist(FAULT_KINDS),
  /** Only requests of this method. */
  method: v.optional(v.pipe(v.string(), v.toUpperCase())),
  /** Only requests whose path holds this text. */
  path: v.optional(v.string()),
  /** How many requests it hits. */
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** How many requests it lets pass first. */
  skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  /** Length of a latency. */
  ms: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000)), 0),
  /** Status of `serverError` (500 when left out) and `htmlPage` (502). */
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  /** Whether `serverError` and `htmlPage` come after the request was done. */
  performed: v.optional(v.boolean(), false),
  /** Sent with a 429; without it the answer does not say when to come back. */
  retryAfterSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
});

export type Fault = v.InferOutput<typeof faultSchema>;

/** The faults that are still to come. */
export class FaultQueue {
  #waiting: Fault[] = [];

  get waiting(): readonly Fault[] {
    return this.#waiting;
  }

  add(faults: readonly Fault[]): void {
    this.#waiting.push(...faults.map((fault) => ({ ...fault })));
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The faults of one request: every latency that is due, and the first of all others. */
  take(method: string, path: string): { readonly delayMs: number; readonly fault?: Fault } {
    let delayMs = 0;
    let fault: Fault | undefined;
    for (const each of this.#waiting) {
      if (!matches(each, method, path) || (each.kind !== 'latency' && fault)) {
        continue;
      }
      if (each.skip > 0) {
        each.skip -= 1;
        continue;
      }
      each.count -= 1;
      if (each.kind === 'latency') {
        delayMs += each.ms;
      } else {
        fault = each;
      }
    }
    this.#waiting = this.#waiting.filter(({ count }) => count > 0);
    return { delayMs, ...(fault && { fault }) };
  }
}

function matches({ method, path }: Fault, requestMethod: string, requestPath: string): boolean {
  return (
    (method === undefined || method === requestMethod) &&
    (path === undefined || requestPath.includes(path))
  );
}
