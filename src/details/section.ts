/** One independently loaded part of the panel, as it is known at a moment. */
export interface SectionState<T> {
  /** The newest answer; kept while a newer one is asked for, and when that fails. */
  readonly data?: T;
  /** When IQM gave `data`, in ms since 1970; absent for rows of unknown age. */
  readonly asOf?: number;
  readonly loading: boolean;
  /** Why the last request failed, as a sentence for a user. */
  readonly problem?: string;
}

/** What a section needs of its owner. */
export interface SectionOptions {
  readonly changed: () => void;
  /** An error as a sentence for a user. */
  readonly sentence: (error: unknown) => string;
  readonly now: () => number;
}

/**
 * Loads one part on its own, so that a request that fails blanks nothing else. A newer load overtakes an older one:
 * the older request is cancelled and its answer, should it still come, is dropped.
 */
export class Section<T> {
  readonly #options: SectionOptions;
  #state: SectionState<T> = { loading: false };
  #turn: AbortController | undefined;

  constructor(options: SectionOptions) {
    this.#options = options;
  }

  get state(): SectionState<T> {
    return this.#state;
  }

  /** Shows what is known without a request. Without `asOf` the age of the data stays what it was. */
  put(data: T, asOf?: number): void {
    this.#set({ ...this.#state, data, ...(asOf === undefined ? {} : { asOf }) });
  }

  /**
   * Asks anew. Never throws: a failure is in the state, and `data` of before stays.
   * @returns what was read, or undefined if that failed or was overtaken
   */
  async load(read: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.#turn?.abort();
    const turn = new AbortController();
    this.#turn = turn;
    this.#set({ ...withoutProblem(this.#state), loading: true });
    try {
      const data = await read(turn.signal);
      if (this.#turn !== turn) {
        return undefined;
      }
      this.#set({ data, asOf: this.#options.now(), loading: false });
      return data;
    } catch (error) {
      if (this.#turn === turn) {
        this.#set({
          ...this.#state,
          loading: false,
          ...(turn.signal.aborted ? {} : { problem: this.#options.sentence(error) }),
        });
      }
      return undefined;
    }
  }

  /** Cancels what is under way; what is shown stays. */
  stop(): void {
    this.#turn?.abort();
    this.#turn = undefined;
    if (this.#state.loading) {
      this.#set({ ...this.#state, loading: false });
    }
  }

  #set(state: SectionState<T>): void {
    this.#state = state;
    this.#options.changed();
  }
}

function withoutProblem<T>({ data, asOf }: SectionState<T>): Omit<SectionState<T>, 'loading'> {
  return {
    ...(data === undefined ? {} : { data }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}
