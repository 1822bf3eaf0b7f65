import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { SELF_SIGNED } from '../unit/iqm/support/selfSigned';
import { parts, signedIn } from './parts';
import { setting, typing } from './typing';

const OUTSIDE = 'api.outside.invalid';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Signs in with an access token; the answer is what the input box says to it. */
async function problemOfSignIn(): Promise<string | undefined> {
  const { result, problem } = await typing(['a-pasted-token-of-the-user'], () =>
    vscode.commands.executeCommand<string | undefined>('iqm.account.signIn', { method: 'token' }),
  );
  assert.equal(result, undefined, 'nobody is signed in');
  return problem;
}

describe('the network', () => {
  describe('behind a proxy of the settings', () => {
    /** First lines of what arrived, such as `CONNECT api.outside.invalid:443`. */
    const arrived: string[] = [];
    let proxy: Server;
    const undo: (() => Thenable<void>)[] = [];

    before(async () => {
      proxy = createServer((request, response) => {
        arrived.push(`${request.method} ${request.url}`);
        response.writeHead(502).end();
      });
      proxy.on('connect', (request, socket) => {
        arrived.push(`${request.method} ${request.url}`);
        socket.destroy();
      });
      const port = await listening(proxy);
      undo.push(await setting('http', 'proxy', `http://127.0.0.1:${port}`));
      undo.push(await setting('iqm', 'apiUrl', `https://${OUTSIDE}`));
    });
    after(async () => {
      for (const back of undo) {
        await back();
      }
      await closed(proxy);
    });
    beforeEach(() => arrived.splice(0));

    it('asks the proxy for a tunnel to a host outside, and says to check the proxy', async () => {
      const problem = await problemOfSignIn();
      assert.ok(arrived.length > 0, 'something arrived at the proxy');
      assert.deepEqual([...new Set(arrived)], [`CONNECT ${OUTSIDE}:443`]);
      assert.match(problem ?? '', /cannot be reached\. Check your connection or proxy\.$/);
    });

    it('reaches this machine without it', async () => {
      const { account, catalog } = await signedIn();
      assert.equal(account.state.kind, 'signedIn');
      assert.ok((catalog.conversions?.rows.length ?? 0) > 0);
      assert.deepEqual(arrived, []);
    });
  });

  it('names the certificate when a server’s own is not trusted, and sends it no token', async () => {
    const asked: unknown[] = [];
    const server = createTlsServer(SELF_SIGNED, (request, response) => {
      asked.push(request.headers.authorization);
      response.end('{}');
    });
    const port = await listening(server);
    const back = await setting('iqm', 'apiUrl', `https://127.0.0.1:${port}`);
    try {
      const problem = await problemOfSignIn();
      assert.match(problem ?? '', /^The certificate of 127\.0\.0\.1:\d+ is self-signed/);
      assert.deepEqual(asked, []);
    } finally {
      await back();
      await closed(server);
    }
  });

  after(async () => {
    const { account } = await parts();
    await account.signOut();
  });
});
