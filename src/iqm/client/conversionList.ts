import type { CallOptions, Page } from '../callOptions';
import type { Connection } from '../connection';
import { decodeConversion, type Conversion } from '../shapes/conversion';
import { pageOf, rowsOf } from '../shapes/rows';

/** IQM's own limit of rows per page. */
export const MAX_PAGE = 1000;

export interface ConversionQuery {
  /** Matches name and id. */
  readonly search?: string;
  /** Counted from 1. */
  readonly page?: number;
  /** At most 1000, IQM's limit; 20 when left out. */
  readonly pageSize?: number;
  /** `+field` or `-field`; `-created` when left out. */
  readonly sortBy?: string;
  /** 1 pixel, 2 postback, 3 universal pixel. */
  readonly typeIds?: readonly number[];
  /** 1 active, 2 pending. */
  readonly statusIds?: readonly number[];
  readonly ids?: readonly number[];
  readonly partnerIds?: readonly number[];
}

/** A page, and how far the server's clock is ahead of ours, in milliseconds, where it told. */
export interface DatedPage extends Page<Conversion> {
  readonly clockAhead?: number;
}

/** `GET /conversion/list`. */
export async function listConversions(
  connection: Connection,
  query: ConversionQuery,
  options?: CallOptions,
): Promise<DatedPage> {
  const page = Math.max(1, query.page ?? 1);
  const pageSize = Math.min(Math.max(1, query.pageSize ?? 20), MAX_PAGE);
  const envelope = await connection.call(
    {
      method: 'GET',
      path: '/api/v3/conversion/list',
      query: {
        searchField: query.search,
        limit: pageSize,
        pageNo: page,
        sortBy: query.sortBy ?? '-created',
        conversionIds: query.ids?.join(','),
        typeIds: query.typeIds?.join(','),
        statusIds: query.statusIds?.join(','),
        postbackPartnerIds: query.partnerIds?.join(','),
      },
      reads: true,
    },
    options,
  );
  const { drift } = connection;
  const rows = rowsOf(envelope.data, 'conversionList', ['data'], drift, (row) =>
    decodeConversion(row, drift),
  );
  return {
    ...pageOf(envelope, rows, { page, pageSize }),
    ...(envelope.date !== undefined && { clockAhead: envelope.date - Date.now() }),
  };
}
