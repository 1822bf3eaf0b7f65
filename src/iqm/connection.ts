import type { Budget } from './budget';
import type { CallOptions, Priority } from './callOptions';
import { Coalescer } from './coalescer';
import { openEnvelope, type Envelope } from './envelope';
import { IqmError, type IqmErrorKind } from './errors';
import { redact } from './redact';
import { repeating, USUAL_RETRIES, type RetryPolicy } from './retry';
import { present } from './shapes/present';
import type { Drift } from './shapes/wire';
import { exchange, READ_TIMEOUT_MS, WRITE_TIMEOUT_MS, type HttpRequest } from './transport';

/** Where a connection gets its tokens; a session is one. */
export interface TokenSource {
  /** A token that is believed to be good. Throws IqmError `unauthorized` when the user must sign in again. */
  accessToken(signal?: AbortSignal): Promise<string>;
  /** A token other than `rejected`, which IQM just refused. Throws like {@link accessToken}. */
  renew(rejected: string, signal?: AbortSignal): Promise<string>;
  /** Told when IQM took a token, so that a fresh token that never worked is not refreshed in a loop. */
  accepted?(token: string): void;
}

/** What a log may know about a request. */
export interface RequestReport {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly status?: number;
  readonly milliseconds: number;
  readonly bytes?: number;
  /** Kind of the error, where there was no answer, and the system's own name of it. */
  readonly failure?: IqmErrorKind;
  readonly code?: string;
}

export interface RequestLog {
  request(report: RequestReport): void;
  /** An answer had another form than any documented one; told once per field. */
  drift(where: string): void;
}

/** Keeps answers that hardly ever change, as JSON values; one per account. An account's store may persist them. */
export interface DayCache {
  get(key: string): { readonly value: unknown; readonly at: number } | undefined;
  set(key: string, entry: { readonly value: unknown; readonly at: number }): void;
}

export interface ConnectionOptions {
  /** https, or http on the loopback. Asked for each request: the sandbox moves between ports. */
  baseUrl(): Promise<string>;
  /** Sent as X-IAA-HOST when set: a host name without scheme. */
  readonly webHost?: string;
  readonly tokens: TokenSource;
  /** The organization that calls are made for, sent as X-IAA-OW-ID. */
  owId(): number | undefined;
  readonly budget: Budget;
  readonly log: RequestLog;
  /** Milliseconds. 15 s for reads and 30 s for writes when left out. */
  readonly timeouts?: { readonly read: number; readonly write: number };
  readonly retries?: Partial<RetryPolicy>;
  /** Milliseconds before each look for a conversion whose create was not answered. */
  readonly lookUpAfterMs?: readonly number[];
  readonly dayCache?: DayCache;
}

/** One call of the API, before it is signed and sent. */
export interface ApiCall {
  readonly method: HttpRequest['method'];
  /** From `/api` on, without query. */
  readonly path: string;
  /** Empty and undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Whether it only reads: then it may be repeated, has the shorter timeout, and equal ones share an answer. */
  readonly reads: boolean;
  /** Whether a write may be repeated, because the caller checks what became of it. */
  readonly repeatable?: boolean;
  /** Calls that do not belong to an organization. */
  readonly anyOrganization?: boolean;
  /** A 401 is about what the call holds, such as a code, and says nothing about the token. */
  readonly refusesContent?: boolean;
}

/** What a caller can learn about a call on its way. */
export interface CallWatch {
  /** Each time the request leaves for IQM: from now on it may be done, whatever follows. */
  readonly onSent?: () => void;
  /** IQM answered without looking at the request: it is not done, and will be sent again or given up. */
  readonly onTurnedAway?: () => void;
  /** Each time it is to be sent once more, with the error that led to it. */
  readonly onRepeat?: (error: IqmError) => void;
}

/** Another window's token may have ended as well; the one that follows it is fresh. */
const MAX_RENEWALS = 2;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything one signed-in account in one organization needs. Hand it to an IqmClient. */
export class Connection {
  readonly lookUpAfterMs: readonly number[];
  readonly #options: ConnectionOptions;
  readonly #retries: RetryPolicy;
  readonly #coalescer: Coalescer<Envelope>;
  readonly #dayCache: DayCache;
  readonly #drifts = new Set<string>();
  #calls = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#retries = { ...USUAL_RETRIES, ...options.retries };
    this.#coalescer = new Coalescer();
    this.#dayCache = options.dayCache ?? new Map();
    this.lookUpAfterMs = options.lookUpAfterMs ?? [500, 3_000];
  }

  /** The organization of now. */
  owId(): number | undefined {
    return this.#options.owId();
  }

  /** Logs a drift once; bounded, because hostile answers may hold endless field names. */
  readonly drift: Drift = (where) => {
    if (!this.#drifts.has(where) && this.#drifts.size < 500) {
      this.#drifts.add(where);
      this.#options.log.drift(where);
    }
  };

  /**
   * Makes a call within the budget, signed with the current token, and repeats it where that is harmless.
   *
   * @throws IqmError only.
   */
  async call(call: ApiCall, options: CallOptions = {}, watch: CallWatch = {}): Promise<Envelope> {
    const id = `call-${++this.#calls}`;
    const { priority = 'user', signal } = options;
    const organization = call.anyOrganization ? undefined : this.#options.owId();
    if (!call.anyOrganization && organization === undefined) {
      throw new IqmError('forbidden', 'Choose an organization first.');
    }
    try {
      if (!call.reads) {
        return await this.#perform({ call, organization, watch }, { id, priority, signal });
      }
      const key = JSON.stringify([call.method, call.path, call.query, call.body, organization]);
      return await this.#coalescer.share(
        key,
        { id, priority, signal },
        (shared) => this.#perform({ call, organization, watch }, shared),
        (shared) => void this.#options.budget.raise(shared.id, shared.priority),
      );
    } catch (error) {
      throw asIqmError(error);
    }
  }

  /**
   * What `decode` makes of a read, whose data is kept for a day: static lists cost requests too. Data that cannot be
   * decoded is not kept, and what a store spoilt is asked for again.
   */
  async daily<T>(call: ApiCall, decode: (data: unknown) => T, options?: CallOptions): Promise<T> {
    const kept = this.#dayCache.get(call.path);
    const age = kept ? Date.now() - kept.at : DAY_MS;
    if (kept && age >= 0 && age < DAY_MS) {
      try {
        return decode(kept.value);
      } catch {
        // Asked for again below.
      }
    }
    const { data } = await this.call(call, options);
    const decoded = decode(data);
    this.#dayCache.set(call.path, { value: data, at: Date.now() });
    return decoded;
  }

  #perform(job: Job, caller: Caller): Promise<Envelope> {
    const { call, watch } = job;
    return repeating((attempt) => this.#attempt(job, caller, attempt > 1), {
      harmless: call.reads || call.repeatable === true,
      policy: this.#retries,
      ...(caller.signal && { signal: caller.signal }),
      ...(watch.onRepeat && { onRepeat: watch.onRepeat }),
    });
  }

  /** One try; a refused token is renewed and the request, which IQM did not look at, sent again. */
  async #attempt(job: Job, caller: Caller, again: boolean): Promise<Envelope> {
    const { budget, tokens } = this.#options;
    const { id, priority, signal } = caller;
    for (let renewals = 0; ; renewals++) {
      let token = '';
      let sentAt: number | undefined;
      try {
        const envelope = await budget.run(
          async () => {
            token = await tokens.accessToken(signal);
            const request = await this.#request(job, token, signal);
            sentAt = Date.now();
            job.watch.onSent?.();
            return await this.#send(job.call.path, request);
          },
          { id, priority, again: again || renewals > 0, ...(signal && { signal }) },
        );
        tokens.accepted?.(token);
        budget.taken();
        return envelope;
      } catch (error) {
        if (!(error instanceof IqmError) || sentAt === undefined || error.status === undefined) {
          throw error;
        }
        if (error.kind === 'rateLimited') {
          job.watch.onTurnedAway?.();
          await budget.refused(sentAt, error.retryAfterSeconds);
          throw error;
        }
        if (error.kind !== 'unauthorized' || job.call.refusesContent) {
          // A gateway says 5xx without having looked at the token.
          if (error.status < 500) {
            tokens.accepted?.(token);
          }
          throw error;
        }
        job.watch.onTurnedAway?.();
        const renewed = await tokens.renew(token, signal);
        if (renewed === token || renewals === MAX_RENEWALS) {
          throw error;
        }
      }
    }
  }

  async #request(job: Job, token: string, signal: AbortSignal | undefined): Promise<HttpRequest> {
    const { call, organization } = job;
    const { webHost, timeouts } = this.#options;
    const search = Object.entries(call.query ?? {})
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
      .join('&');
    return {
      method: call.method,
      url: `${endpoint(await this.#options.baseUrl(), call.path)}${search && `?${search}`}`,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(organization !== undefined && { 'X-IAA-OW-ID': String(organization) }),
        ...(webHost && { 'X-IAA-HOST': webHost }),
        ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      timeoutMs: call.reads
        ? (timeouts?.read ?? READ_TIMEOUT_MS)
        : (timeouts?.write ?? WRITE_TIMEOUT_MS),
      ...(signal && { signal }),
    };
  }

  async #send(path: string, request: HttpRequest): Promise<Envelope> {
    const answer = await logged(this.#options.log, request.method, path, () => exchange(request));
    return openEnvelope(answer);
  }
}

/** A call bound to the organization it was made for, even when the user switches to another before it leaves. */
interface Job {
  readonly call: ApiCall;
  readonly organization: number | undefined;
  readonly watch: CallWatch;
}

interface Caller {
  readonly id: string;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
}

/** A fault of our own or of what was handed in; kept an IqmError, because callers count on that. */
function asIqmError(error: unknown): IqmError {
  return error instanceof IqmError
    ? error
    : new IqmError('offline', 'The request could not be made.', {
        code: error instanceof Error ? error.name : typeof error,
      });
}

export function createConnection(options: ConnectionOptions): Connection {
  return new Connection(options);
}

/** A path under a base URL, which may end in a slash or have a path of its own. */
export function endpoint(baseUrl: string, path: string): string {
  return `${baseUrl.trim().replace(/\/+$/, '')}${path}`;
}

/** Runs an exchange and tells the log what it may know of it. */
export async function logged<T extends { readonly status: number; readonly bytes: number }>(
  log: RequestLog,
  method: string,
  path: string,
  run: () => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const report = (result: Partial<RequestReport>): void => {
    log.request({
      method,
      path: redact(path),
      milliseconds: Math.round(performance.now() - begun),
      ...result,
    });
  };
  try {
    const answer = await run();
    report({ status: answer.status, bytes: answer.bytes });
    return answer;
  } catch (error) {
    if (error instanceof IqmError) {
      report({ failure: error.kind, ...present({ code: error.code }) });
    }
    throw error;
  }
}
