import { l10n, ViewColumn, window, type Event, type WebviewPanel } from 'vscode';
import { Disposables } from '../shell/disposables';
import type { DetailsPanel, PanelServices } from './detailsPanel';

/** Also in package.json, as the activation event `onWebviewPanel:iqm.conversionDetails`. */
export const VIEW_TYPE = 'iqm.conversionDetails';

/** What the details need, in shapes of their own, so that no other room has to be known here. */
export interface ConversionDetailsServices extends PanelServices {
  /** Another session or organization, or none; also when what `current()` says about it changes. */
  readonly onDidChangeCurrent: Event<unknown>;
  /** Another file is the target now. */
  readonly onDidChangeTarget: Event<unknown>;
  /** Rows of the lists that `known` looks into have changed. */
  readonly onDidChangeConversions?: Event<unknown>;
  /** A conversion has been deleted; its id. */
  readonly onDidRemoveConversion?: Event<number>;
  /** Pages that `placesOf` looks into have changed. */
  readonly onDidChangePlaces?: Event<unknown>;
}

interface Opened {
  readonly webviewPanel: WebviewPanel;
  /** Absent while its code is being read from disk. */
  panel?: DetailsPanel;
}

/** The details panels: one for each conversion, opened on demand and brought back after a reload of the window. */
export class ConversionDetails extends Disposables {
  readonly #services: ConversionDetailsServices;
  readonly #opened = new Map<number, Opened>();

  constructor(services: ConversionDetailsServices) {
    super();
    this.#services = services;
    const all = (tell: (panel: DetailsPanel) => void) => (): void => {
      for (const { panel } of [...this.#opened.values()]) {
        if (panel !== undefined) {
          tell(panel);
        }
      }
    };
    this.own(services.onDidChangeCurrent(all(({ presenter }) => presenter.sessionChanged())));
    this.own(services.onDidChangeTarget(all(({ presenter }) => presenter.targetChanged())));
    if (services.onDidChangeConversions) {
      this.own(services.onDidChangeConversions(all(({ presenter }) => presenter.listsChanged())));
    }
    if (services.onDidRemoveConversion) {
      this.own(
        services.onDidRemoveConversion((id) => this.#opened.get(id)?.panel?.presenter.removed()),
      );
    }
    if (services.onDidChangePlaces) {
      this.own(services.onDidChangePlaces(all(({ presenter }) => presenter.placesChanged())));
    }
    this.own(
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (webviewPanel, state) => {
          const id = conversionIdOf(state);
          if (id === undefined || this.#opened.has(id)) {
            webviewPanel.dispose();
          } else {
            await this.#keep(id, webviewPanel);
          }
        },
      }),
    );
    this.own({ dispose: all((panel) => panel.dispose()) });
  }

  /** Opens the panel of a conversion, or brings the one that is open to the front. */
  async show(conversionId: number): Promise<void> {
    const opened = this.#opened.get(conversionId);
    if (opened !== undefined) {
      opened.webviewPanel.reveal();
      return;
    }
    const title = l10n.t('Conversion {0}', String(conversionId));
    // Scripts and roots are set by the panel itself, in the same way for a restored one.
    await this.#keep(
      conversionId,
      window.createWebviewPanel(VIEW_TYPE, title, ViewColumn.Active, { enableFindWidget: true }),
    );
  }

  async #keep(id: number, webviewPanel: WebviewPanel): Promise<void> {
    const opened: Opened = { webviewPanel };
    this.#opened.set(id, opened);
    webviewPanel.onDidDispose(() => {
      this.#opened.delete(id);
      opened.panel?.dispose();
    });
    // Most sessions never look at details, so their code is not read before.
    const { DetailsPanel } = await import('./detailsPanel');
    if (this.#opened.get(id) === opened) {
      opened.panel = new DetailsPanel(id, webviewPanel, this.#services);
    }
  }
}

/** The state that the webview has kept is as little to be trusted as any other input. */
function conversionIdOf(state: unknown): number | undefined {
  const id: unknown =
    typeof state === 'object' && state !== null ? Reflect.get(state, 'conversionId') : undefined;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
