import { sleep } from './cancellation';
import { IqmError } from './errors';

/** How often and after what pauses a failed call is made again. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** The first pause is a random part of this; each further one of twice as much. */
  readonly baseMs: number;
  readonly longestMs: number;
  /**
   * How often IQM may refuse a call for being too many. The queue's pause lies between, and a refused call goes
   * first, so this many only come together where IQM refuses everything.
   */
  readonly refusals: number;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

export const USUAL_RETRIES: RetryPolicy = {
  attempts: 3,
  baseMs: 1_000,
  longestMs: 20_000,
  refusals: 24,
  random: Math.random,
};

export interface Repetition {
  /** Whether doing it twice is harmless. If not, only refusals for being too many are repeated: those did nothing. */
  readonly harmless: boolean;
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal;
  /** Told before each further try with the error that led to it. */
  readonly onRepeat?: (error: IqmError) => void;
}

/**
 * Makes a call, and makes it again after what may pass: network errors, timeouts, broken-off answers, 408, 500, 502
 * to 504 and 429.
 *
 * @param call gets the number of the try, from 1
 * @throws IqmError the last try's
 */
export async function repeating<T>(
  call: (attempt: number) => Promise<T>,
  { harmless, policy, signal, onRepeat }: Repetition,
): Promise<T> {
  const { default: retry } = await import('p-retry');
  let refusals = 0;
  let failures = 0;
  return retry(call, {
    retries: policy.attempts + policy.refusals,
    // The pauses are ours: p-retry knows neither full jitter nor Retry-After.
    minTimeout: 0,
    shouldRetry: async ({ error }) => {
      if (!(error instanceof IqmError)) {
        return false;
      }
      if (error.kind === 'rateLimited') {
        refusals++;
        if (refusals > policy.refusals) {
          return false;
        }
      } else {
        failures++;
        if (!harmless || !isPassing(error) || failures >= policy.attempts) {
          return false;
        }
        await sleep(pauseAfter(error, failures, policy), signal);
      }
      onRepeat?.(error);
      return true;
    },
  });
}

const PASSING_STATUS: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** Whether the same call may succeed a moment later. IQM was seen to answer 500 once and then succeed. */
export function isPassing(error: IqmError): boolean {
  return (
    error.kind === 'offline' ||
    error.kind === 'timeout' ||
    error.kind === 'malformed' ||
    (error.status !== undefined && PASSING_STATUS.has(error.status))
  );
}

/** Milliseconds before the next try: full jitter, or what the server asked for. */
function pauseAfter(error: IqmError, failures: number, policy: RetryPolicy): number {
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  const jitter = policy.random() * policy.baseMs * 2 ** (failures - 1);
  return Math.min(Math.max(asked, jitter), policy.longestMs);
}
