import assert from 'node:assert/strict';
import { loginWithPassword } from '../../../../src/iqm/login';
import { connect } from '../support/connect';
import { data, granted, login, page, type Row } from './stage';

/** Contradictions about signing in and what every request carries. */
export const SIGN_IN_CONFLICTS: Readonly<Record<number, Row>> = {
  1: {
    topic: 'the header is Authorization, never Authentication',
    copes: async (stage) => {
      await stage.answer(page()).conversions.list();
      await loginWithPassword({ ...login, baseUrl: stage.origin }).catch(() => undefined);
      for (const { headers } of stage.seen) {
        assert.match(headers.authorization ?? '', /^(Bearer|Basic) /);
        assert.equal(headers.authentication, undefined);
      }
    },
  },
  2: {
    topic: 'the base host is whatever the session says',
    copes: async (stage) => {
      stage.answer(page());
      const { client } = connect(`${stage.origin}/app`);
      await client.conversions.list();
      assert.equal(stage.seen.at(-1)?.path, '/app/api/v3/conversion/list');
    },
  },
  3: {
    topic: 'login is JSON, or a form where that is not offered; never both on a refusal',
    copes: async (stage) => {
      for (const [status, requests] of [
        [404, 2],
        [405, 2],
        [415, 2],
        [400, 1],
        [403, 1],
      ] as const) {
        stage.seen.length = 0;
        stage.answer(({ path }) =>
          path.endsWith('/oauth/token') ? { json: granted } : { status, json: { success: false } },
        );
        await loginWithPassword({ ...login, baseUrl: stage.origin }).catch(() => undefined);
        assert.equal(stage.seen.length, requests, String(status));
      }
    },
  },
  4: {
    topic: 'JSON takes grantType and email, the form grant_type and username',
    copes: async (stage) => {
      stage.answer(({ path }) =>
        path.endsWith('/oauth/token') ? { json: granted } : { status: 404, text: '' },
      );
      await loginWithPassword({ ...login, baseUrl: stage.origin });
      assert.deepEqual(stage.sent('/ua/login').body, {
        grantType: 'password',
        email: 'a@b.c',
        password: 'p-p-p',
      });
      assert.deepEqual(stage.sent('/oauth/token').body, {
        grant_type: 'password',
        username: 'a@b.c',
        password: 'p-p-p',
      });
    },
  },
  5: {
    topic: 'the login’s answer is wrapped with an owId, or bare without',
    copes: async (stage) => {
      stage.answer(data({ ...granted, owId: 200123 }));
      assert.equal((await loginWithPassword({ ...login, baseUrl: stage.origin })).owId, 200123);
      stage.answer(granted);
      const bare = await loginWithPassword({ ...login, baseUrl: stage.origin });
      assert.equal(bare.accessToken, 'uuid-token');
      assert.equal('owId' in bare, false);
    },
  },
  6: {
    topic: 'X-IAA-HOST is sent when it is set, and only then',
    copes: async (stage) => {
      stage.answer(data(granted));
      await loginWithPassword({ ...login, baseUrl: stage.origin });
      assert.equal(stage.sent('/login').headers['x-iaa-host'], undefined);
      await loginWithPassword({ ...login, baseUrl: stage.origin, webHost: 'app.iqm.com' });
      assert.equal(stage.sent('/login').headers['x-iaa-host'], 'app.iqm.com');
    },
  },
  7: {
    topic: 'a token lives for expires_in, else to its exp, else ten hours',
    copes: async (stage) => {
      const exp = Math.floor(Date.now() / 1000) + 86_400;
      const jwt = `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`;
      for (const [answer, hours] of [
        [granted, 10],
        [{ access_token: jwt }, 24],
        [{ access_token: '0f8f-uuid' }, 10],
      ] as const) {
        stage.answer(answer);
        const { expiresAt } = await loginWithPassword({ ...login, baseUrl: stage.origin });
        assert.equal(Math.round((expiresAt - Date.now()) / 3_600_000), hours);
      }
    },
  },
  40: {
    topic: 'the profile’s organization is owId, or uowId by one table',
    copes: async (stage) => {
      assert.equal((await stage.answer(data({ owId: 5, uowId: 6 })).account.profile()).owId, 5);
      assert.equal((await stage.answer(data({ uowId: 6 })).account.profile()).owId, 6);
    },
  },
  43: {
    topic: 'X-IAA-OW-ID is decimal text',
    copes: async (stage) => {
      stage.answer(page());
      const { client } = connect(stage.origin, { owId: () => 2_020_010_000 });
      await client.conversions.list();
      assert.equal(stage.sent('/list').headers['x-iaa-ow-id'], '2020010000');
    },
  },
};
