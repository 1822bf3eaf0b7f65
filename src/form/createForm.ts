import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  commands,
  env,
  l10n,
  Uri,
  ViewColumn,
  window,
  type Event,
  type Webview,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { IqmClient } from '../iqm/client/client';
import type { Lookup } from '../iqm/client/creation';
import { IqmError } from '../iqm/errors';
import type { Conversion, ConversionDetails } from '../iqm/shapes/conversion';
import { runCommand } from '../shell/commands';
import { Disposables } from '../shell/disposables';
import { errorSentence } from '../shell/errorSentence';
import { DraftFile } from './draftFile';
import { EMPTY_FIELDS, readFields, type Draft, type FormFields } from './formFields';
import { FormSession, type FormAccount } from './formSession';
import { readToHost, type InTarget, type Step } from './protocol';

/** What the form needs of the rest of the extension. */
export interface FormServices {
  readonly extensionUri: Uri;
  /** Folder for the draft, of this workspace where there is one. */
  readonly storage: string;
  /** The open organization, or undefined. */
  current(): FormTarget | undefined;
  readonly onDidChangeCurrent: Event<void>;
  /** Told of a conversion that IQM has just created. */
  created(conversion: Conversion): void;
  /** The page that *Insert* goes to. */
  target(): { readonly uri: Uri; readonly name: string } | undefined;
  readonly onDidChangeTarget: Event<void>;
  /** What the script of a conversion to come would be in a page. */
  formInPage(uri: Uri, pixelHost: string): Promise<InTarget | undefined>;
}

export interface FormTarget {
  readonly client: IqmClient;
  readonly organization: string;
  readonly sandbox: boolean;
  readonly pixelHost: string;
}

const VIEW_TYPE = 'iqm.createConversion';

/** The form *Create Conversion*: one panel, whose content survives tab switches, failures and reloads. */
export class CreateForm extends Disposables implements WebviewPanelSerializer {
  readonly #services: FormServices;
  readonly #draft: DraftFile;
  #panel: WebviewPanel | undefined;
  #session: FormSession | undefined;

  constructor(services: FormServices) {
    super();
    this.#services = services;
    this.#draft = new DraftFile(join(services.storage, 'create-conversion.json'));
    this.own(window.registerWebviewPanelSerializer(VIEW_TYPE, this));
    this.own(
      services.onDidChangeCurrent(() => {
        void this.#session?.useAccount(this.#account());
        // Another account may have other pixel hosts.
        void this.#showTarget(this.#session);
      }),
    );
    this.own(
      services.onDidChangeTarget(() => {
        void this.#showTarget(this.#session);
      }),
    );
  }

  /**
   * Opens the form, or brings it to the front.
   * @param copyOf settings to start with instead of IQM's defaults
   */
  async open(copyOf?: ConversionDetails): Promise<void> {
    const start = copyOf && fieldsOf(copyOf);
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      if (start !== undefined) {
        this.#session?.another();
        this.#session?.begin(start);
      }
      return;
    }
    const panel = window.createWebviewPanel(
      VIEW_TYPE,
      l10n.t('Create Conversion'),
      { viewColumn: ViewColumn.Active },
      this.#options(),
    );
    await this.#fill(panel, start);
  }

  /** VS Code brings a panel of the last session back. */
  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    panel.webview.options = this.#options();
    await this.#fill(panel, undefined);
  }

  async #fill(panel: WebviewPanel, start: FormFields | undefined): Promise<void> {
    this.#panel = panel;
    const { extensionUri } = this.#services;
    // A tab draws its icon as it is: in one colour for light and one for dark.
    const icon = (name: string): Uri => Uri.joinPath(extensionUri, 'media', name);
    panel.iconPath = { light: icon('tab-light.svg'), dark: icon('tab-dark.svg') };
    const session = new FormSession({
      post: (message) => {
        // What is still under way when the panel is closed has nobody to tell.
        if (this.#panel === panel) {
          void panel.webview.postMessage(message);
        }
      },
      keep: (fields) => void this.#draft.save(fields),
      created: (conversion) => {
        void this.#draft.clear();
        this.#services.created(conversion);
      },
    });
    this.#session = session;
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(session, message));
    panel.onDidDispose(() => {
      session.cancel();
      if (this.#panel === panel) {
        this.#panel = undefined;
        this.#session = undefined;
      }
    });
    const kept = start ?? (await this.#draft.load());
    if (kept !== undefined) {
      session.begin(kept);
    }
    session.target(this.#services.target()?.name);
    const page = await this.#page(panel.webview);
    if (this.#panel !== panel) {
      // Closed before there was anything to see.
      return;
    }
    panel.webview.html = page;
    await session.useAccount(this.#account());
    await this.#showTarget(session);
  }

  /** Names the open page at once; what the script would be there takes a look into it. */
  async #showTarget(session: FormSession | undefined): Promise<void> {
    const services = this.#services;
    const page = services.target();
    session?.target(page?.name);
    const host = services.current()?.pixelHost;
    if (page === undefined || host === undefined) {
      return;
    }
    // A page that cannot be looked into is told about when something is to be inserted.
    const form = await services.formInPage(page.uri, host).catch(() => undefined);
    if (form !== undefined && services.target()?.uri.toString() === page.uri.toString()) {
      session?.target(page.name, form);
    }
  }

  #receive(session: FormSession, message: unknown): void {
    const received = readToHost(message);
    switch (received?.kind) {
      case 'ready':
        session.repeat();
        break;
      case 'changed':
        session.change(received.fields);
        break;
      case 'submit':
        void session.submit(received.fields);
        break;
      case 'step':
        void this.#step(session, received.step);
        break;
      default:
    }
  }

  async #step(session: FormSession, step: Step): Promise<void> {
    const conversionId = session.conversion?.id;
    switch (step) {
      case 'cancel':
        session.cancel();
        break;
      case 'retryDefaults':
        await session.readDefaults();
        break;
      case 'retry':
        await session.submit(session.fields);
        break;
      case 'signIn':
        await runCommand('iqm.account.signIn');
        break;
      case 'check':
        if (!(await session.check())) {
          // The user may tell what a program cannot.
          await runCommand('iqm.conversion.refresh');
          await commands.executeCommand('iqm.conversions.focus');
        }
        break;
      case 'another':
        session.another();
        break;
      case 'insert':
        await runCommand('iqm.pixel.insert', { conversionId, uri: this.#services.target()?.uri });
        break;
      case 'copy':
        await env.clipboard.writeText(session.conversion?.script ?? '');
        window.setStatusBarMessage(l10n.t('Script copied'), 4000);
        break;
      case 'assign':
        await runCommand('iqm.conversion.assign', { conversionId });
        break;
      case 'details':
        await runCommand('iqm.conversion.show', { conversionId });
        break;
    }
  }

  #account(): FormAccount | undefined {
    const current = this.#services.current();
    if (current === undefined) {
      return undefined;
    }
    const { conversions } = current.client;
    return {
      organization: current.organization,
      sandbox: current.sandbox,
      pixelHost: current.pixelHost,
      backend: {
        defaults: (signal) => conversions.creationDefaults({ signal, priority: 'view' }),
        partners: (signal) => conversions.partners({ signal, priority: 'background' }),
        create: (draft, signal) => create(current.client, draft, signal),
        lookUp: ({ type, draft }, signal) =>
          conversions.lookUpCreated(draft.name, type, { signal, priority: 'user' }),
        verdict,
        sentence: (error) => (error instanceof IqmError ? errorSentence(error) : String(error)),
        typeLabel,
      },
    };
  }

  async #page(webview: Webview): Promise<string> {
    // Most sessions create nothing, so the page's markup is not read before.
    const { formPage } = await import('./formPage');
    const file = (name: string): string =>
      webview.asWebviewUri(Uri.joinPath(this.#services.extensionUri, 'dist', name)).toString();
    return formPage({
      script: file('form.js'),
      style: file('form.css'),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: env.language,
      translate: (message) => l10n.t(message),
    });
  }

  #options(): { enableScripts: true; localResourceRoots: Uri[]; retainContextWhenHidden: false } {
    const { extensionUri } = this.#services;
    return {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(extensionUri, 'dist')],
      retainContextWhenHidden: false,
    };
  }
}

/** Sends a draft to the endpoint of its type. */
export function create(client: IqmClient, draft: Draft, signal: AbortSignal): Promise<Conversion> {
  const options = { signal, priority: 'user' } as const;
  switch (draft.type) {
    case 'pixel':
      return client.conversions.createPixel(draft.draft, options);
    case 'universalPixel':
      return client.conversions.createUniversalPixel(draft.draft, options);
    case 'postback':
      return client.conversions.createPostback(draft.draft, options);
  }
}

function typeLabel(type: Conversion['type']): string {
  switch (type) {
    case 'universalPixel':
      return l10n.t('Universal pixel');
    case 'postback':
      return l10n.t('Postback');
    default:
      return l10n.t('Pixel');
  }
}

/** A conversion's settings as form fields; most of them cannot be changed, so copying is how one "edits" them. */
export function fieldsOf(details: ConversionDetails): FormFields {
  const { attribution, repeat, piggyback } = details;
  return readFields({
    ...EMPTY_FIELDS,
    type: details.type === 'unknown' ? 'pixel' : details.type,
    name: l10n.t('{0} (copy)', details.name),
    attribution: attribution ?? EMPTY_FIELDS.attribution,
    clickDays: String(details.clickDays ?? EMPTY_FIELDS.clickDays),
    viewDays: String(details.viewDays ?? EMPTY_FIELDS.viewDays),
    repeat: repeat === undefined || repeat.count === 0 ? 'every' : 'once',
    frequency: String(repeat?.frequency ?? EMPTY_FIELDS.frequency),
    unit: repeat?.unit ?? EMPTY_FIELDS.unit,
    crossDevice: details.crossDevice ?? EMPTY_FIELDS.crossDevice,
    customFields: details.customFields.join('\n'),
    financialMetric: details.financialMetric ?? '',
    piggybackUrl: piggyback?.url ?? '',
    piggybackType: piggyback?.type ?? 'image',
    partnerTypeId: details.partnerTypeId === undefined ? '' : String(details.partnerTypeId),
    impressionUrl: details.impressionUrl ?? '',
    clickUrl: details.clickUrl ?? '',
  });
}

function verdict(name: string, lookup: Exclude<Lookup, { status: 'created' }>): string {
  if (lookup.status === 'unclear') {
    return l10n.t(
      'It is not certain which conversion “{0}” is the one. Look at the list before you create it again.',
      name,
    );
  }
  return lookup.certain
    ? l10n.t('IQM has not created “{0}”. Nothing that you entered is lost.', name)
    : l10n.t(
        'IQM does not list “{0}” so far. Look again in a minute before you create it again.',
        name,
      );
}
