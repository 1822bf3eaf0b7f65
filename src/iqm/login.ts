import { openEnvelope, type Envelope } from './envelope';
import { IqmError } from './errors';
import { registerSecret } from './redact';
import { present } from './shapes/present';
import { Wire } from './shapes/wire';
import { postAsClient, postTokenForm, tokensIn, type ClientCredentials } from './tokenEndpoint';
import { decodeTokens, type Tokens } from './tokens';
import type { HttpAnswer } from './transport';

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
  const first = await postAsClient(request, '/api/v3/ua/login', {
    contentType: 'application/json',
    body: JSON.stringify({ grantType: 'password', email, password }),
  });
  const answer = NOT_THIS_WAY.has(first.status)
    ? await postTokenForm(request, { grant_type: 'password', username: email, password })
    : first;
  throwIfMfaPending(answer, request);
  return tokensIn(openEnvelope(answer));
}

/**
 * IQM does not document how a sign-in says that a code is wanted, nor what authorizes sending and checking it. So
 * this takes any hint at it in an answer without full tokens, and signs with an interim token where one came along,
 * else with the client's credentials.
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
  bearer: string | undefined,
  owId: number | undefined,
): MfaChallenge {
  const { baseUrl, webHost, clientId, clientSecret, log, timeoutMs } = request;
  const post = async (step: string, body: object, signal?: AbortSignal): Promise<Envelope> => {
    const answer = await postAsClient(
      { baseUrl, clientId, clientSecret, ...present({ webHost, log, timeoutMs, signal }) },
      `/api/v3/ua/auth/mfa/${step}`,
      {
        contentType: 'application/json',
        body: JSON.stringify(body),
        ...present({ bearer }),
      },
    );
    return openEnvelope(answer);
  };
  return {
    sendCode: async (signal) => {
      await post('send', { owId }, signal);
    },
    verify: async (code, signal) => {
      const tokens = tokensIn(await post('verify', { otp: code.trim() }, signal));
      return { ...present({ owId }), ...tokens };
    },
  };
}
