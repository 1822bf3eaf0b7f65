/** Told where an answer had another form than any documented one, as `shape.field`; never told values. */
export type Drift = (where: string) => void;

/** Makes something of a field that is there: null when it says "none", undefined when it cannot be used. */
type Decode<T> = (value: unknown) => T | null | undefined;

/** Longer than any name IQM accepts (255), short enough for a tree, a menu or a log. */
const MAX_LINE = 1000;

const MAX_ELEMENTS = 10_000;

/** Control characters and the marks that turn the direction of text round, which can disguise a name. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** `text` as one line that can be shown. */
export function asLine(text: string): string {
  const line = text
    .slice(0, 2 * MAX_LINE)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line;
}

/**
 * A tolerant view of one JSON object. Fields are found by any of several names, and by their name in another case if
 * need be (IQM's documents write owId and owID, LogoUrl and LogoURL). Null and '' count as missing. What cannot be
 * used is missing too, and told as drift; nothing throws.
 */
export class Wire {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #shape: string;
  readonly #drift: Drift;
  #names: readonly string[] | undefined;

  constructor(value: unknown, shape: string, drift: Drift) {
    const usable = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!usable && value !== undefined && value !== null) {
      drift(shape);
    }
    this.#fields = usable ? (value as Record<string, unknown>) : {};
    this.#shape = shape;
    this.#drift = drift;
  }

  /** The first of the names that holds something. */
  raw(...names: readonly string[]): unknown {
    for (const name of names) {
      const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
      if (isThere(value)) {
        return value;
      }
    }
    // Most rows lack some field, so this runs a thousand times a page: lengths are compared before letters.
    this.#names ??= Object.keys(this.#fields);
    for (const name of names) {
      const wanted = name.toLowerCase();
      const known = this.#names.findLast(
        (other) => other.length === wanted.length && other.toLowerCase() === wanted,
      );
      const value = known === undefined ? undefined : this.#fields[known];
      if (isThere(value)) {
        return value;
      }
    }
    return undefined;
  }

  /** Text exactly as sent, of at most `max` characters. */
  text(max: number, ...names: readonly string[]): string | undefined {
    return this.#read(names, (value) =>
      typeof value === 'string' && value.length <= max ? value : undefined,
    );
  }

  /** Text fit to be shown on one line; numbers are written out. */
  line(...names: readonly string[]): string | undefined {
    return this.#read(names, (value) => {
      const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
      return typeof text === 'string' ? orNull(asLine(text)) : undefined;
    });
  }

  /** A finite number, also when written as text. */
  number(...names: readonly string[]): number | undefined {
    return this.#read(names, asNumber);
  }

  /** A whole number of at least 0, such as a count. */
  count(...names: readonly string[]): number | undefined {
    return this.#read(names, asCount);
  }

  /** An id: a whole number above 0. IQM writes 0 where there is none. */
  id(...names: readonly string[]): number | undefined {
    return this.#read(names, asId);
  }

  flag(...names: readonly string[]): boolean | undefined {
    return this.#read(names, (value) => FLAGS.get(value));
  }

  /**
   * A time in milliseconds since 1970. IQM mixes seconds and milliseconds within one answer; below 1e11 a number
   * means seconds. 0 stands for no time.
   */
  time(...names: readonly string[]): number | undefined {
    return this.#read(names, (value) => {
      const number = asNumber(value);
      if (number === undefined || number < 0) {
        return undefined;
      }
      const milliseconds = number < 1e11 ? number * 1000 : number;
      // Beyond this a Date is invalid, and formatting it throws.
      return milliseconds <= 8.64e15 ? orNull(milliseconds) : undefined;
    });
  }

  /** The elements of an array; null counts as an empty one here. */
  list(...names: readonly string[]): readonly unknown[] | undefined {
    const list = this.#read(names, (value) =>
      Array.isArray(value) ? boundedList(value) : undefined,
    );
    const isNull = names.some((name) => this.#fields[name] === null);
    return list ?? (isNull ? [] : undefined);
  }

  /** Ids given as an array, as one bare number or as comma-separated text. */
  ids(...names: readonly string[]): readonly number[] {
    return this.#parts(names, asId);
  }

  /** Names given as an array or as comma-separated text. */
  names(...names: readonly string[]): readonly string[] {
    return this.#parts(names, (part) =>
      typeof part === 'string' ? orNull(asLine(part)) : undefined,
    );
  }

  /** The object within this one, seen with the same tolerance; an empty one where there is none. */
  object(...names: readonly string[]): Wire {
    return new Wire(this.raw(...names), `${this.#shape}.${names[0] ?? ''}`, this.#drift);
  }

  /** Says that a field the product counts on is not there. */
  missing(name: string): void {
    this.#drift(`${this.#shape}.${name} is missing`);
  }

  /** What `decode` makes of the first of the names that is there; that it makes nothing of it is drift. */
  #read<T>(names: readonly string[], decode: Decode<T>): T | undefined {
    const value = this.raw(...names);
    if (value === undefined) {
      return undefined;
    }
    const decoded = decode(value);
    if (decoded === undefined) {
      this.#drift(`${this.#shape}.${names[0] ?? ''}`);
    }
    return decoded ?? undefined;
  }

  /** The usable parts of a list in any of its spellings. */
  #parts<T>(names: readonly string[], decode: Decode<T>): readonly T[] {
    const value = this.raw(...names);
    if (value === undefined) {
      return [];
    }
    const listed: readonly unknown[] = Array.isArray(value)
      ? boundedList(value)
      : typeof value === 'string'
        ? value.split(',')
        : [value];
    const parts = listed.map(decode);
    if (parts.includes(undefined)) {
      this.#drift(`${this.#shape}.${names[0] ?? ''}`);
    }
    return parts.filter((part) => part !== undefined && part !== null);
  }
}

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  [1, true],
  ['1', true],
  [false, false],
  ['false', false],
  [0, false],
  ['0', false],
]);

/**
 * The first 10,000 elements: IQM sends at most 1000 rows a page, and a body of nothing but tiny elements would keep
 * the event loop busy for seconds.
 */
export function boundedList(list: readonly unknown[]): readonly unknown[] {
  return list.length > MAX_ELEMENTS ? list.slice(0, MAX_ELEMENTS) : list;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function asNumber(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\s*[+-]?\d{1,18}(\.\d{1,18})?\s*$/.test(value)
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && number >= 0 && Number.isSafeInteger(number) ? number : undefined;
}

function asId(value: unknown): number | null | undefined {
  const count = asCount(value);
  return count === undefined ? undefined : orNull(count);
}

/** IQM writes 0 and '' where there is none. */
function orNull<T extends number | string>(value: T): T | null {
  return value === 0 || value === '' ? null : value;
}
