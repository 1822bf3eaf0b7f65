import {
  commands,
  l10n,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  type TextDocument,
} from 'vscode';
import type { Edit } from '../pixel/placement/request';
import { nameOf } from './reveal';

/** Scheme of texts that exist only to be compared with a document. */
const SCHEME = 'iqm';

let previews = 0;

/**
 * Shows a change beside the document as it is and asks whether to make it. VS Code's own refactor preview is not used:
 * it starts with every such edit switched off.
 * @returns whether the user wants the change
 */
export async function confirmChange(
  document: TextDocument,
  edits: readonly Edit[],
  title: string,
): Promise<boolean> {
  const changed = withEdits(document.getText(), edits);
  previews += 1;
  const uri = Uri.from({ scheme: SCHEME, path: document.uri.path, query: String(previews) });
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (asked) => (asked.query === uri.query ? changed : undefined),
  });
  try {
    await commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: true });
    const insert = l10n.t('Insert');
    const answer = await window.showInformationMessage(
      l10n.t('Make this change to {0}?', nameOf(document)),
      insert,
      l10n.t('Cancel'),
    );
    return answer === insert;
  } finally {
    await closeDiff(uri);
    provider.dispose();
  }
}

/** The text with edits that do not overlap; offsets are into the text as it is. */
function withEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (rest, { start, end, text: added }) => rest.slice(0, start) + added + rest.slice(end),
      text,
    );
}

async function closeDiff(uri: Uri): Promise<void> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputTextDiff && input.modified.toString() === uri.toString(),
    );
  await window.tabGroups.close(tabs);
}
