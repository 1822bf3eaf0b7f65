import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type * as Main from '../../../src/sandbox/main';
import { ask } from './support/visitor';

describe('the sandbox as a program', () => {
  let folder: string;
  let bundle: string;
  const children: ChildProcess[] = [];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'iqm-program-'));
    bundle = join(folder, 'sandbox.js');
    await build({
      entryPoints: [join(__dirname, '../../../src/sandbox/main.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minify: true,
      keepNames: true,
      logLevel: 'silent',
    });
  });
  after(() => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  interface Program {
    readonly child: ChildProcess;
    readonly origin: string;
    readonly token: string;
  }

  const run = async (...words: string[]): Promise<Program> => {
    const child = spawn(process.execPath, [bundle, ...words]);
    children.push(child);
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      const match = /^IQM sandbox at (http:\/\/127\.0\.0\.1:\d+)\ncontrol token (\S+)\n$/.exec(
        said,
      );
      if (match) {
        return { child, origin: match[1]!, token: match[2]! };
      }
    }
    throw new Error(`It ended: ${said}`);
  };
  const failure = async (...words: string[]): Promise<string> => {
    const child = spawn(process.execPath, [bundle, ...words]);
    children.push(child);
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 1);
    return said;
  };
  const state = async ({ origin, token }: Program): Promise<unknown> =>
    (await ask(origin, 'GET', '/sandbox/state', { headers: { 'X-Sandbox-Control': token } })).json;

  it('says where it is, keeps its data, and ends when told to', async () => {
    const data = join(folder, 'data.json');
    const first = await run('--port', '0', '--data', data, '--control', 'mine', '--seed-size', '3');
    assert.equal(first.token, 'mine');
    const { origin } = first;
    const before = await state(first);
    assert.equal((before as { conversions: object[] }).conversions.length, 3);
    first.child.kill('SIGTERM');
    const [code] = (await once(first.child, 'exit')) as [number];
    assert.equal(code, 0);
    const port = new URL(origin).port;
    const second = await run('--port', port, '--data', data);
    assert.equal(second.origin, origin, 'on the port it was given');
    assert.notEqual(second.token, 'mine', 'a token of its own');
    assert.deepEqual(await state(second), before);
    second.child.kill('SIGINT');
    await once(second.child, 'exit');
  });

  it('takes limit, window and life of tokens', async () => {
    const program = await run('--limit', '1', '--window', '3600000', '--expires', '77');
    const login = () =>
      ask(program.origin, 'POST', '/api/v3/ua/login', {
        headers: { Authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
        body: { grantType: 'password', email: 'dev@sandbox.invalid', password: 'Sandbox!2026' },
      });
    const { json } = await login();
    assert.equal((json as { data: { expires_in: number } }).data.expires_in, 77);
    assert.equal((await login()).status, 429);
    program.child.kill();
  });

  it('says in one sentence why it cannot start', async () => {
    const { origin, child } = await run();
    assert.match(await failure('--port', new URL(origin).port), /EADDRINUSE/);
    assert.match(await failure('--port', 'x'), /--port takes a whole number/);
    assert.match(await failure('--no-such-word'), /no-such-word/);
    child.kill();
  });

  it('starts nothing when it is only loaded, and can be started then', async () => {
    const load = createRequire(__filename);
    const { startSandbox, joinOrStart } = load(bundle) as typeof Main;
    const sandbox = await startSandbox();
    assert.equal((await ask(sandbox.origin, 'GET', '/sandbox/hello')).status, 200);
    await sandbox.close();
    const shared = await joinOrStart({ directory: join(folder, 'shared'), windowMs: 600 });
    const faults = await ask(shared.origin, 'GET', '/sandbox/faults', {
      headers: { 'X-Sandbox-Control': shared.controlToken },
    });
    const { switches } = faults.json as { switches: { rateLimit: object } };
    assert.deepEqual(switches.rateLimit, { limit: 20, windowMs: 600, retryAfter: true });
    await shared.close();
  });
});
