import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.mjs';
import {
  installVsix,
  linkExtension,
  startServer,
  workbenchUrl,
  type Server,
} from '../vscode/server.mjs';

const ROOT = join(__dirname, '../..');
const SHOTS = join(ROOT, 'test-results/screenshots');

export interface WorkbenchOptions {
  readonly settings?: object;
  readonly env?: Record<string, string>;
  readonly viewport?: { width: number; height: number };
}

/** A real workbench with the packaged extension and a copy of the demo shop, driven by a browser. */
export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #home = mkdtempSync(join(tmpdir(), 'iqm-ui-'));
  readonly site = join(this.#home, 'site');
  #server: Server | undefined;
  #browser: Awaited<ReturnType<typeof launchBrowser>> | undefined;
  #page: Page | undefined;
  /** Secrets are kept per origin: a restart comes back on the same port. */
  #port: number | undefined;
  #shot = 0;

  constructor(options: WorkbenchOptions = {}) {
    this.#options = options;
    cpSync(join(ROOT, 'test/site'), this.site, { recursive: true });
    const vsix = process.env.IQM_VSIX;
    if (vsix === undefined) {
      linkExtension(ROOT, join(this.#home, 'extensions'));
    } else {
      installVsix(vsix, join(this.#home, 'extensions'), join(this.#home, 'data'));
    }
  }

  get page(): Page {
    if (this.#page === undefined) {
      throw new Error('The workbench is not open.');
    }
    return this.#page;
  }

  /** Folder of VS Code's user data; extensions keep their files in it. */
  get dataDir(): string {
    return join(this.#home, 'data');
  }

  /** Folder of the browser's profile, where VS Code in the browser keeps secrets. */
  get profileDir(): string {
    return join(this.#home, 'profile');
  }

  get globalStorage(): string {
    return join(this.dataDir, 'User/globalStorage/iqm-conversions.iqm-conversions');
  }

  async open(): Promise<void> {
    this.#server = await startServer({
      userDataDir: this.dataDir,
      extensionsDir: join(this.#home, 'extensions'),
      port: this.#port,
      ...(this.#options.settings ? { settings: this.#options.settings } : {}),
      env: { IQM_RATE_WINDOW_MS: '600', ...this.#options.env },
    });
    this.#port = this.#server.port;
    this.#browser = await launchBrowser({
      profileDir: this.profileDir,
      viewport: this.#options.viewport ?? { width: 1280, height: 800 },
    });
    const { context } = this.#browser;
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: this.#server.origin,
    });
    this.#page = context.pages()[0] ?? (await context.newPage());
    await this.#page.goto(workbenchUrl(this.#server.origin, { folder: this.site }));
    await this.ready();
  }

  /** Waits until the workbench and its extension host are there. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    await this.page.locator('#status\\.problems').waitFor({ timeout: 90_000 });
  }

  /** Another window of the same VS Code. */
  async secondWindow(): Promise<Page> {
    const page = await this.#browser!.context.newPage();
    await page.goto(this.page.url());
    await page.locator('#status\\.problems').waitFor({ timeout: 90_000 });
    return page;
  }

  /** Ends server and browser; data, profile and port stay for the next {@link open}. */
  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.stop();
    this.#browser = undefined;
    this.#server = undefined;
    this.#page = undefined;
  }

  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /**
   * Runs a command by its palette title. An open palette does not list commands that are registered later, and closes
   * when a page that has just come up takes the focus.
   */
  async command(title: string): Promise<void> {
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: title })
      .first();
    const input = this.quickInput().locator('input.input');
    for (const deadline = Date.now() + 45_000; ;) {
      try {
        await this.page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 1500 });
        await row.click({ timeout: 1500 });
        return;
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error(`The palette has no command "${title}".`, { cause: error });
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the site through quick open. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(name);
    await this.page
      // The list of recent files, which is there at first, may hold it too, but not as the one that Enter opens.
      .locator('.quick-input-list .monaco-list-row.focused')
      .filter({ hasText: name.split('/').pop()! })
      .waitFor();
    await this.page.keyboard.press('Enter');
    // The tab comes before the text; a page that is left before that has never been open for an extension.
    await this.page.locator(`.monaco-editor.focused[data-uri$="/${encodeURI(name)}"]`).waitFor();
  }

  /** The IQM view container, made visible. */
  async openView(): Promise<void> {
    const pane = this.page.locator('.composite.viewlet[id="workbench.view.extension.iqm"]');
    if (!(await pane.isVisible())) {
      await this.page.locator('.activitybar a.action-label[aria-label^="IQM"]').click();
    }
    await pane.waitFor();
  }

  /** A row of one of the trees, by the start of its accessible name. */
  row(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Chooses a row of the open quick pick. */
  async pick(text: string): Promise<void> {
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: text })
      .first();
    await row.waitFor({ timeout: 20_000 }).catch(async () => {
      const open = await this.quickInput().isVisible();
      const shown = open ? await this.quickInput().innerText() : 'no quick pick at all';
      throw new Error(`There is no “${text}” to pick, but ${shown}`);
    });
    await row.click();
  }

  /** Types into the open quick input and accepts. */
  async answer(prompt: string | RegExp, text: string): Promise<void> {
    await this.quickInput().getByText(prompt).first().waitFor({ timeout: 20_000 });
    await this.quickInput().locator('input.input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Signs in with e-mail and password to the address of the settings, up to the last prompt's Enter. */
  async signInWithPassword(): Promise<void> {
    await this.command('IQM: Sign In');
    await this.pick('E-mail and Password');
    await this.answer(/Client ID, from the mail/, 'sandbox-client');
    await this.answer(/Client secret/, 'sandbox-secret');
    await this.answer(/E-mail address/, 'dev@sandbox.invalid');
    await this.answer(/Password; it is used once/, 'Sandbox!2026');
  }

  toast(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text });
  }

  /** The content of the webview that is shown; VS Code nests it two frames deep. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Writes a numbered picture of the window. */
  async shot(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, '0');
    await this.page.screenshot({ path: join(SHOTS, `${name.replace('#', number)}.png`) });
  }

  /** Switches the colour theme by writing the user settings. */
  async theme(label: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(label);
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: label })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
  }
}
