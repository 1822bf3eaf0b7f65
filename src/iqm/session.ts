import type { TokenSource } from './connection';
import type { Tokens } from './tokens';

/** Where secrets are kept; VS Code's SecretStorage fits. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}

/** What a successful sign-in yields and a session keeps; the password is never part of it. */
export interface SessionGrant {
  /** A base URL, or `sandbox`: then the address is looked up for every request. */
  readonly home: string;
  readonly webHost?: string;
  /** Shown in the Accounts menu: the mail address, or the name of the organization. */
  readonly label: string;
  readonly tokens: Tokens;
  /** Needed to refresh; absent for a bare token. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Immutable: whoever awaits keeps the value read before and compares it by identity afterwards. */
export type SessionState =
  | { readonly status: 'active' }
  | {
      readonly status: 'suspended';
      /** One sentence for the user. */
      readonly reason: string;
      /** Another window may have renewed the session, so a reload of this one may help. */
      readonly maybeElsewhere: boolean;
    }
  | { readonly status: 'signedOut' };

export interface SessionOptions {
  /** The account's key in the store. */
  readonly key: string;
  readonly store: SecretStore;
  /** Turns `home` into the base URL to use now, starting the sandbox if need be. */
  resolveHome(home: string): Promise<string>;
  /** Told once when the store fails and the session lives in memory only. */
  onMemoryOnly?(): void;
  readonly now?: () => number;
}

export declare class Session implements TokenSource {
  /** A session after a successful sign-in; its secret is stored. */
  static begin(grant: SessionGrant, options: SessionOptions): Promise<Session>;
  /** The session kept under the key, or undefined when there is none. */
  static restore(options: SessionOptions): Promise<Session | undefined>;
  readonly state: SessionState;
  readonly home: string;
  readonly webHost: string | undefined;
  readonly label: string;
  /** The organization that sign-in named, if any. */
  readonly owId: number | undefined;
  onDidChangeState(listener: (state: SessionState) => void): { dispose(): void };
  baseUrl(): Promise<string>;
  accessToken(signal?: AbortSignal): Promise<string>;
  renew(rejected: string, signal?: AbortSignal): Promise<string>;
  accepted(token: string): void;
  /** Takes a new sign-in of the same account; ends a suspension. */
  replace(grant: SessionGrant): Promise<void>;
  /** Deletes the secret and, as far as IQM can be reached, revokes the token. */
  signOut(): Promise<void>;
  /** Stops listening to the store; keeps the secret. */
  dispose(): void;
}
