import { cancelled, unlessAborted } from './cancellation';
import type { Priority } from './callOptions';

interface Caller {
  /** Names the work when this caller starts it. */
  readonly id: string;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
}

/** Work that several callers wait for. */
export interface Shared {
  readonly id: string;
  /** The highest of its callers'. */
  readonly priority: Priority;
  /** Comes when the last caller has gone. */
  readonly signal: AbortSignal;
}

interface Entry<T> {
  readonly shared: { id: string; priority: Priority; signal: AbortSignal };
  readonly controller: AbortController;
  readonly result: Promise<T>;
  callers: number;
}

const ORDER: readonly Priority[] = ['background', 'view', 'user'];

/** Lets callers that ask for the same thing at the same time share one answer; each may leave on its own. */
export class Coalescer<T> {
  readonly #entries = new Map<string, Entry<T>>();

  /**
   * @param work starts what nobody has started yet
   * @param onRaise told when a more important caller joins
   * @throws IqmError `cancelled` for the caller whose signal comes, and what `work` throws for all.
   */
  async share(
    key: string,
    caller: Caller,
    work: (shared: Shared) => Promise<T>,
    onRaise: (shared: Shared) => void,
  ): Promise<T> {
    if (caller.signal?.aborted) {
      throw cancelled();
    }
    const entry = this.#join(key, caller, onRaise) ?? this.#begin(key, caller, work);
    entry.callers++;
    try {
      return await unlessAborted(entry.result, caller.signal);
    } finally {
      entry.callers--;
      if (entry.callers === 0) {
        this.#forget(key, entry);
        entry.controller.abort();
      }
    }
  }

  #join(key: string, caller: Caller, onRaise: (shared: Shared) => void): Entry<T> | undefined {
    const entry = this.#entries.get(key);
    if (entry && ORDER.indexOf(caller.priority) > ORDER.indexOf(entry.shared.priority)) {
      entry.shared.priority = caller.priority;
      onRaise(entry.shared);
    }
    return entry;
  }

  #begin(key: string, caller: Caller, work: (shared: Shared) => Promise<T>): Entry<T> {
    const controller = new AbortController();
    const shared = { id: caller.id, priority: caller.priority, signal: controller.signal };
    const entry: Entry<T> = { shared, controller, result: work(shared), callers: 0 };
    this.#entries.set(key, entry);
    // Once it is settled, the next to ask wants news; that nobody may be left to hear of a failure is fine.
    const settle = (): void => this.#forget(key, entry);
    entry.result.then(settle, settle);
    return entry;
  }

  #forget(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) {
      this.#entries.delete(key);
    }
  }
}
