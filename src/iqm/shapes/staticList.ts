import { CLICK_DAYS, VIEW_DAYS, type Attribution } from '../drafts';
import { present } from './present';
import { rowsOf } from './rows';
import { Wire, type Drift } from './wire';

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
export interface DefaultSettings {
  readonly clickDays: number;
  readonly viewDays: number;
  readonly crossDevice: boolean;
}

/** The same with what there is to choose from. */
export interface CreationDefaults extends DefaultSettings {
  readonly attributions: readonly AttributionChoice[];
}

/** A choice that is still offered; null for one that is switched off, undefined for one without an id. */
export function decodeChoice(value: unknown, drift: Drift): Choice | null | undefined {
  const row = new Wire(value, 'choice', drift);
  const id = row.id('id');
  if (id === undefined || row.flag('active', 'isActive') === false) {
    return id === undefined ? undefined : null;
  }
  const name = row.line('name') ?? String(id);
  return {
    id,
    name,
    label: row.line('displayName') ?? name,
    ...present({ description: row.line('description'), logoUrl: row.text(8000, 'logoUrl') }),
  };
}

/** Used where the list cannot be read: the ids that most of IQM's sources agree on. */
export const USUAL_ATTRIBUTIONS: readonly AttributionChoice[] = [
  { id: 1, attribution: 'hybrid', label: 'Hybrid' },
  { id: 2, attribution: 'click', label: 'Click Based' },
  { id: 3, attribution: 'view', label: 'View Based' },
];

/** The ways to attribute, told apart by name; the usual ones when the list holds none that is known. */
export function attributionsOf(choices: readonly Choice[]): readonly AttributionChoice[] {
  const known = choices
    .map(({ id, name, label, description }) => {
      const attribution = attributionOf(name) ?? attributionOf(label);
      return attribution && { id, attribution, label, ...present({ description }) };
    })
    .filter((choice) => choice !== undefined);
  return known.length > 0 ? known : USUAL_ATTRIBUTIONS;
}

/** What IQM fills new conversions with; its values are texts, and are moved into its own limits. */
export function creationDefaultsOf(data: unknown, drift: Drift): DefaultSettings {
  const values = new Map<string, Wire>();
  for (const row of rowsOf(data, 'creationDefaults', ['data'], drift, (value) => {
    return new Wire(value, 'creationDefault', drift);
  })) {
    values.set(row.line('name')?.toLowerCase() ?? '', row);
  }
  const days = (name: string, range: { min: number; max: number }, fallback: number): number => {
    const value = values.get(name)?.number('value') ?? fallback;
    return Math.min(Math.max(Math.round(value), range.min), range.max);
  };
  return {
    clickDays: days('post_click_interval', CLICK_DAYS, 28),
    viewDays: days('post_view_interval', VIEW_DAYS, 15),
    crossDevice: values.get('cross_device')?.flag('value') ?? true,
  };
}

function attributionOf(word: string): Attribution | undefined {
  return (['hybrid', 'click', 'view'] as const).find((known) => word.toLowerCase().includes(known));
}
