import { env, l10n, window, type Disposable } from 'vscode';
import type { Catalog } from '../catalog/catalog';
import { runCommand, type CommandRegistry } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import type { AssignConversion } from './assignConversion';
import type { CampaignsNode } from './campaignsTree';
import type { ConversionsNode } from './conversionsTree';

type Node = ConversionsNode | CampaignsNode;

/** Public commands on conversions and campaigns, and the hidden ones that a tree's menus call with its nodes. */
export function explorerCommands(
  commands: CommandRegistry,
  catalog: Catalog,
  assign: AssignConversion,
): Disposable[] {
  return [
    commands.register('iqm.conversion.refresh', () => catalog.refreshConversions()),
    commands.register('iqm.campaign.refresh', () => catalog.refreshCampaigns()),
    // Arguments: { conversionId?: number }.
    commands.register('iqm.conversion.copyScript', (argument) =>
      copyScript(catalog, numbersIn(argument, 'conversionId')[0]),
    ),
    // Arguments: { conversionId: number | number[], add?: number[], remove?: number[] }.
    commands.register('iqm.conversion.assign', (argument) => {
      const add = numbersIn(argument, 'add');
      const remove = numbersIn(argument, 'remove');
      return assign.run({
        conversionIds: numbersIn(argument, 'conversionId'),
        ...(add.length > 0 ? { add } : {}),
        ...(remove.length > 0 ? { remove } : {}),
      });
    }),
    commands.register('iqm.tree.insert', (node) =>
      runCommand('iqm.pixel.insert', { conversionId: conversionOf(node)?.id }),
    ),
    commands.register('iqm.tree.assign', (node, nodes) =>
      runCommand('iqm.conversion.assign', {
        conversionId: chosen(node, nodes).flatMap((each) => conversionOf(each)?.id ?? []),
      }),
    ),
    commands.register('iqm.tree.copyScript', (node) => copyScript(catalog, conversionOf(node)?.id)),
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

/** The numbers under `key` of a command's argument: one, a list, or none. */
function numbersIn(argument: unknown, key: string): number[] {
  const value: unknown =
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, key) : undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'number');
}

async function copyScript(catalog: Catalog, id: number | undefined): Promise<string | undefined> {
  const conversion =
    id === undefined ? undefined : await catalog.conversion(id, { priority: 'user' });
  if (conversion === undefined) {
    throw new UserError(l10n.t('Choose a conversion in the IQM sidebar first.'));
  }
  if (conversion.script === undefined) {
    throw new UserError(l10n.t('“{0}” has no script to copy.', plain(conversion.name)));
  }
  await env.clipboard.writeText(conversion.script);
  window.setStatusBarMessage(l10n.t('Script of “{0}” copied', plain(conversion.name)), 4000);
  return conversion.script;
}
