import type { CallOptions, Page } from '../callOptions';
import type { Connection } from '../connection';
import { IqmError } from '../errors';
import {
  decodeCampaign,
  decodeCampaignDetails,
  decodeInsertionOrders,
  decodeStatusCount,
  type Campaign,
  type CampaignDetails,
  type CampaignStatus,
  type InsertionOrder,
  type StatusCount,
} from '../shapes/campaign';
import { pageOf, rowsOf } from '../shapes/rows';
import { present } from '../shapes/present';
import { MAX_PAGE } from './conversionList';

/** The flat list takes no larger page. */
const MAX_FLAT_PAGE = 500;

export interface CampaignQuery {
  /** Matches names and ids. */
  readonly search?: string;
  /** Counted from 1. */
  readonly page?: number;
  readonly pageSize?: number;
  readonly statuses?: readonly CampaignStatus[];
  /** Only these campaigns. */
  readonly ids?: readonly number[];
}

/** Campaigns and insertion orders of the organization. All methods throw IqmError only. */
export class Campaigns {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * `POST /cmp/io/campaign/basic/list`: insertion orders with their campaigns, newest first; 20 a page unless said, at
   * most 1000. The counters are IQM's: it is not documented whether they count orders or campaigns.
   */
  async byInsertionOrder(
    query: CampaignQuery = {},
    options?: CallOptions,
  ): Promise<Page<InsertionOrder>> {
    const { page, pageSize } = partOf(query, MAX_PAGE);
    const envelope = await this.#connection.call(
      {
        method: 'POST',
        path: '/api/v3/cmp/io/campaign/basic/list',
        body: {
          pageNo: page,
          noOfEntries: pageSize,
          sortBy: '-ioId,-campaignId',
          ...present({
            searchField: query.search === '' ? undefined : query.search,
            status: query.statuses,
            campaignIds: query.ids,
          }),
        },
        reads: true,
      },
      options,
    );
    const orders = decodeInsertionOrders(envelope.data, this.#connection.drift);
    return pageOf(envelope, orders, { page, pageSize });
  }

  /** `POST /cmp/basic/list`: campaigns without their orders; 20 a page unless said, at most 500. */
  async basicList(query: CampaignQuery = {}, options?: CallOptions): Promise<Page<Campaign>> {
    const { page, pageSize } = partOf(query, MAX_FLAT_PAGE);
    const envelope = await this.#connection.call(
      {
        method: 'POST',
        path: '/api/v3/cmp/basic/list',
        body: {
          pageNo: page,
          noOfEntries: pageSize,
          sortBy: 'campaignId',
          order: 'desc',
          ...present({
            searchField: query.search === '' ? undefined : query.search,
            status: query.statuses,
            campaignIds: query.ids,
          }),
        },
        reads: true,
      },
      options,
    );
    const { drift } = this.#connection;
    const rows = rowsOf(envelope.data, 'campaignList', ['data'], drift, (row) =>
      decodeCampaign(row, drift),
    );
    return pageOf(envelope, rows, { page, pageSize });
  }

  /** `POST /cmp/campaigns/count`: how many campaigns of the organization have each status. */
  async counts(options?: CallOptions): Promise<readonly StatusCount[]> {
    const owId = this.#connection.owId();
    const { data } = await this.#connection.call(
      {
        method: 'POST',
        path: '/api/v3/cmp/campaigns/count',
        body: { owIds: owId === undefined ? 'all' : String(owId) },
        reads: true,
      },
      options,
    );
    const { drift } = this.#connection;
    return rowsOf(data, 'statusCounts', ['data'], drift, (row) => decodeStatusCount(row, drift));
  }

  /** `GET /api/v2/cmp/campaign/{id}`: one campaign, with the site it advertises. */
  async detail(id: number, options?: CallOptions): Promise<CampaignDetails> {
    const { data } = await this.#connection.call(
      {
        method: 'GET',
        path: `/api/v2/cmp/campaign/${id}`,
        query: { isSpentRequired: 'false' },
        reads: true,
      },
      options,
    );
    const details = decodeCampaignDetails(data, this.#connection.drift);
    if (!details) {
      throw new IqmError('malformed', 'IQM’s answer does not hold the campaign.');
    }
    return details;
  }
}

function partOf(query: CampaignQuery, max: number): { page: number; pageSize: number } {
  return {
    page: Math.max(1, query.page ?? 1),
    pageSize: Math.min(Math.max(1, query.pageSize ?? 20), max),
  };
}
