import { window, type QuickPickItem } from 'vscode';
import { plain } from './plainText';

export interface LoadedPick<Item extends QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly many?: boolean;
  /** Gets the choices; ended through `signal` when the user leaves. */
  readonly load: (signal: AbortSignal) => Promise<Item[]>;
  /** Shown in place of the list when there is nothing to choose. */
  readonly none: string;
}

/**
 * A quick pick that opens at once and fills when its choices arrive, so that the user is never left looking at
 * nothing. Labels that came from IQM lose their `$(icon)` meaning.
 * @returns the chosen items, or undefined if the user left
 * @throws what `load` throws, after the pick has closed
 */
export async function quickPickFrom<Item extends QuickPickItem>(
  options: LoadedPick<Item>,
): Promise<readonly Item[] | undefined> {
  const pick = window.createQuickPick<Item>();
  const leaving = new AbortController();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.canSelectMany = options.many ?? false;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  try {
    return await new Promise<readonly Item[] | undefined>((resolve, reject) => {
      pick.onDidAccept(() => {
        if (!pick.busy) {
          resolve(pick.selectedItems.length > 0 || !options.many ? [...pick.selectedItems] : []);
        }
      });
      pick.onDidHide(() => {
        leaving.abort();
        resolve(undefined);
      });
      pick.show();
      options.load(leaving.signal).then(
        (items) => {
          pick.busy = false;
          pick.items = items.map((item) => ({ ...item, label: plain(item.label) }));
          if (items.length === 0) {
            pick.placeholder = options.none;
          }
        },
        (error: unknown) => (leaving.signal.aborted ? resolve(undefined) : reject(error as Error)),
      );
    });
  } finally {
    pick.dispose();
  }
}
