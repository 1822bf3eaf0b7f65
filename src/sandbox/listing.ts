import { invalid } from './complaint';
import type { Fields } from './fields';

/** IQM's limit of rows per page. */
const MOST_ROWS = 1_000;

export interface PageRequest {
  /** From 1; -1 for everything at once, where that is allowed. */
  readonly pageNo: number;
  readonly size: number;
}

/** Which page a caller wants: `pageNo` with `limit` in queries and `noOfEntries` in bodies. */
export function pageRequest(
  fields: Fields,
  sizeName: 'limit' | 'noOfEntries',
  usualSize: number,
  mostRows = MOST_ROWS,
): PageRequest {
  const size = fields.int(sizeName) ?? usualSize;
  return {
    pageNo: fields.int('pageNo') ?? 1,
    size: Math.min(size < 1 ? usualSize : size, mostRows),
  };
}

export function pageOf<T>(rows: readonly T[], { pageNo, size }: PageRequest): readonly T[] {
  if (pageNo === -1) {
    return rows;
  }
  const start = (Math.max(1, pageNo) - 1) * size;
  return rows.slice(start, start + size);
}

/** What a row is sorted by, under the names that `sortBy` may use. */
export type SortKeys<T> = Readonly<Record<string, (row: T) => string | number>>;

/**
 * `rows` in the order of `sortBy`: `+field` or `-field`, several of them with commas between; of equal rows the one that
 * came first stays first.
 *
 * @param usual the order when `sortBy` is missing or empty
 * @throws Complaint `Invalid sortBy value.` for other fields, and for a `+` that arrived as a blank, not encoded
 */
export function sorted<T>(
  rows: readonly T[],
  sortBy: string | undefined,
  usual: string,
  keys: SortKeys<T>,
): readonly T[] {
  const orders = (sortBy === undefined || sortBy === '' ? usual : sortBy).split(',').map((part) => {
    const [, sign = '', name = ''] = /^([+-]?)(\w+)$/.exec(part) ?? [];
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!key) {
      throw invalid('Invalid sortBy value.', 'sortBy');
    }
    return { key, factor: sign === '-' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { key, factor } of orders) {
      const difference = compare(key(a), key(b));
      if (difference !== 0) {
        return difference * factor;
      }
    }
    return 0;
  });
}

/** Whether a search text is in the name or the id; an empty one matches all. */
export function matchesSearch(search: string | undefined, id: number, name: string): boolean {
  const wanted = (search ?? '').toLowerCase();
  return name.toLowerCase().includes(wanted) || String(id).includes(wanted);
}

/** Whether a value is among the wanted ones; without wanted ones every value is. */
export function isWanted<T>(wanted: readonly T[], value: T): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' && typeof b === 'string'
    ? a.localeCompare(b, 'en')
    : a < b
      ? -1
      : a > b
        ? 1
        : 0;
}
