/**
 * What a caller sent, read as tolerantly as IQM's own samples demand: numbers may come as text and lists as
 * comma-separated text. What cannot be used reads as undefined.
 */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  private constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  /** Of a query or form; the first of several equal names counts. */
  static ofParams(params: URLSearchParams): Fields {
    return new Fields(new Map([...params].reverse()));
  }

  /** Of a JSON value; one that is no object has no fields. */
  static ofJson(value: unknown): Fields {
    return new Fields(
      new Map(
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.entries(value)
          : [],
      ),
    );
  }

  has(name: string): boolean {
    const value = this.#values.get(name);
    return value !== undefined && value !== null;
  }

  /** Text exactly as sent; '' counts. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number'
      ? String(value)
      : typeof value === 'string'
        ? value
        : undefined;
  }

  /** Text without blanks around it; '' counts. */
  trimmed(name: string): string | undefined {
    return this.text(name)?.trim();
  }

  int(name: string): number | undefined {
    return asInt(this.#values.get(name));
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return value === true || value === 'true'
      ? true
      : value === false || value === 'false'
        ? false
        : undefined;
  }

  /** Whole numbers of an array, of comma-separated text or of one bare number. Others in it are dropped. */
  ints(name: string): number[] {
    return this.#list(name)
      .map(asInt)
      .filter((value) => value !== undefined);
  }

  /** Whether all of a list's entries are whole numbers, and there is at least one. */
  isIntList(name: string): boolean {
    const list = this.#list(name);
    return list.length > 0 && list.every((value) => asInt(value) !== undefined);
  }

  /** Texts of an array or of comma-separated text, without blanks around them and without empty ones. */
  texts(name: string): string[] {
    return this.#list(name)
      .filter((value) => typeof value === 'string')
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }

  object(name: string): Fields | undefined {
    const value = this.#values.get(name);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Fields.ofJson(value)
      : undefined;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#values.get(name);
    if (Array.isArray(value)) {
      return value;
    }
    if (typeof value === 'string') {
      return value.split(',').filter((part) => part.trim() !== '');
    }
    return typeof value === 'number' ? [value] : [];
  }
}

function asInt(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)
        ? Number(value)
        : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}
