import {
  EndOfLine,
  Range,
  Uri,
  workspace,
  WorkspaceEdit,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { FileKind, Framework } from '../pixel/kinds';
import type { Edit } from '../pixel/placement/request';

/** What a document is, as the pixel floor needs it. */
export interface DocumentKind {
  readonly kind: FileKind;
  readonly framework?: Framework;
  /** For people: "Jinja template · Django". */
  readonly label: string;
}

/** Folders above a file that are looked into for a package.json; nobody nests deeper. */
const LEVELS = 12;

/** Kind and framework of a document, from its name, its content and the nearest package.json. */
export async function kindOf(document: TextDocument): Promise<DocumentKind> {
  const { detectFile } = await import('../pixel/engine');
  const packageJson = await nearestPackage(document.uri);
  return detectFile({
    fileName: document.uri.path,
    text: document.getText(),
    languageId: document.languageId,
    ...(packageJson === undefined ? {} : { packageJson }),
  });
}

export function eolOf(document: TextDocument): '\n' | '\r\n' {
  return document.eol === EndOfLine.CRLF ? '\r\n' : '\n';
}

/** Cursor and selection of an editor as offsets into its document. */
export function offsetsOf({ document, selection }: TextEditor): {
  offset: number;
  selection: { start: number; end: number };
} {
  return {
    offset: document.offsetAt(selection.active),
    selection: { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) },
  };
}

export function rangeOf(
  document: TextDocument,
  { start, end }: { start: number; end: number },
): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

/**
 * Applies edits as one undo step; nothing is saved.
 * @returns whether they were applied
 */
export function applyEdits(document: TextDocument, edits: readonly Edit[]): Thenable<boolean> {
  const change = new WorkspaceEdit();
  for (const edit of edits) {
    change.replace(document.uri, rangeOf(document, edit), edit.text);
  }
  return workspace.applyEdit(change);
}

async function nearestPackage(uri: Uri): Promise<string | undefined> {
  if (uri.scheme === 'untitled') {
    return undefined;
  }
  const root = workspace.getWorkspaceFolder(uri)?.uri;
  let folder = Uri.joinPath(uri, '..');
  for (let level = 0; level < LEVELS; level += 1) {
    try {
      const bytes = await workspace.fs.readFile(Uri.joinPath(folder, 'package.json'));
      return new TextDecoder().decode(bytes);
    } catch {
      // None here: the next folder up may have one.
    }
    const parent = Uri.joinPath(folder, '..');
    if (parent.path === folder.path || folder.path === root?.path) {
      return undefined;
    }
    folder = parent;
  }
  return undefined;
}
