import { IqmError } from '../../../../src/iqm/errors';
import type { SessionOptions } from '../../../../src/iqm/session';
import { RefreshRefused } from '../../../../src/iqm/tokenEndpoint';
import type { Tokens } from '../../../../src/iqm/tokens';

export const HOUR = 3_600_000;

/** IQM's side of sessions: tokens that end, refresh tokens that are good once, and a network that may fail. */
export class TokenServer {
  now = Date.UTC(2026, 10, 21);
  /** How often a refresh arrived, answered or not. */
  refreshes = 0;
  /** Where each token went. */
  readonly hosts: string[] = [];
  readonly revoked: string[] = [];
  /** `lost`: the server does it, and the answer is lost. */
  network: 'up' | 'down' | 'lost' = 'up';
  readonly #turn: () => Promise<void>;
  readonly #good = new Map<string, number>();
  #refreshToken = '';
  #count = 0;

  constructor(turn: () => Promise<void> = () => Promise.resolve()) {
    this.#turn = turn;
  }

  signIn(): Tokens {
    return this.#issue();
  }

  /** Ends every access token now. */
  expireAccess(): void {
    this.#good.clear();
  }

  /** Ends everything, as switching multi-factor authentication on does. */
  expireAll(): void {
    this.#good.clear();
    this.#refreshToken = 'none';
  }

  accepts(token: string): boolean {
    return (this.#good.get(token) ?? 0) > this.now;
  }

  readonly refresh: NonNullable<SessionOptions['refresh']> = async ({ baseUrl }, refreshToken) => {
    await this.#turn();
    this.#reach(baseUrl);
    this.refreshes++;
    const good = refreshToken === this.#refreshToken;
    const tokens = good ? this.#issue() : undefined;
    await this.#turn();
    if (this.network === 'lost') {
      throw new IqmError('offline', 'The connection broke.');
    }
    if (!tokens) {
      throw new RefreshRefused(new IqmError('unauthorized', 'IQM did not accept the sign-in.'));
    }
    return tokens;
  };

  readonly revoke: NonNullable<SessionOptions['revoke']> = async ({ baseUrl }, token) => {
    await this.#turn();
    this.#reach(baseUrl);
    this.#good.delete(token);
    this.revoked.push(token);
  };

  #reach(baseUrl: string): void {
    if (this.network === 'down') {
      throw new IqmError('offline', 'IQM cannot be reached.');
    }
    this.hosts.push(baseUrl);
  }

  /** Rotates: the refresh token before is good no more. */
  #issue(): Tokens {
    const n = ++this.#count;
    this.#refreshToken = `refresh-token-${n}`;
    const expiresAt = this.now + 10 * HOUR;
    this.#good.set(`access-token-${n}`, expiresAt);
    return {
      accessToken: `access-token-${n}`,
      refreshToken: this.#refreshToken,
      expiresAt,
      owId: 202001,
    };
  }
}
