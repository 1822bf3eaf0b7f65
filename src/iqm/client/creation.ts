import type { CallOptions } from '../callOptions';
import { sleep } from '../cancellation';
import type { ApiCall, Connection } from '../connection';
import { IqmError } from '../errors';
import { decodeConversion, type Conversion, type ConversionType } from '../shapes/conversion';
import { asLine } from '../shapes/wire';
import { listConversions, type DatedPage } from './conversionList';
import { sendOnce, unknownOutcome } from './doubt';
import { withDraftFields } from './wireDrafts';

/** How long before the request a conversion may seem to be created, where the server's clock is not known. */
const UNKNOWN_CLOCK_MS = 120_000;

/** The same where it is: rounding to seconds, and two machines of IQM that differ a little. */
const KNOWN_CLOCK_MS = 5_000;

/** Newest first: far more than anyone creates within the time that matters. */
const LOOK_AT = 100;

interface Wanted {
  readonly name: string;
  readonly type: ConversionType;
  /** Ids that were there before. */
  readonly known: ReadonlySet<number>;
  readonly sentAt: number;
}

/** What became of a create whose answer was lost, as far as IQM's list tells. */
export type Lookup =
  | { readonly status: 'created'; readonly conversion: Conversion }
  /** Not listed; not `certain` while IQM may still be at work on it. */
  | { readonly status: 'absent'; readonly certain: boolean }
  /** More than one could be it, or nothing is known of such a create. */
  | { readonly status: 'unclear' };

/** How long IQM may be at work on a request whose sender is gone. */
const AT_WORK_MS = 60_000;

interface Lost {
  readonly wanted: Wanted;
  readonly underWay: boolean;
}

/**
 * Creates conversions, each at most once. IQM has no idempotency key: a create that is sent again makes a second
 * conversion. So it is not; when the answer is lost, the newest conversions are looked at instead.
 */
export class Creation {
  readonly #connection: Connection;
  readonly #known = new Set<number>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Creates of which nobody could tell what became of them; the newest of each type and name. */
  readonly #lost = new Map<string, Lost>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Remembers ids that exist, so that none of them is taken for a new one. */
  seen(rows: readonly Conversion[]): void {
    for (const { id } of rows) {
      this.#known.add(id);
    }
  }

  /**
   * @param call one of the three `add` calls
   * @throws IqmError `unknownOutcome` when nobody can tell whether it was created; any other means that it was not.
   */
  async create(
    call: ApiCall,
    name: string,
    type: ConversionType,
    options: CallOptions = {},
  ): Promise<Conversion> {
    // One after the other under the same name: two lost answers could not be told apart.
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(() =>
      this.#createNow(call, name, type, options),
    );
    const settled = turn.catch(() => undefined);
    this.#turns.set(name, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === settled) {
        this.#turns.delete(name);
      }
    }
  }

  /**
   * Looks once more for a create that ended with `unknownOutcome`.
   * @throws IqmError when the list cannot be read
   */
  async lookUp(name: string, type: ConversionType, options: CallOptions = {}): Promise<Lookup> {
    const lost = this.#lost.get(keyOf(type, asLine(name)));
    if (lost === undefined) {
      return { status: 'unclear' };
    }
    const { wanted, underWay } = lost;
    const page = await listConversions(this.#connection, { pageSize: LOOK_AT }, options);
    const found = judge(page, wanted);
    if (typeof found === 'object') {
      return { status: 'created', conversion: this.#done(found, type) };
    }
    const certain = !underWay || Date.now() - wanted.sentAt > AT_WORK_MS;
    return found === 'absent' ? { status: 'absent', certain } : { status: 'unclear' };
  }

  async #createNow(
    call: ApiCall,
    name: string,
    type: ConversionType,
    options: CallOptions,
  ): Promise<Conversion> {
    const known = new Set(this.#known);
    const begun = Date.now();
    const outcome = await sendOnce(this.#connection, call, options).catch((error: unknown) => {
      throw error instanceof IqmError ? withDraftFields(error) : error;
    });
    if ('envelope' in outcome) {
      const created = decodeConversion(outcome.envelope.data, this.#connection.drift);
      if (created) {
        return this.#done(created, type);
      }
    }
    const error = 'error' in outcome ? outcome.error : undefined;
    const wanted = { name: asLine(name), type, known, sentAt: outcome.doubt.sentAt ?? begun };
    const found = error?.kind === 'cancelled' ? 'unclear' : await this.#lookUp(wanted, options);
    if (typeof found === 'object') {
      return this.#done(found, type);
    }
    if (found === 'absent' && error && !outcome.doubt.underWay) {
      throw error;
    }
    const underWay = outcome.doubt.underWay || error?.kind === 'cancelled';
    this.#lost.set(keyOf(type, wanted.name), { wanted, underWay });
    throw unknownOutcome(
      `IQM did not confirm that the conversion “${wanted.name}” was created.`,
      'It may exist: refresh the conversion list and look for it before you create it again.',
    );
  }

  #done(created: Conversion, type: ConversionType): Conversion {
    this.#known.add(created.id);
    this.#lost.delete(keyOf(type, created.name));
    return created.type === 'unknown' ? { ...created, type } : created;
  }

  /** Looks more than once, because IQM may list a conversion a moment after it made it. */
  async #lookUp(wanted: Wanted, options: CallOptions): Promise<Conversion | 'absent' | 'unclear'> {
    let verdict: Conversion | 'absent' | 'unclear' = 'unclear';
    for (const pause of this.#connection.lookUpAfterMs) {
      try {
        await sleep(pause, options.signal);
        const page = await listConversions(this.#connection, { pageSize: LOOK_AT }, options);
        verdict = judge(page, wanted);
      } catch {
        return 'unclear';
      }
      if (verdict !== 'absent') {
        return verdict;
      }
    }
    return verdict;
  }
}

function keyOf(type: ConversionType, name: string): string {
  return `${type} ${name}`;
}

/** Finds the conversion among the newest; `unclear` when another one could be meant as well. */
function judge(page: DatedPage, wanted: Wanted): Conversion | 'absent' | 'unclear' {
  const ahead = page.clockAhead;
  const asked = wanted.sentAt + (ahead ?? 0);
  const candidates = page.rows.filter(
    ({ id, name, type, created }) =>
      name === wanted.name &&
      (type === wanted.type || type === 'unknown') &&
      !wanted.known.has(id) &&
      (created === undefined || created >= asked - UNKNOWN_CLOCK_MS),
  );
  const certain = candidates.filter(
    ({ created }) =>
      created !== undefined && (ahead === undefined || created >= asked - KNOWN_CLOCK_MS),
  );
  const [only] = certain;
  if (only && certain.length === 1) {
    return only;
  }
  return candidates.length === 0 ? 'absent' : 'unclear';
}
