import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../src/extension';

/** The activated extension as it gives itself to tests. */
export async function parts(): Promise<ExtensionParts> {
  const extension = vscode.extensions.getExtension<ExtensionParts | undefined>(
    'iqm-conversions.iqm-conversions',
  );
  assert.ok(extension, 'the extension is there');
  const exported = await extension.activate();
  assert.ok(exported, 'it runs in test mode');
  return exported;
}

/** Signs in to the sandbox and has both lists read. */
export async function signedIn(): Promise<ExtensionParts> {
  const all = await parts();
  if (all.account.state.kind !== 'signedIn') {
    await vscode.commands.executeCommand('iqm.account.signIn', { method: 'sandbox' });
  }
  assert.equal(all.account.state.kind, 'signedIn');
  await Promise.all([all.catalog.openConversions(), all.catalog.openCampaigns()]);
  return all;
}

/** Asks the sandbox's control side, which only this machine's user can: the lock file holds the token. */
export async function control(
  { storage }: ExtensionParts,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const lock = JSON.parse(await readFile(join(storage, 'sandbox', 'sandbox.lock'), 'utf8')) as {
    port: number;
    controlToken: string;
  };
  const response = await fetch(`http://127.0.0.1:${lock.port}/sandbox/${path}`, {
    headers: { 'X-Sandbox-Control': lock.controlToken, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  assert.equal(response.ok, true, `/sandbox/${path} answered ${response.status}`);
  return response.json();
}

/** A page of the workspace, written anew. */
export async function page(name: string, text: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'a folder is open');
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return vscode.workspace.openTextDocument(uri);
}
