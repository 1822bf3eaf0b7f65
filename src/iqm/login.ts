import type { RequestLog } from './connection';
import { endpoint, logged } from './connection';
import { isFromApi, openEnvelope, type Envelope } from './envelope';
import { IqmError } from './errors';
import { registerSecret } from './redact';
import { present } from './shapes/present';
import { Wire } from './shapes/wire';
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

export interface LoginRequest extends ClientCredentials {
  readonly email: string;
  readonly password: string;
}

/** The second step of a sign-in. Holds what it needs out of sight of logs. */
export interface MfaChallenge {
  /** Has IQM send a code by mail or text message. */
  sendCode(signal?: AbortSignal): Promise<void>;
  /** Ends the sign-in with the code; throws IqmError `unauthorized` when it is wrong or too old. */
  verify(code: string, signal?: AbortSignal): Promise<Tokens>;
}

/** Thrown by a sign-in when the account also wants a code. */
export class MfaRequired extends IqmError {
  readonly challenge: MfaChallenge;

  constructor(challenge: MfaChallenge) {
    super(
      'mfaRequired',
      'IQM wants a code to end the sign-in. It sends one by mail or text message.',
    );
    this.challenge = challenge;
  }
}

/** Answers of a server that lacks the first way in; anything else is an answer about the account. */
const NOT_THIS_WAY: ReadonlySet<number> = new Set([404, 405, 415]);

/**
 * Signs in with mail address and password: `POST /api/v3/ua/login` as JSON, or, where a server does not offer that,
 * `POST /api/v3/ua/oauth/token` as a form. An account that was refused is never tried the other way.
 *
 * @throws MfaRequired when a code is wanted too; IqmError `onHold` with reason and support address, `forbidden` for an
 *   unknown user or a wrong password, and all that a request can throw.
 */
export async function loginWithPassword(request: LoginRequest): Promise<Tokens> {
  const { email, password } = request;
  registerSecret(password);
  const first = await post(request, '/api/v3/ua/login', 'application/json', {
    body: JSON.stringify({ grantType: 'password', email, password }),
  });
  const answer = NOT_THIS_WAY.has(first.status)
    ? await postTokenForm(request, { grant_type: 'password', username: email, password })
    : first;
  throwIfMfaPending(answer, request);
  return tokensIn(openEnvelope(answer));
}

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
    // A proxy or a sign-in page of a hotel also says 401 or 403, but not in JSON.
    if (error instanceof IqmError && REFUSALS.has(answer.status) && isFromApi(answer)) {
      throw new RefreshRefused(error);
    }
    throw error;
  }
}

const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422]);

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

function postTokenForm(
  credentials: ClientCredentials,
  fields: Record<string, string>,
): Promise<HttpAnswer> {
  return post(credentials, '/api/v3/ua/oauth/token', 'application/x-www-form-urlencoded', {
    body: new URLSearchParams(fields).toString(),
  });
}

/** Sends past the queue: the budget keeps two requests a minute free for tokens. */
function post(
  credentials: ClientCredentials,
  path: string,
  contentType: string,
  { body, authorization }: { readonly body: string; readonly authorization?: string },
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
        Authorization: authorization ?? `Basic ${basic}`,
        'Content-Type': contentType,
        ...(webHost && { 'X-IAA-HOST': webHost }),
      },
      body,
      timeoutMs: timeoutMs ?? WRITE_TIMEOUT_MS,
      ...(signal && { signal }),
    });
  return log ? logged(log, 'POST', path, send) : send();
}

function tokensIn({ data }: Envelope): Tokens {
  const tokens = decodeTokens(data, Date.now(), () => undefined);
  if (!tokens) {
    throw new IqmError('malformed', 'IQM’s answer to the sign-in holds no access token.');
  }
  registerSecret(tokens.accessToken);
  registerSecret(tokens.refreshToken ?? '');
  return tokens;
}

/**
 * IQM does not document how a sign-in says that a code is wanted, nor what authorizes sending and checking it. So
 * this takes any hint at it in an answer without a usable token, and signs with an interim token where one came
 * along, else with the client's credentials.
 */
function throwIfMfaPending(answer: HttpAnswer, request: LoginRequest): void {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return;
  }
  const fields = new Wire(body, 'login', () => undefined);
  const data = fields.object('data');
  const token = decodeTokens(fields.raw('data') ?? body, Date.now(), () => undefined);
  if (token?.refreshToken !== undefined) {
    return;
  }
  const flagged = ['mfaRequired', 'isMfaRequired', 'mfaPending', 'mfaEnabled'].some(
    (name) => data.flag(name) === true || fields.flag(name) === true,
  );
  const named = /\bmfa\b|multi-?\s?factor|two-?\s?factor|verification code/i.test(answer.text);
  if (!flagged && (token !== undefined || !named)) {
    return;
  }
  const interim = data.text(8_000, 'mfaToken', 'interimToken', 'token') ?? token?.accessToken;
  registerSecret(interim ?? '');
  throw new MfaRequired(challengeOf(request, interim, data.id('owId') ?? fields.id('owId')));
}

function challengeOf(
  request: LoginRequest,
  interim: string | undefined,
  owId: number | undefined,
): MfaChallenge {
  const { baseUrl, webHost, clientId, clientSecret, log, timeoutMs } = request;
  const send = async (step: 'send' | 'verify', body: object, signal?: AbortSignal) => {
    const answer = await post(
      {
        baseUrl,
        clientId,
        clientSecret,
        ...present({ webHost, log, timeoutMs, signal }),
      },
      `/api/v3/ua/auth/mfa/${step}`,
      'application/json',
      {
        body: JSON.stringify(body),
        ...(interim !== undefined && { authorization: `Bearer ${interim}` }),
      },
    );
    return openEnvelope(answer);
  };
  return {
    sendCode: async (signal) => {
      await send('send', { owId }, signal);
    },
    verify: async (code, signal) => {
      const tokens = tokensIn(await send('verify', { otp: code.trim() }, signal));
      return { ...(owId !== undefined && { owId }), ...tokens };
    },
  };
}
