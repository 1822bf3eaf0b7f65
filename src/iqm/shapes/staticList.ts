import type { Attribution } from '../drafts';

/** One choice out of a list that IQM keeps, such as a postback partner. */
export interface Choice {
  readonly id: number;
  /** The name for machines, such as `click_based`. */
  readonly name: string;
  /** The name for people, such as `Click Based`. */
  readonly label: string;
  readonly description?: string;
  readonly logoUrl?: string;
}

/** A way to attribute conversions. IQM's documents disagree about the ids, so they are read by name. */
export interface AttributionChoice {
  readonly id: number;
  readonly attribution: Attribution;
  readonly label: string;
  readonly description?: string;
}

/** What a new conversion starts with; windows lie within IQM's limits. */
export interface CreationDefaults {
  readonly clickDays: number;
  readonly viewDays: number;
  readonly crossDevice: boolean;
  readonly attributions: readonly AttributionChoice[];
}
