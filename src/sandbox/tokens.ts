import { createHash, randomUUID } from 'node:crypto';
import type { Grant, World } from './world';

/** IQM does not say how long a refresh token lives; ours outlives a holiday. */
const REFRESH_LIFE_MS = 60 * 86_400_000;

/** Older sign-ins are forgotten, so that the data file stays small. */
const MOST_GRANTS = 500;

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** The sign-ins of a world. Tokens are opaque; only their hashes are kept. */
export class TokenBook {
  readonly #world: () => World;
  readonly #now: () => number;

  constructor(world: () => World, now: () => number) {
    this.#world = world;
    this.#now = now;
  }

  issue(email: string, lifeMs: number, refreshable: boolean): IssuedTokens {
    const accessToken = randomUUID();
    const refreshToken = refreshable ? randomUUID() : undefined;
    const issued = this.#now();
    const world = this.#world();
    world.grants = [
      ...world.grants.filter((grant) => grant.issued > issued - REFRESH_LIFE_MS),
      {
        accessHash: hashOf(accessToken),
        email,
        issued,
        expires: issued + lifeMs,
        ...(refreshToken !== undefined && { refreshHash: hashOf(refreshToken) }),
      },
    ].slice(-MOST_GRANTS);
    return { accessToken, ...(refreshToken !== undefined && { refreshToken }) };
  }

  /** The sign-in that an access token belongs to; undefined when it is unknown, revoked or expired. */
  find(accessToken: string): Grant | undefined {
    const hash = hashOf(accessToken);
    return this.#world().grants.find(
      ({ accessHash, expires }) => accessHash === hash && expires > this.#now(),
    );
  }

  /** New tokens for a refresh token. Both old ones are worthless from now on: refresh tokens rotate. */
  refresh(refreshToken: string, lifeMs: number): (IssuedTokens & { email: string }) | undefined {
    const hash = hashOf(refreshToken);
    const grant = this.#world().grants.find(({ refreshHash }) => refreshHash === hash);
    if (!grant || grant.issued + REFRESH_LIFE_MS <= this.#now()) {
      return undefined;
    }
    this.revoke(grant);
    return { email: grant.email, ...this.issue(grant.email, lifeMs, true) };
  }

  revoke(grant: Grant): void {
    const world = this.#world();
    world.grants = world.grants.filter((each) => each !== grant);
  }

  /** Ends access tokens now; `all` ends refresh tokens too, so that only a new sign-in helps. */
  expire(which: 'access' | 'all'): void {
    const world = this.#world();
    world.grants = which === 'all' ? [] : world.grants.map((grant) => ({ ...grant, expires: 0 }));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
