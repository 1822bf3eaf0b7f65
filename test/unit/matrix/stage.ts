import assert from 'node:assert/strict';
import { Budget } from '../../../src/iqm/budget';
import { IqmClient } from '../../../src/iqm/client/client';
import { createConnection, type DayCache } from '../../../src/iqm/connection';
import { loginWithPassword } from '../../../src/iqm/login';
import { Session, type SecretStore } from '../../../src/iqm/session';
import type { Tokens } from '../../../src/iqm/tokens';
import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from '../../../src/sandbox/server';

export const CLIENT = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
export const DEVELOPER = { email: 'dev@sandbox.invalid', password: 'Sandbox!2026' };

/** The organization that holds all seeded data, and the empty one. */
export const ADVERTISER = 202001;
export const WORKSPACE = 202000;

/** A budget whose minute lasts this long, so that pauses are felt but never waited for. */
export const WINDOW_MS = 15;

/** What the sandbox's control side tells of its world. */
export interface SandboxState {
  readonly conversions: readonly {
    readonly id: number;
    readonly owId: number;
    readonly kind: string;
    readonly name: string;
    readonly deleted: boolean;
  }[];
  readonly campaigns: readonly {
    readonly id: number;
    readonly owId: number;
    readonly status: string;
    readonly conversionIds: readonly number[];
  }[];
  readonly signIns: readonly object[];
  readonly outbox: number;
}

/** One request of the sandbox's log; status 0 for a connection that was cut. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A sandbox, an account that is signed in to it, and everything that the account may see go wrong. */
export class Stage {
  readonly sandbox: RunningSandbox;
  session: Session;
  client: IqmClient;
  /** The organization that calls are made for, as the account room keeps it. */
  organization = ADVERTISER;
  readonly #budget: Budget;

  private constructor(sandbox: RunningSandbox, session: Session, budget: Budget) {
    this.sandbox = sandbox;
    this.session = session;
    this.#budget = budget;
    this.client = this.anotherClient();
  }

  static async start(
    options: SandboxOptions = { rateLimit: 0 },
    budget = new Budget({ limit: 100_000, windowMs: WINDOW_MS }),
  ): Promise<Stage> {
    const sandbox = await startSandbox(options);
    const session = await begin(sandbox.origin, await signIn(sandbox.origin));
    return new Stage(sandbox, session, budget);
  }

  /** A client that knows nothing yet, of the same session; another window has a budget of its own. */
  anotherClient(budget = this.#budget, dayCache: DayCache = new Map()): IqmClient {
    return new IqmClient(
      createConnection({
        baseUrl: () => this.session.baseUrl(),
        tokens: this.session,
        owId: () => this.organization,
        budget,
        log: { request: () => undefined, drift: () => undefined },
        timeouts: { read: 5_000, write: 5_000 },
        retries: { baseMs: 1, longestMs: 5 },
        lookUpAfterMs: [0, 1],
        dayCache,
      }),
    );
  }

  signIn(): Promise<Tokens> {
    return signIn(this.sandbox.origin);
  }

  begin(tokens: Tokens): Promise<Session> {
    return begin(this.sandbox.origin, tokens);
  }

  /** The seeded world, no fault, nothing cached; signed in, whatever the test before did. */
  async reset(): Promise<void> {
    await this.control('faults', { clear: true });
    await this.control('reset', { keepSessions: true });
    this.organization = ADVERTISER;
    if (this.session.state.status !== 'active') {
      await this.session.replace({
        home: 'sandbox',
        label: 'Sandbox',
        tokens: await this.signIn(),
        ...CLIENT,
      });
    }
    this.client = this.anotherClient();
  }

  async control<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.sandbox.origin}/sandbox/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'X-Sandbox-Control': this.sandbox.controlToken,
        'Content-Type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.equal(response.status, 200, `/sandbox/${path}: ${await response.clone().text()}`);
    return (await response.json()) as T;
  }

  state(): Promise<SandboxState> {
    return this.control('state');
  }

  async requests(): Promise<readonly SeenRequest[]> {
    return (await this.control<{ requests: readonly SeenRequest[] }>('requests')).requests;
  }

  async close(): Promise<void> {
    this.session.dispose();
    await this.sandbox.close();
  }
}

function signIn(baseUrl: string): Promise<Tokens> {
  return loginWithPassword({ baseUrl, ...CLIENT, ...DEVELOPER });
}

function begin(origin: string, tokens: Tokens): Promise<Session> {
  return Session.begin(
    { home: 'sandbox', label: 'Sandbox', tokens, ...CLIENT },
    {
      key: 'matrix',
      store: memoryStore(),
      resolveHome: () => Promise.resolve(origin),
      raceWaitsMs: [0],
    },
  );
}

function memoryStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(secrets.get(key)),
    store: (key, value) => Promise.resolve(void secrets.set(key, value)),
    delete: (key) => Promise.resolve(void secrets.delete(key)),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}
