import type { Page } from '../callOptions';
import type { Envelope } from '../envelope';
import { IqmError } from '../errors';
import { boundedList, Wire, type Drift } from './wire';

/**
 * The rows of a list: the data itself when it is an array, else the first of `names` within it. Rows that `decode`
 * can make nothing of (undefined) or need not keep (null) are left out.
 *
 * @throws IqmError `malformed` when there is no list, or nothing in it is a row. An empty list says that something is
 *   not there, so nothing else may pass for one.
 */
export function rowsOf<T>(
  data: unknown,
  shape: string,
  names: readonly string[],
  drift: Drift,
  decode: (row: unknown) => T | null | undefined,
): readonly T[] {
  const rows = listOf(data, shape, names, drift)?.map(decode);
  if (!rows || (rows.length > 0 && rows.every((row) => row === undefined))) {
    throw new IqmError('malformed', 'IQM’s answer does not hold the list that was asked for.');
  }
  return rows.filter((row) => row !== undefined && row !== null);
}

/** The same list undecoded, or undefined where there is none. Null stands for an empty one. */
function listOf(
  data: unknown,
  shape: string,
  names: readonly string[],
  drift: Drift,
): readonly unknown[] | undefined {
  if (data === null) {
    return [];
  }
  return Array.isArray(data) ? boundedList(data) : new Wire(data, shape, drift).list(...names);
}

/** Which part of a list was asked for. */
export interface PageRequest {
  readonly page: number;
  readonly pageSize: number;
}

/**
 * A page with its counters, which stand within the data or beside it, under several names, or nowhere: then a full
 * page counts as one of more to come.
 */
export function pageOf<T>(
  envelope: Envelope,
  rows: readonly T[],
  { page, pageSize }: PageRequest,
): Page<T> {
  const counters = [envelope.data, envelope.body].map((value) => {
    const fields = new Wire(Array.isArray(value) ? undefined : value, 'page', noDrift);
    return {
      total: fields.count('totalRecords', 'recordsTotal'),
      filtered: fields.count('filteredRecords', 'filterRecords', 'recordsFiltered'),
    };
  });
  const seen = (page - 1) * pageSize + rows.length;
  const guess = rows.length >= pageSize ? seen + 1 : seen;
  const total = counters.find((counter) => counter.total !== undefined)?.total;
  const filtered = counters.find((counter) => counter.filtered !== undefined)?.filtered;
  return { rows, total: total ?? filtered ?? guess, filtered: filtered ?? total ?? guess };
}

function noDrift(): void {
  // Counters are optional everywhere.
}
