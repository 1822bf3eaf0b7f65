import type { Attribution, Piggyback, RepeatRule } from '../drafts';

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
