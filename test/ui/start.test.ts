import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../vscode/browser.mjs';
import { freePort } from '../vscode/server.mjs';

const ROOT = join(__dirname, '../..');

/** The processes that `pid` started, and theirs. */
function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The name in the second field may hold anything but ends at the last bracket.
      const parent = Number(/.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))![1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** TCP ports on which one of the processes listens. */
function listeningPorts(pids: readonly number[]): number[] {
  const sockets = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          try {
            return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]];
          } catch {
            return [];
          }
        });
      } catch {
        return [];
      }
    }),
  );
  const LISTEN = '0A';
  const ports = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && sockets.has(fields[9]))
      .map((fields) => Number.parseInt(fields[1]!.split(':')[1]!, 16)),
  );
  return [...new Set(ports)];
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits as long as the test's own time allows. */
async function allEnded(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** `npm start` on a machine without desktop VS Code. */
describe('the demo in the browser', () => {
  const home = mkdtempSync(join(tmpdir(), 'iqm-demo-'));
  const running: ChildProcess[] = [];
  let port: number;

  /** Starts it; `output` grows while it runs. */
  function start(): { child: ChildProcess; output: () => string; ready: Promise<string> } {
    const child = spawn(process.execPath, ['test/run/start.mjs', `--port=${port}`], {
      cwd: ROOT,
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', IQM_DEMO_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let text = '';
    const ready = new Promise<string>((resolve, reject) => {
      const read = (data: Buffer): void => {
        text += data.toString();
        const url = /VS Code is ready: +(\S+)/.exec(text)?.[1];
        if (url !== undefined) resolve(url);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(text)));
    });
    ready.catch(() => undefined);
    return { child, output: () => text, ready };
  }

  function get(headers: Record<string, string>): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
        let body = '';
        response.on('data', (data: Buffer) => (body += data.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      })
        .on('error', reject)
        .end();
    });
  }

  /** First line of the answer to a WebSocket handshake as VS Code's own windows send it. */
  function handshake(host: string, origin: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          [
            'GET /?reconnectionToken=00000000-0000-4000-8000-000000000000&reconnection=false&skipWebSocketFrames=false HTTP/1.1',
            `Host: ${host}`,
            `Origin: ${origin}`,
            'Connection: Upgrade',
            'Upgrade: websocket',
            'Sec-WebSocket-Version: 13',
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
            '\r\n',
          ].join('\r\n'),
        ),
      );
      socket.once('data', (data) => {
        resolve(data.toString().split('\r\n')[0]!);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  }

  before(async () => {
    port = await freePort();
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await allEnded(running.map(({ pid }) => pid!));
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  });

  it('opens the shop, and extension, sandbox and webview work behind its guarded front', async () => {
    const { child, ready } = start();
    const url = await ready;
    const browser = await launchBrowser();
    try {
      const page = await browser.context.newPage();
      await page.goto(url);
      await page.getByRole('treeitem', { name: 'thank-you.html' }).waitFor({ timeout: 90_000 });
      await page.locator('.activitybar a.action-label[aria-label^="IQM"]').click();
      await page.getByRole('button', { name: 'Try the Sandbox' }).waitFor({ timeout: 60_000 });
      assert.deepEqual(
        listeningPorts([child.pid!, ...descendants(child.pid!)]),
        [port],
        'nothing but the front listens',
      );
      await page.getByRole('button', { name: 'Try the Sandbox' }).click();
      await page.getByRole('treeitem', { name: /^Winter sale checkout/ }).waitFor();
      await page.getByRole('button', { name: 'Create Conversion…' }).first().click();
      const form = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
      await form.getByLabel('Name').fill('Behind the front');
      await form.getByText('A conversion is attributed').waitFor();
    } finally {
      await browser.close();
    }
  });

  it('answers no foreign Host and no foreign Origin, by request or by WebSocket', async () => {
    const own = `127.0.0.1:${port}`;
    assert.match((await get({ Host: own })).body, /<!-- Copyright \(C\) Microsoft Corporation/);
    assert.match(await handshake(own, `http://${own}`), /^HTTP\/1\.1 101 /);
    for (const [host, origin] of [
      [`evil.example:${port}`, `http://evil.example:${port}`],
      ['evil.example', 'http://evil.example'],
      [own, 'http://evil.example'],
      [own, `http://127.0.0.1:${port + 1}`],
      [own, 'null'],
    ] as const) {
      const { status, body } = await get({ Host: host, Origin: origin });
      assert.deepEqual([status, body.includes('Microsoft')], [421, false], `${host} ${origin}`);
      assert.match(await handshake(host, origin), /^HTTP\/1\.1 421 /);
    }
  });

  it('says that its port is taken, how to choose another, and leaves the other one alone', async () => {
    const { child, output } = start();
    assert.equal((await once(child, 'exit'))[0], 1);
    assert.match(output(), new RegExp(`Port ${port} is taken.*npm start -- --port=${port + 1}`));
    assert.equal((await get({ Host: `127.0.0.1:${port}` })).status, 200);
  });

  it('ends with Ctrl+C and leaves no process behind', async () => {
    const [child] = running;
    const pids = descendants(child!.pid!);
    assert.ok(pids.length > 1);
    child!.kill('SIGINT');
    assert.deepEqual(await once(child!, 'exit'), [0, null]);
    await allEnded(pids);
  });

  it('opens again, and leaves no process behind when it is killed', async () => {
    const { child, ready } = start();
    await ready;
    const pids = descendants(child.pid!);
    assert.ok(pids.length > 1);
    child.kill('SIGKILL');
    await allEnded(pids);
    assert.deepEqual(readdirSync(home).sort(), ['data', `extensions-${port}`, 'site']);
  });
});
