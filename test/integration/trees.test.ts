import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Assignment } from '../../src/iqm/shapes/campaign';
import { control, signedIn } from './parts';

describe('the trees', () => {
  it('list conversions with icon, status and what can be done with them', async () => {
    const { conversions } = await signedIn();
    const nodes = await conversions.getChildren();
    assert.ok(nodes.length >= 25);
    const items = nodes.map((node) => conversions.getTreeItem(node));
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length, 'ids are unique');
    assert.ok(items.every(({ iconPath, contextValue }) => iconPath && contextValue));
    assert.ok(items.some(({ contextValue }) => contextValue?.includes('hasScript')));
    const first = nodes[0]!;
    const resolved = conversions.resolveTreeItem(items[0]!, first);
    assert.ok(resolved.tooltip instanceof vscode.MarkdownString);
    assert.notEqual(resolved.tooltip.isTrusted, true);
  });

  it('take a name for text, whatever it holds', async () => {
    const { conversions } = await signedIn();
    const [first] = await conversions.getChildren();
    assert.ok(first?.kind === 'conversion');
    const name = '[x](command:workbench.action.quit) $(bug) <img src=x> **b** </script>\n# h';
    const node = { ...first, conversion: { ...first.conversion, name } };
    const item = conversions.getTreeItem(node);
    assert.equal(item.label, name);
    const { tooltip } = conversions.resolveTreeItem(item, node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.notEqual(tooltip.isTrusted, true);
    assert.notEqual(tooltip.supportHtml, true);
    // What Markdown would read as a link, an icon, emphasis or a heading is written so that it does not.
    assert.doesNotMatch(tooltip.value, /(?<!\\)\[x\]\(|\$\(bug\)|(?<!\\)\*\*b|\n# h/);
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', tooltip.value);
    assert.doesNotMatch(html, /<a |<img[\s>]|<h1/);
  });

  it('list campaigns below their insertion orders', async () => {
    const { campaigns } = await signedIn();
    const orders = await campaigns.getChildren();
    assert.equal(orders.length, 4);
    const below = await Promise.all(
      orders.map((order) => Promise.resolve(campaigns.getChildren(order))),
    );
    assert.ok(below.flat().length >= 12);
  });

  it('keep the rows and their identity over a refresh', async () => {
    const { conversions } = await signedIn();
    const ids = async (): Promise<(string | undefined)[]> =>
      (await conversions.getChildren()).map((node) => conversions.getTreeItem(node).id);
    const before = await ids();
    const refreshing = vscode.commands.executeCommand('iqm.conversion.refresh');
    assert.deepEqual(await ids(), before, 'old rows stay while new ones are on their way');
    await refreshing;
    assert.deepEqual(await ids(), before);
  });

  it('are drawn anew once by a refresh, whatever stands open, and not at all by what changes nothing', async () => {
    const { conversions, catalog } = await signedIn();
    const [first] = (await conversions.getChildren()).filter(
      (node) => node.kind === 'conversion' && (node.conversion.campaignCount ?? 0) > 0,
    );
    assert.ok(first);
    const below = await conversions.getChildren(first);
    assert.ok(below.length > 0);
    let drawn = 0;
    const listening = conversions.onDidChangeTreeData(() => {
      drawn += 1;
    });
    try {
      await vscode.commands.executeCommand('iqm.conversion.refresh');
      assert.equal(drawn, 1);
      // As VS Code asks for what stands open: the old rows at once, and news only if there are any.
      const again = await conversions.getChildren(first);
      assert.deepEqual(
        again.map((node) => conversions.getTreeItem(node).id),
        below.map((node) => conversions.getTreeItem(node).id),
      );
      assert.ok(first.kind === 'conversion');
      await catalog.attached(first.conversion.id, { fresh: true });
      assert.equal(drawn, 1);
    } finally {
      listening.dispose();
    }
  });

  it('assign and take back, and say what IQM did not accept', async () => {
    const all = await signedIn();
    const { catalog } = all;
    const rows = catalog.insertionOrders?.rows.flatMap((order) => order.campaigns) ?? [];
    const running = rows.find(({ status }) => status === 'running');
    const conversion = catalog.conversions?.rows.find(
      ({ type, campaignCount }) => type === 'pixel' && campaignCount === 0,
    );
    assert.ok(running && conversion);
    assert.ok(all.account.state.kind === 'signedIn');
    const { client } = all.account.state;
    const [allowed] = (await client.conversions.allowedCampaigns([conversion.id])).flatMap(
      ({ campaigns }) => campaigns,
    );
    assert.ok(allowed);
    const assign = async (argument: object): Promise<Assignment> => {
      const answer: unknown = await vscode.commands.executeCommand('iqm.conversion.assign', {
        conversionId: conversion.id,
        ...argument,
      });
      return answer as Assignment;
    };
    const done = await assign({ add: [allowed.id, running.id] });
    assert.deepEqual(done.validAdded, [allowed.id]);
    assert.deepEqual(done.invalidAdded, [running.id]);
    assert.equal(catalog.known(conversion.id)?.campaignCount, 1);
    const attached = await catalog.attached(conversion.id);
    assert.deepEqual(
      attached.map(({ id }) => id),
      [allowed.id],
    );
    const back = await assign({ remove: [allowed.id] });
    assert.deepEqual(back.validRemoved, [allowed.id]);
    assert.equal(catalog.known(conversion.id)?.campaignCount, 0);
    assert.ok(await control(all, 'state'));
  });

  it('read again from IQM what another client changed', async () => {
    const { catalog } = await signedIn();
    await vscode.commands.executeCommand('iqm.conversion.refresh');
    const conversion = catalog.conversions?.rows.find(({ type }) => type === 'pixel');
    assert.ok(conversion);
    const name = `${conversion.name} (renamed)`;
    await vscode.commands.executeCommand('iqm.conversion.rename', {
      conversionId: conversion.id,
      name,
    });
    assert.equal(catalog.known(conversion.id)?.name, name);
    await vscode.commands.executeCommand('iqm.conversion.refresh');
    assert.equal(catalog.known(conversion.id)?.name, name);
    await vscode.commands.executeCommand('iqm.conversion.rename', {
      conversionId: conversion.id,
      name: conversion.name,
    });
  });
});
