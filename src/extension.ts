import { join } from 'node:path';
import { ExtensionMode, type ExtensionContext, type SecretStorage } from 'vscode';
import { Account } from './account/account';
import { accountCommands } from './account/accountCommands';
import { AccountRecords } from './account/accountRecords';
import { IqmAuthenticationProvider } from './account/authenticationProvider';
import { OrganizationStatus } from './account/organizationStatus';
import { SandboxHost } from './account/sandboxHost';
import { WaitingStatus } from './account/waitingStatus';
import { Catalog } from './catalog/catalog';
import { CatalogFile } from './catalog/catalogFile';
import { ConversionDetails } from './details/conversionDetails';
import { detailsCommands } from './details/detailsCommands';
import { detailsServicesOf } from './details/detailsServices';
import { formInPage } from './editor/formInPage';
import { PixelCompletion } from './editor/pixelCompletion';
import { PixelDrop } from './editor/pixelDrop';
import { PixelPaste } from './editor/pixelPaste';
import { editorCommands } from './editor/editorCommands';
import { TargetDocument } from './editor/targetDocument';
import { AssignConversion } from './explorer/assignConversion';
import { CampaignsTree } from './explorer/campaignsTree';
import { ChangeConversions } from './explorer/changeConversions';
import { ConversionsTree } from './explorer/conversionsTree';
import { explorerCommands } from './explorer/explorerCommands';
import { CreateForm } from './form/createForm';
import { formCommands } from './form/formCommands';
import { formServicesOf } from './form/formServices';
import { WorkspacePixels } from './pages/workspacePixels';
import { CommandRegistry } from './shell/commands';
import { ErrorReport } from './shell/errorReport';
import { Log } from './shell/log';
import { requestLog } from './shell/requestLog';

/** What the integration tests look at; nobody else is given it. */
export interface ExtensionParts {
  readonly account: Account;
  readonly catalog: Catalog;
  readonly conversions: ConversionsTree;
  readonly campaigns: CampaignsTree;
  readonly places: WorkspacePixels;
  readonly secrets: SecretStorage;
  readonly storage: string;
}

/** What takes a moment at the end: the sandbox writes its data and gives up its lock. */
let ending: (() => Promise<void>) | undefined;

/** VS Code waits for this before it ends the extension host. */
export function deactivate(): Promise<void> | undefined {
  return ending?.();
}

/** Builds the parts and connects them; sends no request. */
export async function activate(context: ExtensionContext): Promise<ExtensionParts | undefined> {
  const keep = <T extends { dispose(): unknown }>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const storage = context.globalStorageUri.fsPath;
  // For tests and demonstrations: a minute of IQM's rate limit, scaled down for client and sandbox alike.
  const windowMs = Number(process.env.IQM_RATE_WINDOW_MS) || undefined;
  const log = keep(new Log());
  const report = new ErrorReport(log);
  const commands = new CommandRegistry(report);
  const sandbox = keep(
    new SandboxHost(join(context.extensionPath, 'dist'), join(storage, 'sandbox'), windowMs),
  );
  const account = keep(
    new Account({
      secrets: context.secrets,
      records: new AccountRecords(context.globalState, context.workspaceState),
      sandbox,
      log,
      requests: requestLog(log),
      ...(windowMs === undefined ? {} : { windowMs }),
    }),
  );
  const catalog = keep(new Catalog(account, new CatalogFile(join(storage, 'catalog')), log));
  const target = keep(new TargetDocument());

  keep(new IqmAuthenticationProvider(account));
  keep(new OrganizationStatus(account));
  keep(new WaitingStatus(account));
  const conversions = keep(new ConversionsTree(catalog, report));
  const campaigns = keep(new CampaignsTree(catalog, report));
  const { extensionUri } = context;
  const shared = { extensionUri, account, catalog, report, log, target };
  const formServices = formServicesOf({
    ...shared,
    storage: (context.storageUri ?? context.globalStorageUri).fsPath,
    formInPage: (uri, host) => formInPage(uri, host, { account, target }),
  });
  const form = keep(new CreateForm(formServices));
  const places = keep(new WorkspacePixels(account, log));
  const details = keep(
    new ConversionDetails(detailsServicesOf({ ...shared, places, minuteMs: windowMs })),
  );
  context.subscriptions.push(
    ...detailsCommands(commands, details, { account, catalog }),
    ...formCommands(commands, form, formServices),
    ...accountCommands(commands, account),
    ...explorerCommands(commands, {
      account,
      catalog,
      assign: new AssignConversion(account, catalog, report),
      change: new ChangeConversions(account, catalog),
    }),
    ...editorCommands(commands, { account, catalog, target }),
    new PixelCompletion(account, catalog).register(),
    new PixelPaste(account).register(),
    new PixelDrop(account, catalog).register(),
    commands.register('iqm.log.show', () => log.reveal()),
  );
  ending = () => sandbox.stop();
  await account.start();
  return context.extensionMode === ExtensionMode.Test
    ? { account, catalog, conversions, campaigns, places, secrets: context.secrets, storage }
    : undefined;
}
