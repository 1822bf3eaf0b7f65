import type { CallOptions } from '../callOptions';
import type { Connection } from '../connection';
import { IqmError } from '../errors';
import { rowsOf } from '../shapes/rows';
import {
  attributionsOf,
  creationDefaultsOf,
  decodeChoice,
  USUAL_ATTRIBUTIONS,
  type AttributionChoice,
  type Choice,
  type CreationDefaults,
  type DefaultSettings,
} from '../shapes/staticList';

const BASE = '/api/v3/conversion/static';

/** Lists that IQM hardly ever changes. Each is asked for once a day. */
export class StaticLists {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** `GET /conversion/static/conversion-type`. */
  types(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#choices('conversion-type', options);
  }

  /** `GET /conversion/static/conversion-status`. */
  statuses(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#choices('conversion-status', options);
  }

  /** `GET /conversion/static/conversion-piggyback-type`. */
  piggybackTypes(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#choices('conversion-piggyback-type', options);
  }

  /** `GET /conversion/static/postback/partner-type`: measurement partners for postbacks. */
  partners(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#choices('postback/partner-type', options);
  }

  /** `GET /conversion/static/conversion-attribution-type`. */
  async attributions(options?: CallOptions): Promise<readonly AttributionChoice[]> {
    return attributionsOf(await this.#choices('conversion-attribution-type', options));
  }

  /** The same, or the usual ones where IQM cannot say: nothing should fail for want of this list alone. */
  attributionsOrUsual(options?: CallOptions): Promise<readonly AttributionChoice[]> {
    return orUsual(this.attributions(options), USUAL_ATTRIBUTIONS);
  }

  /**
   * `GET /conversion/static/pixel/conversion-default-advanced-setting-data`, with the ways to attribute. Where IQM cannot
   * say, what its samples say.
   */
  async creationDefaults(options?: CallOptions): Promise<CreationDefaults> {
    const decode = (data: unknown): DefaultSettings =>
      creationDefaultsOf(data, this.#connection.drift);
    const path = 'pixel/conversion-default-advanced-setting-data';
    const [settings, attributions] = await Promise.all([
      orUsual(this.#read(path, decode, options), decode([])),
      this.attributionsOrUsual(options),
    ]);
    return { ...settings, attributions };
  }

  #choices(list: string, options?: CallOptions): Promise<readonly Choice[]> {
    const { drift } = this.#connection;
    const decode = (data: unknown): readonly Choice[] =>
      rowsOf(data, 'choices', ['data'], drift, (row) => decodeChoice(row, drift));
    return this.#read(list, decode, options);
  }

  #read<T>(list: string, decode: (data: unknown) => T, options?: CallOptions): Promise<T> {
    const call = { method: 'GET', path: `${BASE}/${list}`, reads: true } as const;
    return this.#connection.daily(call, decode, options);
  }
}

/** What IQM says, or `usual` when it has no answer; a cancelled call and an ended session remain errors. */
async function orUsual<T>(asked: Promise<T>, usual: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof IqmError && error.kind !== 'cancelled' && error.kind !== 'unauthorized') {
      return usual;
    }
    throw error;
  }
}
