import * as vscode from 'vscode';

/** Files that are on no disk, and count how they are read. */
export class MemoryFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #files = new Map<string, Uint8Array | 'unreadable'>();
  #now = 0;
  /** Most reads that were under way at one time. */
  mostAtOnce = 0;
  reads = 0;

  put(uri: vscode.Uri, content: string | Uint8Array): void {
    this.#files.set(uri.path, typeof content === 'string' ? Buffer.from(content) : content);
  }

  putUnreadable(uri: vscode.Uri): void {
    this.#files.set(uri.path, 'unreadable');
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const size = this.#content(uri).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: 1, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    this.reads += 1;
    this.#now += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.#now -= 1;
    const content = this.#content(uri);
    if (content === 'unreadable') {
      throw vscode.FileSystemError.NoPermissions(uri);
    }
    return content;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(folder: vscode.Uri): [string, vscode.FileType][] {
    const above = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
    const names = new Map<string, vscode.FileType>();
    for (const path of this.#files.keys()) {
      if (path.startsWith(above)) {
        const [name = '', ...below] = path.slice(above.length).split('/');
        names.set(name, below.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
      }
    }
    return [...names];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  #content(uri: vscode.Uri): Uint8Array | 'unreadable' {
    const content = this.#files.get(uri.path);
    if (content === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return content;
  }
}
