import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

interface Result {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds wrong with the page as it is now, a line for each fault; none is what we want. */
export async function faults(page: Page | Frame): Promise<readonly string[]> {
  // A webview lets the editor's ground shine through, which axe cannot see from inside.
  await page.evaluate(
    "document.documentElement.style.background = 'var(--vscode-editor-background)'",
  );
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const result = await page.evaluate<Result>('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
}
