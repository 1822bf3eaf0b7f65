import type { SecretStore } from '../../../../src/iqm/session';

type Listener = (event: { readonly key: string }) => void;

/**
 * Secrets of one machine as VS Code's windows see them. On the desktop a window sees at once what another one stored;
 * in the browser only after it is reloaded.
 */
export class Machine {
  readonly #shares: 'at once' | 'at reload';
  readonly #disk = new Map<string, string>();
  readonly #windows: WindowStore[] = [];
  /** Makes every access wait, so that windows interleave. */
  readonly #turn: () => Promise<void>;

  constructor(
    shares: 'at once' | 'at reload',
    turn: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#shares = shares;
    this.#turn = turn;
  }

  /** A window, or the same one after a reload. */
  open(): WindowStore {
    const own = this.#shares === 'at once' ? this.#disk : new Map(this.#disk);
    const store = new WindowStore(own, this.#turn, (key, value) =>
      this.#written(store, key, value),
    );
    this.#windows.push(store);
    return store;
  }

  #written(by: WindowStore, key: string, value: string | undefined): void {
    if (value === undefined) {
      this.#disk.delete(key);
    } else {
      this.#disk.set(key, value);
    }
    for (const store of this.#windows) {
      if (store === by || this.#shares === 'at once') {
        store.tell(key);
      }
    }
  }
}

export class WindowStore implements SecretStore {
  /** Every access fails, like that of a locked keyring. */
  fails = false;
  readonly #view: Map<string, string>;
  readonly #turn: () => Promise<void>;
  readonly #written: (key: string, value: string | undefined) => void;
  readonly #listeners = new Set<Listener>();

  constructor(
    view: Map<string, string>,
    turn: () => Promise<void>,
    written: (key: string, value: string | undefined) => void,
  ) {
    this.#view = view;
    this.#turn = turn;
    this.#written = written;
  }

  async get(key: string): Promise<string | undefined> {
    await this.#access();
    return this.#view.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#access();
    this.#view.set(key, value);
    this.#written(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.#access();
    this.#view.delete(key);
    this.#written(key, undefined);
  }

  onDidChange(listener: Listener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  tell(key: string): void {
    for (const listener of [...this.#listeners]) {
      listener({ key });
    }
  }

  async #access(): Promise<void> {
    await this.#turn();
    if (this.fails) {
      throw new Error('the keyring is locked');
    }
  }
}
