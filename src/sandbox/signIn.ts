import { timingSafeEqual } from 'node:crypto';
import { Complaint, unauthorized } from './complaint';
import { bearerOf, ok, type Call, type Endpoints } from './endpoints';
import { TOKEN_PATH } from './guard';
import type { Sandbox } from './sandbox';
import type { IssuedTokens } from './tokens';
import { CLIENT_ID, CLIENT_SECRET, userByEmail, type User } from './users';

const LOGIN_PATH = '/api/v3/ua/login';
const SUPPORT = 'support@sandbox.invalid';

/** Both ways in, the refresh, and the way out. */
export function addSignIn(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.open('POST', LOGIN_PATH, (call) => {
    if (sandbox.switches.login === 'form') {
      throw new Complaint(404, 'Not found');
    }
    if (!isClient(call)) {
      throw unauthorized(hintFor(call));
    }
    if (call.body.text('grantType') !== 'password') {
      throw new Complaint(400, [{ error: 'Invalid grant type.', field: 'grantType' }]);
    }
    const user = authenticate(sandbox, call.body.text('email'), call.body.text('password'));
    return tokenReply(sandbox, 'login', user, issue(sandbox, user));
  });

  endpoints.open('POST', TOKEN_PATH, (call) => {
    if (sandbox.switches.login === 'json' && call.body.text('refresh_token') === undefined) {
      throw new Complaint(404, 'Not found');
    }
    if (!isClient(call)) {
      throw oauthError(401, 'invalid_client', 'Bad client credentials');
    }
    switch (call.body.text('grant_type') ?? call.body.text('grantType')) {
      case 'password': {
        const email = call.body.text('username') ?? call.body.text('email');
        const user = authenticate(sandbox, email, call.body.text('password'));
        return tokenReply(sandbox, 'login', user, issue(sandbox, user));
      }
      case 'refresh_token':
        return refresh(sandbox, call);
      default:
        throw oauthError(400, 'unsupported_grant_type', 'Unsupported grant type');
    }
  });

  endpoints.user('POST', '/api/v3/ua/logout', ({ grant }) => {
    sandbox.tokens.revoke(grant);
    sandbox.changed();
    return ok('User logged out successfully.');
  });
}

/** Whether a call carries the credentials of the sandbox's client. */
export function isClient(call: Call): boolean {
  const [, encoded = ''] = /^Basic\s+(\S+)$/i.exec(call.header('authorization') ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64');
  const wanted = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** IQM's tables write `Authentication`, which its own samples contradict. */
function hintFor(call: Call): string | undefined {
  return call.header('authentication') !== undefined && bearerOf(call) === undefined
    ? 'Send the header Authorization, not Authentication.'
    : undefined;
}

/**
 * IQM documents one answer for an unknown user and for a wrong password, and none for a sign-in that wants a code as
 * well. The sandbox's own decision for the latter: 403 with `mfaRequired`, the organization and an interim token, which
 * the two MFA calls take as bearer.
 */
function authenticate(sandbox: Sandbox, email = '', password = ''): User {
  const user = userByEmail(email);
  if (user?.password !== password) {
    throw new Complaint(403, "User doesn't exist or user is not allowed to provided workspace.");
  }
  if (user.onHold) {
    throw new Complaint(
      400,
      [
        {
          error: 'User is not allowed to access provided customer',
          reason: 'User is not associated with any active organization.',
        },
      ],
      {
        data: {
          status: 'On Hold',
          reason: 'Your account is on hold because the last invoice is unpaid.',
          supportEmail: SUPPORT,
        },
      },
    );
  }
  if (user.mfa) {
    throw new Complaint(403, 'MFA verification required.', {
      data: { mfaRequired: true, owId: user.owIds[0], mfaToken: sandbox.mfa.open(user.email) },
    });
  }
  return user;
}

function issue(sandbox: Sandbox, user: User): IssuedTokens {
  const tokens = sandbox.tokens.issue(user.email, lifeMs(sandbox), true);
  sandbox.changed();
  return tokens;
}

function refresh(sandbox: Sandbox, call: Call): object {
  const renewed = sandbox.tokens.refresh(call.body.text('refresh_token') ?? '', lifeMs(sandbox));
  const user = renewed && userByEmail(renewed.email);
  if (!user) {
    throw oauthError(400, 'invalid_grant', 'Invalid refresh token');
  }
  sandbox.changed();
  return tokenReply(sandbox, 'refresh', user, renewed);
}

function tokenReply(
  sandbox: Sandbox,
  occasion: 'login' | 'refresh',
  user: User,
  { accessToken, refreshToken }: IssuedTokens,
): object {
  const { tokenReply: form, expiresInSeconds } = sandbox.switches;
  const tokens = {
    access_token: accessToken,
    refresh_token: refreshToken,
    scope: 'read write',
    token_type: 'bearer',
    expires_in: expiresInSeconds,
  };
  const wrapped = form === 'wrapped' || (form === 'documented' && occasion === 'login');
  return wrapped ? ok({ ...tokens, owId: user.owIds[0] }) : tokens;
}

function lifeMs(sandbox: Sandbox): number {
  return sandbox.switches.expiresInSeconds * 1000;
}

function oauthError(status: 400 | 401, error: string, description: string): Complaint {
  return new Complaint(status, description, { bare: { error, error_description: description } });
}
