import { registerSecret } from './redact';
import { present } from './shapes/present';
import { Wire } from './shapes/wire';
import type { Tokens } from './tokens';

/** What a successful sign-in yields and a session keeps; the password is never part of it. */
export interface SessionGrant {
  /**
   * A base URL, or a word such as `sandbox` whose address is looked up for every request. It stays with the tokens:
   * a changed setting must not send them to another host.
   */
  readonly home: string;
  readonly webHost?: string;
  /** Shown in the Accounts menu: the mail address, or the name of the organization. */
  readonly label: string;
  readonly tokens: Tokens;
  /** Needed to refresh; absent for a bare token. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** A session as the secret store holds it. */
export interface SessionSecret extends SessionGrant {
  /** Grows with every refresh and sign-in, so that windows can tell which of two is newer. */
  readonly generation: number;
  /** When the tokens came, milliseconds since 1970. */
  readonly issuedAt: number;
}

export function encodeSecret(secret: SessionSecret): string {
  return JSON.stringify({ version: 1, ...secret });
}

/** Undefined for anything that is not a session, such as what another version may have kept. */
export function decodeSecret(text: string): SessionSecret | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = new Wire(value, 'secret', ignore);
  const tokens = fields.object('tokens');
  const home = fields.text(2_000, 'home');
  const accessToken = tokens.text(8_000, 'accessToken');
  const expiresAt = tokens.count('expiresAt');
  if (home === undefined || accessToken === undefined || expiresAt === undefined) {
    return undefined;
  }
  const secret: SessionSecret = {
    home,
    label: fields.line('label') ?? 'IQM',
    tokens: {
      accessToken,
      expiresAt,
      ...present({ refreshToken: tokens.text(8_000, 'refreshToken'), owId: tokens.id('owId') }),
    },
    generation: fields.count('generation') ?? 0,
    issuedAt: fields.count('issuedAt') ?? 0,
    ...present({
      webHost: fields.text(500, 'webHost'),
      clientId: fields.text(2_000, 'clientId'),
      clientSecret: fields.text(2_000, 'clientSecret'),
    }),
  };
  hideInLogs(secret);
  return secret;
}

/** Keeps a session's secrets out of every log line from now on. */
export function hideInLogs({ tokens, clientSecret }: SessionGrant): void {
  registerSecret(tokens.accessToken);
  registerSecret(tokens.refreshToken ?? '');
  registerSecret(clientSecret ?? '');
}

function ignore(): void {
  // Our own writing; what is missing from an older version is given a value above.
}
