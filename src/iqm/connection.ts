import type { Budget } from './budget';

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
  /** Kind of the error, where the request failed. */
  readonly failure?: string;
}

export interface RequestLog {
  request(report: RequestReport): void;
  /** An answer had another form than any documented one; told once per field. */
  drift(where: string): void;
}

/** Keeps answers that hardly ever change; an account's store may persist them. */
export interface DayCache {
  get(key: string): { readonly value: unknown; readonly at: number } | undefined;
  set(key: string, entry: { readonly value: unknown; readonly at: number }): void;
}

export interface ConnectionOptions {
  /** https, or http on the loopback. Asked for each request: the sandbox moves between ports. */
  baseUrl(): Promise<string>;
  /** Sent as X-IAA-HOST when set. */
  readonly webHost?: string;
  readonly tokens: TokenSource;
  /** The organization that calls are made for, sent as X-IAA-OW-ID. */
  owId(): number | undefined;
  readonly budget: Budget;
  readonly log: RequestLog;
  /** Milliseconds. 15 s for reads and 30 s for writes when left out. */
  readonly timeouts?: { readonly read: number; readonly write: number };
  readonly dayCache?: DayCache;
  readonly now?: () => number;
}

/** Everything one signed-in account in one organization needs. Opaque: hand it to an IqmClient. */
export interface Connection {
  readonly options: ConnectionOptions;
}

export declare function createConnection(options: ConnectionOptions): Connection;
