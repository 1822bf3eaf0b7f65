import type { Event, Uri } from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import type { Catalog } from '../catalog/catalog';
import { pickConversion } from '../catalog/pickConversion';
import { KNOWN_PIXEL_HOSTS, SANDBOX_PIXEL_HOST } from '../pixel/pixelUrl';
import type { FormCommandServices } from './formCommands';
import type { InTarget } from './protocol';

export interface FormParts {
  readonly extensionUri: Uri;
  /** Folder for the draft. */
  readonly storage: string;
  readonly account: Account;
  readonly catalog: Catalog;
  /** The open page. */
  readonly target: {
    readonly name: { readonly uri: Uri; readonly name: string } | undefined;
    readonly onDidChange: Event<void>;
  };
  readonly formInPage: (uri: Uri, pixelHost: string) => Promise<InTarget | undefined>;
}

/** What the form may use of the account, the catalog and the open page. */
export function formServicesOf(parts: FormParts): FormCommandServices {
  const { extensionUri, storage, account, catalog, target, formInPage } = parts;
  return {
    extensionUri,
    storage,
    current: () => {
      const { state } = account;
      if (state.kind !== 'signedIn') {
        return undefined;
      }
      const sandbox = state.account.kind === 'sandbox';
      return {
        client: state.client,
        organization: state.organization.name,
        sandbox,
        pixelHost: sandbox ? SANDBOX_PIXEL_HOST : (KNOWN_PIXEL_HOSTS[0] ?? ''),
      };
    },
    onDidChangeCurrent: account.onDidChange,
    created: (conversion) => catalog.put(conversion),
    target: () => target.name,
    onDidChangeTarget: target.onDidChange,
    formInPage,
    pick: (title) => pickConversion(account, catalog, { title }),
    conversion: (id) => catalog.conversion(id, { priority: 'user' }),
    requireSignIn: () => void requireOrganization(account.state),
  };
}
