import { l10n, ThemeIcon, window, type Disposable } from 'vscode';
import { choiceIn, numberIn, stringIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import { plain } from '../shell/plainText';
import { UserError } from '../shell/errorReport';
import type { Account } from './account';
import type { AccountIdentity } from './accountState';
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
    // Arguments: { accountId?: string }. Answers the account that is in use then.
    commands.register('iqm.account.switch', (argument) =>
      switchAccount(account, stringIn(argument, 'accountId')),
    ),
    commands.register('iqm.account.signOut', () => signOut(account)),
    // Arguments: { owId?: number }. Answers the organization that is open then.
    commands.register('iqm.organization.switch', (argument) =>
      account.switchOrganization(numberIn(argument, 'owId')),
    ),
  ];
}

async function switchAccount(
  account: Account,
  wanted: string | undefined,
): Promise<AccountIdentity | undefined> {
  const id = wanted ?? (await pickAccount(account));
  if (id === undefined) {
    return undefined;
  }
  if (id === OTHER) {
    await account.signIn();
  } else if (!(await account.use(id))) {
    throw new UserError(l10n.t('No account with this ID is signed in.'));
  }
  return account.accounts[0];
}

/** Stands in the list of accounts for one that is not signed in yet. */
const OTHER = 'other';

async function pickAccount(account: Account): Promise<string | undefined> {
  const { accounts } = account;
  const picked = await window.showQuickPick(
    [
      ...accounts.map(({ id, label, kind }, at) => ({
        id,
        label: plain(label),
        description: at === 0 ? l10n.t('in use') : '',
        iconPath: new ThemeIcon(kind === 'sandbox' ? 'beaker' : 'account'),
      })),
      {
        id: OTHER,
        label: l10n.t('Sign In with Another Account…'),
        iconPath: new ThemeIcon('add'),
      },
    ],
    { title: l10n.t('Switch IQM Account') },
  );
  return picked?.id;
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
