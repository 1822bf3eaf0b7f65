import { window, type TreeView } from 'vscode';
import type { ListSnapshot } from '../catalog/pagedList';
import { Disposables } from '../shell/disposables';
import { countText, listMessage } from './listState';

/**
 * What both views do with their list: a bar while it loads, a line that says what narrows it or how old it is, and
 * new rows exactly when there are new ones. Redrawing more often would make rows flicker that stay the same.
 */
export class ListView extends Disposables {
  readonly #viewId: string;
  readonly #view: TreeView<unknown>;
  readonly #redraw: () => void;
  #rows: readonly unknown[] | undefined;
  #loaded: (() => void) | undefined;

  constructor(viewId: string, view: TreeView<unknown>, redraw: () => void) {
    super();
    this.#viewId = viewId;
    this.#view = view;
    this.#redraw = redraw;
    this.own({ dispose: () => this.#loaded?.() });
  }

  /**
   * @param narrowing what narrows or orders the list, in words
   * @param count how many things the rows show, where that is not their number
   */
  show(
    list: ListSnapshot<unknown> | undefined,
    narrowing: string | undefined,
    count?: number,
  ): void {
    this.#progress(list?.loading ?? false);
    const message = [narrowing, listMessage(list)].filter((part) => part !== undefined);
    // VS Code shows no welcome text below a message: an empty list tells in its title what narrows it.
    const empty = list === undefined || list.rows.length === 0;
    this.#view.message = empty ? '' : message.join(' — ');
    this.#view.description = (empty ? narrowing : countText(list, count)) ?? '';
    if (list?.rows !== this.#rows) {
      this.#rows = list?.rows;
      this.#redraw();
    }
  }

  #progress(loading: boolean): void {
    if (loading && this.#loaded === undefined) {
      const loaded = new Promise<void>((resolve) => {
        this.#loaded = resolve;
      });
      void window.withProgress({ location: { viewId: this.#viewId } }, () => loaded);
    } else if (!loading) {
      this.#loaded?.();
      this.#loaded = undefined;
    }
  }
}
