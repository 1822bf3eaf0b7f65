/** A search that may run to the end of the text in vain is allowed so often; see `Closers.mayFail`. */
const AFFORDABLE_FAILURES = 4;

/**
 * Looks for closing marks in one text, front to back. Each search remembers its last answer, so that a text full of
 * opening marks whose end never comes is still passed only once for each kind of mark.
 */
export class Closers {
  readonly text: string;
  readonly #answers = new Map<string, { readonly from: number; readonly found: number }>();
  #failures = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Offset of the first `mark` at or behind `from`, or −1. */
  find(mark: string, from: number): number {
    const last = this.#answers.get(mark);
    if (last && last.from <= from && (last.found === -1 || last.found >= from)) return last.found;
    const found = this.text.indexOf(mark, from);
    this.#answers.set(mark, { from, found });
    return found;
  }

  /**
   * Whether another search that may be in vain is affordable. A whole file has none at all; a broken one gets a few,
   * and then the rest of it counts as plain text.
   */
  mayFail(): boolean {
    return this.#failures < AFFORDABLE_FAILURES;
  }

  failed(): -1 {
    this.#failures++;
    return -1;
  }
}
