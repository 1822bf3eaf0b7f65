import { Complaint, unauthorized } from './complaint';
import { bearerOf, ok, type Call, type Endpoints } from './endpoints';
import { MFA_CODE } from './mfaChallenges';
import type { Sandbox } from './sandbox';
import { isClient } from './signIn';
import { userByEmail, type User } from './users';

/** IQM's sample; such a token comes without a refresh token. */
const LIFE_SECONDS = 3_600;

/**
 * The second step of a sign-in. IQM does not document what authorizes these calls; the sandbox takes the interim token
 * of the sign-in, the client's own credentials (then the newest open sign-in is meant), or a full token.
 */
export function addMfa(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.open('POST', '/api/v3/ua/auth/mfa/send', (call) => {
    const { user, challenge } = callerOf(sandbox, call);
    const owId = call.body.int('owId');
    if (!user || owId === undefined || !user.owIds.includes(owId)) {
      throw new Complaint(400, [{ error: 'Invalid owId or user not found.', field: 'owId' }]);
    }
    if (!user.mfa || challenge === undefined) {
      throw new Complaint(422, 'User MFA settings not configured.');
    }
    sandbox.mfa.markSent(challenge);
    sandbox.world.outbox.push({
      at: sandbox.now(),
      owId,
      recipients: [user.email],
      subject: 'Your IQM verification code',
      text: `Your code is ${MFA_CODE}.`,
    });
    sandbox.changed();
    return ok('MFA code sent successfully.');
  });

  endpoints.open('POST', '/api/v3/ua/auth/mfa/verify', (call) => {
    const { user, challenge } = callerOf(sandbox, call);
    const verdict =
      challenge === undefined
        ? 'wrong'
        : sandbox.mfa.verify(challenge, call.body.text('otp') ?? '');
    if (verdict === 'locked') {
      throw new Complaint(403, 'MFA verification failed.');
    }
    if (verdict === 'wrong' || !user) {
      throw new Complaint(401, [{ error: 'Invalid or expired MFA code.', field: 'otp' }]);
    }
    const { accessToken } = sandbox.tokens.issue(user.email, LIFE_SECONDS * 1000, false);
    sandbox.changed();
    return ok({ accessToken, tokenType: 'Bearer', expiresIn: LIFE_SECONDS, owId: user.owIds[0] });
  });
}

function callerOf(
  sandbox: Sandbox,
  call: Call,
): { readonly user: User | undefined; readonly challenge?: string } {
  const bearer = bearerOf(call);
  const grant = bearer === undefined ? undefined : sandbox.tokens.find(bearer);
  if (grant) {
    return { user: userByEmail(grant.email) };
  }
  if (bearer === undefined && !isClient(call)) {
    throw unauthorized();
  }
  const open = sandbox.mfa.find(bearer);
  if (bearer !== undefined && !open) {
    throw unauthorized();
  }
  return open ? { user: userByEmail(open.email), challenge: open.token } : { user: undefined };
}
