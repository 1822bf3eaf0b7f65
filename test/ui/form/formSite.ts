import * as esbuild from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FormFields } from '../../../src/form/formFields';
import { formPage } from '../../../src/form/formPage';
import { FormSession, type FormAccount, type FormBackend } from '../../../src/form/formSession';
import { readToHost, type Step, type ToWeb } from '../../../src/form/protocol';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import themes from '../details/themes.json';

const ROOT = path.resolve(__dirname, '../../..');

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

export const CREATED_POSTBACK: Conversion = {
  id: 7033,
  name: 'App install',
  type: 'postback',
  status: 'pending',
  totalConversions: 0,
  attributedConversions: 0,
  attributedViewThrough: 0,
  attributedClickThrough: 0,
  customFields: [],
};

export const CREATED: Conversion = {
  ...CREATED_POSTBACK,
  name: 'Order placed',
  type: 'pixel',
  script:
    "<script src='https://pxl.sandbox.invalid/i/pixel/4fd26338-b8fb-4fb6-84b1-6029726844b7?cv={CONVERSION_VALUE}' async></script>",
};

/** An IQM that answers at once, and that a test can turn. */
export function backend(change: Partial<FormBackend> = {}): FormBackend {
  return {
    defaults: () =>
      Promise.resolve({ clickDays: 15, viewDays: 28, crossDevice: true, attributions: [] }),
    partners: () =>
      Promise.resolve([
        { id: 1, name: 'kochava', label: 'Kochava' },
        { id: 4, name: 'adjust', label: 'Adjust' },
      ]),
    create: ({ draft }) => Promise.resolve({ ...CREATED, name: draft.name }),
    lookUp: () => Promise.resolve({ status: 'unclear' }),
    verdict: (name, { status }) => `“${name}” is ${status}.`,
    sentence: (error) => (error instanceof Error ? error.message : String(error)),
    typeLabel: () => 'Pixel',
    ...change,
  };
}

/** What VS Code puts on every webview page beneath the page's own styles. */
const DEFAULT_STYLES = `@layer vscode-default {
  body { color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; } }
html { background: var(--vscode-editor-background); }`;

/** Serves the form's page with its real policy and bundles, in a browser alone. */
export class FormSite {
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<FormSite> {
    const built = await Promise.all(
      ['src/form/web/main.ts', 'media/form/form.css'].map((entry) =>
        esbuild.build({
          absWorkingDir: ROOT,
          entryPoints: { form: entry },
          bundle: true,
          write: false,
          outdir: 'dist',
          platform: 'browser',
          format: 'iife',
          target: 'chrome120',
        }),
      ),
    );
    const files = new Map(
      built.flatMap(({ outputFiles }) =>
        outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text]),
      ),
    );
    const server = createServer(({ url = '/' }, response) => {
      const text = url === '/' ? page(server) : files.get(url);
      const kind = url.endsWith('.js') ? 'javascript' : url.endsWith('.css') ? 'css' : 'html';
      response.writeHead(text === undefined ? 404 : 200, {
        'content-type': `text/${kind}; charset=utf-8`,
      });
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new FormSite(server, browser);
  }

  async open(options: OpenOptions = {}): Promise<FormView> {
    const context = await this.#browser.newContext({
      viewport: options.viewport ?? { width: 900, height: 1200 },
      reducedMotion: 'reduce',
    });
    return FormView.open(await context.newPage(), origin(this.#server), options);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface OpenOptions {
  readonly theme?: Theme;
  readonly backend?: FormBackend;
  readonly signedOut?: boolean;
  readonly target?: string;
  readonly draft?: FormFields;
  /** The host does not answer the page that it has come up. */
  readonly mute?: boolean;
  /** Do not wait for the defaults. */
  readonly opensAtOnce?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The form in a browser, and behind it the extension's own session with a backend that the test turns. */
export class FormView {
  readonly page: Page;
  readonly session: FormSession;
  readonly steps: Step[] = [];
  readonly kept: FormFields[] = [];
  readonly created: Conversion[] = [];
  /** Breaches of the page's policy, errors and unknown messages; there should be none. */
  readonly complaints: string[] = [];
  readonly #mute: boolean;

  private constructor(page: Page, mute: boolean) {
    this.page = page;
    this.#mute = mute;
    this.session = new FormSession({
      post: (message) => void this.#post(message),
      keep: (fields) => this.kept.push(fields),
      created: (conversion) => this.created.push(conversion),
    });
  }

  static async open(page: Page, address: string, options: OpenOptions): Promise<FormView> {
    const view = new FormView(page, options.mute ?? false);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) view.complaints.push(message.text());
    });
    page.on('pageerror', (error) => view.complaints.push(String(error)));
    await page.exposeFunction('toHost', (message: unknown) => view.#receive(message));
    await page.addInitScript(webviewApi(options.theme ?? 'dark'));
    if (options.draft) view.session.begin(options.draft);
    view.session.target(options.target);
    await page.goto(address);
    const ready = view.session.useAccount(options.signedOut ? undefined : account(options.backend));
    if (!options.opensAtOnce) await ready;
    if (!options.mute) await page.locator('#form').waitFor();
    return view;
  }

  async screenshot(name: string): Promise<void> {
    const file = path.join(ROOT, 'test-results/screenshots', `form-${name}.png`);
    await this.page.screenshot({ path: file, fullPage: true });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #receive(message: unknown): Promise<void> {
    const received = readToHost(message);
    switch (received?.kind) {
      case 'ready':
        if (!this.#mute) this.session.repeat();
        break;
      case 'changed':
        this.session.change(received.fields);
        break;
      case 'submit':
        await this.session.submit(received.fields);
        break;
      case 'step':
        this.steps.push(received.step);
        if (received.step === 'cancel') this.session.cancel();
        if (received.step === 'check') await this.session.check();
        if (received.step === 'another') this.session.another();
        if (received.step === 'retryDefaults') await this.session.readDefaults();
        break;
      default:
        this.complaints.push(`unknown message ${JSON.stringify(message)}`);
    }
  }

  async #post(message: ToWeb): Promise<void> {
    await this.page
      .evaluate(`window.postMessage(${JSON.stringify(message)})`)
      .catch(() => undefined);
  }
}

export function account(change: FormBackend = backend()): FormAccount {
  return {
    organization: 'Northwind Outfitters',
    sandbox: true,
    pixelHost: 'pxl.sandbox.invalid',
    backend: change,
  };
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function page(server: Server): string {
  return formPage({
    script: `${origin(server)}/form.js`,
    style: `${origin(server)}/form.css`,
    source: origin(server),
    nonce: 'r4nd0m',
    language: 'en',
    translate: (message) => message,
  });
}

function webviewApi(theme: Theme): string {
  return `
    window.acquireVsCodeApi = () => ({ postMessage: (message) => void toHost(message) });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error('policy: ' + violatedDirective + ' ' + blockedURI));
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(DEFAULT_STYLES)});
      document.adoptedStyleSheets = [sheet];
      const { className, kind, variables } = ${JSON.stringify(themes[theme])};
      for (const [name, value] of Object.entries(variables))
        document.documentElement.style.setProperty('--vscode-' + name, value);
      document.body.className = className;
      document.body.dataset.vscodeThemeKind = kind;
    });`;
}
