import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFront } from '../../vscode/front.mjs';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the guarded front of the demo workbench', () => {
  let folder: string;
  let workbench: Server;
  let front: Awaited<ReturnType<typeof startFront>>;
  let port: number;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'front-'));
    const socketPath = join(folder, 's.sock');
    workbench = createServer((_request, response) => response.end('workbench'));
    workbench.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello');
    });
    await new Promise<void>((resolve) => workbench.listen(socketPath, resolve));
    front = await startFront({ port: 0 });
    port = Number(new URL(front.origin).port);
    const { status, headers } = await get({ Host: `127.0.0.1:${port}` });
    assert.deepEqual([status, headers.refresh], [503, '2'], 'browsers wait until VS Code is there');
    front.serve(socketPath);
  });
  after(async () => {
    await front.close();
    workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function get(headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
        let body = '';
        response.on('data', (data: Buffer) => (body += data.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  function upgrade(headers: Record<string, string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          `GET / HTTP/1.1\r\n${lines.join('')}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        ),
      );
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
  }

  it('answers its own address', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const { status, body } = await get({ Host: host });
      assert.deepEqual([status, body], [200, 'workbench']);
    }
    assert.match(await upgrade({ Host: `127.0.0.1:${port}` }), /^HTTP\/1\.1 101[^]*hello$/);
  });

  it('answers no other host, which a web page could make resolve to this machine', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
    ]) {
      const { status, body } = await get({ Host: host });
      assert.equal(status, 421, host);
      assert.equal(body.includes('workbench'), false);
      assert.match(await upgrade({ Host: host }), /^HTTP\/1\.1 421/);
    }
  });

  it('answers no page of another origin, by request or by WebSocket', async () => {
    for (const origin of ['https://evil.example', `http://evil.example:${port}`, 'null']) {
      const headers = { Host: `127.0.0.1:${port}`, Origin: origin };
      assert.equal((await get(headers)).status, 421, origin);
      assert.match(await upgrade(headers), /^HTTP\/1\.1 421/);
    }
    const own = { Host: `127.0.0.1:${port}`, Origin: `http://127.0.0.1:${port}` };
    assert.equal((await get(own)).status, 200);
  });

  it('stands in no frame of another page and behind no link of one', async () => {
    const Host = `127.0.0.1:${port}`;
    for (const site of ['cross-site', 'same-site']) {
      const headers = { Host, 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'navigate' };
      assert.equal((await get(headers)).status, 421, site);
      assert.match(await upgrade(headers), /^HTTP\/1\.1 421/);
    }
    for (const site of ['none', 'same-origin']) {
      assert.equal((await get({ Host, 'Sec-Fetch-Site': site })).status, 200, site);
    }
  });

  it('says that a port is taken instead of choosing another', async () => {
    await assert.rejects(startFront({ port }), { code: 'EADDRINUSE' });
  });
});
