import type { CallOptions } from '../iqm/callOptions';

interface Kept<T> {
  readonly answer: Promise<T>;
  /** A newer answer should replace it when somebody looks again. */
  old: boolean;
}

/**
 * Answers by id, each asked for once. Those that have grown old are given all the same, and asked for again behind
 * the scenes: rows that stand open in a tree neither close nor flicker when the lists are read anew.
 */
export class KeptAnswers<T> {
  readonly #ask: (id: number, options: CallOptions) => Promise<T>;
  readonly #changed: () => void;
  readonly #kept = new Map<number, Kept<T>>();

  /** @param changed told when an answer has replaced an older one that said something else */
  constructor(ask: (id: number, options: CallOptions) => Promise<T>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** The answer that is there, however old; else IQM's. A failure is not kept: the next look asks again. */
  get(id: number, options: CallOptions = {}): Promise<T> {
    const kept = this.#kept.get(id);
    if (kept?.old) {
      kept.old = false;
      void this.#renew(id, kept);
    }
    return kept?.answer ?? this.fresh(id, options);
  }

  /** IQM's answer of now. */
  fresh(id: number, options: CallOptions = {}): Promise<T> {
    const answer = this.#ask(id, options);
    const kept = { answer, old: false };
    this.#kept.set(id, kept);
    answer.catch(() => {
      if (this.#kept.get(id) === kept) {
        this.#kept.delete(id);
      }
    });
    return answer;
  }

  /** All answers are old from now on. */
  age(): void {
    for (const kept of this.#kept.values()) {
      kept.old = true;
    }
  }

  /** Something has changed what IQM would answer for this id: the old answer is wrong. */
  forget(id: number): void {
    this.#kept.delete(id);
  }

  async #renew(id: number, kept: Kept<T>): Promise<void> {
    const newer = this.#ask(id, { priority: 'view' });
    try {
      const [now, before] = await Promise.all([newer, kept.answer]);
      if (this.#kept.get(id) === kept) {
        this.#kept.set(id, { answer: newer, old: kept.old });
        if (JSON.stringify(now) !== JSON.stringify(before)) {
          this.#changed();
        }
      }
    } catch {
      // What is shown stays, and the next look tries again; nobody has asked for this.
      kept.old = true;
    }
  }
}
