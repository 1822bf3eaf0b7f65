import { stat } from 'node:fs/promises';
import { FilePermission, workspace, type TextDocument } from 'vscode';

/** Write permission of owner, group or others in a file's mode. */
const ANY_WRITE = 0o222;

/** Whether a document cannot be written: its file system is read-only, or the file itself is. */
export async function isReadOnly({ uri, isUntitled }: TextDocument): Promise<boolean> {
  if (isUntitled) {
    return false;
  }
  // Not known counts as not writable: a document that a content provider made up has nowhere to go.
  if (workspace.fs.isWritableFileSystem(uri.scheme) !== true) {
    return true;
  }
  try {
    const { permissions } = await workspace.fs.stat(uri);
    if (permissions !== undefined && (permissions & FilePermission.Readonly) !== 0) {
      return true;
    }
    // VS Code does not look at the mode of a local file until it saves: an edit would be refused only then.
    return uri.scheme === 'file' && ((await stat(uri.fsPath)).mode & ANY_WRITE) === 0;
  } catch {
    // No file behind it (a virtual or a deleted one): the edit itself will tell.
    return false;
  }
}
