import { l10n, window, workspace } from 'vscode';

/** A page to try an insertion on, for those who have none at hand; it is not saved anywhere. */
export async function openExamplePage(): Promise<void> {
  const title = l10n.t('Thank you for your order');
  const document = await workspace.openTextDocument({
    language: 'html',
    content: [
      '<!doctype html>',
      '<html>',
      '  <head>',
      '    <meta charset="utf-8" />',
      `    <title>${title}</title>`,
      '  </head>',
      '  <body>',
      `    <h1>${title}</h1>`,
      '  </body>',
      '</html>',
      '',
    ].join('\n'),
  });
  await window.showTextDocument(document, { preview: false });
}
