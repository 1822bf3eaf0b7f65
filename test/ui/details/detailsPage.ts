import * as esbuild from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { DetailsCommand } from '../../../src/details/actions';
import type { Place } from '../../../src/details/detailsModel';
import { readFromWeb } from '../../../src/details/messages';
import { detailsPage } from '../../../src/details/page';
import type { ToWeb } from '../../../src/details/panelState';
import { Presenter, type CurrentSession } from '../../../src/details/presenter';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import { FakeIqm, PIXEL } from '../../unit/details/fakeIqm';
import { ManualClock } from '../../unit/details/manualClock';
import themes from './themes.json';

const root = path.resolve(__dirname, '../../..');

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

/** A morning in June, so that pictures of today and tomorrow are the same. */
const NOW = Date.UTC(2026, 5, 15, 10, 42);

/**
 * What VS Code puts on every webview page beneath the page's own styles, as far as this page could notice it.
 */
const DEFAULT_STYLES = `@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  input:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
}
html { background: var(--vscode-editor-background); }`;

/** Serves the page with the policy and the bundles that the extension gives to VS Code, in a browser alone. */
export class DetailsSite {
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<DetailsSite> {
    const bundles = await Promise.all(
      ['src/details/web/main.ts', 'media/details/details.css'].map((entry) =>
        esbuild.build({
          absWorkingDir: root,
          entryPoints: { details: entry },
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
      bundles.flatMap(({ outputFiles }) =>
        outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text]),
      ),
    );
    const server = createServer(({ url = '/' }, response) => {
      const text = url === '/' ? page(server) : files.get(url);
      const type = url.endsWith('.js')
        ? 'text/javascript'
        : url.endsWith('.css')
          ? 'text/css'
          : 'text/html';
      response.writeHead(text === undefined ? 404 : 200, {
        'content-type': `${type}; charset=utf-8`,
      });
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new DetailsSite(server, browser);
  }

  async open(options: OpenOptions = {}): Promise<DetailsView> {
    const context = await this.#browser.newContext({
      viewport: { width: 1180, height: 900 },
      reducedMotion: options.reducedMotion ?? 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
      ...(options.viewport ? { viewport: options.viewport } : {}),
      ...(options.deviceScaleFactor ? { deviceScaleFactor: options.deviceScaleFactor } : {}),
    });
    return DetailsView.open(context, origin(this.#server), options);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface OpenOptions {
  readonly conversionId?: number;
  readonly theme?: Theme;
  readonly iqm?: FakeIqm;
  readonly known?: Conversion;
  readonly session?: Partial<CurrentSession> | 'none' | 'starting';
  readonly target?: string;
  readonly placesOf?: (conversion: Conversion) => Promise<readonly Place[]>;
  readonly strings?: Record<string, string>;
  readonly language?: string;
  readonly kept?: unknown;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** One panel: the page in a browser, and behind it the extension's own presenter with an IQM that tests can turn. */
export class DetailsView {
  readonly page: Page;
  readonly iqm: FakeIqm;
  readonly clock = new ManualClock(NOW);
  readonly ran: { command: DetailsCommand; argument: object }[] = [];
  readonly opened: Place[] = [];
  readonly fired: number[] = [];
  /** Breaches of the page's policy, errors and warnings; there should be none. */
  readonly complaints: string[] = [];
  /** What each command answers. */
  readonly answers = new Map<DetailsCommand, unknown>();
  target: string | undefined;
  session: CurrentSession | undefined;
  presenter: Presenter;

  private constructor(page: Page, options: OpenOptions) {
    this.page = page;
    this.iqm = options.iqm ?? new FakeIqm();
    this.target = 'target' in options ? options.target : 'thank-you.html';
    this.session =
      typeof options.session === 'string'
        ? undefined
        : {
            client: this.iqm.client,
            sandbox: false,
            organizationName: 'Northwind Outfitters',
            ...options.session,
          };
    this.presenter = new Presenter(
      options.conversionId ?? PIXEL.id,
      {
        current: () => this.session,
        starting: () => options.session === 'starting' && this.session === undefined,
        known: () => options.known,
        ...(options.placesOf ? { placesOf: options.placesOf } : {}),
      },
      {
        show: (state) => void this.#post({ type: 'state', state }),
        run: (command, argument) => {
          this.ran.push({ command, argument });
          return Promise.resolve(this.answers.get(command));
        },
        openPlace: (place) => this.opened.push(place),
        visible: () => true,
        fired: (_conversion, from, to) => this.fired.push(to.total - from.total),
        target: () =>
          this.target === undefined
            ? undefined
            : { name: this.target, uri: `file:///shop/${this.target}` },
        sentence: (error) => (error instanceof Error ? error.message : String(error)),
        clock: this.clock,
      },
    );
  }

  static async open(
    context: BrowserContext,
    address: string,
    options: OpenOptions,
  ): Promise<DetailsView> {
    const page = await context.newPage();
    const view = new DetailsView(page, options);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) view.complaints.push(message.text());
    });
    page.on('pageerror', (error) => view.complaints.push(String(error)));
    await page.exposeFunction('toHost', async (value: unknown) => {
      const message = readFromWeb(value);
      if (message === undefined) {
        view.complaints.push(`unknown message ${JSON.stringify(value)}`);
        return;
      }
      if (message.type === 'ready') {
        const { language = 'en-US', strings } = options;
        await view.#post({ type: 'start', language, ...(strings ? { strings } : {}) });
      }
      await view.presenter.handle(message);
    });
    await page.addInitScript(webviewApi(options.theme ?? 'dark', options.kept));
    await page.goto(address);
    await page.locator('.panel').waitFor();
    return view;
  }

  /** What the page has kept with VS Code's `setState`. */
  kept(): Promise<unknown> {
    return this.page.evaluate('keptState');
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(`setTheme(${JSON.stringify(themes[theme])})`);
  }

  async close(): Promise<void> {
    this.presenter.dispose();
    await this.page.context().close();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({
      path: path.join(root, 'test-results/screenshots', `details-${name}.png`),
      fullPage: true,
    });
  }

  async #post(message: ToWeb): Promise<void> {
    // As VS Code does it: structured data in a message event of the page's own window.
    await this.page
      .evaluate(`window.postMessage(${JSON.stringify(message)})`)
      .catch(() => undefined);
  }
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function page(server: Server): string {
  return detailsPage({
    script: `${origin(server)}/details.js`,
    style: `${origin(server)}/details.css`,
    source: origin(server),
    nonce: 'r4nd0m',
    language: 'en-US',
    title: 'Conversion 7001',
  });
}

/** The part of a webview's page that VS Code brings along. */
function webviewApi(theme: Theme, kept: unknown): string {
  return `
    window.keptState = ${JSON.stringify(kept ?? null)} ?? undefined;
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void toHost(message),
      getState: () => window.keptState,
      setState: (state) => { window.keptState = state; },
    });
    window.setTheme = ({ className, kind, id, variables }) => {
      const style = document.documentElement.style;
      for (const name of [...style]) style.removeProperty(name);
      for (const [name, value] of Object.entries(variables)) style.setProperty('--vscode-' + name, value);
      style.setProperty('--monaco-monospace-font', 'monospace');
      document.body.className = className;
      document.body.dataset.vscodeThemeKind = kind;
      document.body.dataset.vscodeThemeId = id;
    };
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error('policy: ' + violatedDirective + ' ' + blockedURI));
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(DEFAULT_STYLES)});
      document.adoptedStyleSheets = [sheet];
      setTheme(${JSON.stringify(themes[theme])});
    });`;
}
