import { present } from './shapes/present';
import { Wire, type Drift } from './shapes/wire';

/** What signs a request. */
export interface Tokens {
  readonly accessToken: string;
  /** Absent after a sign-in with a bare token or with multi-factor authentication. */
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The organization that the answer named, if it did. */
  readonly owId?: number;
}

/** IQM's samples say 35,999 s; used where neither the answer nor the token itself says how long it lives. */
const USUAL_LIFE_MS = 10 * 60 * 60 * 1000;

/** JWTs of IQM have about 1 KB; a header line of a server takes some 8 to 16 KB. */
const MAX_TOKEN = 8_000;

/**
 * Tokens out of an answer's data: snake case from sign-in and refresh, camel case from multi-factor authentication.
 * Undefined without an access token that fits into a header.
 *
 * @param now milliseconds since 1970, from which the life of the token counts
 */
export function decodeTokens(data: unknown, now: number, drift: Drift): Tokens | undefined {
  const fields = new Wire(data, 'tokens', drift);
  const accessToken = fields.text(MAX_TOKEN, 'access_token', 'accessToken');
  if (accessToken === undefined || !fitsHeader(accessToken)) {
    return undefined;
  }
  const refreshToken = fields.text(MAX_TOKEN, 'refresh_token', 'refreshToken');
  const life = fields.number('expires_in', 'expiresIn');
  return {
    accessToken,
    expiresAt:
      life !== undefined && life > 0 && life < 1e9 ? now + life * 1000 : expiryOf(accessToken, now),
    ...present({ refreshToken, owId: fields.id('owId') }),
  };
}

/** Tokens for a bare access token that a user pasted; surrounding blanks and a `Bearer` in front are dropped. */
export function tokensOf(pasted: string, now: number): Tokens | undefined {
  const accessToken = pasted.trim().replace(/^Bearer\s+/i, '');
  return accessToken.length <= MAX_TOKEN && fitsHeader(accessToken)
    ? { accessToken, expiresAt: expiryOf(accessToken, now) }
    : undefined;
}

/** When a token ends, as far as it says so itself: a JWT carries `exp` in seconds. */
function expiryOf(token: string, now: number): number {
  const payload = token.split('.')[1];
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(payload ?? '', 'base64url').toString('utf8') || '{}',
    );
    const expiry = new Wire(claims, 'jwt', () => undefined).time('exp');
    return expiry ?? now + USUAL_LIFE_MS;
  } catch {
    return now + USUAL_LIFE_MS;
  }
}

function fitsHeader(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
