import { decodeSecret, encodeSecret, type SessionSecret } from './sessionSecret';

/** Where secrets are kept; VS Code's SecretStorage fits. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}

export interface VaultOptions {
  /** The account's key in the store. */
  readonly key: string;
  readonly store: SecretStore;
  /** Told once when the store fails and the session lives in memory only. */
  onMemoryOnly?(): void;
}

/** One session's place in the store. A store that fails is told once and then done without. */
export class SessionVault {
  readonly #options: VaultOptions;
  #memoryOnly = false;
  #told = false;

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  /** What the store holds: `gone` when someone deleted it, undefined when nothing can be learnt from it. */
  async read(): Promise<SessionSecret | 'gone' | undefined> {
    if (this.#memoryOnly) {
      return undefined;
    }
    try {
      const text = await this.#options.store.get(this.#options.key);
      return text === undefined ? 'gone' : decodeSecret(text);
    } catch {
      return undefined;
    }
  }

  async save(secret: SessionSecret): Promise<void> {
    try {
      await this.#options.store.store(this.#options.key, encodeSecret(secret));
      this.#memoryOnly = false;
    } catch {
      // From now on the store holds something older than we do, so nothing is taken from it.
      this.#memoryOnly = true;
      this.#tell();
    }
  }

  async forget(): Promise<void> {
    try {
      await this.#options.store.delete(this.#options.key);
    } catch {
      this.#tell();
    }
  }

  /** Listens to changes, those of other windows too. */
  onChange(listener: () => void): { dispose(): void } {
    return this.#options.store.onDidChange(({ key }) => {
      if (key === this.#options.key) {
        listener();
      }
    });
  }

  #tell(): void {
    if (!this.#told) {
      this.#told = true;
      this.#options.onMemoryOnly?.();
    }
  }
}
