import { l10n, StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import { Disposables } from '../shell/disposables';
import type { Account } from './account';

/** Waits shorter than this need no explanation. */
const QUIET_MS = 2000;

/** Says why nothing seems to happen: IQM takes 20 requests a minute, and the next one has to wait. */
export class WaitingStatus extends Disposables {
  readonly #account: Account;
  readonly #item: StatusBarItem;
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(account: Account) {
    super();
    this.#account = account;
    this.#item = this.own(window.createStatusBarItem('iqm.waiting', StatusBarAlignment.Left, 9));
    this.#item.name = l10n.t('IQM Rate Limit');
    this.#item.tooltip = l10n.t(
      'IQM allows 20 requests a minute. Nothing is lost: what you asked for goes out first.',
    );
    this.own(account.onDidChangeWaiting(() => this.#show()));
    this.own({ dispose: () => clearTimeout(this.#timer) });
  }

  #show(): void {
    clearTimeout(this.#timer);
    const seconds = this.#account.waitingSeconds;
    if (seconds <= 0) {
      this.#since = undefined;
      this.#item.hide();
      return;
    }
    this.#since ??= Date.now();
    if (Date.now() - this.#since >= QUIET_MS) {
      this.#item.text = `$(clock) ${l10n.t('Waiting for IQM’s rate limit, {0} s', seconds)}`;
      this.#item.show();
    }
    this.#timer = setTimeout(() => this.#show(), 1000);
  }
}
