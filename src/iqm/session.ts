import { sleep, unlessAborted } from './cancellation';
import type { TokenSource } from './connection';
import { IqmError } from './errors';
import { hideInLogs, type SessionGrant, type SessionSecret } from './sessionSecret';
import { SessionVault, type VaultOptions } from './sessionVault';
import { present } from './shapes/present';
import { RefreshRefused, refreshTokens, revokeToken } from './tokenEndpoint';
import type { Tokens } from './tokens';

export type { SessionGrant } from './sessionSecret';
export type { SecretStore } from './sessionVault';

/** Immutable: whoever awaits keeps the value read before and compares it by identity afterwards. */
export type SessionState =
  | { readonly status: 'active' }
  | {
      readonly status: 'suspended';
      /** One sentence for the user. */
      readonly reason: string;
      /** Another window may have renewed the session, so a reload of this one may help. */
      readonly maybeElsewhere: boolean;
    }
  | { readonly status: 'signedOut' };

export interface SessionOptions extends VaultOptions {
  /** Turns a session's `home` into the base URL to use now, starting the sandbox if need be. */
  resolveHome(home: string): Promise<string>;
  readonly refresh?: typeof refreshTokens;
  readonly revoke?: typeof revokeToken;
  readonly now?: () => number;
  /** A number from 0 to 1. */
  readonly random?: () => number;
  /** Waits of the loser of a race before each look at the store, milliseconds before jitter. */
  readonly raceWaitsMs?: readonly number[];
}

/** So long before its end a token is refreshed, so that no request of the user's has to wait for it. */
const EARLY_MS = 5 * 60 * 1000;

/** Together as long as a slow answer to the winner may take. */
const RACE_WAITS_MS = [300, 900, 2_000, 4_000];

/** Signing out does not wait longer for a server that does not answer. */
const REVOKE_TIMEOUT_MS = 5_000;

const ACTIVE: SessionState = { status: 'active' };
const SIGNED_OUT: SessionState = { status: 'signedOut' };

/**
 * One account's tokens, kept in the store and shared with other windows through it. A window refreshes at most once
 * per expiry, whoever asks; only IQM's own refusal suspends the session, never a fault of the network.
 */
export class Session implements TokenSource {
  readonly #options: SessionOptions;
  readonly #vault: SessionVault;
  readonly #listeners = new Set<(state: SessionState) => void>();
  readonly #subscription: { dispose(): void };
  readonly #now: () => number;
  readonly #random: () => number;
  /** Differs from window to window, so that two do not refresh at the same moment. */
  readonly #early: number;
  #secret: SessionSecret;
  #state: SessionState = ACTIVE;
  #renewal: Promise<string> | undefined;
  /** The token of our last refresh, as long as IQM has not taken it once. */
  #untried: string | undefined;
  /** Another object after each sign-in and sign-out: a refresh that began before must not undo it. */
  #signIn = {};

  private constructor(secret: SessionSecret, options: SessionOptions) {
    this.#secret = secret;
    this.#options = options;
    this.#vault = new SessionVault(options);
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#early = EARLY_MS * (1 + 0.2 * this.#random());
    this.#subscription = this.#vault.onChange(() => void this.#lookAtVault());
  }

  /** A session after a successful sign-in; its secret is stored. */
  static async begin(grant: SessionGrant, options: SessionOptions): Promise<Session> {
    const issuedAt = (options.now ?? Date.now)();
    hideInLogs(grant);
    const session = new Session({ ...grant, generation: 1, issuedAt }, options);
    await session.#vault.save(session.#secret);
    return session;
  }

  /** The session kept under the key, or undefined when there is none that can be read. */
  static async restore(options: SessionOptions): Promise<Session | undefined> {
    const secret = await new SessionVault(options).read();
    return secret && secret !== 'gone' ? new Session(secret, options) : undefined;
  }

  get state(): SessionState {
    return this.#state;
  }

  get home(): string {
    return this.#secret.home;
  }

  get webHost(): string | undefined {
    return this.#secret.webHost;
  }

  get label(): string {
    return this.#secret.label;
  }

  /** The organization that sign-in named, if any. */
  get owId(): number | undefined {
    return this.#secret.tokens.owId;
  }

  /** The token in memory, good or not; asks nobody. */
  get knownToken(): string {
    return this.#secret.tokens.accessToken;
  }

  onDidChangeState(listener: (state: SessionState) => void): { dispose(): void } {
    const entry = (state: SessionState): void => listener(state);
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  }

  /** Where this session's tokens may go, now. */
  baseUrl(): Promise<string> {
    return this.#options.resolveHome(this.#secret.home);
  }

  /** @throws IqmError `unauthorized` when only a new sign-in helps; the error of a failed refresh else. */
  async accessToken(signal?: AbortSignal): Promise<string> {
    this.#throwUnlessActive();
    const { tokens, issuedAt } = this.#secret;
    const early = Math.min(this.#early, (tokens.expiresAt - issuedAt) / 10);
    // A token without a refresh token is used to its end: IQM says when that is.
    if (!refreshable(this.#secret) || this.#now() < tokens.expiresAt - early) {
      return tokens.accessToken;
    }
    try {
      return await this.#renew(signal);
    } catch (error) {
      // Too early to be in need: a network that is down for a moment costs nothing.
      if (this.#state === ACTIVE && !signal?.aborted && this.#now() < tokens.expiresAt) {
        return this.knownToken;
      }
      throw error;
    }
  }

  /** @throws IqmError like {@link accessToken}. */
  async renew(rejected: string, signal?: AbortSignal): Promise<string> {
    this.#throwUnlessActive();
    if (rejected !== this.knownToken) {
      return this.knownToken;
    }
    if (rejected === this.#untried && !this.#renewal) {
      // IQM refuses what it has just issued. Another refresh would only go round in circles.
      throw this.#suspend(EXPIRED, false);
    }
    return await this.#renew(signal);
  }

  accepted(token: string): void {
    if (token === this.#untried) {
      this.#untried = undefined;
    }
  }

  /** Takes a new sign-in of the same account; ends a suspension. */
  async replace(grant: SessionGrant): Promise<void> {
    this.#signIn = {};
    hideInLogs(grant);
    const stored = await this.#vault.read();
    const kept = typeof stored === 'object' ? stored.generation : 0;
    const generation = Math.max(kept, this.#secret.generation) + 1;
    this.#take({ ...grant, generation, issuedAt: this.#now() });
    await this.#vault.save(this.#secret);
  }

  /** Deletes the secret and, as far as IQM can be reached, has the token forgotten. */
  async signOut(): Promise<void> {
    const { tokens } = this.#secret;
    this.#end();
    await this.#vault.forget();
    await this.#revoke(tokens);
  }

  /** Stops listening to the store; keeps the secret. */
  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  #renew(signal: AbortSignal | undefined): Promise<string> {
    this.#renewal ??= this.#renewOnce().finally(() => (this.#renewal = undefined));
    return unlessAborted(this.#renewal, signal);
  }

  /** Adopts another window's tokens, else refreshes, else suspends. */
  async #renewOnce(): Promise<string> {
    const mine = this.#secret;
    const signIn = this.#signIn;
    await this.#lookAtVault(true);
    this.#throwUnlessActive();
    const before = this.#secret;
    if (before !== mine && this.#now() < before.tokens.expiresAt) {
      return this.knownToken;
    }
    if (!refreshable(before)) {
      throw this.#suspend(EXPIRED, false);
    }
    try {
      const { webHost, clientId, clientSecret, tokens } = before;
      const baseUrl = await this.baseUrl();
      const refresh = this.#options.refresh ?? refreshTokens;
      const client = { baseUrl, clientId, clientSecret, ...present({ webHost }) };
      return await this.#keep(await refresh(client, tokens.refreshToken), signIn);
    } catch (error) {
      if (!(error instanceof RefreshRefused)) {
        throw error;
      }
      await this.#waitForWinner(before);
      this.#throwUnlessActive();
      if (this.#secret !== before) {
        return this.knownToken;
      }
      const { supportEmail } = error;
      throw supportEmail
        ? this.#suspend(`${error.message} Write to ${supportEmail}.`, false)
        : this.#suspend(EXPIRED, true);
    }
  }

  /** Stores what a refresh brought, unless the user signed out or in meanwhile. */
  async #keep(fresh: Tokens, signIn: object): Promise<string> {
    if (signIn !== this.#signIn) {
      await this.#revoke(fresh);
      this.#throwUnlessActive();
      return this.knownToken;
    }
    const { tokens, generation } = this.#secret;
    this.#take({
      ...this.#secret,
      // IQM's refresh names no organization, and sends a refresh token only when it changes.
      tokens: { ...present({ refreshToken: tokens.refreshToken, owId: tokens.owId }), ...fresh },
      generation: generation + 1,
      issuedAt: this.#now(),
    });
    this.#untried = fresh.accessToken;
    await this.#vault.save(this.#secret);
    return fresh.accessToken;
  }

  /** A refused refresh is often a lost race: the tokens of a faster window reach the store a moment later. */
  async #waitForWinner(before: SessionSecret): Promise<void> {
    for (const wait of this.#options.raceWaitsMs ?? RACE_WAITS_MS) {
      await sleep(wait * (0.5 + this.#random()));
      await this.#lookAtVault(true);
      if (this.#secret !== before || this.#state !== ACTIVE) {
        return;
      }
    }
  }

  /**
   * Adopts what another window stored, or its sign-out.
   *
   * @param inNeed our token is refused or about to end, so that another one of the same generation is better
   */
  async #lookAtVault(inNeed = false): Promise<void> {
    const stored = await this.#vault.read();
    if (stored === undefined || this.#state === SIGNED_OUT) {
      return;
    }
    if (stored === 'gone') {
      this.#end();
      return;
    }
    if (stored.tokens.accessToken === this.knownToken) {
      return;
    }
    const newer = stored.generation - this.#secret.generation;
    if (newer > 0 || (newer === 0 && (inNeed || this.#state !== ACTIVE))) {
      this.#take(stored);
    }
  }

  #take(secret: SessionSecret): void {
    this.#secret = secret;
    this.#untried = undefined;
    this.#setState(ACTIVE);
  }

  #suspend(reason: string, maybeElsewhere: boolean): IqmError {
    this.#setState({ status: 'suspended', reason, maybeElsewhere });
    return new IqmError('unauthorized', reason);
  }

  #end(): void {
    this.#signIn = {};
    this.#subscription.dispose();
    this.#setState(SIGNED_OUT);
  }

  #setState(state: SessionState): void {
    if (state !== this.#state) {
      this.#state = state;
      for (const listener of [...this.#listeners]) {
        listener(state);
      }
    }
  }

  #throwUnlessActive(): void {
    const state = this.#state;
    if (state.status !== 'active') {
      throw new IqmError(
        'unauthorized',
        state.status === 'suspended' ? state.reason : 'You are signed out of IQM.',
      );
    }
  }

  async #revoke({ accessToken }: Tokens): Promise<void> {
    try {
      await (this.#options.revoke ?? revokeToken)(
        {
          baseUrl: await this.baseUrl(),
          timeoutMs: REVOKE_TIMEOUT_MS,
          ...present({ webHost: this.webHost }),
        },
        accessToken,
      );
    } catch {
      // The token ends by itself; signing out must work without a network too.
    }
  }
}

const EXPIRED = 'Your IQM session has expired. Sign in again.';

type Refreshable = SessionSecret & {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokens: { readonly refreshToken: string };
};

function refreshable(secret: SessionSecret): secret is Refreshable {
  const { tokens, clientId, clientSecret } = secret;
  return tokens.refreshToken !== undefined && clientId !== undefined && clientSecret !== undefined;
}
