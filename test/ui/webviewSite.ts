import * as esbuild from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import themes from './themes.json';

export const ROOT = path.resolve(__dirname, '../..');

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

/** What VS Code puts on every webview page beneath the page's own styles, as far as a page could notice it. */
const DEFAULT_STYLES = `@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  input:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
}
html { background: var(--vscode-editor-background); }`;

/** What a page is made of besides its own markup. */
interface PageParts {
  readonly script: string;
  readonly style: string;
  readonly source: string;
  readonly nonce: string;
}

/** Serves a webview's page with the policy and the bundles that the extension gives to VS Code, in a browser alone. */
export class WebviewSite {
  readonly #server: Server;
  readonly browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.browser = browser;
  }

  /** @param name of the room: its bundles are built from `src/<name>/web` and `media/<name>` */
  static async start(
    name: 'form' | 'details',
    page: (parts: PageParts) => string,
  ): Promise<WebviewSite> {
    const built = await Promise.all(
      [`src/${name}/web/main.ts`, `media/${name}/${name}.css`].map((entry) =>
        esbuild.build({
          absWorkingDir: ROOT,
          entryPoints: { [name]: entry },
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
      const source = originOf(server);
      const text =
        url === '/'
          ? page({
              script: `${source}/${name}.js`,
              style: `${source}/${name}.css`,
              source,
              nonce: 'r4nd0m',
            })
          : files.get(url);
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
    return new WebviewSite(server, browser);
  }

  get origin(): string {
    return originOf(this.#server);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

interface Hosted {
  readonly theme: Theme | undefined;
  /** What the page has kept with `setState` in an earlier life. */
  readonly kept?: unknown;
  /** Takes breaches of the page's policy, errors and warnings. */
  readonly complain: (text: string) => void;
  /** Takes what the page posts to the extension. */
  readonly receive: (message: unknown) => Promise<void>;
}

/** Makes a page a webview: the part that VS Code brings along, with somebody to talk to. */
export async function host(
  page: Page,
  { theme = 'dark', kept, complain, receive }: Hosted,
): Promise<void> {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(message.text());
  });
  page.on('pageerror', (error) => complain(String(error)));
  await page.exposeFunction('toHost', receive);
  await page.addInitScript(`
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
    });`);
}

/** As the user does it in VS Code, while the page is open. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(`setTheme(${JSON.stringify(themes[theme])})`);
}

/** Structured data in a message event of the page's own window, as VS Code does it; a closed page hears nothing. */
export async function post(page: Page, message: object): Promise<void> {
  await page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => undefined);
}

export async function picture(page: Page, name: string): Promise<void> {
  const file = path.join(ROOT, 'test-results/screenshots', `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
