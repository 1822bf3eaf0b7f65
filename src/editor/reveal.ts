import {
  TabInputText,
  TextEditorRevealType,
  window,
  type Range,
  type TextDocument,
  type ViewColumn,
} from 'vscode';
import { plain } from '../shell/plainText';

/** Shows a line, counted from 1, and leaves the cursor where it is. */
export async function reveal(document: TextDocument, line: number): Promise<void> {
  const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
  await revealRange(document, range);
}

export async function revealRange(document: TextDocument, range: Range): Promise<void> {
  const viewColumn = columnOf(document);
  const editor = await window.showTextDocument(document, {
    preview: false,
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the document is open already: the group that is in use, else one beside it, such as that of a panel's page. */
function columnOf({ uri }: TextDocument): ViewColumn | undefined {
  const { all, activeTabGroup } = window.tabGroups;
  const group = [activeTabGroup, ...all].find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString(),
    ),
  );
  return group?.viewColumn;
}

/** File name of a document, as text for a message. */
export function nameOf({ uri }: TextDocument): string {
  return plain(uri.path.split('/').pop() ?? uri.path);
}
