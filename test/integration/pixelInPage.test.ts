import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InsertResult } from '../../src/editor/insertPixel';
import { page, signedIn } from './parts';

const PAGE = `<!doctype html>
<html>
  <head>
    <title>Thanks</title>
  </head>
  <body>
    <p>x</p>
  </body>
</html>
`;

interface Pixel {
  readonly id: number;
  readonly script: string;
}

async function pixels(): Promise<Pixel[]> {
  const { catalog } = await signedIn();
  return (catalog.conversions?.rows ?? []).flatMap(({ id, type, script }) =>
    type === 'pixel' && script !== undefined ? [{ id, script }] : [],
  );
}

function run<T>(command: string, argument: object): Thenable<T> {
  return vscode.commands.executeCommand<T>(command, argument);
}

/** A page that holds the pixel, in an editor. */
async function pageWith(name: string, script: string): Promise<vscode.TextDocument> {
  const document = await page(name, PAGE.replace('  </head>', `    ${script}\n  </head>`));
  await vscode.window.showTextDocument(document);
  return document;
}

describe('a pixel that stands in a page', () => {
  it('is shown', async () => {
    const [pixel] = await pixels();
    const document = await pageWith('reveal.html', pixel!.script);
    const shown = await run<{ line: number }>('iqm.pixel.reveal', {
      conversionId: pixel!.id,
      uri: document.uri.toString(),
    });
    assert.deepEqual(shown, { line: 5 });
  });

  it('is removed with its line, and one undo brings it back', async () => {
    const [pixel] = await pixels();
    const document = await pageWith('remove.html', pixel!.script);
    const before = document.getText();
    await run('iqm.pixel.remove', { conversionId: pixel!.id, uri: document.uri });
    assert.equal(document.getText(), PAGE);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('is replaced where it stands', async () => {
    const [pixel] = await pixels();
    const stage = pixel!.script.replace('async>', 'async id="old">');
    const document = await pageWith('replace.html', stage);
    const result = await run<InsertResult>('iqm.pixel.replace', {
      conversionId: pixel!.id,
      uri: document.uri,
      value: 49.9,
    });
    assert.equal(result.status, 'inserted');
    const text = document.getText();
    assert.equal(text.includes('cv=49.9'), true);
    assert.equal(text.includes('{CONVERSION_VALUE}'), false);
    assert.equal(text.split('<script').length, 2, 'there is still one');
  });

  it('takes a value as an expression of the file’s language', async () => {
    const [pixel] = await pixels();
    const document = await page('templates/thanks.html.twig', PAGE);
    const result = await run<InsertResult>('iqm.pixel.insert', {
      conversionId: pixel!.id,
      uri: document.uri,
      value: 'order.total',
    });
    assert.equal(result.status, 'inserted');
    assert.match(document.getText(), /cv=\{\{ *order\.total[^}]*\}\}/);
  });

  it('goes into a Next.js page as its Script component, import included', async () => {
    const [pixel] = await pixels();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const uri = vscode.Uri.joinPath(folder, 'next-shop/app/thanks/page.tsx');
    const document = await vscode.workspace.openTextDocument(uri);
    const before = document.getText();
    await vscode.window.showTextDocument(document);
    const result = await run<InsertResult>('iqm.pixel.insert', {
      conversionId: pixel!.id,
      uri,
      value: 'order.total',
    });
    assert.equal(result.status, 'inserted');
    assert.match(document.getText(), /import Script from ['"]next\/script['"]/);
    assert.match(document.getText(), /<Script\s/);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before, 'tag and import are one undo step');
  });

  it('is not put into an AMP page, and the reason is told', async () => {
    const [pixel] = await pixels();
    const document = await page('amp.html', PAGE.replace('<html>', '<html ⚡>'));
    const result = await run<InsertResult>('iqm.pixel.insert', {
      conversionId: pixel!.id,
      uri: document.uri,
      value: null,
    });
    assert.equal(result.status, 'refused');
    assert.match(result.reason ?? '', /AMP/);
    assert.equal(document.getText(), document.getText().replace(pixel!.script, ''));
  });

  it('is copied in another form', async () => {
    const [pixel] = await pixels();
    const text = await run<string>('iqm.conversion.copyAs', {
      conversionId: pixel!.id,
      form: 'next',
    });
    assert.match(text, /<Script/);
    assert.equal(await vscode.env.clipboard.readText(), text);
  });

  it('is offered when one types iqm', async () => {
    const all = await pixels();
    const document = await page('complete.html', PAGE.replace('<p>x</p>', '<p>x</p>\n    iqm'));
    await vscode.window.showTextDocument(document);
    const position = document.positionAt(document.getText().indexOf('iqm') + 3);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    const ours = list.items.filter(({ command }) => command?.command === 'iqm.pixel.insert');
    assert.ok(ours.length >= all.length);
    const argument = ours[0]!.command!.arguments![0] as { place: string };
    assert.equal(argument.place, 'cursor');
  });

  it('is planned again when the document changes meanwhile', async () => {
    const [pixel] = await pixels();
    const document = await page('race.html', PAGE);
    await vscode.window.showTextDocument(document);
    const inserting = run<InsertResult>('iqm.pixel.insert', {
      conversionId: pixel!.id,
      uri: document.uri,
      value: null,
    });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '<!-- a line above -->\n');
    await vscode.workspace.applyEdit(edit);
    const result = await inserting;
    assert.equal(result.status, 'inserted');
    const lines = document.getText().split('\n');
    assert.equal(lines[0], '<!-- a line above -->');
    assert.equal(lines[lines.indexOf('  </head>') - 1], `    ${pixel!.script}`);
  });

  it('works in another folder of the workspace, and in a document of another scheme', async () => {
    const [pixel] = await pixels();
    class Memory implements vscode.TextDocumentContentProvider {
      provideTextDocumentContent(): string {
        return PAGE;
      }
    }
    const provider = vscode.workspace.registerTextDocumentContentProvider('iqmtest', new Memory());
    try {
      const uri = vscode.Uri.parse('iqmtest:/virtual.html');
      const result = await run<InsertResult>('iqm.pixel.insert', {
        conversionId: pixel!.id,
        uri: uri.toString(),
        value: null,
      });
      // A document without a file system cannot be written: the script goes to the clipboard.
      assert.equal(result.status, 'copied');
      assert.equal(await vscode.env.clipboard.readText(), pixel!.script);
    } finally {
      provider.dispose();
    }
  });
});
