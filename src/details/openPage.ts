import { EventEmitter, TabInputText, window, type TextEditor, type Uri } from 'vscode';
import { Disposables } from '../shell/disposables';
import type { Target } from './actions';

/** Editors that hold no page of the user's. */
const LEFT_OUT = new Set(['output', 'git', 'vscode-settings', 'comment', 'debug', 'iqm']);

/**
 * The file that "the open file" means while a panel has the focus: that of the last text editor, until its tab is
 * closed.
 */
export class OpenPage extends Disposables {
  readonly #changed = this.own(new EventEmitter<void>());
  #last: Uri | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.#see(window.activeTextEditor ?? window.visibleTextEditors[0]);
    this.own(window.onDidChangeActiveTextEditor((editor) => this.#see(editor)));
    this.own(
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        const last = this.#last?.toString();
        const isLast = ({ input }: { readonly input: unknown }): boolean =>
          input instanceof TabInputText && input.uri.toString() === last;
        if (closed.some(isLast) && !window.tabGroups.all.some(({ tabs }) => tabs.some(isLast))) {
          this.#set(undefined);
        }
      }),
    );
  }

  get current(): Target | undefined {
    const uri = this.#last;
    return uri && { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), uri: uri.toString() };
  }

  #see(editor: TextEditor | undefined): void {
    const uri = editor?.document.uri;
    if (uri !== undefined && !LEFT_OUT.has(uri.scheme)) {
      this.#set(uri);
    }
  }

  #set(uri: Uri | undefined): void {
    if (uri?.toString() !== this.#last?.toString()) {
      this.#last = uri;
      this.#changed.fire();
    }
  }
}
