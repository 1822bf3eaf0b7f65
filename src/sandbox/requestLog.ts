/** One API request, without anything secret: no headers, no query, no body. */
export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was cut instead of an answer. */
  status: number;
}

const MOST_RECORDS = 2_000;

/** The API requests since the start, the newest in detail. Control and pixel requests do not count. */
export class RequestLog {
  #records: RequestRecord[] = [];
  #total = 0;
  readonly #counts = new Map<string, number>();

  add(record: RequestRecord): void {
    this.#total += 1;
    const name = `${record.method} ${record.path}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#records.push(record);
    if (this.#records.length > MOST_RECORDS) {
      this.#records = this.#records.slice(-MOST_RECORDS / 2);
    }
  }

  clear(): void {
    this.#records = [];
    this.#total = 0;
    this.#counts.clear();
  }

  toJSON(): object {
    return {
      total: this.#total,
      counts: Object.fromEntries(this.#counts),
      requests: this.#records,
    };
  }
}
