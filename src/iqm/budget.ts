import type PQueue from 'p-queue';
import { cancelled } from './cancellation';
import type { Priority } from './callOptions';

export interface BudgetOptions {
  /** Requests per window; 18 when left out, two below IQM's limit, for token requests that bypass the queue. */
  readonly limit?: number;
  /** Length of the sliding window; a minute when left out. */
  readonly windowMs?: number;
  /** A number from 0 to 1. */
  readonly random?: () => number;
}

/** Whether requests are held back by IQM's rate limit. */
export interface Waiting {
  /** Whole seconds until the next request may leave; 0 when none is held back. */
  readonly seconds: number;
  /** Told when holding back begins, ends, or takes longer. */
  onChange(listener: () => void): { dispose(): void };
}

export interface Turn {
  readonly priority: Priority;
  /** A request that was sent before and must go again goes before its equals. */
  readonly again?: boolean;
  readonly signal?: AbortSignal;
  /** Under this name {@link Budget.raise} finds the request. */
  readonly id: string;
}

const MINUTE = 60_000;

/** So many at once that a page of the tree loads in parallel, so few that a burst notices a refusal early. */
const CONCURRENCY = 6;

/** After refusals without a Retry-After: 5, 15, then 60 s of a one-minute window. */
const PAUSES = [5 / 60, 15 / 60, 1];

/** No server may hold the queue for longer than this many windows. */
const LONGEST_PAUSE = 5;

const RANK: Readonly<Record<Priority, number>> = { background: 0, view: 2, user: 4 };

/**
 * IQM's rate limit (20 requests a minute), shared by all that one session asks for. Requests leave in the order of
 * their priority, at most `limit` within any window; a refusal for being too many pauses them all.
 */
export class Budget {
  readonly waiting: Waiting;
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #random: () => number;
  readonly #listeners = new Set<() => void>();
  #queue: Promise<PQueue> | undefined;
  /** When the requests of the current window left; the queue does not tell when its next slot comes. */
  #left: number[] = [];
  #queued = 0;
  #pausedUntil = 0;
  #pauseBegan = 0;
  #pauses = 0;
  #resume: NodeJS.Timeout | undefined;

  constructor({ limit = 18, windowMs = MINUTE, random = Math.random }: BudgetOptions = {}) {
    this.#limit = limit;
    // The server counts arrivals, we count departures: the first request of a window travels longer than the next.
    this.#windowMs = windowMs * 1.02;
    this.#random = random;
    const seconds = (): number => this.#seconds();
    this.waiting = {
      get seconds() {
        return seconds();
      },
      onChange: (listener) => {
        // Wrapped, so that one function may listen twice.
        const entry = (): void => listener();
        this.#listeners.add(entry);
        return { dispose: () => void this.#listeners.delete(entry) };
      },
    };
  }

  /**
   * Runs `send` when it is its turn.
   *
   * @throws IqmError `cancelled` when the signal comes before the turn; and what `send` throws.
   */
  async run<T>(send: () => Promise<T>, turn: Turn): Promise<T> {
    const queue = await this.#ready();
    if (turn.signal?.aborted) {
      throw cancelled();
    }
    // The queue lets go of a running task when its signal comes, but a request on its way must be waited for: whether
    // it was done is not settled yet. So the queue hears of a cancelled call only while it waits.
    const waiting = new AbortController();
    const giveUp = (): void => waiting.abort(cancelled());
    turn.signal?.addEventListener('abort', giveUp, { once: true });
    let waits = 1;
    const stopWaiting = (): void => {
      turn.signal?.removeEventListener('abort', giveUp);
      this.#count(-waits);
      waits = 0;
    };
    this.#count(1);
    try {
      return await queue.add(
        async () => {
          this.#left.push(Date.now());
          stopWaiting();
          return await send();
        },
        {
          id: turn.id,
          priority: RANK[turn.priority] + (turn.again ? 1 : 0),
          signal: waiting.signal,
        },
      );
    } finally {
      stopWaiting();
    }
  }

  /** Moves a waiting request up, because someone more important wants its answer as well. */
  async raise(id: string, priority: Priority): Promise<void> {
    const queue = await this.#ready();
    try {
      queue.setPriority(id, RANK[priority]);
    } catch {
      // It has left in the meantime, which is better still.
    }
  }

  /**
   * IQM refused a request for being too many: nothing leaves until it may be heard again.
   *
   * @param sentAt when the refused request left, milliseconds since 1970. Refusals of one burst count as one.
   */
  async refused(sentAt: number, retryAfterSeconds: number | undefined): Promise<void> {
    const queue = await this.#ready();
    const now = Date.now();
    const sameBurst = sentAt <= this.#pauseBegan;
    if (!sameBurst) {
      this.#pauseBegan = now;
      this.#pauses++;
    } else if (retryAfterSeconds === undefined) {
      return;
    }
    const step = PAUSES[Math.min(this.#pauses, PAUSES.length) - 1] ?? 1;
    const pause =
      retryAfterSeconds === undefined
        ? step * this.#windowMs * (1 + 0.25 * this.#random())
        : retryAfterSeconds * 1000 * (1 + 0.05 * this.#random());
    this.#pausedUntil = Math.max(
      this.#pausedUntil,
      now + Math.min(pause, LONGEST_PAUSE * this.#windowMs),
    );
    queue.pause();
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => {
      queue.start();
      this.#changed();
    }, this.#pausedUntil - now);
    this.#changed();
  }

  /** IQM took a request, so the next refusal starts with the short pause again. */
  taken(): void {
    if (Date.now() >= this.#pausedUntil) {
      this.#pauses = 0;
    }
  }

  #ready(): Promise<PQueue> {
    this.#queue ??= import('p-queue').then(
      ({ default: Queue }) =>
        new Queue({
          concurrency: CONCURRENCY,
          intervalCap: this.#limit,
          interval: this.#windowMs,
          strict: true,
        }),
    );
    return this.#queue;
  }

  #seconds(): number {
    if (this.#queued === 0) {
      return 0;
    }
    const now = Date.now();
    this.#left = this.#left.filter((at) => now - at < this.#windowMs);
    const nextSlot = this.#left.at(-this.#limit);
    const until = Math.max(
      this.#pausedUntil,
      nextSlot === undefined ? 0 : nextSlot + this.#windowMs,
    );
    return Math.max(0, Math.ceil((until - now) / 1000));
  }

  #count(change: number): void {
    this.#queued += change;
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}
