import type { Attribution, Piggyback, RepeatRule } from '../drafts';
import { present } from './present';
import type { AttributionChoice } from './staticList';
import { Wire, type Drift } from './wire';

export type ConversionType = 'pixel' | 'postback' | 'universalPixel' | 'unknown';

/** `none` where IQM sends no status, as it does for some postbacks. */
export type ConversionStatus = 'active' | 'pending' | 'none';

/** A row of IQM's conversion list. */
export interface Conversion {
  readonly id: number;
  readonly name: string;
  readonly type: ConversionType;
  readonly status: ConversionStatus;
  /** Milliseconds since 1970. */
  readonly created?: number;
  readonly uuid?: string;
  /** The tag as IQM sent it: untrusted text. Postbacks have none. */
  readonly script?: string;
  /** All fires of the pixel, attributed or not. */
  readonly totalConversions: number;
  readonly attributedConversions: number;
  readonly attributedViewThrough: number;
  readonly attributedClickThrough: number;
  readonly financialMetric?: string;
  readonly partnerName?: string;
  readonly partnerLogoUrl?: string;
  readonly campaignCount?: number;
  readonly customFields: readonly string[];
}

/** One conversion with all its settings. Which ones are there depends on its type. */
export interface ConversionDetails {
  readonly id: number;
  readonly name: string;
  readonly type: ConversionType;
  readonly status: ConversionStatus;
  readonly uuid?: string;
  readonly script?: string;
  readonly attributionId?: number;
  readonly attribution?: Attribution;
  readonly viewDays?: number;
  readonly clickDays?: number;
  readonly repeat?: RepeatRule;
  readonly crossDevice?: boolean;
  readonly customFields: readonly string[];
  readonly financialMetric?: string;
  readonly piggyback?: Piggyback;
  readonly partnerTypeId?: number;
  readonly impressionUrl?: string;
  readonly clickUrl?: string;
}

/** How many conversions of a type there are. */
export interface TypeCount {
  readonly type: ConversionType;
  readonly count: number;
}

/** Scripts of real tags have some 100 characters; what is longer is no tag. */
const MAX_SCRIPT = 20_000;
const MAX_URL = 8_000;

/** A row of the conversion list or the answer to a create; undefined without an id. */
export function decodeConversion(value: unknown, drift: Drift): Conversion | undefined {
  const row = new Wire(value, 'conversion', drift);
  const id = row.id('id', 'conversionId');
  if (id === undefined) {
    row.missing('id');
    return undefined;
  }
  const script = row.text(MAX_SCRIPT, 'pixelConversionScript');
  return {
    id,
    name: row.line('name') ?? `Conversion ${id}`,
    type: typeOf(row),
    status: statusOf(row),
    totalConversions: row.count('totalConversions', 'totalConversion') ?? 0,
    attributedConversions: row.count('attributedConversions', 'attributedConversion') ?? 0,
    attributedViewThrough:
      row.count('attributedViewThroughConversions', 'attributedViewThroughConversion') ?? 0,
    attributedClickThrough:
      row.count('attributedClickThroughConversions', 'attributedClickThroughConversion') ?? 0,
    customFields: row.names('customFields'),
    ...present({
      created: row.time('created', 'created_at', 'createdAt'),
      uuid: row.line('uuid'),
      script: script?.trim() === '' ? undefined : script,
      financialMetric: row.line('pixelFinancialMetric', 'financialMetrics'),
      partnerName: row.line('postbackPartnerName', 'partnerName'),
      partnerLogoUrl: row.text(MAX_URL, 'postbackPartnerLogoUrl', 'logoUrl'),
      campaignCount: row.count('campaignCount'),
    }),
  };
}

/**
 * The settings of one conversion.
 *
 * @param attributions the ways to attribute, by which the id in the answer gets its name
 */
export function decodeConversionDetails(
  value: unknown,
  attributions: readonly AttributionChoice[],
  drift: Drift,
): ConversionDetails | undefined {
  const row = new Wire(value, 'conversionDetails', drift);
  const id = row.id('id', 'conversionId');
  if (id === undefined) {
    row.missing('id');
    return undefined;
  }
  const setting = row.object('conversionSetting');
  const duration = setting.object('conversionDuration');
  const attributionId = row.id('attributionId');
  return {
    id,
    name: row.line('name') ?? `Conversion ${id}`,
    type: typeOf(row),
    status: statusOf(row),
    customFields: row.names('customFields'),
    ...present({
      uuid: row.line('uuid'),
      script: row.text(MAX_SCRIPT, 'pixelConversionScript'),
      attributionId,
      attribution: attributions.find((choice) => choice.id === attributionId)?.attribution,
      viewDays: duration.count('view'),
      clickDays: duration.count('click'),
      repeat: repeatOf(setting.object('repeatConversion')),
      crossDevice: setting.flag('crossModelling'),
      financialMetric: row.line('financialMetrics', 'pixelFinancialMetric'),
      piggyback: piggybackOf(row.object('piggybackData')),
      partnerTypeId: row.id('partnerTypeId', 'postbackPartnerId'),
      impressionUrl: row.text(MAX_URL, 'impressionUrl', 'impressionsUrl'),
      clickUrl: row.text(MAX_URL, 'clickUrl'),
    }),
  };
}

/** Counts by type; types that this product does not know are `unknown`. */
export function decodeTypeCount(value: unknown, drift: Drift): TypeCount | undefined {
  const row = new Wire(value, 'typeCount', drift);
  const count = row.count('conversionCount');
  const type = conversionTypeOf(row.line('conversionType'));
  return count === undefined ? undefined : { type, count };
}

/** IQM's id of a type, as its queries want it. */
export const TYPE_IDS: Readonly<Record<Exclude<ConversionType, 'unknown'>, number>> = {
  pixel: 1,
  postback: 2,
  universalPixel: 3,
};

/** Reads `Pixel`, `pixel`, `PIXEL`, `Universal Pixel`, `universalPixel`, `UNIVERSAL_PIXEL` and ids alike. */
export function conversionTypeOf(word: string | undefined): ConversionType {
  switch (word?.toLowerCase().replace(/[^a-z0-9]/g, '')) {
    case 'pixel':
    case '1':
      return 'pixel';
    case 'postback':
    case '2':
      return 'postback';
    case 'universalpixel':
    case 'universal':
    case '3':
      return 'universalPixel';
    default:
      return 'unknown';
  }
}

function typeOf(row: Wire): ConversionType {
  return conversionTypeOf(row.line('type', 'conversionType', 'typeId', 'conversionTypeId'));
}

/** IQM sends a word, an id, 0, '' or nothing at all for a postback. */
function statusOf(row: Wire): ConversionStatus {
  switch (row.line('status', 'statusId')?.toLowerCase()) {
    case 'active':
    case '1':
      return 'active';
    case 'pending':
    case '2':
      return 'pending';
    default:
      return 'none';
  }
}

function repeatOf(rule: Wire): RepeatRule | undefined {
  const count = rule.count('count');
  return count === undefined
    ? undefined
    : { count, frequency: rule.count('frequency') ?? 1, unit: rule.line('unit') ?? 'Day' };
}

function piggybackOf(data: Wire): Piggyback | undefined {
  const url = data.text(MAX_URL, 'url');
  const type = data.line('type')?.toLowerCase() ?? '';
  return url === undefined
    ? undefined
    : { url, type: type === '2' || type.startsWith('javascript') ? 'javascript' : 'image' };
}
