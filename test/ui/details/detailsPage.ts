import type { BrowserContext, Page } from 'playwright-core';
import type { DetailsCommand } from '../../../src/details/actions';
import type { Place } from '../../../src/details/detailsModel';
import { readFromWeb } from '../../../src/details/messages';
import { detailsPage } from '../../../src/details/page';
import type { ToWeb } from '../../../src/details/panelState';
import { Presenter, type CurrentSession } from '../../../src/details/presenter';
import type { Conversion } from '../../../src/iqm/shapes/conversion';
import { FakeIqm, PIXEL } from '../../unit/details/fakeIqm';
import { ManualClock } from '../../unit/details/manualClock';
import { host, picture, post, setTheme, WebviewSite, type Theme } from '../webviewSite';

export { THEMES, type Theme } from '../webviewSite';

/** A morning in June, so that pictures of today and tomorrow are the same. */
const NOW = Date.UTC(2026, 5, 15, 10, 42);

/** The panel's page in a browser. */
export class DetailsSite {
  readonly #site: WebviewSite;

  private constructor(site: WebviewSite) {
    this.#site = site;
  }

  static async start(): Promise<DetailsSite> {
    return new DetailsSite(
      await WebviewSite.start('details', (parts) =>
        detailsPage({ ...parts, language: 'en-US', title: 'Conversion 7001' }),
      ),
    );
  }

  async open(options: OpenOptions = {}): Promise<DetailsView> {
    const context = await this.#site.browser.newContext({
      viewport: { width: 1180, height: 900 },
      reducedMotion: options.reducedMotion ?? 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
      ...(options.viewport ? { viewport: options.viewport } : {}),
      ...(options.deviceScaleFactor ? { deviceScaleFactor: options.deviceScaleFactor } : {}),
    });
    return DetailsView.open(context, this.#site.origin, options);
  }

  stop(): Promise<void> {
    return this.#site.stop();
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
    await host(page, {
      theme: options.theme,
      kept: options.kept,
      complain: (text) => view.complaints.push(text),
      receive: async (value) => {
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
      },
    });
    await page.goto(address);
    await page.locator('.panel').waitFor();
    return view;
  }

  /** What the page has kept with VS Code's `setState`. */
  kept(): Promise<unknown> {
    return this.page.evaluate('keptState');
  }

  setTheme(theme: Theme): Promise<void> {
    return setTheme(this.page, theme);
  }

  async close(): Promise<void> {
    this.presenter.dispose();
    await this.page.context().close();
  }

  screenshot(name: string): Promise<void> {
    return picture(this.page, `details-${name}`);
  }

  #post(message: ToWeb): Promise<void> {
    return post(this.page, message);
  }
}
