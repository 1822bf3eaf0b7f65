import { l10n, MarkdownString, StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import { Disposables } from '../shell/disposables';
import { plain } from '../shell/plainText';
import type { Account } from './account';

/** The status bar item: the organization one works in, or that it is only the sandbox. */
export class OrganizationStatus extends Disposables {
  readonly #account: Account;
  readonly #item: StatusBarItem;

  constructor(account: Account) {
    super();
    this.#account = account;
    this.#item = this.own(
      window.createStatusBarItem('iqm.organization', StatusBarAlignment.Left, 10),
    );
    this.#item.name = l10n.t('IQM Organization');
    this.own(account.onDidChange(() => this.#show()));
    this.#show();
  }

  #show(): void {
    const { state } = this.#account;
    switch (state.kind) {
      case 'signedIn': {
        const name = plain(state.organization.name);
        const sandbox = state.account.kind === 'sandbox';
        this.#item.text = sandbox
          ? `$(beaker) ${l10n.t('IQM Sandbox: {0}', name)}`
          : `$(organization) ${name}`;
        this.#item.tooltip = this.#tooltip(name, sandbox);
        this.#item.command = 'iqm.organization.switch';
        this.#item.accessibilityInformation = {
          label: sandbox
            ? l10n.t('IQM Sandbox, organization {0}', name)
            : l10n.t('IQM organization {0}', name),
        };
        break;
      }
      case 'noOrganization':
        this.#item.text = `$(organization) ${l10n.t('Choose Organization')}`;
        this.#item.tooltip = l10n.t('IQM: choose the organization to work in');
        this.#item.command = 'iqm.organization.switch';
        break;
      case 'suspended':
        this.#item.text = `$(warning) ${l10n.t('IQM: Session Expired')}`;
        this.#item.tooltip = l10n.t('Sign in to IQM again');
        this.#item.command = 'iqm.account.signIn';
        break;
      default:
        this.#item.hide();
        return;
    }
    this.#item.show();
  }

  #tooltip(name: string, sandbox: boolean): MarkdownString {
    const text = new MarkdownString();
    text.appendText(l10n.t('IQM organization: {0}', name));
    if (sandbox) {
      text.appendMarkdown('\n\n');
      text.appendText(
        l10n.t('The sandbox imitates IQM on this machine. Nothing you do here counts anywhere.'),
      );
    }
    text.appendMarkdown('\n\n');
    text.appendText(l10n.t('Click to switch organization'));
    return text;
  }
}
