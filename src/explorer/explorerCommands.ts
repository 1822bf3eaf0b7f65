import { env, l10n, Uri, window, type Disposable } from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import { pickConversion } from '../catalog/pickConversion';
import type { Catalog } from '../catalog/catalog';
import { numbersIn, stringIn } from '../shell/commandArguments';
import { runCommand, type CommandId, type CommandRegistry } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import type { AssignConversion } from './assignConversion';
import type { ChangeConversions } from './changeConversions';
import type { CampaignsNode } from './campaignsTree';
import type { ConversionsNode } from './conversionsTree';
import { openExamplePage } from './examplePage';
import {
  filterCampaigns,
  filterConversions,
  searchCampaigns,
  searchConversions,
  showAllConversions,
  sortConversions,
} from './narrowLists';

type Node = ConversionsNode | CampaignsNode;

interface Parts {
  readonly account: Account;
  readonly catalog: Catalog;
  readonly assign: AssignConversion;
  readonly change: ChangeConversions;
}

/** Hidden commands of the tree's menus, and the public one each calls with the row it stands on. */
const ROW_COMMANDS: readonly (readonly [CommandId, CommandId])[] = [
  ['iqm.tree.insert', 'iqm.pixel.insert'],
  ['iqm.tree.details', 'iqm.conversion.show'],
  ['iqm.tree.copyScript', 'iqm.conversion.copyScript'],
  ['iqm.tree.copyAs', 'iqm.conversion.copyAs'],
  ['iqm.tree.rename', 'iqm.conversion.rename'],
  ['iqm.tree.editPiggyback', 'iqm.conversion.editPiggyback'],
  ['iqm.tree.duplicate', 'iqm.conversion.duplicate'],
  ['iqm.tree.mail', 'iqm.conversion.mail'],
  ['iqm.tree.detach', 'iqm.conversion.detach'],
  ['iqm.tree.openInIqm', 'iqm.conversion.openInIqm'],
];

/** Public commands on conversions and campaigns, and the hidden ones that a tree's menus call with its nodes. */
export function explorerCommands(
  commands: CommandRegistry,
  { account, catalog, assign, change }: Parts,
): Disposable[] {
  /** The conversion a public command names, or one the user picks. */
  const oneConversion = async (argument: unknown, title: string): Promise<number | undefined> =>
    numbersIn(argument, 'conversionId')[0] ??
    (await pickConversion(account, catalog, { title }))?.id;
  /** Registers a public command on one conversion: `{ conversionId }`, asks for it when it is missing. */
  const onConversion = (
    id: CommandId,
    title: string,
    run: (conversionId: number, argument: unknown) => unknown,
  ): Disposable =>
    commands.register(id, async (argument) => {
      const conversionId = await oneConversion(argument, title);
      return conversionId === undefined ? undefined : run(conversionId, argument);
    });
  return [
    commands.register('iqm.conversion.refresh', () => catalog.refreshConversions()),
    commands.register('iqm.conversion.search', () => searchConversions(catalog)),
    commands.register('iqm.conversion.filter', () => filterConversions(catalog)),
    commands.register('iqm.conversion.sort', () => sortConversions(catalog)),
    commands.register('iqm.conversion.clearFilter', () => showAllConversions(catalog)),
    commands.register('iqm.page.example', () => openExamplePage()),
    commands.register('iqm.campaign.refresh', () => catalog.refreshCampaigns()),
    commands.register('iqm.campaign.search', () => searchCampaigns(catalog)),
    commands.register('iqm.campaign.filter', () => filterCampaigns(catalog)),
    commands.register('iqm.campaign.clearFilter', () => catalog.askCampaigns({})),
    onConversion('iqm.conversion.copyScript', l10n.t('Copy Conversion Script'), (id) =>
      copyScript(catalog, id),
    ),
    onConversion('iqm.conversion.rename', l10n.t('Rename Conversion'), (id, argument) =>
      change.rename(id, stringIn(argument, 'name')),
    ),
    onConversion('iqm.conversion.editPiggyback', l10n.t('Edit Piggyback Tag'), (id) =>
      change.editPiggyback(id),
    ),
    onConversion('iqm.conversion.mail', l10n.t('Mail Snippet'), (id) => change.mail(id)),
    onConversion('iqm.conversion.detach', l10n.t('Remove Conversion from Campaigns'), (id) =>
      assign.detach(id),
    ),
    onConversion('iqm.conversion.openInIqm', l10n.t('Open in IQM'), (id) => openInIqm(account, id)),
    // Arguments: { conversionId: number | number[] }.
    commands.register('iqm.conversion.delete', async (argument) => {
      const ids = numbersIn(argument, 'conversionId');
      const picked =
        ids.length > 0 ? ids : [await oneConversion(argument, l10n.t('Delete Conversion'))];
      await change.remove(picked.filter((id) => id !== undefined));
    }),
    // Arguments: { conversionId: number | number[], add?: number[], remove?: number[] }.
    commands.register('iqm.conversion.assign', async (argument) => {
      const ids = numbersIn(argument, 'conversionId');
      const picked =
        ids.length > 0 ? ids : [await oneConversion(argument, l10n.t('Assign Conversion'))];
      const conversionIds = picked.filter((id) => id !== undefined);
      const add = numbersIn(argument, 'add');
      const remove = numbersIn(argument, 'remove');
      return conversionIds.length === 0
        ? undefined
        : assign.run({
            conversionIds,
            ...(add.length > 0 ? { add } : {}),
            ...(remove.length > 0 ? { remove } : {}),
          });
    }),
    ...ROW_COMMANDS.map(([hidden, open]) =>
      commands.register(hidden, (node) =>
        runCommand(open, { conversionId: conversionOf(node)?.id }),
      ),
    ),
    ...(['assign', 'delete'] as const).map((verb) =>
      commands.register(`iqm.tree.${verb}`, (node, nodes) =>
        runCommand(`iqm.conversion.${verb}`, {
          conversionId: chosen(node, nodes).flatMap((each) => conversionOf(each)?.id ?? []),
        }),
      ),
    ),
    commands.register('iqm.tree.chooseConversions', (node) =>
      isNode(node) && node.kind === 'campaign' ? assign.choose(node.campaign) : undefined,
    ),
    // Both trees have rows of one conversion in one campaign.
    commands.register('iqm.tree.removeFromCampaign', (node) =>
      isNode(node) && 'conversion' in node && 'campaign' in node
        ? runCommand('iqm.conversion.assign', {
            conversionId: node.conversion.id,
            remove: [node.campaign.id],
          })
        : undefined,
    ),
    commands.register('iqm.tree.copyId', async (node, nodes) => {
      const ids = chosen(node, nodes).flatMap((each) => idOf(each) ?? []);
      await env.clipboard.writeText(ids.join('\n'));
    }),
    commands.register('iqm.tree.loadMore', (list) =>
      list === 'campaign' ? catalog.loadMoreCampaigns() : catalog.loadMoreConversions(),
    ),
  ];
}

/** What a context menu acts on: the selection if the row is part of it, else that row alone. */
function chosen(node: unknown, nodes: unknown): readonly unknown[] {
  return Array.isArray(nodes) && nodes.includes(node) ? nodes : [node];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function conversionOf(node: unknown): { id: number } | undefined {
  return isNode(node) && node.kind === 'conversion' ? node.conversion : undefined;
}

function idOf(node: unknown): number | undefined {
  if (!isNode(node)) {
    return undefined;
  }
  switch (node.kind) {
    case 'conversion':
      return node.conversion.id;
    case 'campaign':
      return node.campaign.id;
    case 'order':
      return node.order.id;
    default:
      return undefined;
  }
}

async function copyScript(catalog: Catalog, id: number): Promise<string | undefined> {
  const conversion = await catalog.conversion(id, { priority: 'user' });
  if (conversion === undefined) {
    throw new UserError(l10n.t('This organization has no conversion with the ID {0}.', id));
  }
  if (conversion.script === undefined) {
    throw new UserError(l10n.t('“{0}” has no script to copy.', plain(conversion.name)));
  }
  await env.clipboard.writeText(conversion.script);
  window.setStatusBarMessage(l10n.t('Script of “{0}” copied', plain(conversion.name)), 4000);
  return conversion.script;
}

/** IQM documents no address of a single conversion: the web app opens, and the id to search for is copied. */
async function openInIqm(account: Account, id: number): Promise<void> {
  const { organization, account: identity } = requireOrganization(account.state);
  if (identity.kind === 'sandbox') {
    throw new UserError(l10n.t('The sandbox has no web page; it imitates the IQM API only.'));
  }
  const domain = organization.domain ?? 'app.iqm.com';
  await env.clipboard.writeText(String(id));
  window.setStatusBarMessage(l10n.t('ID {0} copied; search for it in IQM', id), 8000);
  await env.openExternal(Uri.from({ scheme: 'https', authority: domain, path: '/' }));
}
