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
  async attributionsOrUsual(options?: CallOptions): Promise<readonly AttributionChoice[]> {
    try {
      return await this.attributions(options);
    } catch (error) {
      if (
        error instanceof IqmError &&
        error.kind !== 'cancelled' &&
        error.kind !== 'unauthorized'
      ) {
        return USUAL_ATTRIBUTIONS;
      }
      throw error;
    }
  }

  /** `GET /conversion/static/pixel/conversion-default-advanced-setting-data`, with the ways to attribute. */
  async creationDefaults(options?: CallOptions): Promise<CreationDefaults> {
    const [data, attributions] = await Promise.all([
      this.#read('pixel/conversion-default-advanced-setting-data', options),
      this.attributionsOrUsual(options),
    ]);
    return creationDefaultsOf(data, attributions, this.#connection.drift);
  }

  async #choices(list: string, options?: CallOptions): Promise<readonly Choice[]> {
    const { drift } = this.#connection;
    return rowsOf(await this.#read(list, options), 'choices', ['data'], drift, (row) =>
      decodeChoice(row, drift),
    );
  }

  #read(list: string, options?: CallOptions): Promise<unknown> {
    return this.#connection.daily({ method: 'GET', path: `${BASE}/${list}`, reads: true }, options);
  }
}
