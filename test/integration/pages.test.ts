import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../src/extension';
import type { Conversion } from '../../src/iqm/shapes/conversion';
import { page, signedIn } from './parts';

const FOLDER = 'pixel-places';

describe('the pages that carry a pixel', () => {
  let places: ExtensionParts['places'];
  let conversion: Conversion & { readonly script: string };
  const root = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;

  before(async () => {
    const all = await signedIn();
    // One that no other test puts anywhere.
    const pixel = all.catalog.conversions?.rows.findLast(({ type }) => type === 'pixel');
    assert.ok(pixel?.script);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    ({ places } = all);
    conversion = { ...pixel, script: pixel.script };
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), FOLDER), { recursive: true });
  });

  /** `file:line` of each place in the test's own folder, from 1; `-` before one that does not run. */
  async function found(): Promise<string[]> {
    const all = await places.placesOf(conversion, new AbortController().signal);
    return all
      .filter(({ label }) => label.startsWith(`${FOLDER}/`) || label.startsWith('Untitled'))
      .map(({ label, line, live }) => `${live ? '' : '-'}${label.split('/').pop()}:${line + 1}`);
  }

  /** Waits for the news of a change, whatever else changes before. */
  async function until(expected: readonly string[]): Promise<void> {
    for (const deadline = Date.now() + 15_000; ;) {
      const changed = new Promise<void>((resolve) => {
        const listening = places.onDidChange(() => {
          listening.dispose();
          resolve();
        });
        setTimeout(resolve, 1000);
      });
      const now = await found();
      if (JSON.stringify(now) === JSON.stringify(expected)) {
        return;
      }
      assert.ok(Date.now() < deadline, `Found ${JSON.stringify(now)}.`);
      await changed;
    }
  }

  it('are found by file and line, also where the pixel does not run', async () => {
    const { script } = conversion;
    await page(`${FOLDER}/b.html`, `<html>\n<head>\n${script}\n</head></html>`);
    await page(`${FOLDER}/a.html`, `<html><body>\r\n<!-- ${script} -->\r\n</body></html>`);
    await page(`${FOLDER}/c.html`, '<html><body>pxl.iqm.com</body></html>');
    await page(`${FOLDER}/node_modules/d.html`, script);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(root(), FOLDER, 'wide.html'),
      Buffer.from(`\uFEFF\n${script}`, 'utf16le'),
    );
    assert.deepEqual(await found(), ['-a.html:2', 'b.html:3', 'wide.html:2']);
  });

  it('are none for a conversion that stands nowhere, or has no pixel', async () => {
    const { signal } = new AbortController();
    const nowhere = conversion.script.replace(/pixel\/[^?]*/, `pixel/${'0'.repeat(32)}`);
    assert.deepEqual(await places.placesOf({ ...conversion, script: nowhere }, signal), []);
    const postback: Conversion = { ...conversion };
    delete (postback as { script?: string }).script;
    delete (postback as { uuid?: string }).uuid;
    assert.deepEqual(await places.placesOf(postback, signal), []);
  });

  it('follow what is typed, before it is saved', async () => {
    const uri = vscode.Uri.joinPath(root(), FOLDER, 'c.html');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), `\n\n${conversion.script}\n`);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    await until(['-a.html:2', 'b.html:3', 'c.html:3', 'wide.html:2']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(['-a.html:2', 'b.html:3', 'wide.html:2']);
  });

  it('follow files that change and go on the disk', async () => {
    const uri = vscode.Uri.joinPath(root(), FOLDER, 'b.html');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(`<head>${conversion.script}</head>`));
    await until(['-a.html:2', 'b.html:1', 'wide.html:2']);
    await vscode.workspace.fs.delete(uri);
    await until(['-a.html:2', 'wide.html:2']);
  });

  it('are also documents that have no file yet', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'html',
      content: `<head>\n${conversion.script}</head>`,
    });
    await vscode.window.showTextDocument(document);
    await until(['-a.html:2', 'wide.html:2', `${document.uri.path}:2`]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(['-a.html:2', 'wide.html:2']);
  });

  it('are as the settings say', async () => {
    const settings = vscode.workspace.getConfiguration('iqm.pages');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('exclude', '**/a.html', target);
    try {
      await until(['d.html:1', 'wide.html:2']);
    } finally {
      await settings.update('exclude', undefined, target);
    }
    await until(['-a.html:2', 'wide.html:2']);
  });
});
