import {
  authentication,
  EventEmitter,
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationSession,
} from 'vscode';
import { CancellationError } from 'vscode';
import { Disposables } from '../shell/disposables';
import type { Account } from './account';

/**
 * Shows our accounts in VS Code's Accounts menu. It answers from memory and never refreshes a token: VS Code and
 * other extensions may ask often, and an answer must not cost a request.
 */
export class IqmAuthenticationProvider extends Disposables implements AuthenticationProvider {
  readonly #account: Account;
  readonly #changed = this.own(
    new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>(),
  );
  readonly onDidChangeSessions = this.#changed.event;
  #known: readonly AuthenticationSession[] = [];

  constructor(account: Account) {
    super();
    this.#account = account;
    this.#known = account.authenticationSessions();
    this.own(account.onDidChange(() => this.#compare()));
    this.own(
      authentication.registerAuthenticationProvider('iqm', 'IQM', this, {
        supportsMultipleAccounts: true,
      }),
    );
  }

  getSessions(): Promise<AuthenticationSession[]> {
    return Promise.resolve([...this.#account.authenticationSessions()]);
  }

  async createSession(): Promise<AuthenticationSession> {
    const id = await this.#account.signIn();
    const session = this.#account.authenticationSessions().find((known) => known.id === id);
    if (session === undefined) {
      throw new CancellationError();
    }
    return session;
  }

  async removeSession(id: string): Promise<void> {
    await this.#account.signOut(id);
  }

  #compare(): void {
    const now = this.#account.authenticationSessions();
    const has = (list: readonly AuthenticationSession[], { id }: AuthenticationSession): boolean =>
      list.some((session) => session.id === id);
    const added = now.filter((session) => !has(this.#known, session));
    const removed = this.#known.filter((session) => !has(now, session));
    this.#known = now;
    if (added.length > 0 || removed.length > 0) {
      this.#changed.fire({ added, removed, changed: [] });
    }
  }
}
