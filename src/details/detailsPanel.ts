import {
  commands,
  env,
  l10n,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { randomBytes } from 'node:crypto';
import type { Conversion } from '../iqm/shapes/conversion';
import { Disposables } from '../shell/disposables';
import { columnOf } from '../shell/openTab';
import { plain } from '../shell/plainText';
import { systemClock } from './clock';
import type { Place } from './detailsModel';
import { readFromWeb } from './messages';
import { detailsPage } from './page';
import type { ToWeb } from './panelState';
import { Presenter, type DetailsServices } from './presenter';
import type { Vitals } from './watch';

/** What a panel needs in addition, to stand in a window of VS Code. */
export interface PanelServices extends DetailsServices {
  readonly extensionUri: Uri;
  /** The file that *Insert* works on: the one the user was in last. */
  readonly target: () => { readonly uri: Uri; readonly name: string } | undefined;
  /** An error as a sentence for a user. */
  readonly sentence: (error: unknown) => string;
  /** Shows and logs an error that no section of the panel has a place for. */
  readonly report: (error: unknown) => void;
}

/** One conversion's panel: joins the presenter, which knows what to show, with a webview, which shows it. */
export class DetailsPanel extends Disposables {
  readonly #panel: WebviewPanel;
  readonly presenter: Presenter;

  constructor(id: number, panel: WebviewPanel, services: PanelServices) {
    super();
    this.#panel = panel;
    const { webview } = panel;
    const icon = (name: string): Uri => Uri.joinPath(services.extensionUri, 'media', name);
    panel.iconPath = { light: icon('tab-light.svg'), dark: icon('tab-dark.svg') };
    // Set anew for a restored panel too: the extension may have moved since.
    webview.options = { enableScripts: true, localResourceRoots: [dist(services.extensionUri)] };
    this.presenter = this.own(
      new Presenter(id, services, {
        show: (state) => {
          const name = this.presenter.title;
          if (name !== undefined) {
            panel.title = plain(name);
          }
          this.#post({ type: 'state', state });
        },
        run: (command, argument) => commands.executeCommand(command, argument),
        openPlace: (place) => void reveal(place).catch(services.report),
        visible: () => panel.visible,
        fired: (conversion, from, to) => void this.#tellFired(conversion, from, to),
        target: () => {
          const target = services.target();
          return target && { name: target.name, uri: target.uri.toString() };
        },
        sentence: services.sentence,
        clock: systemClock,
      }),
    );
    this.own(
      webview.onDidReceiveMessage((value: unknown) => {
        const message = readFromWeb(value);
        if (message?.type === 'ready') {
          this.#post({ type: 'start', language: env.language, ...strings() });
        }
        if (message !== undefined) {
          this.presenter.handle(message).catch(services.report);
        }
      }),
    );
    panel.title = plain(this.presenter.title ?? l10n.t('Conversion {0}', String(id)));
    webview.html = detailsPage({
      script: webview
        .asWebviewUri(Uri.joinPath(dist(services.extensionUri), 'details.js'))
        .toString(),
      style: webview
        .asWebviewUri(Uri.joinPath(dist(services.extensionUri), 'details.css'))
        .toString(),
      source: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: env.language,
      title: panel.title,
    });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  async #tellFired({ name }: Conversion, from: Vitals, to: Vitals): Promise<void> {
    const show = l10n.t('Show Details');
    const text =
      to.total > from.total
        ? l10n.t(
            '“{0}” fired: total conversions rose from {1} to {2}.',
            plain(name),
            from.total,
            to.total,
          )
        : l10n.t('“{0}” is active now: its first conversion has arrived.', plain(name));
    // Nobody needs a way to what is in front of them.
    const ways = this.#panel.visible ? [] : [show];
    if ((await window.showInformationMessage(text, ...ways)) === show) {
      this.reveal();
    }
  }

  #post(message: ToWeb): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** The bundles of the webview; nothing else of the extension may be loaded by it. */
function dist(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist');
}

/** VS Code's translations as flat texts; none in English. */
function strings(): { strings?: Record<string, string> } {
  return l10n.bundle === undefined ? {} : { strings: l10n.bundle };
}

/** Opens the file, or the tab that it has already, with the cursor on the tag. */
async function reveal({ uri, line }: Place): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  const column = columnOf(document.uri) ?? ViewColumn.Active;
  const editor = await window.showTextDocument(document, column);
  const start = document.lineAt(Math.min(line, document.lineCount - 1)).range.start;
  editor.selection = new Selection(start, start);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
