import { workspace, type Uri } from 'vscode';
import { globPattern } from './glob';

/** Which files of the workspace are pages, as the settings say. */
export class PageGlobs {
  readonly include: string;
  readonly exclude: string;
  readonly #included: RegExp;
  readonly #excluded: RegExp;

  constructor() {
    const settings = workspace.getConfiguration('iqm.pages');
    this.include = settings.get('include', '');
    this.exclude = settings.get('exclude', '');
    this.#included = globPattern(this.include);
    this.#excluded = globPattern(this.exclude);
  }

  /** @param path relative to its workspace folder */
  matches(path: string): boolean {
    return this.#included.test(path) && !this.#excluded.test(path);
  }

  /** Whether nothing below a folder counts. */
  leavesOut(folder: string): boolean {
    return this.#excluded.test(folder) || this.#excluded.test(`${folder}/x`);
  }

  isPage(uri: Uri): boolean {
    const path = pathOf(uri);
    return path !== undefined && this.matches(path);
  }

  /** Whether pages may be below a folder of this address. */
  mayHoldPages(uri: Uri): boolean {
    const path = pathOf(uri);
    return path !== undefined && !this.leavesOut(path);
  }
}

/** Relative to its folder; undefined outside the workspace. */
function pathOf(uri: Uri): string | undefined {
  return workspace.getWorkspaceFolder(uri) && workspace.asRelativePath(uri, false);
}
