import {
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type Event,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { Disposables } from '../shell/disposables';
import { columnOf, isTabOf } from '../shell/openTab';
import { quickPickFrom } from '../shell/quickPicks';

/** Documents that hold a page; an output channel, a diff's left side or a settings page does not. */
const PAGE_SCHEMES_LEFT_OUT = new Set([
  'output',
  'git',
  'vscode-settings',
  'comment',
  'debug',
  'iqm',
]);

/** Which file kinds are offered when no editor is open; the placement decides about everything else. */
const PAGES =
  '**/*.{html,htm,xhtml,php,twig,njk,liquid,hbs,mustache,ejs,erb,cshtml,astro,svelte,jsx,tsx,vue}';

/**
 * The page that "the open file" means. A webview or the sidebar takes the focus away from the editor, so the last
 * text editor that had it counts as long as its document is open.
 */
export class TargetDocument extends Disposables {
  readonly #changed = this.own(new EventEmitter<void>());
  #last: TextEditor | undefined;

  /** Another page is the open one now, or none is. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor() {
    super();
    this.#remember(window.activeTextEditor);
    this.own(window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)));
    // A document may outlive its tab for minutes; for the user the page is closed with the tab.
    this.own(
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        const uri = this.#last?.document.uri;
        if (uri && closed.some((tab) => isTabOf(tab, uri)) && columnOf(uri) === undefined) {
          this.#last = undefined;
          this.#changed.fire();
        }
      }),
    );
  }

  /** The open page, or undefined if none is. */
  get current(): TextEditor | undefined {
    return this.#last;
  }

  /** The editor that shows `document`, for its cursor and selection. */
  editorOf(document: TextDocument): TextEditor | undefined {
    return this.#last?.document === document
      ? this.#last
      : window.visibleTextEditors.find((editor) => editor.document === document);
  }

  /** Address and file name of the open page. */
  get name(): { readonly uri: Uri; readonly name: string } | undefined {
    const uri = this.#last?.document.uri;
    return uri && { uri, name: uri.path.split('/').pop() ?? uri.path };
  }

  /**
   * The document to work on: the one that was named, else the open page, else one the user picks.
   * @returns undefined if the user picked none
   */
  async resolve(uri: Uri | undefined): Promise<TextDocument | undefined> {
    if (uri !== undefined) {
      return workspace.openTextDocument(uri);
    }
    if (this.#last !== undefined) {
      return this.#last.document;
    }
    const picked = await quickPickFrom({
      title: l10n.t('Insert into which page?'),
      placeholder: l10n.t('No page is open; choose one of the workspace'),
      none: l10n.t(
        'No page found. Open the HTML file that shows the success of the conversion first.',
      ),
      load: async () => {
        const found = await workspace.findFiles(
          PAGES,
          '**/{node_modules,vendor,dist,.git}/**',
          500,
        );
        return found
          .map((page) => ({ label: workspace.asRelativePath(page), page }))
          .sort((a, b) => a.label.localeCompare(b.label));
      },
    });
    const page = picked?.[0]?.page;
    return page && workspace.openTextDocument(page);
  }

  #remember(editor: TextEditor | undefined): void {
    if (editor !== undefined && !PAGE_SCHEMES_LEFT_OUT.has(editor.document.uri.scheme)) {
      const another = this.#last?.document !== editor.document;
      this.#last = editor;
      if (another) {
        this.#changed.fire();
      }
    }
  }
}

/** A document's address from a command argument: a Uri, or its text. */
export function uriFrom(value: unknown): Uri | undefined {
  if (value instanceof Uri) {
    return value;
  }
  return typeof value === 'string' && value !== '' ? Uri.parse(value, true) : undefined;
}
