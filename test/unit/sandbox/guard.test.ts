import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { CONTROL, Visitor } from './support/visitor';

/** As they were before anything was started. */
const GLOBALS = [globalThis.Request, globalThis.Response];

describe('the sandbox: who gets in', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  /** Sends bytes as they are, past everything that a client would put right. */
  const raw = async (text: string): Promise<string> => {
    const socket = connect(visitor.sandbox.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };
  const own = () => `127.0.0.1:${visitor.sandbox.port}`;
  const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

  const DOORS: readonly (readonly [string, string])[] = [
    ['GET', '/api/v3/ua/user/accessible-organizations'],
    ['POST', '/api/v3/ua/login'],
    ['POST', '/api/v3/ua/oauth/token'],
    ['GET', '/sandbox/state'],
    ['GET', '/sandbox/hello'],
    ['POST', '/sandbox/faults'],
    ['GET', '/'],
  ];

  for (const [method, path] of DOORS) {
    it(`${method} ${path} refuses a foreign Host, whatever the request holds`, async () => {
      for (const host of [
        'evil.example',
        `evil.example:${visitor.sandbox.port}`,
        '127.0.0.1',
        '127.0.0.1:1',
        `127.0.0.1.evil.example:${visitor.sandbox.port}`,
        `[::1]:${visitor.sandbox.port}`,
        `user@${own()}`,
      ]) {
        const { status } = await visitor.ask(method, path, {
          headers: {
            Host: host,
            Authorization: `Bearer ${visitor.access}`,
            'X-Sandbox-Control': CONTROL,
          },
        });
        assert.ok(status === 421 || status === 400, `${host}: ${status}`);
      }
    });

    it(`${method} ${path} refuses pages of other origins, and speaks no CORS`, async () => {
      for (const headers of [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: `https://${own()}` },
        { Origin: `http://127.0.0.1:1` },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
      ]) {
        const answer = await visitor.ask(method, path, {
          headers: { ...headers, 'X-Sandbox-Control': CONTROL },
        });
        assert.equal(answer.status, 403, JSON.stringify(headers));
        assert.match(answer.text, /other origins/);
        assert.ok(!Object.keys(answer.headers).some((name) => name.startsWith('access-control')));
      }
    });
  }

  it('answers under localhost too, and to its own origin', async () => {
    const path = '/api/v3/ua/user/ow-id';
    for (const headers of [
      { Host: `localhost:${visitor.sandbox.port}` },
      { Host: `LOCALHOST:${visitor.sandbox.port}` },
      { Origin: visitor.sandbox.origin, 'Sec-Fetch-Site': 'same-origin' },
    ]) {
      assert.equal(
        (
          await visitor.api('GET', path, undefined, {
            headers: { ...headers },
          })
        ).status,
        200,
      );
    }
  });

  it('grants nothing to a preflight', async () => {
    const answer = await visitor.ask('OPTIONS', '/api/v3/conversion/pixel/add', {
      headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
    });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('wants JSON, and a form at the token endpoint alone', async () => {
    const json = '/api/v3/ua/login';
    const form = '/api/v3/ua/oauth/token';
    for (const [method, path, type] of [
      ['POST', json, 'text/plain'],
      ['POST', json, 'application/x-www-form-urlencoded'],
      ['POST', json, 'multipart/form-data; boundary=x'],
      ['POST', json, undefined],
      ['PATCH', '/api/v3/conversion/pixel/update', 'text/plain'],
      ['PUT', '/api/v3/anything', 'text/plain'],
      ['POST', '/sandbox/faults', 'text/plain'],
      ['POST', form, 'application/json'],
      ['POST', form, 'text/plain'],
    ] as const) {
      const { status } = await visitor.ask(method, path, {
        headers: { ...(type !== undefined && { 'Content-Type': type }) },
        text: '{}',
      });
      assert.equal(status, 415, `${method} ${path} ${String(type)}`);
    }
    const right = await visitor.ask('POST', json, {
      headers: { 'Content-Type': 'Application/JSON; charset=utf-8' },
      text: '{}',
    });
    assert.equal(right.status, 401, 'past the door');
  });

  it('takes no body beyond a megabyte, announced or not', async () => {
    const login = '/api/v3/ua/login';
    const announced = await visitor.ask('POST', login, {
      headers: { 'Content-Type': 'application/json' },
      text: `"${'x'.repeat(1_000_001)}"`,
    });
    assert.equal(announced.status, 413);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    // It never ends.
    const answer = await raw(
      `POST ${login} HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n` +
        `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`,
    );
    assert.equal(statusOf(answer), 413);
  });

  it('finds no files, however a path climbs', async () => {
    for (const path of [
      '/../../../../etc/passwd',
      '/i/pixel/../../../etc/passwd',
      '/i/pixel/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '/..%2f..%2fetc/passwd',
      '/\\..\\..\\windows\\win.ini',
      '//etc/passwd',
      '/sandbox/%2e%2e/api/v3/ua/profile',
      '/i/pixel/%00',
      '/%',
    ]) {
      const answer = await raw(
        `GET ${path} HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
      );
      assert.ok([400, 401, 403, 404].includes(statusOf(answer)), `${path}: ${answer.slice(0, 40)}`);
      assert.doesNotMatch(answer, /root:|\[fonts\]/);
    }
  });

  it('does not get past its guard by another way to write an address', async () => {
    for (const path of [
      '/sandbox/state',
      '/sandbox//state',
      '/Sandbox/state',
      '/x/../sandbox/state',
      '/%73andbox/state',
    ]) {
      const answer = await raw(
        `GET ${path} HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
      );
      assert.ok([403, 404].includes(statusOf(answer)), path);
      assert.doesNotMatch(answer, /conversions/);
    }
  });

  it('refuses a request line that names another host, and requests without one', async () => {
    const named = await raw(
      `GET http://evil.example/sandbox/hello HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(statusOf(named), 421);
    const hosted = await raw(
      `GET ${visitor.sandbox.origin}/sandbox/hello HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(statusOf(hosted), 421);
    for (const head of ['HTTP/1.1\r\nConnection: close', 'HTTP/1.0']) {
      assert.equal(statusOf(await raw(`GET /sandbox/hello ${head}\r\n\r\n`)), 400);
    }
  });

  it('listens on the loopback alone', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const socket = connect(visitor.sandbox.port, address);
      const error = await Promise.race([
        once(socket, 'error').then(([each]) => each as Error),
        once(socket, 'connect').then(() => undefined),
      ]);
      socket.destroy();
      assert.ok(error, `${address} is closed`);
    }
    const second = connect(visitor.sandbox.port, '::1');
    const [error] = (await once(second, 'error')) as [Error];
    assert.ok(error);
  });

  it('shows its control side to nobody without the token', async () => {
    for (const [method, path] of [
      ['GET', 'state'],
      ['GET', 'hits'],
      ['GET', 'outbox'],
      ['GET', 'requests'],
      ['GET', 'faults'],
      ['POST', 'faults'],
      ['POST', 'reset'],
      ['GET', 'nothing'],
    ] as const) {
      for (const token of [undefined, '', 'wrong', CONTROL.slice(1), `${CONTROL}x`]) {
        const answer = await visitor.ask(method, `/sandbox/${path}`, {
          headers: {
            Authorization: `Bearer ${visitor.access}`,
            ...(token !== undefined && { 'X-Sandbox-Control': token }),
          },
          ...(method === 'POST' && { body: {} }),
        });
        assert.equal(answer.status, 403, `${path} ${String(token)}`);
      }
    }
  });

  it('leaves the globals of its process alone', () => {
    assert.deepEqual([globalThis.Request, globalThis.Response], GLOBALS);
  });
});
