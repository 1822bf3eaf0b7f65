import type { Disposable } from 'vscode';

/**
 * Base of everything that owns something: what is registered here ends with its owner, in reverse order,
 * so that nothing created on the way is forgotten.
 */
export abstract class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];

  /** Keeps `item` until this object is disposed of. */
  protected own<T extends Disposable>(item: T): T {
    this.#owned.push(item);
    return item;
  }

  dispose(): void {
    for (const item of this.#owned.splice(0).reverse()) {
      item.dispose();
    }
  }
}
