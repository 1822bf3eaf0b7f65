import type { ConversionStatus } from '../iqm/shapes/conversion';
import type { Clock } from './clock';

/** What tells that a conversion fires. IQM has no list of fires: status and total are the only signs. */
export interface Vitals {
  readonly status: ConversionStatus;
  readonly total: number;
}

export type WatchState =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'on';
      /** All times in ms since 1970. */
      readonly since: number;
      readonly checks: number;
      readonly lastCheck?: number;
      readonly nextCheck?: number;
      /** Why the last check failed; watching goes on. */
      readonly problem?: string;
    }
  | { readonly kind: 'fired'; readonly at: number; readonly from: Vitals; readonly to: Vitals }
  | { readonly kind: 'ended'; readonly at: number; readonly checks: number };

/** What a watch needs: somebody to ask, somebody to tell, and the time. */
export interface WatchOptions {
  /** Asks IQM for status and total of now. */
  readonly read: (signal: AbortSignal) => Promise<Vitals>;
  readonly changed: () => void;
  /** An error as a sentence for a user. */
  readonly sentence: (error: unknown) => string;
  readonly clock: Clock;
  readonly everyMs?: number;
  /** A panel that was forgotten must not ask for ever. */
  readonly longestMs?: number;
}

const EVERY_MS = 30_000;
const LONGEST_MS = 2 * 60 * 60_000;

/** After failures the checks come less often, but at least this often. */
const SLOWEST = 10;

/**
 * Watches one conversion until it fires: until Pending turns Active, or the total rises. Only a user starts it. The
 * next check is set when the last one has been answered, so there is never more than one request under way.
 */
export class Watch {
  readonly #options: WatchOptions;
  #state: WatchState = { kind: 'off' };
  #baseline: Vitals | undefined;
  #failures = 0;
  #turn: AbortController | undefined;
  #callOff: (() => void) | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  get state(): WatchState {
    return this.#state;
  }

  /**
   * Starts, with a first check at once.
   * @param baseline what the user sees now, if that is fresh; without it the first answer is what later ones are
   *   compared with
   */
  start(baseline: Vitals | undefined): void {
    if (this.#state.kind === 'on') {
      return;
    }
    this.#baseline = baseline;
    this.#failures = 0;
    this.#set({ kind: 'on', since: this.#options.clock.now(), checks: 0 });
    void this.#check();
  }

  /** Ends it: the request under way is cancelled and no other follows. */
  cancel(): void {
    this.#halt();
    if (this.#state.kind === 'on') {
      this.#set({ kind: 'off' });
    }
  }

  async #check(): Promise<void> {
    const turn = new AbortController();
    this.#turn = turn;
    let seen: Vitals | undefined;
    let problem: unknown;
    try {
      seen = await this.#options.read(turn.signal);
    } catch (error) {
      problem = error;
    }
    const state = this.#state;
    if (this.#turn !== turn || state.kind !== 'on') {
      return;
    }
    const at = this.#options.clock.now();
    const checks = state.checks + 1;
    if (seen !== undefined && this.#judge(seen, at)) {
      return;
    }
    const everyMs = this.#options.everyMs ?? EVERY_MS;
    this.#failures = seen === undefined ? this.#failures + 1 : 0;
    const wait = Math.max(everyMs * Math.min(2 ** this.#failures, SLOWEST), retryAfter(problem));
    if (at + wait - state.since > (this.#options.longestMs ?? LONGEST_MS)) {
      this.#halt();
      this.#set({ kind: 'ended', at, checks });
      return;
    }
    // Set before anybody is told: whoever hears of a failure may cancel there and then.
    this.#callOff = this.#options.clock.after(wait, () => void this.#check());
    this.#set({
      kind: 'on',
      since: state.since,
      checks,
      lastCheck: at,
      nextCheck: at + wait,
      ...(seen === undefined ? { problem: this.#options.sentence(problem) } : {}),
    });
  }

  /** Whether `seen` is news; if so, watching is over. */
  #judge(seen: Vitals, at: number): boolean {
    const from = this.#baseline;
    // The newest answer is what the next one is compared with: a total may also fall, when IQM corrects it.
    this.#baseline = seen;
    if (from === undefined) {
      return false;
    }
    const turnedActive = from.status === 'pending' && seen.status === 'active';
    if (!turnedActive && seen.total <= from.total) {
      return false;
    }
    this.#halt();
    this.#set({ kind: 'fired', at, from, to: seen });
    return true;
  }

  #halt(): void {
    this.#turn?.abort();
    this.#turn = undefined;
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #set(state: WatchState): void {
    this.#state = state;
    this.#options.changed();
  }
}

/** How long the server asked to be left alone, in ms. */
function retryAfter(error: unknown): number {
  const seconds: unknown =
    typeof error === 'object' && error !== null
      ? Reflect.get(error, 'retryAfterSeconds')
      : undefined;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : 0;
}
