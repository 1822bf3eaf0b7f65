import { l10n, window, type Disposable } from 'vscode';
import { choiceIn, numberIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import { plain } from '../shell/plainText';
import type { Account } from './account';
import type { SignInMethod } from './signInFlow';

const METHODS: readonly SignInMethod[] = ['credentials', 'token', 'sandbox'];

/** The commands of the account: sign in and out, the sandbox, the organization. */
export function accountCommands(commands: CommandRegistry, account: Account): Disposable[] {
  return [
    // Arguments: { method?: 'credentials' | 'token' | 'sandbox' }. Answers the account's id.
    commands.register('iqm.account.signIn', (argument) =>
      account.signIn(choiceIn(argument, 'method', METHODS)),
    ),
    commands.register('iqm.sandbox.try', () => account.signIn('sandbox')),
    commands.register('iqm.account.signOut', () => signOut(account)),
    // Arguments: { owId?: number }. Answers the organization that is open then.
    commands.register('iqm.organization.switch', (argument) =>
      account.switchOrganization(numberIn(argument, 'owId')),
    ),
  ];
}

async function signOut(account: Account): Promise<void> {
  const { state } = account;
  if (!('account' in state)) {
    return;
  }
  await account.signOut(state.account.id);
  void window.showInformationMessage(
    l10n.t(
      'Signed out of {0}. Its tokens and lists are gone from this machine.',
      plain(state.account.label),
    ),
  );
}
