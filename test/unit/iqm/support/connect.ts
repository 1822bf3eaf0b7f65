import { Budget } from '../../../../src/iqm/budget';
import { IqmClient } from '../../../../src/iqm/client/client';
import {
  Connection,
  type ConnectionOptions,
  type RequestReport,
} from '../../../../src/iqm/connection';

export interface Connected {
  readonly client: IqmClient;
  readonly connection: Connection;
  readonly budget: Budget;
  readonly reports: RequestReport[];
  readonly drifts: string[];
}

/** A client of a test server that waits for nothing: a wide budget, and retries after milliseconds. */
export function connect(origin: string, options: Partial<ConnectionOptions> = {}): Connected {
  const reports: RequestReport[] = [];
  const drifts: string[] = [];
  const budget = options.budget ?? new Budget({ limit: 100_000 });
  const connection = new Connection({
    baseUrl: () => Promise.resolve(origin),
    tokens: {
      accessToken: () => Promise.resolve('test-token'),
      renew: () => Promise.reject(new Error('no test expects this')),
    },
    owId: () => 202001,
    log: { request: (report) => reports.push(report), drift: (where) => drifts.push(where) },
    retries: { baseMs: 1, longestMs: 5 },
    lookUpAfterMs: [0, 1],
    timeouts: { read: 5_000, write: 5_000 },
    ...options,
    budget,
  });
  return { client: new IqmClient(connection), connection, budget, reports, drifts };
}
