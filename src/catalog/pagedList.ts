import type { Page } from '../iqm/callOptions';

/** What a list knows at a moment; a new object after every change. */
export interface ListSnapshot<Row> {
  readonly rows: readonly Row[];
  /** Rows in the organization, and rows that match the query, as IQM counts them. */
  readonly total: number;
  readonly filtered: number;
  /** When the rows were read from IQM, in ms since the epoch; undefined before the first answer. */
  readonly asOf: number | undefined;
  readonly loading: boolean;
  /** Why the last request failed; the rows of an earlier one are still there. */
  readonly error: unknown;
  readonly complete: boolean;
}

export interface ListSource<Row, Query> {
  /** One page, `page` counted from 1. */
  readonly load: (query: Query, page: number, signal: AbortSignal) => Promise<Page<Row>>;
  readonly key: (row: Row) => number;
  /** Joins a row that arrives again on a later page with the one that is there. */
  readonly merge: (known: Row, again: Row) => Row;
  readonly now: () => number;
}

const EMPTY = {
  rows: [],
  total: 0,
  filtered: 0,
  asOf: undefined,
  loading: false,
  error: undefined,
  complete: false,
} as const;

/**
 * Rows of one query, read page by page. A refresh keeps the old rows until the new ones are there, and an answer
 * that a newer request has overtaken is dropped: whoever awaits compares its turn by identity.
 */
export class PagedList<Row, Query> {
  readonly #source: ListSource<Row, Query>;
  readonly #changed: (snapshot: ListSnapshot<Row>) => void;
  #query: Query;
  #snapshot: ListSnapshot<Row> = EMPTY;
  #pages = 0;
  #turn: AbortController | undefined;
  #running: Promise<void> | undefined;
  /** Whether what is running reads a further page; if not, it reads the rows that are shown again. */
  #isLoadingMore = false;
  /** Changes that IQM confirmed while a request was under way: its answer may be older than they are. */
  #late: ((rows: Map<number, Row>) => void)[] = [];

  constructor(
    source: ListSource<Row, Query>,
    query: Query,
    changed: (snapshot: ListSnapshot<Row>) => void,
  ) {
    this.#source = source;
    this.#query = query;
    this.#changed = changed;
  }

  get snapshot(): ListSnapshot<Row> {
    return this.#snapshot;
  }

  get query(): Query {
    return this.#query;
  }

  /** Shows rows of an earlier session until the first answer of this one. */
  restore(rows: readonly Row[], total: number, filtered: number, asOf: number): void {
    if (this.#snapshot.asOf === undefined) {
      this.#set({ ...EMPTY, rows, total, filtered, asOf, loading: this.#snapshot.loading });
    }
  }

  /** Asks for something else: rows of the old query go at once, they would answer another question. */
  async ask(query: Query): Promise<void> {
    this.#query = query;
    this.#pages = 0;
    this.#snapshot = EMPTY;
    await this.refresh();
  }

  /** Reads again as many pages as are shown. A refresh under way is overtaken by this one. */
  async refresh(): Promise<void> {
    this.#turn?.abort();
    const wanted = Math.max(1, this.#pages);
    this.#isLoadingMore = false;
    await this.#run(async (query, signal) => {
      const fresh = new Map<number, Row>();
      let page: Page<Row> = { rows: [], total: 0, filtered: 0 };
      let read = 0;
      do {
        page = await this.#source.load(query, read + 1, signal);
        this.#gather(fresh, page.rows);
        read += 1;
      } while (read < wanted && page.rows.length > 0 && fresh.size < page.filtered);
      return { fresh, page, read };
    });
  }

  /** Reads the next page behind the rows that are shown, once a refresh of them is through. */
  async loadMore(): Promise<void> {
    const query = this.#query;
    while (this.#snapshot.loading) {
      if (this.#isLoadingMore || this.#snapshot.rows.length === 0) {
        return this.#running;
      }
      await this.#running;
      if (this.#turn === undefined || this.#query !== query || this.#snapshot.error !== undefined) {
        return;
      }
    }
    if (this.#snapshot.complete) {
      return;
    }
    this.#isLoadingMore = true;
    await this.#run(async (query, signal) => {
      const fresh = new Map(this.#snapshot.rows.map((row) => [this.#source.key(row), row]));
      const page = await this.#source.load(query, this.#pages + 1, signal);
      this.#gather(fresh, page.rows);
      return { fresh, page, read: this.#pages + 1 };
    });
  }

  /** Puts a row that IQM has just confirmed at the head of the list, or in the place of the one it replaces. */
  put(row: Row): void {
    const key = this.#source.key(row);
    const rows = [...this.#snapshot.rows];
    const at = rows.findIndex((known) => this.#source.key(known) === key);
    const added = at < 0 ? 1 : 0;
    rows.splice(Math.max(0, at), 1 - added, row);
    const { total, filtered } = this.#snapshot;
    this.#late.push((fresh) => {
      if (!fresh.has(key)) {
        const others = [...fresh];
        fresh.clear();
        for (const [id, other] of [[key, row] as const, ...others]) {
          fresh.set(id, other);
        }
      }
    });
    this.#set({ ...this.#snapshot, rows, total: total + added, filtered: filtered + added });
  }

  /** Takes out a row that IQM has confirmed to be gone. */
  remove(key: number): void {
    const rows = this.#snapshot.rows.filter((row) => this.#source.key(row) !== key);
    const gone = this.#snapshot.rows.length - rows.length;
    const { total, filtered } = this.#snapshot;
    this.#late.push((fresh) => fresh.delete(key));
    this.#set({ ...this.#snapshot, rows, total: total - gone, filtered: filtered - gone });
  }

  /** Tells of something below the rows that is not part of them: whoever shows it has to look again. */
  touch(): void {
    this.#set({ ...this.#snapshot, rows: [...this.#snapshot.rows] });
  }

  /** Ends a request under way; its answer will not be seen. */
  stop(): void {
    this.#turn?.abort();
    this.#turn = undefined;
  }

  #gather(into: Map<number, Row>, rows: readonly Row[]): void {
    for (const row of rows) {
      const key = this.#source.key(row);
      const known = into.get(key);
      into.set(key, known === undefined ? row : this.#source.merge(known, row));
    }
  }

  #run(
    work: (
      query: Query,
      signal: AbortSignal,
    ) => Promise<{ fresh: Map<number, Row>; page: Page<Row>; read: number }>,
  ): Promise<void> {
    const turn = new AbortController();
    this.#turn = turn;
    this.#late = [];
    this.#set({ ...this.#snapshot, loading: true, error: undefined });
    this.#running = work(this.#query, turn.signal).then(
      ({ fresh, page, read }) => {
        if (this.#turn === turn) {
          this.#pages = read;
          for (const change of this.#late) {
            change(fresh);
          }
          // An empty page ends the list whatever the totals say: IQM counts groups and rows inconsistently.
          const complete = page.rows.length === 0 || fresh.size >= page.filtered;
          const rows = [...fresh.values()];
          const { total, filtered } = page;
          const asOf = this.#source.now();
          this.#set({ rows, total, filtered, asOf, loading: false, error: undefined, complete });
        }
      },
      (error: unknown) => {
        if (this.#turn === turn) {
          this.#set({ ...this.#snapshot, loading: false, error });
        }
      },
    );
    return this.#running;
  }

  #set(snapshot: ListSnapshot<Row>): void {
    this.#snapshot = snapshot;
    this.#changed(snapshot);
  }
}
