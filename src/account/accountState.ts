import { l10n } from 'vscode';
import type { IqmClient } from '../iqm/client/client';
import type { Organization } from '../iqm/shapes/organization';
import { UserError } from '../shell/errorReport';
import { runCommand } from '../shell/commands';

/** One account on this machine. `id` is ours and made at sign-in; `label` is what the user calls it. */
export interface AccountIdentity {
  readonly id: string;
  readonly label: string;
  readonly kind: 'iqm' | 'sandbox';
}

/**
 * Who is signed in: immutable, a new object at every change. Whoever awaits something keeps the state it read before
 * and compares it by identity afterwards: a different one means that the answer is for somebody else.
 */
export type AccountState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'suspended'; readonly account: AccountIdentity }
  | {
      readonly kind: 'noOrganization';
      readonly account: AccountIdentity;
      readonly client: IqmClient;
    }
  | SignedIn;

export interface SignedIn {
  readonly kind: 'signedIn';
  readonly account: AccountIdentity;
  readonly organization: Organization;
  /** Talks to IQM as this account, in this organization. */
  readonly client: IqmClient;
}

/**
 * The open organization.
 * @throws UserError with the next step if there is none
 */
export function requireOrganization(state: AccountState): SignedIn {
  switch (state.kind) {
    case 'signedIn':
      return state;
    case 'noOrganization':
      throw new UserError(l10n.t('Choose the organization to work in first.'), [
        { title: l10n.t('Choose Organization…'), run: () => runCommand('iqm.organization.switch') },
      ]);
    case 'suspended':
      throw new UserError(l10n.t('Your IQM session has expired.'), [
        { title: l10n.t('Sign In Again…'), run: () => runCommand('iqm.account.signIn') },
      ]);
    default:
      throw new UserError(l10n.t('Sign in to IQM first.'), [
        { title: l10n.t('Sign In…'), run: () => runCommand('iqm.account.signIn') },
        { title: l10n.t('Try the Sandbox'), run: () => runCommand('iqm.sandbox.try') },
      ]);
  }
}
