import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { InsertResult } from '../../src/editor/insertPixel';
import { page, signedIn } from './parts';

const PAGE = `<!doctype html>
<html>
  <head>
    <!-- </head> -->
    <title>Thanks</title>
  </head>
  <body></body>
</html>
`;

async function somePixel(): Promise<{ id: number; script: string }> {
  const { catalog } = await signedIn();
  const pixel = catalog.conversions?.rows.find(({ type, script }) => type === 'pixel' && script);
  assert.ok(pixel?.script);
  return { id: pixel.id, script: pixel.script };
}

async function insert(argument: object): Promise<InsertResult> {
  // Leaves a placeholder where it is, so that no question is asked.
  const result: unknown = await vscode.commands.executeCommand('iqm.pixel.insert', {
    value: null,
    ...argument,
  });
  return result as InsertResult;
}

describe('inserting a pixel into an open page', () => {
  it('puts it before the real end of the head, as one undo step, without saving', async () => {
    const { id, script } = await somePixel();
    const document = await page('insert-1.html', PAGE);
    await vscode.window.showTextDocument(document);
    const result = await insert({ conversionId: id });
    assert.deepEqual(result, { status: 'inserted', line: 6, warnings: result.warnings });
    assert.equal(document.lineAt(5).text, `    ${script}`);
    assert.equal(document.lineAt(6).text, '  </head>');
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), PAGE);
  });

  it('keeps CRLF line ends', async () => {
    const { id } = await somePixel();
    const document = await page('insert-crlf.html', PAGE.replaceAll('\n', '\r\n'));
    await vscode.window.showTextDocument(document);
    await insert({ conversionId: id });
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    assert.equal(document.getText().replaceAll('\r\n', '').includes('\n'), false);
  });

  it('reveals one that is there and changes nothing', async () => {
    const { id, script } = await somePixel();
    const text = PAGE.replace('  </head>', `    ${script}\n  </head>`);
    const document = await page('insert-2.html', text);
    const result = await insert({ conversionId: id, uri: document.uri.toString() });
    assert.equal(result.status, 'already');
    assert.equal(result.line, 6);
    assert.equal(document.getText(), text);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('works on a document that has no file yet', async () => {
    const { id, script } = await somePixel();
    const document = await vscode.workspace.openTextDocument({ language: 'html', content: PAGE });
    const result = await insert({ conversionId: id, uri: document.uri });
    assert.equal(result.status, 'inserted');
    assert.ok(document.getText().includes(script));
  });

  it('copies instead when the file is read-only', async () => {
    const { id, script } = await somePixel();
    const document = await page('insert-readonly.html', PAGE);
    await chmod(document.uri.fsPath, 0o444);
    const result = await insert({ conversionId: id, uri: document.uri });
    assert.equal(result.status, 'copied');
    assert.equal(await vscode.env.clipboard.readText(), script);
    assert.equal(document.getText(), PAGE);
  });

  for (const [what, name, script] of [
    [
      'a second element',
      'untrusted-element.html',
      "<script src='https://pxl.iqm.com/i/pixel/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f' async></script><img src=x>",
    ],
    [
      'an unknown host',
      'untrusted-host.html',
      "<script src='https://evil.example/i/pixel/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f' async></script>",
    ],
    [
      'an event handler',
      'untrusted-handler.html',
      "<script src='https://pxl.iqm.com/i/pixel/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f' onload='x()'></script>",
    ],
    [
      'plain http',
      'untrusted-http.html',
      "<script src='http://pxl.iqm.com/i/pixel/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f'></script>",
    ],
  ] as const) {
    it(`refuses a script with ${what}`, async () => {
      await signedIn();
      const document = await page(name, PAGE);
      const result = await insert({ script, uri: document.uri });
      assert.equal(result.status, 'refused');
      assert.ok(result.reason);
      assert.equal(document.getText(), PAGE);
    });
  }
});
