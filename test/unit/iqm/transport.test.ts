import assert from 'node:assert/strict';
import { createServer as createTls } from 'node:https';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { exchange, type HttpRequest } from '../../../src/iqm/transport';
import { failsAs, failureOf } from './support/expectError';
import { SELF_SIGNED } from './support/selfSigned';
import { TestServer, type Handler } from './support/server';

const TOKEN = 'a-token-that-must-not-leak';

function get(origin: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url: `${origin}/api?secret=query-value`,
    headers: { Authorization: `Bearer ${TOKEN}` },
    timeoutMs: 5_000,
    ...more,
  };
}

describe('one exchange with a server', () => {
  let server: TestServer;
  const serve = (handler: Handler): void => void (server.handler = handler);
  before(async () => (server = await TestServer.start(() => ({ text: '' }))));
  after(() => server.close());

  it('returns status, text, size, clock and Retry-After of any answer', async () => {
    serve(() => ({
      status: 429,
      text: 'wait ✓',
      headers: { 'Retry-After': '7', Date: 'Sat, 21 Nov 2026 10:00:00 GMT' },
    }));
    assert.deepEqual(await exchange(get(server.origin)), {
      status: 429,
      text: 'wait ✓',
      bytes: 8,
      retryAfter: '7',
      date: Date.UTC(2026, 10, 21, 10),
    });
  });

  it('decompresses, and sends what it was given', async () => {
    serve(() => ({
      raw: (response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' });
        response.end(gzipSync('{"a":1}'));
      },
    }));
    server.seen.length = 0;
    const answer = await exchange(
      get(server.origin, {
        method: 'PATCH',
        body: '{"x":"ü"}',
        headers: { 'Content-Type': 'application/json' },
      }),
    );
    assert.equal(answer.text, '{"a":1}');
    assert.deepEqual(server.seen[0]?.body, { x: 'ü' });
    assert.equal(server.seen[0].method, 'PATCH');
  });

  it('says that the time is over when the answer does not begin', async () => {
    serve(() => ({ raw: () => undefined }));
    const error = await failsAs('timeout', exchange(get(server.origin, { timeoutMs: 30 })));
    assert.match(error.message, /127\.0\.0\.1:\d+ did not answer within 1 second/);
  });

  it('says that the time is over when the answer does not end', async () => {
    serve(() => ({ raw: (response) => response.write('{') }));
    await failsAs('timeout', exchange(get(server.origin, { timeoutMs: 60 })));
  });

  it('says that it was cancelled, not that the time is over, before and in the middle of the answer', async () => {
    for (const begin of [false, true]) {
      const controller = new AbortController();
      serve(() => ({
        raw: (response) => {
          if (begin) {
            response.write('{');
          }
          setTimeout(() => controller.abort(), 5);
        },
      }));
      await failsAs('cancelled', exchange(get(server.origin, { signal: controller.signal })));
    }
  });

  it('sends nothing when it is cancelled already', async () => {
    server.seen.length = 0;
    await failsAs('cancelled', exchange(get(server.origin, { signal: AbortSignal.abort() })));
    assert.equal(server.seen.length, 0);
  });

  it('ends quietly when the time is over or the call cancelled before anything was sent', async () => {
    const controller = new AbortController();
    const posted = get(server.origin, { method: 'POST', body: '{}', signal: controller.signal });
    const first = failsAs('cancelled', exchange(posted));
    controller.abort();
    await first;
    const late = exchange(get(server.origin, { method: 'POST', body: '{}', timeoutMs: 1 }));
    for (const until = performance.now() + 10; performance.now() < until;);
    await failsAs('timeout', late);
  });

  it('refuses a redirect, even to the same host, and the token follows nobody', async () => {
    const other = await TestServer.start(() => ({ json: {} }));
    for (const status of [301, 302, 303, 307, 308]) {
      for (const Location of [`${other.origin}/steal`, '/elsewhere', 'http://[bad']) {
        serve(() => ({ status, text: '', headers: { Location } }));
        const error = await failsAs('redirected', exchange(get(server.origin)));
        assert.doesNotMatch(error.message, /token-that|query-value|steal/);
      }
    }
    assert.equal(other.seen.length, 0);
    await other.close();
  });

  it('takes http for this computer only, and no address with a password', async () => {
    for (const origin of [
      'http://api.iqm.com',
      'http://127.0.0.1.evil.example',
      'http://127.1.example',
      'http://localhost.example',
      'ftp://127.0.0.1',
      'file:///etc/passwd',
      'data:text/html,',
      'api.iqm.com',
      '',
      'https://user:pass@api.iqm.com',
    ]) {
      const error = await failsAs('insecure', exchange(get(origin)));
      assert.doesNotMatch(error.message, /query-value|pass@/);
    }
    serve(() => ({ text: 'ok' }));
    const viaName = server.origin.replace('127.0.0.1', 'localhost');
    assert.notEqual((await failureOrAnswer(exchange(get(viaName)))).kind, 'insecure');
  });

  it('stops reading after 5 MB, of an endless body as of a small one that unpacks to much', async () => {
    serve(() => ({
      raw: (response) => {
        const chunk = Buffer.alloc(256 * 1024, 'x');
        const more = (): void => {
          while (!response.destroyed && response.write(chunk));
          response.once('drain', more);
        };
        more();
      },
    }));
    await failsAs('tooLarge', exchange(get(server.origin)));
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));
    serve(() => ({
      raw: (response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' });
        response.end(bomb);
      },
    }));
    await failsAs('tooLarge', exchange(get(server.origin)));
  });

  it('tells of a connection that breaks before, at the start and in the middle of the answer', async () => {
    serve(() => ({ raw: (_response, socket) => socket.resetAndDestroy() }));
    assert.match(
      (await failsAs('offline', exchange(get(server.origin)))).message,
      /the connection broke/,
    );
    serve(() => ({
      raw: (response, socket) => {
        response.writeHead(200, { 'Content-Length': '1000' });
        response.write('{"data":');
        setTimeout(() => socket.resetAndDestroy(), 5);
      },
    }));
    await failsAs('offline', exchange(get(server.origin)));
    serve(() => ({
      raw: (response, socket) => {
        response.write('{"data":');
        setTimeout(() => socket.end(), 5);
      },
    }));
    await failsAs('offline', exchange(get(server.origin)));
  });

  it('calls an answer damaged that is no HTTP, or does not unpack', async () => {
    const tcp = createTcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;
    await failsAs('malformed', exchange(get(`http://127.0.0.1:${port}`)));
    tcp.close();
    serve(() => ({
      raw: (response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' });
        response.end('this is not gzip');
      },
    }));
    await failsAs('malformed', exchange(get(server.origin)));
  });

  it('says what is wrong with a server that is not there', async () => {
    const gone = await TestServer.start(() => ({ text: '' }));
    const { origin } = gone;
    await gone.close();
    const refused = await failsAs('offline', exchange(get(origin)));
    assert.equal(refused.code, 'ECONNREFUSED');
    assert.match(refused.message, /refuses the connection/);
    const unknown = await failsAs('offline', exchange(get('https://no-such-name.invalid')));
    assert.match(unknown.message, /^no-such-name\.invalid cannot be reached/);
  });

  it('names the certificate when it is not to be trusted, and sends nothing', async () => {
    let asked = 0;
    const tls = createTls(SELF_SIGNED, (_request, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const { port } = tls.address() as AddressInfo;
    const error = await failsAs('certificate', exchange(get(`https://127.0.0.1:${port}`)));
    assert.match(error.message, /The certificate of 127\.0\.0\.1:\d+ is self-signed/);
    assert.equal(asked, 0);
    tls.closeAllConnections();
    tls.close();
  });

  it('never puts token, query or body into an error', async () => {
    for (const handler of [
      (): ReturnType<Handler> => ({ raw: (_response, socket) => socket.destroy() }),
      (): ReturnType<Handler> => ({ status: 302, text: '', headers: { Location: '/x' } }),
    ]) {
      serve(handler);
      const error = await failureOf(
        exchange(get(server.origin, { method: 'POST', body: 'the body' })),
      );
      const everything = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
      assert.doesNotMatch(everything, /a-token-that|query-value|the body/);
    }
  });
});

async function failureOrAnswer(work: Promise<unknown>): Promise<{ kind?: string }> {
  return work.then(
    () => ({}),
    (error: unknown) => error as { kind?: string },
  );
}
