import { TextEditorRevealType, window, type Range, type TextDocument } from 'vscode';
import { plain } from '../shell/plainText';

/** Shows a line, counted from 1, and leaves the cursor where it is. */
export async function reveal(document: TextDocument, line: number): Promise<void> {
  const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
  await revealRange(document, range);
}

export async function revealRange(document: TextDocument, range: Range): Promise<void> {
  const editor = await window.showTextDocument(document, { preview: false });
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** File name of a document, as text for a message. */
export function nameOf({ uri }: TextDocument): string {
  return plain(uri.path.split('/').pop() ?? uri.path);
}
