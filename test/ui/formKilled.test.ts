import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbench } from './workbench';

const CONTROL = 'control-token-of-the-test';

/** The sandbox as a process of its own, which can be killed and started again with its data. */
class SandboxProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'iqm-killed-'));
  #process: ChildProcess | undefined;
  #port = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const words = ['--port', String(this.#port), '--limit', '0', '--control', CONTROL];
    const child = spawn(
      process.execPath,
      [
        join(__dirname, '../../dist/sandbox.js'),
        ...words,
        '--data',
        join(this.#folder, 'data.json'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#process = child;
    this.#port = await new Promise<number>((resolve, reject) => {
      child.once('exit', () => reject(new Error('The sandbox did not start.')));
      child.stdout.on('data', (data: Buffer) => {
        const port = /127\.0\.0\.1:(\d+)/.exec(data.toString())?.[1];
        if (port !== undefined) {
          resolve(Number(port));
        }
      });
    });
  }

  /** As when the power fails: nothing is written any more, and every connection breaks. */
  async kill(): Promise<void> {
    const child = this.#process;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
  }

  async control(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.origin}/sandbox/${path}`, {
      headers: { 'X-Sandbox-Control': CONTROL, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    assert.equal(response.ok, true);
    return response.json();
  }

  async named(name: string): Promise<number> {
    const { conversions } = (await this.control('state')) as { conversions: { name: string }[] };
    return conversions.filter((each) => each.name === name).length;
  }

  async requestsTo(path: string): Promise<number> {
    const { counts } = (await this.control('requests')) as { counts: Record<string, number> };
    return Object.entries(counts).reduce((sum, [key, n]) => sum + (key.includes(path) ? n : 0), 0);
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function until(what: string, ok: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await ok());) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a create whose server is killed', () => {
  const sandbox = new SandboxProcess();
  let workbench: Workbench;

  before(async () => {
    await sandbox.start();
    workbench = new Workbench({ settings: { 'iqm.apiUrl': sandbox.origin } });
    await workbench.open();
    await workbench.openView();
    workbench.page.setDefaultTimeout(30_000);
    await workbench.signInWithPassword();
    await workbench.row(/^Winter sale checkout/).waitFor();
    await workbench.command('IQM: Create Conversion');
  });
  after(async () => {
    await workbench.dispose();
    await sandbox.dispose();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-form-killed-#').catch(() => undefined);
    }
  });

  async function fillAndCreate(name: string): Promise<void> {
    const form = workbench.webview();
    await form.getByText('A conversion is attributed').waitFor();
    await form.getByLabel('Name').fill(name);
    await form.getByText('Click Based').click();
    await form.getByRole('button', { name: 'Create', exact: true }).click();
  }

  it('before it has done anything: nothing is made, nothing that was typed is lost', async () => {
    await sandbox.control('faults', {
      faults: [{ kind: 'latency', method: 'POST', path: 'pixel/add', ms: 600_000 }],
    });
    await fillAndCreate('Killed before');
    await until('the create arrives', async () => (await sandbox.requestsTo('pixel/add')) > 0);
    await sandbox.kill();
    const form = workbench.webview();
    await form
      .getByRole('alert')
      .getByText(/IQM did not confirm|cannot be reached/)
      .waitFor();
    await workbench.shot('form-killed-#-unknown');
    assert.equal(await form.getByLabel('Name').inputValue(), 'Killed before');
    assert.equal(await form.getByRole('radio', { name: /^Click Based/ }).isChecked(), true);
    await sandbox.start();
    assert.equal(await sandbox.named('Killed before'), 0);
    await form.getByRole('button', { name: 'Look for It' }).click();
    await form
      .getByRole('alert')
      .getByText(/has not created|does not list/)
      .waitFor();
    await workbench.shot('form-killed-#-not-created');
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await form.getByRole('heading', { name: '“Killed before” was created' }).waitFor();
    assert.equal(await sandbox.named('Killed before'), 1);
    await form.getByRole('button', { name: 'Create Another' }).click();
  });

  it('after it has done it: it is found, and not made again', async () => {
    await sandbox.control('faults', {
      clear: true,
      faults: [
        { kind: 'loseAnswer', method: 'POST', path: 'pixel/add' },
        // So that nothing can be looked up before the end.
        { kind: 'latency', method: 'GET', path: 'conversion/list', ms: 600_000, count: 50 },
      ],
    });
    await fillAndCreate('Killed after');
    await until('it is made', async () => (await sandbox.named('Killed after')) === 1);
    // The sandbox writes its data down a moment later.
    await workbench.page.waitForTimeout(1000);
    await sandbox.kill();
    const form = workbench.webview();
    await form.getByRole('alert').getByText('IQM did not confirm').waitFor();
    await sandbox.start();
    await form.getByRole('button', { name: 'Look for It' }).click();
    await form.getByRole('heading', { name: '“Killed after” was created' }).waitFor();
    await workbench.shot('form-killed-#-found');
    assert.equal(await sandbox.named('Killed after'), 1);
    await workbench.row(/^Killed after/).waitFor();
  });
});
