/** The windows in days that new conversions get, and that replace the window an attribution ignores. */
export const DEFAULT_WINDOWS = { view: 28, click: 15 } as const;

const named = (id: number, name: string, displayName: string) => ({
  id,
  name,
  displayName,
  order: id,
  active: true,
});

const PARTNERS = ['Kochava', 'Singular', 'Appsflyer', 'Adjust'] as const;

/** A list of `GET /conversion/static/<path>`, and the query that picks from it by id. */
export interface StaticList {
  readonly path: string;
  readonly idFilter?: string;
  readonly rows: readonly (Readonly<Record<string, unknown>> & {
    readonly id: number;
    readonly name: string;
  })[];
}

export const STATIC_LISTS: readonly StaticList[] = [
  {
    path: 'conversion-type',
    idFilter: 'conversionTypeIds',
    rows: [
      named(1, 'pixel', 'Pixel'),
      named(2, 'postback', 'Postback'),
      named(3, 'universalPixel', 'Universal Pixel'),
    ],
  },
  {
    path: 'conversion-status',
    idFilter: 'statusIds',
    rows: [named(1, 'active', 'Active'), named(2, 'pending', 'Pending')],
  },
  {
    path: 'conversion-attribution-type',
    idFilter: 'attributionTypeIds',
    rows: [
      {
        ...named(1, 'hybrid', 'Hybrid'),
        description: 'Counts a conversion after a click and, if there was none, after a view.',
      },
      {
        ...named(2, 'click_based', 'Click Based'),
        description: 'Counts a conversion only after a click on the ad.',
      },
      {
        ...named(3, 'view_based', 'View Based'),
        description: 'Counts a conversion after the ad was seen.',
      },
    ],
  },
  {
    path: 'conversion-piggyback-type',
    idFilter: 'piggybackTypeIds',
    rows: [
      named(1, 'image_pixel', 'Image Pixel'),
      named(2, 'javascript_pixel', 'Javascript Pixel'),
    ],
  },
  {
    path: 'postback/partner-type',
    idFilter: 'partnerTypeIds',
    rows: PARTNERS.map((name, index) => ({
      id: index + 1,
      name,
      logoUrl: partnerLogo(index + 1),
      order: index + 1,
      active: true,
    })),
  },
  {
    path: 'pixel/conversion-default-advanced-setting-data',
    rows: [
      ['post_click_interval', 'Post Click Interval', String(DEFAULT_WINDOWS.click)],
      ['post_view_interval', 'Post View Interval', String(DEFAULT_WINDOWS.view)],
      ['cross_device', 'Cross Device', 'true'],
    ].map(([name = '', displayName, value], index) => ({
      id: index + 1,
      name,
      displayName,
      value,
      active: true,
    })),
  },
];

/** Name of a measurement partner; undefined for an id that IQM does not list. */
export function partnerName(id: number): string | undefined {
  return PARTNERS[id - 1];
}

export function partnerLogo(id: number): string {
  return `https://assets.sandbox.invalid/partner-${id}.svg`;
}
