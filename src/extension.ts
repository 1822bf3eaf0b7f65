import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { Account } from './account/account';
import { accountCommands } from './account/accountCommands';
import { AccountRecords } from './account/accountRecords';
import { IqmAuthenticationProvider } from './account/authenticationProvider';
import { OrganizationStatus } from './account/organizationStatus';
import { SandboxHost } from './account/sandboxHost';
import { Catalog } from './catalog/catalog';
import { CatalogFile } from './catalog/catalogFile';
import { editorCommands } from './editor/editorCommands';
import { InsertPixel } from './editor/insertPixel';
import { TargetDocument } from './editor/targetDocument';
import { AssignConversion } from './explorer/assignConversion';
import { CampaignsTree } from './explorer/campaignsTree';
import { ChangeConversions } from './explorer/changeConversions';
import { ConversionsTree } from './explorer/conversionsTree';
import { explorerCommands } from './explorer/explorerCommands';
import { CommandRegistry } from './shell/commands';
import { ErrorReport } from './shell/errorReport';
import { Log } from './shell/log';
import { requestLog } from './shell/requestLog';

/** Builds the parts and connects them; sends no request. */
export async function activate(context: ExtensionContext): Promise<void> {
  const keep = <T extends { dispose(): unknown }>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const storage = context.globalStorageUri.fsPath;
  const log = keep(new Log());
  const report = new ErrorReport(log);
  const commands = new CommandRegistry(report);

  const sandbox = keep(
    new SandboxHost(join(context.extensionPath, 'dist'), join(storage, 'sandbox')),
  );
  const account = keep(
    new Account({
      secrets: context.secrets,
      records: new AccountRecords(context.globalState, context.workspaceState),
      sandbox,
      log,
      requests: requestLog(log),
    }),
  );
  const catalog = keep(new Catalog(account, new CatalogFile(join(storage, 'catalog')), log));
  const target = keep(new TargetDocument());

  keep(new IqmAuthenticationProvider(account));
  keep(new OrganizationStatus(account));
  keep(new ConversionsTree(catalog, account, report));
  keep(new CampaignsTree(catalog, report));
  context.subscriptions.push(
    ...accountCommands(commands, account),
    ...explorerCommands(commands, {
      account,
      catalog,
      assign: new AssignConversion(account, catalog),
      change: new ChangeConversions(account, catalog),
    }),
    ...editorCommands(commands, new InsertPixel(account, catalog, target)),
    commands.register('iqm.log.show', () => log.reveal()),
  );
  await account.start();
}
