import { endpoint, logged, type RequestLog } from './connection';
import { isFromApi, openEnvelope, type Envelope } from './envelope';
import { IqmError } from './errors';
import { registerSecret } from './redact';
import { decodeTokens, type Tokens } from './tokens';
import { exchange, WRITE_TIMEOUT_MS, type HttpAnswer } from './transport';

/** Who asks IQM for tokens, and where. */
export interface ClientCredentials {
  readonly baseUrl: string;
  readonly webHost?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signal?: AbortSignal;
  readonly log?: RequestLog;
  /** Milliseconds; 30 s when left out. */
  readonly timeoutMs?: number;
}

/** IQM does not take a refresh token (any more): only a new sign-in helps. */
export class RefreshRefused extends IqmError {
  constructor({ message, status, details, supportEmail }: IqmError) {
    super('unauthorized', message, {
      details,
      ...(status !== undefined && { status }),
      ...(supportEmail !== undefined && { supportEmail }),
    });
  }
}

const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422]);

/**
 * New tokens for a refresh token: `POST /api/v3/ua/oauth/token` as a form.
 *
 * @throws RefreshRefused when IQM itself says no; any other IqmError leaves open whether the refresh token still holds.
 */
export async function refreshTokens(
  credentials: ClientCredentials,
  refreshToken: string,
): Promise<Tokens> {
  const answer = await postTokenForm(credentials, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
  try {
    return tokensIn(openEnvelope(answer));
  } catch (error) {
    // A proxy or a hotel's sign-in page also says 401 or 403, but not in JSON.
    if (error instanceof IqmError && REFUSALS.has(answer.status) && isFromApi(answer)) {
      throw new RefreshRefused(error);
    }
    throw error;
  }
}

/** `POST /api/v3/ua/logout`: IQM forgets the access token. */
export async function revokeToken(
  { baseUrl, webHost, timeoutMs }: Pick<ClientCredentials, 'baseUrl' | 'webHost' | 'timeoutMs'>,
  accessToken: string,
): Promise<void> {
  const answer = await exchange({
    method: 'POST',
    url: endpoint(baseUrl, '/api/v3/ua/logout'),
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${accessToken}`,
      ...(webHost && { 'X-IAA-HOST': webHost }),
    },
    timeoutMs: timeoutMs ?? WRITE_TIMEOUT_MS,
  });
  openEnvelope(answer);
}

/** Posts to the token endpoint with the names of fields that its forms use. */
export function postTokenForm(
  credentials: ClientCredentials,
  fields: Record<string, string>,
): Promise<HttpAnswer> {
  return postAsClient(credentials, '/api/v3/ua/oauth/token', {
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  });
}

/**
 * Posts with the client's credentials, or with `bearer`. Goes past the queue: the budget keeps two requests a minute
 * free for tokens, and a refresh must not wait behind the requests that wait for it.
 */
export function postAsClient(
  credentials: ClientCredentials,
  path: string,
  content: { readonly contentType: string; readonly body: string; readonly bearer?: string },
): Promise<HttpAnswer> {
  const { baseUrl, webHost, clientId, clientSecret, signal, log, timeoutMs } = credentials;
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  registerSecret(clientSecret);
  registerSecret(basic);
  const send = (): Promise<HttpAnswer> =>
    exchange({
      method: 'POST',
      url: endpoint(baseUrl, path),
      headers: {
        Accept: 'application/json',
        Authorization: content.bearer === undefined ? `Basic ${basic}` : `Bearer ${content.bearer}`,
        'Content-Type': content.contentType,
        ...(webHost && { 'X-IAA-HOST': webHost }),
      },
      body: content.body,
      timeoutMs: timeoutMs ?? WRITE_TIMEOUT_MS,
      ...(signal && { signal }),
    });
  return log ? logged(log, 'POST', path, send) : send();
}

/** @throws IqmError `malformed` when a success holds no usable token */
export function tokensIn({ data }: Envelope): Tokens {
  const tokens = decodeTokens(data, Date.now(), () => undefined);
  if (!tokens) {
    throw new IqmError('malformed', 'IQM’s answer to the sign-in holds no access token.');
  }
  registerSecret(tokens.accessToken);
  registerSecret(tokens.refreshToken ?? '');
  return tokens;
}
