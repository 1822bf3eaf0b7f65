import { CancellationTokenSource, FileType, RelativePattern, Uri, workspace } from 'vscode';
import type { PageGlobs } from './pageGlobs';

/** A search that takes longer is given up: there may be nobody who does it. In ms. */
const PATIENCE_MS = 3000;
/** Folders that are read at once. */
const AT_ONCE = 16;
/** Each may cost a request to a server; a site has fewer. */
const MOST_FOLDERS = 5000;

type Globs = Pick<PageGlobs, 'include' | 'exclude' | 'matches' | 'leavesOut'>;

/** Lists pages of folders that are on no disk. */
export class VirtualFolders {
  /** Schemes of which VS Code finds nothing although there is something: nobody offers to search them. */
  readonly #unsearchable = new Set<string>();

  /**
   * All pages in a folder, by search where that is possible, else folder by folder.
   * @throws the signal's reason when it is aborted
   */
  async list(folder: Uri, globs: Globs, signal: AbortSignal): Promise<readonly Uri[]> {
    signal.throwIfAborted();
    if (!this.#unsearchable.has(folder.scheme)) {
      const found = await search(folder, globs, signal);
      signal.throwIfAborted();
      if (found.length > 0) {
        return found;
      }
    }
    const pages = await walk(folder, globs, signal);
    if (pages.length > 0) {
      this.#unsearchable.add(folder.scheme);
    }
    return pages;
  }
}

/** @returns none if no answer came in time */
async function search(
  folder: Uri,
  { include, exclude }: Globs,
  signal: AbortSignal,
): Promise<readonly Uri[]> {
  const source = new CancellationTokenSource();
  let over: () => void = () => undefined;
  const patience = new Promise<readonly Uri[]>((resolve) => {
    over = () => resolve([]);
  });
  const timer = setTimeout(over, PATIENCE_MS);
  signal.addEventListener('abort', over, { once: true });
  try {
    const pattern = new RelativePattern(folder, include);
    const found = workspace.findFiles(pattern, exclude || null, undefined, source.token);
    return await Promise.race([found, patience]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', over);
    source.cancel();
    source.dispose();
  }
}

async function walk(root: Uri, globs: Globs, signal: AbortSignal): Promise<readonly Uri[]> {
  const pages: Uri[] = [];
  let level = [''];
  let folders = 0;
  while (level.length > 0 && folders < MOST_FOLDERS) {
    const next: string[] = [];
    const waiting = level.slice(0, MOST_FOLDERS - folders).values();
    const reader = async (): Promise<void> => {
      for (const path of waiting) {
        folders += 1;
        for (const [name, type] of await entries(Uri.joinPath(root, path), signal)) {
          const below = path === '' ? name : `${path}/${name}`;
          if (type === FileType.Directory && !globs.leavesOut(below)) {
            next.push(below);
          } else if ((type & FileType.File) !== 0 && globs.matches(below)) {
            pages.push(Uri.joinPath(root, below));
          }
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    level = next;
  }
  return pages;
}

/** A folder that cannot be read holds nothing. */
async function entries(folder: Uri, signal: AbortSignal): Promise<[string, FileType][]> {
  signal.throwIfAborted();
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
