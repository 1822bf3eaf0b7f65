import assert from 'node:assert/strict';
import { decodeTokens, tokensOf } from '../../../src/iqm/tokens';

const NOW = Date.UTC(2026, 10, 21);
const HOURS = 60 * 60 * 1000;
const jwt = (claims: object): string =>
  `${Buffer.from('{}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

describe('tokens', () => {
  const decode = (data: unknown): ReturnType<typeof decodeTokens> =>
    decodeTokens(data, NOW, () => undefined);

  it('live as long as the answer says, else as the token says, else ten hours', () => {
    assert.equal(decode({ access_token: 't', expires_in: 35999 })?.expiresAt, NOW + 35_999_000);
    assert.equal(decode({ access_token: 't', expires_in: '60' })?.expiresAt, NOW + 60_000);
    assert.equal(decode({ access_token: jwt({ exp: NOW / 1000 + 60 }) })?.expiresAt, NOW + 60_000);
    for (const token of ['uuid', jwt({}), jwt({ exp: 'soon' }), 'a.b.c', 'a.%%.c', '..']) {
      assert.equal(decode({ access_token: token })?.expiresAt, NOW + 10 * HOURS, token);
    }
    assert.equal(decode({ access_token: 't', expires_in: -1 })?.expiresAt, NOW + 10 * HOURS);
    assert.equal(decode({ access_token: 't', expires_in: 1e300 })?.expiresAt, NOW + 10 * HOURS);
  });

  it('are read in snake case and in camel case', () => {
    assert.deepEqual(decode({ access_token: 'a', refresh_token: 'r', expires_in: 1, owId: 7 }), {
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: NOW + 1000,
      owId: 7,
    });
    assert.deepEqual(decode({ accessToken: 'a', tokenType: 'Bearer', expiresIn: 3600, owId: 7 }), {
      accessToken: 'a',
      expiresAt: NOW + 3_600_000,
      owId: 7,
    });
  });

  it('are not made of what does not fit into a header', () => {
    for (const token of [undefined, null, '', 7, 'a b', 'a\r\nX-Evil: 1', 'ü', 'x'.repeat(9_000)]) {
      assert.equal(decode({ access_token: token }), undefined, String(token));
    }
  });

  it('may be pasted with what people copy along', () => {
    assert.deepEqual(tokensOf('  Bearer abc \n', NOW), {
      accessToken: 'abc',
      expiresAt: NOW + 10 * HOURS,
    });
    assert.equal(tokensOf(jwt({ exp: NOW / 1000 + 5 }), NOW)?.expiresAt, NOW + 5_000);
    assert.equal(tokensOf('two words', NOW), undefined);
    assert.equal(tokensOf('   ', NOW), undefined);
  });
});
