interface Turn {
  readonly done: Promise<void>;
  readonly abort: AbortController;
  waiting: number;
}

/** A turn of long work that several may wait for: it is done once, and ended when nobody waits for it any more. */
export class Join {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #turn: Turn | undefined;

  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  /**
   * Starts the work, or waits for the turn that is under way.
   * @throws what the work throws, or the signal's reason when it is aborted
   */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const turn = (this.#turn ??= this.#start());
    turn.waiting += 1;
    const { promise: left, reject } = rejectable();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([turn.done, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      turn.waiting -= 1;
      if (turn.waiting === 0) {
        this.#end(turn);
      }
    }
  }

  /** Ends the turn that is under way, whoever waits. */
  cancel(): void {
    if (this.#turn) {
      this.#end(this.#turn);
    }
  }

  #start(): Turn {
    const abort = new AbortController();
    const turn: Turn = { done: this.#work(abort.signal), abort, waiting: 0 };
    const over = (): void => {
      this.#turn = this.#turn === turn ? undefined : this.#turn;
    };
    turn.done.then(over, over);
    return turn;
  }

  #end(turn: Turn): void {
    turn.abort.abort();
    this.#turn = this.#turn === turn ? undefined : this.#turn;
  }
}

function rejectable(): {
  readonly promise: Promise<never>;
  readonly reject: (reason: unknown) => void;
} {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  return { promise, reject: (reason) => reject(reason) };
}
