import { FilePermission, workspace, type TextDocument } from 'vscode';

/** Whether a document cannot be written: its file system is read-only, or the file itself is. */
export async function isReadOnly({ uri, isUntitled }: TextDocument): Promise<boolean> {
  if (isUntitled) {
    return false;
  }
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return true;
  }
  try {
    const { permissions } = await workspace.fs.stat(uri);
    return permissions !== undefined && (permissions & FilePermission.Readonly) !== 0;
  } catch {
    // No file behind it (a virtual or a deleted one): the edit itself will tell.
    return false;
  }
}
