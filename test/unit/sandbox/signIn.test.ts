import assert from 'node:assert/strict';
import { BASIC, Visitor, WORKSPACE } from './support/visitor';
import type { Failure, TokenAnswer } from './support/wire';

const PROFILE = '/api/v3/ua/profile';

describe('the sandbox: signing in', () => {
  let visitor: Visitor;
  let now: number;
  beforeEach(async () => {
    now = Date.UTC(2026, 4, 5, 12);
    visitor = await Visitor.start({ now: () => now, expiresInSeconds: 600 });
  });
  afterEach(() => visitor.close());

  const works = async (token: string): Promise<boolean> => {
    visitor.access = token;
    const { status } = await visitor.api('GET', PROFILE);
    assert.ok(status === 200 || status === 401, String(status));
    return status === 200;
  };
  const bare = (answer: { readonly json: unknown }): TokenAnswer => answer.json as TokenAnswer;
  const wrapped = (answer: { readonly json: unknown }): TokenAnswer =>
    (answer.json as { data: TokenAnswer }).data;

  it('takes JSON with mail address and password', async () => {
    const { status, json } = await visitor.login();
    assert.equal(status, 200);
    const { access_token, refresh_token, ...rest } = wrapped({ json });
    assert.deepEqual(rest, {
      scope: 'read write',
      token_type: 'bearer',
      expires_in: 600,
      owId: 202_001,
    });
    assert.notEqual(access_token, refresh_token);
    assert.ok(await works(access_token));
  });

  it('takes a form with the field names of the samples and of the tables', async () => {
    for (const fields of [
      { grant_type: 'password', username: 'dev@sandbox.invalid', password: 'Sandbox!2026' },
      { grantType: 'password', email: 'DEV@sandbox.invalid', password: 'Sandbox!2026' },
    ]) {
      const answer = await visitor.form(fields);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(wrapped(answer).owId, 202_001);
    }
  });

  it('refuses a wrong password and an unknown user with the same words', async () => {
    const wrong = await visitor.login('dev@sandbox.invalid', 'sandbox!2026');
    const unknown = await visitor.login('nobody@sandbox.invalid');
    const form = await visitor.form({ grant_type: 'password', username: 'x', password: 'y' });
    for (const { status, json } of [wrong, unknown, form]) {
      assert.equal(status, 403);
      assert.deepEqual(json, {
        success: false,
        errorObjects: [
          { error: "User doesn't exist or user is not allowed to provided workspace." },
        ],
      });
    }
  });

  it('tells a user on hold why, and whom to write to', async () => {
    const { status, json } = await visitor.login('hold@sandbox.invalid');
    assert.equal(status, 400);
    const { data, errorObjects } = json as Failure;
    assert.deepEqual(Object.keys(data as object), ['status', 'reason', 'supportEmail']);
    assert.equal(errorObjects[0]!.error, 'User is not allowed to access provided customer');
  });

  it('wants the credentials of the client, and says in which header', async () => {
    const ask = (headers: Record<string, string>) =>
      visitor.ask('POST', '/api/v3/ua/login', {
        headers,
        body: { grantType: 'password', email: 'dev@sandbox.invalid', password: 'Sandbox!2026' },
      });
    assert.equal((await ask({})).status, 401);
    assert.equal((await ask({ Authorization: 'Basic !!!' })).status, 401);
    const hinted = await ask({ Authentication: BASIC });
    assert.equal(hinted.status, 401);
    assert.match((hinted.json as Failure).errorObjects[0]!.reason ?? '', /Authorization/);
    const form = await visitor.form({ grant_type: 'password' }, { Authorization: 'Basic eDp5' });
    assert.equal(form.status, 401);
    assert.equal((form.json as { error: string }).error, 'invalid_client');
  });

  it('refuses other grants', async () => {
    const json = await visitor.ask('POST', '/api/v3/ua/login', {
      headers: { Authorization: BASIC },
      body: { grantType: 'client_credentials' },
    });
    assert.equal(json.status, 400);
    const form = await visitor.form({ grant_type: 'authorization_code' });
    assert.equal(form.status, 400);
    assert.equal((form.json as { error: string }).error, 'unsupported_grant_type');
  });

  it('rotates refresh tokens: the old pair is worthless, the answer bare', async () => {
    await visitor.signIn();
    const { access, refresh } = visitor;
    const again = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(again.status, 200);
    assert.ok(await works(bare(again).access_token));
    assert.equal(bare(again).owId, undefined);
    assert.equal(await works(access), false);
    const replay = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(replay.status, 400);
    assert.equal((replay.json as { error: string }).error, 'invalid_grant');
  });

  it('lets access tokens expire, and refresh tokens live on', async () => {
    await visitor.signIn();
    const { access, refresh } = visitor;
    now += 599_000;
    assert.ok(await works(access));
    now += 1_000;
    assert.equal(await works(access), false);
    const renewed = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(renewed.status, 200);
    now += 61 * 86_400_000;
    const late = await visitor.form({
      grant_type: 'refresh_token',
      refresh_token: bare(renewed).refresh_token,
    });
    assert.equal(late.status, 400);
  });

  it('signs out: neither token works any more, and other sign-ins go on', async () => {
    await visitor.signIn();
    const other = visitor.access;
    await visitor.signIn();
    const { access, refresh } = visitor;
    assert.deepEqual((await visitor.api('POST', '/api/v3/ua/logout')).json, {
      success: true,
      data: 'User logged out successfully.',
    });
    assert.equal(await works(access), false);
    const late = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(late.status, 400);
    assert.ok(await works(other));
  });

  it('can lack either way in, but never the refresh', async () => {
    await visitor.signIn();
    const { refresh } = visitor;
    await visitor.control('faults', { switches: { login: 'form' } });
    assert.equal((await visitor.login()).status, 404);
    const fields = { grant_type: 'password', username: 'dev@sandbox.invalid' };
    assert.equal((await visitor.form({ ...fields, password: 'Sandbox!2026' })).status, 200);
    await visitor.control('faults', { switches: { login: 'json' } });
    assert.equal((await visitor.login()).status, 200);
    assert.equal((await visitor.form({ ...fields, password: 'Sandbox!2026' })).status, 404);
    const again = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(again.status, 200);
  });

  it('answers in either wrapping when told to', async () => {
    await visitor.control('faults', { switches: { tokenReply: 'bare' } });
    const login = await visitor.login();
    assert.ok(bare(login).access_token);
    await visitor.control('faults', { switches: { tokenReply: 'wrapped' } });
    const again = await visitor.form({
      grant_type: 'refresh_token',
      refresh_token: bare(login).refresh_token,
    });
    assert.equal(wrapped(again).owId, 202_001);
  });

  it('ends tokens on command', async () => {
    await visitor.signIn();
    await visitor.control('faults', { expireTokens: 'access' });
    assert.equal(await works(visitor.access), false);
    const { refresh } = visitor;
    const again = await visitor.form({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(again.status, 200);
    await visitor.control('faults', { expireTokens: 'all' });
    const refused = await visitor.form({
      grant_type: 'refresh_token',
      refresh_token: bare(again).refresh_token,
    });
    assert.equal(refused.status, 400);
  });
});

describe('the sandbox: signing in with a code', () => {
  let visitor: Visitor;
  let now: number;
  beforeEach(async () => {
    now = Date.UTC(2026, 4, 5, 12);
    visitor = await Visitor.start({ now: () => now });
  });
  afterEach(() => visitor.close());

  const begin = async (): Promise<string> => {
    const { status, json } = await visitor.login('mfa@sandbox.invalid');
    assert.equal(status, 403);
    const { data, errorObjects } = json as Failure;
    assert.equal(errorObjects[0]!.error, 'MFA verification required.');
    const challenge = data as { mfaRequired: boolean; owId: number; mfaToken: string };
    assert.equal(challenge.mfaRequired, true);
    assert.equal(challenge.owId, 202_001);
    return challenge.mfaToken;
  };
  const step = (name: 'send' | 'verify', body: object, authorization: string) =>
    visitor.ask('POST', `/api/v3/ua/auth/mfa/${name}`, {
      headers: { Authorization: authorization },
      body,
    });

  it('sends the code and ends the sign-in with it', async () => {
    const token = `Bearer ${await begin()}`;
    assert.deepEqual((await step('send', { owId: 202_001 }, token)).json, {
      success: true,
      data: 'MFA code sent successfully.',
    });
    assert.match(JSON.stringify(await visitor.control('outbox')), /Your code is 123456/);
    const { status, json } = await step('verify', { otp: '123456' }, token);
    assert.equal(status, 200);
    const { data } = json as { data: { accessToken: string; refresh_token?: string } };
    assert.deepEqual(Object.keys(data), ['accessToken', 'tokenType', 'expiresIn', 'owId']);
    visitor.access = data.accessToken;
    assert.equal((await visitor.api('GET', PROFILE)).status, 200);
    const elsewhere = await visitor.api('GET', PROFILE, undefined, { owId: WORKSPACE });
    assert.equal(elsewhere.status, 403, 'this user works for the advertiser alone');
    assert.equal((await step('verify', { otp: '123456' }, token)).status, 401, 'once only');
  });

  it('also takes the credentials of the client instead of the interim token', async () => {
    await begin();
    assert.equal((await step('send', { owId: 202_001 }, BASIC)).status, 200);
    assert.equal((await step('verify', { otp: '123456' }, BASIC)).status, 200);
  });

  it('refuses wrong codes, old codes, and codes that were not sent', async () => {
    const token = `Bearer ${await begin()}`;
    const { status, json } = await step('verify', { otp: '123456' }, token);
    assert.equal(status, 401);
    assert.equal((json as Failure).errorObjects[0]!.error, 'Invalid or expired MFA code.');
    await step('send', { owId: 202_001 }, token);
    assert.equal((await step('verify', { otp: '000000' }, token)).status, 401);
    now += 11 * 60_000;
    assert.equal((await step('verify', { otp: '123456' }, token)).status, 401);
  });

  it('stops after five wrong codes', async () => {
    const token = `Bearer ${await begin()}`;
    await step('send', { owId: 202_001 }, token);
    for (let tries = 1; tries < 5; tries += 1) {
      assert.equal((await step('verify', { otp: '1' }, token)).status, 401);
    }
    assert.equal((await step('verify', { otp: '1' }, token)).status, 403);
    const { status, json } = await step('verify', { otp: '123456' }, token);
    assert.equal(status, 403);
    assert.equal((json as Failure).errorObjects[0]!.error, 'MFA verification failed.');
  });

  it('sends no code for a foreign organization, nor to a user without such codes', async () => {
    const token = `Bearer ${await begin()}`;
    const foreign = await step('send', { owId: 1 }, token);
    assert.equal(foreign.status, 400);
    assert.equal(
      (foreign.json as Failure).errorObjects[0]!.error,
      'Invalid owId or user not found.',
    );
    await visitor.signIn();
    const plain = await step('send', { owId: 202_001 }, `Bearer ${visitor.access}`);
    assert.equal(plain.status, 422);
    assert.equal((await step('send', { owId: 202_001 }, 'Bearer nonsense')).status, 401);
    assert.equal((await step('send', { owId: 202_001 }, '')).status, 401);
  });
});
