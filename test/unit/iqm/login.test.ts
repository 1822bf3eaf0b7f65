import assert from 'node:assert/strict';
import { loginWithPassword, MfaRequired, type LoginRequest } from '../../../src/iqm/login';
import { redact } from '../../../src/iqm/redact';
import { refreshTokens, RefreshRefused } from '../../../src/iqm/tokenEndpoint';
import { failsAs, failureOf } from './support/expectError';
import { TestServer, type Handler } from './support/server';

describe('signing in with mail address and password', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());

  const login = (handler: Handler, more: Partial<LoginRequest> = {}) => {
    server.handler = handler;
    server.seen.length = 0;
    return loginWithPassword({
      baseUrl: server.origin,
      clientId: 'the-client',
      clientSecret: 'the-client-secret',
      email: 'dev@example.com',
      password: 'p&ss w=rd ü',
      ...more,
    });
  };
  const granted = { access_token: 'at', refresh_token: 'rt', expires_in: 35999, owId: 200123 };

  it('asks as IQM’s tutorial does: JSON, Basic client credentials, the web host when set', async () => {
    const tokens = await login(() => ({ json: { success: true, data: granted } }), {
      webHost: 'app.iqm.com',
    });
    assert.deepEqual(
      { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken, owId: tokens.owId },
      { accessToken: 'at', refreshToken: 'rt', owId: 200123 },
    );
    const [seen] = server.seen;
    assert.equal(server.seen.length, 1);
    assert.equal(`${seen?.method} ${seen?.path}`, 'POST /api/v3/ua/login');
    assert.equal(
      seen?.headers.authorization,
      `Basic ${Buffer.from('the-client:the-client-secret').toString('base64')}`,
    );
    assert.equal(seen.headers['x-iaa-host'], 'app.iqm.com');
    assert.deepEqual(seen.body, {
      grantType: 'password',
      email: 'dev@example.com',
      password: 'p&ss w=rd ü',
    });
  });

  it('sends no web host when none is set', async () => {
    await login(() => ({ json: { data: granted } }));
    assert.equal(server.seen[0]?.headers['x-iaa-host'], undefined);
  });

  it('takes the form where a server has no JSON login, and its bare answer', async () => {
    for (const status of [404, 405, 415]) {
      const tokens = await login(({ path }) =>
        path.endsWith('/oauth/token')
          ? { json: { access_token: 'bare', expires_in: 60 } }
          : { status, text: 'not here' },
      );
      assert.equal(tokens.accessToken, 'bare');
      assert.equal(tokens.owId, undefined);
      const form = server.to('/oauth/token')[0];
      assert.deepEqual(form?.body, {
        grant_type: 'password',
        username: 'dev@example.com',
        password: 'p&ss w=rd ü',
      });
      assert.match(form.headers['content-type'] ?? '', /x-www-form-urlencoded/);
    }
  });

  it('never tries the other way after a refusal', async () => {
    for (const status of [400, 401, 403, 422, 429, 500, 503]) {
      await failureOf(login(() => ({ status, json: { success: false } })));
      assert.equal(server.seen.length, 1, String(status));
    }
  });

  it('tells of an unknown user in IQM’s words', async () => {
    const error = await failsAs(
      'forbidden',
      login(() => ({
        status: 403,
        json: {
          success: false,
          errorObjects: [
            { error: "User doesn't exist or user is not allowed to provided workspace." },
          ],
        },
      })),
    );
    assert.match(error.message, /User doesn't exist/);
  });

  it('tells of an account on hold with reason and support address', async () => {
    const error = await failsAs(
      'onHold',
      login(() => ({
        status: 400,
        json: {
          success: false,
          data: { status: 'On Hold', reason: 'Payment overdue.', supportEmail: 'support@iqm.com' },
          errorObjects: [
            {
              error: 'User is not allowed to access provided customer',
              reason: 'User is not associated with any active organization.',
            },
          ],
        },
      })),
    );
    assert.equal(error.supportEmail, 'support@iqm.com');
    assert.match(error.message, /Payment overdue/);
  });

  it('does not take a success without a token for a sign-in', async () => {
    await failsAs(
      'malformed',
      login(() => ({ json: { success: true, data: {} } })),
    );
    await failsAs(
      'malformed',
      login(() => ({ text: '<html>' })),
    );
  });

  it('keeps all it sent out of logs', async () => {
    await login(() => ({ json: { data: granted } }));
    const basic = Buffer.from('the-client:the-client-secret').toString('base64');
    for (const secret of ['p&ss w=rd ü', 'the-client-secret', basic]) {
      assert.ok(!redact(`x ${secret} y`).includes(secret), secret);
    }
  });

  describe('of an account that also wants a code', () => {
    const hints: [string, number, unknown, string][] = [
      ['a flag', 200, { success: true, data: { mfaRequired: true, owId: 77 } }, 'Basic '],
      [
        'a flag and an interim token',
        200,
        { data: { mfaEnabled: true, access_token: 'interim', owId: 77 } },
        'Bearer interim',
      ],
      [
        'words',
        401,
        { success: false, data: { owId: 77 }, errorObjects: [{ error: 'MFA code required.' }] },
        'Basic ',
      ],
      [
        'words at the top',
        403,
        { error: 'Multi-factor authentication is pending', owId: 77 },
        'Basic ',
      ],
    ];
    for (const [name, status, json, authorization] of hints) {
      it(`goes on with the code, told by ${name}`, async () => {
        const error = await failsAs(
          'mfaRequired',
          login(() => ({ status, json })),
        );
        assert.ok(error instanceof MfaRequired);
        server.handler = ({ path, body }) => {
          if (path.endsWith('/mfa/send')) {
            return { json: { success: true, data: 'MFA code sent successfully.' } };
          }
          return (body as { otp: string }).otp === '123456'
            ? {
                json: {
                  success: true,
                  data: { accessToken: 'after-mfa', tokenType: 'Bearer', expiresIn: 3600 },
                },
              }
            : {
                status: 401,
                json: { success: false, errorObjects: [{ error: 'Invalid or expired MFA code.' }] },
              };
        };
        await error.challenge.sendCode();
        assert.deepEqual(server.to('/mfa/send')[0]?.body, { owId: 77 });
        assert.ok(server.to('/mfa/send')[0]!.headers.authorization!.startsWith(authorization));
        const wrong = await failsAs('unauthorized', error.challenge.verify('000000'));
        assert.match(wrong.message, /Invalid or expired MFA code/);
        const tokens = await error.challenge.verify(' 123456 ');
        assert.equal(tokens.accessToken, 'after-mfa');
        assert.equal(tokens.owId, 77);
        assert.equal(tokens.refreshToken, undefined);
        const shown = `${JSON.stringify(error)} ${error.stack}`;
        assert.doesNotMatch(shown, /interim|the-client-secret|p&ss/);
      });
    }

    it('is not assumed where full tokens came, even if the account has it switched on', async () => {
      const tokens = await login(() => ({ json: { data: { ...granted, mfaEnabled: true } } }));
      assert.equal(tokens.accessToken, 'at');
    });
  });
});

describe('refreshing tokens', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());
  const refresh = (handler: Handler) => {
    server.handler = handler;
    return refreshTokens(
      { baseUrl: server.origin, clientId: 'c', clientSecret: 'client-secret' },
      'old+refresh/token=',
    );
  };

  it('sends the form and reads the bare answer and the wrapped one', async () => {
    for (const json of [
      { access_token: 'new', refresh_token: 'r2' },
      { success: true, data: { access_token: 'new', refresh_token: 'r2' } },
    ]) {
      const tokens = await refresh(() => ({ json }));
      assert.equal(tokens.accessToken, 'new');
      assert.equal(tokens.refreshToken, 'r2');
    }
    assert.deepEqual(server.seen.at(-1)?.body, {
      grant_type: 'refresh_token',
      refresh_token: 'old+refresh/token=',
    });
  });

  it('is refused only by IQM itself', async () => {
    for (const [status, json] of [
      [400, { error: 'invalid_grant' }],
      [401, { success: false, errorObjects: [{ error: 'Invalid token' }] }],
      [403, {}],
    ] as const) {
      const error = await failureOf(refresh(() => ({ status, json })));
      assert.ok(error instanceof RefreshRefused, String(status));
      assert.equal(error.kind, 'unauthorized');
    }
  });

  it('is not refused by a proxy, a hotel’s sign-in page or a broken server', async () => {
    const answers: Handler[] = [
      () => ({ status: 403, text: '<html>Blocked by policy</html>' }),
      () => ({ status: 401, text: '' }),
      () => ({ status: 200, text: '<html>Sign in to the Wi-Fi</html>' }),
      () => ({ status: 500, json: { success: false } }),
      () => ({ status: 503, text: '' }),
      () => ({ status: 429, json: {} }),
      () => ({ status: 404, text: '' }),
      () => ({ status: 407, text: '' }),
      () => ({ raw: (_response, socket) => socket.destroy() }),
      () => ({ status: 302, text: '', headers: { Location: 'https://wifi.example' } }),
    ];
    for (const handler of answers) {
      const error = await failureOf(refresh(handler));
      assert.ok(!(error instanceof RefreshRefused), error.message);
    }
  });
});
