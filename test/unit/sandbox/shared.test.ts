import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proofOf } from '../../../src/sandbox/control';
import { greet } from '../../../src/sandbox/hello';
import { LockFile, type Lock } from '../../../src/sandbox/lockFile';
import { startSandbox } from '../../../src/sandbox/server';
import { joinOrStart, type SharedPlace, type SharedSandbox } from '../../../src/sandbox/shared';
import { ask } from './support/visitor';

describe('the sandbox of several windows', () => {
  let directory: string;
  let starts: number;
  let open: { close(): unknown }[];
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'iqm-shared-')), 'sandbox');
    starts = 0;
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((each) => each.close()));
    rmSync(join(directory, '..'), { recursive: true, force: true });
  });

  const start = async (place: SharedPlace) => {
    starts += 1;
    const sandbox = await startSandbox(place);
    open.push(sandbox);
    return sandbox;
  };
  const join_ = (patienceMs = 300): Promise<SharedSandbox> =>
    joinOrStart({ directory, start, patienceMs });
  const lockPath = () => join(directory, 'sandbox.lock');
  const readLock = (): Lock => JSON.parse(readFileSync(lockPath(), 'utf8')) as Lock;
  const writeLock = (lock: Partial<Lock>): void => {
    mkdirSync(directory, { recursive: true });
    const whole = { pid: process.pid, port: 1, nonce: 'n'.repeat(20), controlToken: 't', ...lock };
    writeFileSync(lockPath(), JSON.stringify(whole));
  };
  const works = async ({ origin, controlToken }: SharedSandbox): Promise<boolean> =>
    (await ask(origin, 'GET', '/sandbox/state', { headers: { 'X-Sandbox-Control': controlToken } }))
      .status === 200;
  const listen = async (server: Server): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    return (server.address() as AddressInfo).port;
  };
  /** Id of a process that is no more. */
  const deadPid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid!;
  };

  it('is started by the first and joined by the next', async () => {
    const first = await join_();
    const second = await join_();
    assert.deepEqual([first.owned, second.owned], [true, false]);
    assert.deepEqual([second.origin, second.controlToken], [first.origin, first.controlToken]);
    assert.equal(starts, 1);
    assert.ok(await works(second));
    await second.close();
    assert.ok(await works(first), 'a guest who leaves ends nothing');
  });

  it('is started once when many begin at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => join_()));
    assert.equal(starts, 1);
    assert.equal(all.filter(({ owned }) => owned).length, 1);
    assert.equal(new Set(all.map(({ origin }) => origin)).size, 1);
  });

  it('tells its address and its token to its user alone', async () => {
    const { origin, controlToken } = await join_();
    assert.equal(statSync(lockPath()).mode & 0o777, 0o600);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    const lock = readLock();
    assert.equal(`http://127.0.0.1:${lock.port}`, origin);
    assert.equal(lock.controlToken, controlToken);
    assert.equal(lock.pid, process.pid);
    assert.deepEqual(
      readdirSync(directory).filter((name) => /new|mutex/.test(name)),
      [],
    );
  });

  it('goes on with another window when its own closes, with everything that was done', async () => {
    const first = await join_();
    const second = await join_();
    const login = await ask(first.origin, 'POST', '/api/v3/ua/login', {
      headers: { Authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
      body: { grantType: 'password', email: 'dev@sandbox.invalid', password: 'Sandbox!2026' },
    });
    const token = (login.json as { data: { access_token: string } }).data.access_token;
    await first.close();
    assert.equal(existsSync(lockPath()), false);
    await assert.rejects(works(second), { code: 'ECONNREFUSED' });
    const third = await join_();
    assert.equal(third.owned, true);
    const answer = await ask(third.origin, 'GET', '/api/v3/ua/user/ow-id', {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(answer.status, 200, 'the sign-in still holds');
  });

  it('is passed on in a chain of closing windows, one owner at a time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const windows = await Promise.all([join_(), join_(), join_()]);
      assert.equal(windows.filter(({ owned }) => owned).length, 1);
      assert.equal(starts, round + 1);
      await Promise.all(windows.map((each) => each.close()));
    }
  });

  it('takes over from a process that is dead', async () => {
    const pid = await deadPid();
    for (const port of [0, 1]) {
      writeLock({ pid, port, nonce: `dead-${port}-`.padEnd(20, 'x') });
      const own = await join_(60_000);
      assert.equal(own.owned, true, 'without waiting');
      await own.close();
    }
  });

  it('takes over once when many find the same dead lock', async () => {
    writeLock({ pid: await deadPid() });
    const all = await Promise.all(Array.from({ length: 12 }, () => join_()));
    assert.equal(starts, 1);
    assert.ok(await works(all[5]!));
  });

  it('does not trust a stranger on a port that was its own once', async () => {
    const strangers = [
      createServer((_request, response) => response.end('{"proof":"guess"}')),
      createServer((_request, response) => response.end('hello')),
      createServer((_request, response) => response.end('x'.repeat(100_000))),
      // Knows the challenge, but not the nonce.
      createServer((request, response) => {
        const challenge = new URL(request.url ?? '', 'http://x').searchParams.get('challenge');
        response.end(JSON.stringify({ proof: proofOf('another nonce', challenge ?? '') }));
      }),
      createSocketServer((socket) => socket.end('SSH-2.0-OpenSSH_9\r\n')),
    ];
    for (const [index, stranger] of strangers.entries()) {
      const port = await listen(stranger);
      writeLock({ port, nonce: `nonce-${index}-`.padEnd(20, 'x') });
      const own = await join_(60_000);
      assert.equal(own.owned, true);
      assert.notEqual(own.origin, `http://127.0.0.1:${port}`);
      await own.close();
    }
  });

  it('never sends its nonce to whoever listens', async () => {
    const seen: string[] = [];
    const nonce = 'the-nonce-of-this-test';
    const port = await listen(
      createServer((request, response) => {
        seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
        response.end('{}');
      }),
    );
    assert.equal(await greet(port, nonce, 1_000), 'foreign');
    assert.equal(seen.length, 1);
    assert.ok(!seen[0]!.includes(nonce));
  });

  it('waits for a window that is busy, and takes over from one that stays silent', async () => {
    const silent = createSocketServer(() => undefined);
    const port = await listen(silent);
    writeLock({ port });
    assert.equal(await greet(port, 'n'.repeat(20), 30), 'silent');
    const own = await join_(150);
    assert.equal(own.owned, true);
  });

  it('waits for a window that is still starting', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow = joinOrStart({
      directory,
      start: async (place) => {
        await gate;
        return start(place);
      },
    });
    while (!existsSync(lockPath())) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const waiting = join_(60_000);
    go();
    const [first, second] = await Promise.all([slow, waiting]);
    assert.deepEqual([first.owned, second.owned, starts], [true, false, 1]);
  });

  it('steps back when another process took over in the meantime', async () => {
    const first = await join_();
    const file = join(directory, 'sandbox.json');
    const lock = readLock();
    // As after a long standstill of this process: another one holds the lock now, and writes the data.
    writeLock({ port: lock.port, nonce: 'nonce-of-another-process' });
    writeFileSync(file, 'data of another process');
    await ask(first.origin, 'POST', '/sandbox/reset', {
      headers: { 'X-Sandbox-Control': first.controlToken },
      body: {},
    });
    const refused = async (): Promise<boolean> =>
      works(first).then(
        () => false,
        () => true,
      );
    while (!(await refused())) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await first.close();
    assert.equal(readFileSync(file, 'utf8'), 'data of another process');
    assert.equal(readLock().nonce, 'nonce-of-another-process');
  });

  it('leaves no lock behind when it cannot start', async () => {
    const broken = () => Promise.reject(new Error('no port is free'));
    await assert.rejects(joinOrStart({ directory, start: broken }), /no port is free/);
    assert.equal(existsSync(lockPath()), false);
    assert.equal((await join_()).owned, true);
  });

  it('starts over a lock file that holds nonsense', async () => {
    mkdirSync(directory, { recursive: true });
    for (const text of ['', '{', '[]', '{"pid":"x"}', '{"pid":1,"port":99999}']) {
      writeFileSync(lockPath(), text);
      const own = await join_();
      assert.equal(own.owned, true);
      await own.close();
    }
  });

  it('gets past a mutex that a crash left behind', async () => {
    mkdirSync(`${lockPath()}.mutex`, { recursive: true });
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(`${lockPath()}.mutex`, longAgo, longAgo);
    assert.equal((await join_()).owned, true);
  });

  it('replaces a lock only if it is still the one that was seen', async () => {
    const file = new LockFile(directory);
    const lock = (nonce: string): Lock => ({
      pid: process.pid,
      port: 0,
      nonce: nonce.repeat(16),
      controlToken: 't',
    });
    assert.equal(await file.replace(undefined, lock('a')), true);
    assert.equal(await file.replace(undefined, lock('b')), false);
    assert.equal(await file.replace(lock('c'), lock('b')), false);
    await file.release('b'.repeat(16));
    assert.equal(file.read()?.nonce, 'a'.repeat(16));
    assert.equal(await file.replace(lock('a'), lock('b')), true);
    await file.release('b'.repeat(16));
    assert.equal(file.read(), undefined);
  });
});
