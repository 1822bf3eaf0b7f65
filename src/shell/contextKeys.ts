import { commands } from 'vscode';

/** Every context key of the extension with its values; `when` clauses in package.json use no other. */
export interface ContextKeys {
  /** What the account is doing; decides which welcome text a view shows. */
  'iqm.session': 'starting' | 'signedOut' | 'suspended' | 'noOrganization' | 'signedIn';
  /** Whether the session is the sandbox. */
  'iqm.sandbox': boolean;
  /** Whether the account reaches more than one organization. */
  'iqm.manyOrganizations': boolean;
  /** State of the conversion list. */
  'iqm.conversions':
    'loading' | 'empty' | 'filteredOut' | 'failed' | 'offline' | 'forbidden' | 'shown';
  /** State of the campaign list. */
  'iqm.campaigns':
    'loading' | 'empty' | 'filteredOut' | 'failed' | 'offline' | 'forbidden' | 'shown';
  /** Whether a search or filter narrows the conversion list. */
  'iqm.conversionsFiltered': boolean;
  /** Whether a search or filter narrows the campaign list. */
  'iqm.campaignsFiltered': boolean;
}

/** Sets one context key; the type keeps key and value in step with {@link ContextKeys}. */
export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void commands.executeCommand('setContext', key, value);
}
