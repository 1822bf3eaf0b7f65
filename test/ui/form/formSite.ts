import type { Page } from 'playwright-core';
import type { FormFields } from '../../../src/form/formFields';
import { formPage } from '../../../src/form/formPage';
import { FormSession, type FormAccount, type FormBackend } from '../../../src/form/formSession';
import { readToHost, type Step } from '../../../src/form/protocol';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import { host, picture, post, WebviewSite, type Theme } from '../webviewSite';

export { THEMES } from '../webviewSite';

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

/** The form's page in a browser. */
export class FormSite {
  readonly #site: WebviewSite;

  private constructor(site: WebviewSite) {
    this.#site = site;
  }

  static async start(): Promise<FormSite> {
    return new FormSite(
      await WebviewSite.start('form', (parts) =>
        formPage({ ...parts, language: 'en', translate: (message) => message }),
      ),
    );
  }

  async open(options: OpenOptions = {}): Promise<FormView> {
    const context = await this.#site.browser.newContext({
      viewport: options.viewport ?? { width: 900, height: 1200 },
      reducedMotion: 'reduce',
    });
    return FormView.open(await context.newPage(), this.#site.origin, options);
  }

  stop(): Promise<void> {
    return this.#site.stop();
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
      post: (message) => void post(this.page, message),
      keep: (fields) => this.kept.push(fields),
      created: (conversion) => this.created.push(conversion),
    });
  }

  static async open(page: Page, address: string, options: OpenOptions): Promise<FormView> {
    const view = new FormView(page, options.mute ?? false);
    await host(page, {
      theme: options.theme,
      complain: (text) => view.complaints.push(text),
      receive: (message) => view.#receive(message),
    });
    if (options.draft) view.session.begin(options.draft);
    view.session.target(options.target);
    await page.goto(address);
    const ready = view.session.useAccount(options.signedOut ? undefined : account(options.backend));
    if (!options.opensAtOnce) await ready;
    if (!options.mute) await page.locator('#form').waitFor();
    return view;
  }

  screenshot(name: string): Promise<void> {
    return picture(this.page, `form-${name}`);
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
}

export function account(change: FormBackend = backend()): FormAccount {
  return {
    organization: 'Northwind Outfitters',
    sandbox: true,
    pixelHost: 'pxl.sandbox.invalid',
    backend: change,
  };
}
