import type { CallOptions, Page } from '../callOptions';
import type { Connection } from '../connection';
import {
  decodeCampaignPerformance,
  decodeTimelinePoint,
  type CampaignPerformance,
  type TimelinePoint,
} from '../shapes/performance';
import { pageOf, rowsOf } from '../shapes/rows';

/** What conversions and their campaigns did. All methods throw IqmError only. */
export class Performance {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** `GET /cmp/campaigns/report/data`: what one conversion did in each of its campaigns; 100 a page unless said. */
  async perCampaign(
    conversionId: number,
    query: { readonly page?: number; readonly pageSize?: number } = {},
    options?: CallOptions,
  ): Promise<Page<CampaignPerformance>> {
    const page = query.page ?? 1;
    const pageSize = query.pageSize ?? 100;
    const envelope = await this.#connection.call(
      {
        method: 'GET',
        path: '/api/v3/cmp/campaigns/report/data',
        // IQM's documents do not agree on the usual limit, so it is always said.
        query: { limit: pageSize, pageNo: page, sortBy: '-created', conversionId },
        reads: true,
      },
      options,
    );
    const { drift } = this.#connection;
    const rows = rowsOf(envelope.data, 'campaignPerformances', ['data'], drift, (row) =>
      decodeCampaignPerformance(row, drift),
    );
    return pageOf(envelope, rows, { page, pageSize });
  }

  /**
   * `POST /api/v4/das/report/metrics-timeline`: at most 24 points between two times in milliseconds, less than a year
   * apart. IQM sums over the campaigns and knows no filter for a conversion: say so where this is shown.
   */
  async timeline(
    campaignIds: readonly number[],
    start: number,
    end: number,
    options?: CallOptions,
  ): Promise<readonly TimelinePoint[]> {
    const { data } = await this.#connection.call(
      {
        method: 'POST',
        path: '/api/v4/das/report/metrics-timeline',
        body: {
          filters: { startTimeEpochMillis: start, endTimeEpochMillis: end, campaignIds },
          dimension: 'CAMPAIGN',
        },
        reads: true,
      },
      options,
    );
    const { drift } = this.#connection;
    return rowsOf(data, 'timeline', ['recordsList'], drift, (row) =>
      decodeTimelinePoint(row, drift),
    );
  }
}
