import { TextEditorRevealType, window, type Range, type TextDocument } from 'vscode';
import { columnOf } from '../shell/openTab';
import { plain } from '../shell/plainText';

/** Shows a line, counted from 1, and leaves the cursor where it is. */
export async function reveal(document: TextDocument, line: number): Promise<void> {
  const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
  await revealRange(document, range);
}

export async function revealRange(document: TextDocument, range: Range): Promise<void> {
  const viewColumn = columnOf(document.uri);
  const editor = await window.showTextDocument(document, {
    preview: false,
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** File name of a document, as text for a message. */
export function nameOf({ uri }: TextDocument): string {
  return plain(uri.path.split('/').pop() ?? uri.path);
}
