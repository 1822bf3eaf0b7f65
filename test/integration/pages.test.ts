import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../src/extension';
import type { Conversion } from '../../src/iqm/shapes/conversion';
import { readOtherFiles, type OtherResult } from '../../src/pages/otherFiles';
import { UNREAD } from '../../src/pages/pageCache';
import { PageGlobs } from '../../src/pages/pageGlobs';
import { readPixels, type PageText } from '../../src/pages/readPixels';
import { VirtualFolders } from '../../src/pages/virtualFolders';
import { MemoryFiles } from './memoryFiles';
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

  it('follow an insertion and its undo at once', async () => {
    const document = await page(`${FOLDER}/e.html`, '<html>\n<head>\n</head>\n</html>\n');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('iqm.pixel.insert', {
      uri: document.uri,
      conversionId: conversion.id,
      place: 'head',
      value: '1',
    });
    // The first answer tells: nobody has to wait for the document to rest.
    assert.deepEqual(await found(), ['-a.html:2', 'e.html:3', 'wide.html:2']);
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(await found(), ['-a.html:2', 'wide.html:2']);
    await vscode.commands.executeCommand('redo');
    await document.save();
    for (const deadline = Date.now() + 1500; Date.now() < deadline;) {
      // Saving must not make it vanish for a moment.
      assert.deepEqual(await found(), ['-a.html:2', 'e.html:3', 'wide.html:2']);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(document.uri);
    await until(['-a.html:2', 'wide.html:2']);
  });

  it('follow folders that come, are moved and go', async () => {
    const at = (...names: string[]): vscode.Uri => vscode.Uri.joinPath(root(), FOLDER, ...names);
    await vscode.workspace.fs.writeFile(at('deep', 'x', 'f.html'), Buffer.from(conversion.script));
    await until(['-a.html:2', 'f.html:1', 'wide.html:2']);
    await vscode.workspace.fs.rename(at('deep'), at('node_modules', 'deep'));
    await until(['-a.html:2', 'wide.html:2']);
    await vscode.workspace.fs.rename(at('node_modules', 'deep'), at('again'));
    await until(['-a.html:2', 'f.html:1', 'wide.html:2']);
    await vscode.workspace.fs.delete(at('again'), { recursive: true });
    await until(['-a.html:2', 'wide.html:2']);
  });

  it('are none in documents of folders that are left out', async () => {
    const uri = vscode.Uri.joinPath(root(), FOLDER, 'node_modules', 'd.html');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await found(), ['-a.html:2', 'wide.html:2']);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are the same for all who ask at once, and for who asks after somebody has left', async () => {
    const settings = vscode.workspace.getConfiguration('iqm');
    for (let turn = 0; turn < 5; turn += 1) {
      // Other hosts make all that is known void.
      await settings.update('pixelHosts', [`t${turn}.example`], vscode.ConfigurationTarget.Global);
      const leaving = new AbortController();
      const left = places.placesOf(conversion, leaving.signal);
      const stays = found();
      leaving.abort(new Error('left'));
      const [after] = await Promise.all([found(), assert.rejects(left, /left/)]);
      assert.deepEqual(await stays, ['-a.html:2', 'wide.html:2']);
      assert.deepEqual(after, ['-a.html:2', 'wide.html:2']);
    }
    await settings.update('pixelHosts', undefined, vscode.ConfigurationTarget.Global);
  });

  it('are no news where nothing has changed', async () => {
    await found();
    let news = 0;
    const listening = places.onDidChange(() => (news += 1));
    const uri = vscode.Uri.joinPath(root(), FOLDER, 'wide.html');
    await vscode.workspace.fs.writeFile(uri, await vscode.workspace.fs.readFile(uri));
    await page(`${FOLDER}/nothing.html`, '<p>nothing</p>');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    listening.dispose();
    assert.equal(news, 0);
  });

  it('are gone with a file that has become too large', async () => {
    const uri = vscode.Uri.joinPath(root(), FOLDER, 'grows.html');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(conversion.script));
    await until(['-a.html:2', 'grows.html:1', 'wide.html:2']);
    await vscode.workspace.fs.writeFile(uri, Buffer.alloc(5 * 1024 * 1024 + 1, ' '));
    await until(['-a.html:2', 'wide.html:2']);
    await vscode.workspace.fs.delete(uri);
  });

  it('are found in a long document without holding up others', async () => {
    const text = `${'<p>x</p>\n'.repeat(100_000)}${conversion.script}`;
    const document = await page(`${FOLDER}/long.html`, '');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), text);
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await found(), ['-a.html:2', 'long.html:100001', 'wide.html:2']);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(document.uri);
    await until(['-a.html:2', 'wide.html:2']);
  });

  it('are read through VS Code where there is no disk', async () => {
    const files = new MemoryFiles();
    const registered = vscode.workspace.registerFileSystemProvider('iqm-memory', files);
    const uris = Array.from({ length: 40 }, (_, index) =>
      vscode.Uri.from({ scheme: 'iqm-memory', path: `/${index}.html` }),
    );
    uris.forEach((uri, index) => files.put(uri, index === 7 ? conversion.script : '<p>x</p>'));
    files.put(uris[8]!, Buffer.from(`\uFEFF\n${conversion.script}`, 'utf16le'));
    files.put(uris[9]!, ' '.repeat(5 * 1024 * 1024 + 1));
    files.putUnreadable(uris[10]!);
    const missing = vscode.Uri.from({ scheme: 'iqm-memory', path: '/missing.html' });
    const hosts = ['pxl.sandbox.invalid'];
    const { signal } = new AbortController();
    const all = new Map<string, OtherResult>();
    const options = { hosts, signal, pixelsOf: (text: PageText) => readPixels(text, hosts) };
    try {
      const asked = [...uris, missing].map((uri) => ({ uri, stamp: UNREAD }));
      await readOtherFiles(asked, options, (result) => all.set(result.uri.path, result));
      assert.equal(all.size, 41);
      assert.ok(files.mostAtOnce > 1 && files.mostAtOnce <= 16, `${files.mostAtOnce} at once`);
      const carrying = [...all.values()].filter(({ pixels }) => pixels.length > 0);
      assert.deepEqual(carrying.map(({ uri, pixels }) => `${uri.path}:${pixels[0]!.line}`).sort(), [
        '/7.html:1',
        '/8.html:2',
      ]);
      assert.equal(all.get('/9.html')?.state, 'tooLarge');
      assert.equal(all.get('/10.html')?.state, 'unreadable');
      assert.equal(all.get('/missing.html')?.state, 'gone');
      const before = files.reads;
      const again = [{ uri: uris[7]!, stamp: all.get('/7.html')!.stamp }];
      await readOtherFiles(again, options, (result) => assert.equal(result.state, 'same'));
      assert.equal(files.reads, before);
      const gone = { ...options, signal: AbortSignal.abort(new Error('left')) };
      await assert.rejects(
        readOtherFiles(asked, gone, () => assert.fail('nothing was read')),
        /left/,
      );
    } finally {
      registered.dispose();
    }
  });

  it('are listed also where VS Code cannot search', async () => {
    const files = new MemoryFiles();
    const registered = vscode.workspace.registerFileSystemProvider('iqm-memory', files);
    const root = vscode.Uri.from({ scheme: 'iqm-memory', path: '/shop' });
    const at = (path: string): vscode.Uri => vscode.Uri.joinPath(root, path);
    for (const path of ['a.html', 'x/y/b.php', 'x/c.css', 'node_modules/d.html', 'e.min.js']) {
      files.put(at(path), conversion.script);
    }
    const folders = new VirtualFolders();
    const { signal } = new AbortController();
    const list = async (): Promise<string[]> =>
      (await folders.list(root, new PageGlobs(), signal)).map(({ path }) => path).sort();
    try {
      assert.deepEqual(await list(), ['/shop/a.html', '/shop/x/y/b.php']);
      files.put(at('x/new.html'), '');
      assert.deepEqual(await list(), ['/shop/a.html', '/shop/x/new.html', '/shop/x/y/b.php']);
      const left = AbortSignal.abort(new Error('left'));
      await assert.rejects(folders.list(root, new PageGlobs(), left), /left/);
    } finally {
      registered.dispose();
    }
  });
});
