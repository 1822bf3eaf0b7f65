import type { CallOptions, Page } from '../../../src/iqm/callOptions';
import type { Campaign } from '../../../src/iqm/shapes/campaign';
import type { Conversion, ConversionDetails } from '../../../src/iqm/shapes/conversion';
import type { CampaignPerformance, TimelinePoint } from '../../../src/iqm/shapes/performance';
import type { CurrentSession } from '../../../src/details/presenter';

export const PIXEL: Conversion = {
  id: 7001,
  name: 'Checkout completed',
  type: 'pixel',
  status: 'active',
  created: Date.UTC(2026, 4, 4, 9),
  uuid: 'ec69b1f0-5f0e-4c5e-9d0e-2b8f5a3c7d11',
  script:
    "<script src='https://pxl.iqm.com/i/pixel/ec69b1f05f0e4c5e9d0e2b8f5a3c7d11?cv={CONVERSION_VALUE}' async></script>",
  totalConversions: 18_402,
  attributedConversions: 1284,
  attributedViewThrough: 431,
  attributedClickThrough: 853,
  financialMetric: 'revenue',
  campaignCount: 2,
  customFields: ['order_id', 'currency'],
};

export const SETTINGS: ConversionDetails = {
  id: 7001,
  name: 'Checkout completed',
  type: 'pixel',
  status: 'active',
  uuid: 'ec69b1f0-5f0e-4c5e-9d0e-2b8f5a3c7d11',
  attributionId: 1,
  attribution: 'hybrid',
  viewDays: 15,
  clickDays: 28,
  repeat: { count: 1, frequency: 1, unit: 'Day' },
  crossDevice: true,
  customFields: ['order_id', 'currency'],
  financialMetric: 'revenue',
  piggyback: { url: 'https://metrics.example.com/p.gif?src=iqm', type: 'image' },
};

export const POSTBACK: Conversion = {
  id: 7002,
  name: 'App install',
  type: 'postback',
  status: 'none',
  created: Date.UTC(2026, 2, 11, 9),
  uuid: '0b6f0fae72a94c41b1f3a5d7c9e80213',
  totalConversions: 0,
  attributedConversions: 0,
  attributedViewThrough: 0,
  attributedClickThrough: 0,
  partnerName: 'Appsflyer',
  campaignCount: 0,
  customFields: [],
};

export const POSTBACK_SETTINGS: ConversionDetails = {
  id: 7002,
  name: 'App install',
  type: 'postback',
  status: 'none',
  uuid: '0b6f0fae72a94c41b1f3a5d7c9e80213',
  customFields: [],
  partnerTypeId: 3,
  impressionUrl: 'https://impression.appsflyer.com/id1234567890?pid=iqm_int&clickid={click_id}',
  clickUrl: 'https://app.appsflyer.com/id1234567890?pid=iqm_int&clickid={click_id}',
};

export const CAMPAIGNS: readonly Campaign[] = [
  {
    id: 591_947,
    name: 'Spring sale, prospecting',
    status: 'running',
    insertionOrderId: 12,
    insertionOrderName: 'Northwind Q2',
  },
  {
    id: 591_948,
    name: 'Spring sale, retargeting',
    status: 'paused',
    insertionOrderId: 12,
    insertionOrderName: 'Northwind Q2',
  },
];

export const COUNTS: readonly CampaignPerformance[] = [
  {
    campaignId: 591_947,
    campaignName: 'Spring sale, prospecting',
    status: 'running',
    impressions: 1_204_331,
    clicks: 9120,
    conversions: 911,
    uniqueConversions: 874,
  },
  {
    campaignId: 591_948,
    campaignName: 'Spring sale, retargeting',
    status: 'paused',
    impressions: 204_118,
    clicks: 3417,
    conversions: 373,
    uniqueConversions: 360,
  },
];

/** As many points as IQM sends, of equal length, with the ups and downs of a shop. */
export function points(start: number, end: number): readonly TimelinePoint[] {
  const step = (end - start) / 24;
  return Array.from({ length: 24 }, (_, index) => ({
    start: Math.round(start + index * step),
    end: Math.round(start + (index + 1) * step) - 1,
    impressions: 40_000 + ((index * 7919) % 23) * 1000,
    clicks: 320 + ((index * 104_729) % 190),
    spent: 81.5,
    attributedConversions:
      18 + Math.round(24 * Math.abs(Math.sin(index / 2.6))) + ((index * 13) % 9),
  }));
}

export function page<T>(rows: readonly T[]): Page<T> {
  return { rows, total: rows.length, filtered: rows.length };
}

export type Call = 'list' | 'get' | 'attachedCampaigns' | 'perCampaign' | 'timeline';

/** The five calls that the details make. Tests put in other answers and read what was asked. */
export class FakeIqm {
  readonly asked: { call: Call; options: CallOptions; args: readonly unknown[] }[] = [];
  list: (options: CallOptions) => Promise<Page<Conversion>> = () => Promise.resolve(page([PIXEL]));
  get: (options: CallOptions) => Promise<ConversionDetails> = () => Promise.resolve(SETTINGS);
  attachedCampaigns: (options: CallOptions) => Promise<readonly Campaign[]> = () =>
    Promise.resolve(CAMPAIGNS);
  perCampaign: (options: CallOptions) => Promise<Page<CampaignPerformance>> = () =>
    Promise.resolve(page(COUNTS));
  timeline: (start: number, end: number) => Promise<readonly TimelinePoint[]> = (start, end) =>
    Promise.resolve(points(start, end));

  get client(): CurrentSession['client'] {
    return this.#client;
  }

  count(call: Call): number {
    return this.asked.filter((each) => each.call === call).length;
  }

  readonly #client = {
    conversions: {
      list: (query: unknown, options: CallOptions) => {
        this.#note('list', options, query);
        return this.list(options);
      },
      get: (id: number, type: string, options: CallOptions) => {
        this.#note('get', options, id, type);
        return this.get(options);
      },
      attachedCampaigns: (id: number, options: CallOptions) => {
        this.#note('attachedCampaigns', options, id);
        return this.attachedCampaigns(options);
      },
    },
    performance: {
      perCampaign: (id: number, query: unknown, options: CallOptions) => {
        this.#note('perCampaign', options, id, query);
        return this.perCampaign(options);
      },
      timeline: (ids: readonly number[], start: number, end: number, options: CallOptions) => {
        this.#note('timeline', options, ids, start, end);
        return this.timeline(start, end);
      },
    },
    // The details call nothing else; whatever they did would fail the test that made them.
  } as unknown as CurrentSession['client'];

  #note(call: Call, options: CallOptions, ...args: readonly unknown[]): void {
    this.asked.push({ call, options, args });
  }
}

/** A promise that the test settles. */
export function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
