/** What a page of the panel loads, as addresses that its webview may use. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** The webview's own origin for files of the extension. */
  readonly source: string;
  /** Random for every page: only a script that knows it may run. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/**
 * The page of the panel. Its policy forbids everything but our one script and our one style sheet: no inline style,
 * no image, no request; nothing that IQM sends can load or run anything.
 */
export function detailsPage({ script, style, source, nonce, language, title }: PageParts): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${escaped(style)}">
    <title>${escaped(title)}</title>
  </head>
  <body>
    <main id="details"></main>
    <script nonce="${nonce}" src="${escaped(script)}"></script>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
