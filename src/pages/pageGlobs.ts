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

  isPage(uri: Uri): boolean {
    const path = pathOf(uri);
    return path !== undefined && this.#included.test(path) && !this.#excluded.test(path);
  }

  /** Whether pages may be below a folder of this address. */
  mayHoldPages(uri: Uri): boolean {
    const path = pathOf(uri);
    return path !== undefined && !this.#excluded.test(path) && !this.#excluded.test(`${path}/x`);
  }
}

/** Relative to its folder; undefined outside the workspace. */
function pathOf(uri: Uri): string | undefined {
  return workspace.getWorkspaceFolder(uri) && workspace.asRelativePath(uri, false);
}
