import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A page found on this machine, or a variation of one. */
export interface RealPage {
  readonly name: string;
  readonly text: string;
}

/** Enough pages to mean something; below it variations of the found ones fill up. */
export const WANTED_PAGES = 300;
/** With fewer pages than this a test says so and is skipped. */
export const FEWEST_PAGES = 10;

const LARGEST = 24_000;
const MOST_OF_ONE_FOLDER = 20;
const MOST_OF_ONE_ROOT = 160;
const MOST_FOLDERS = 6000;

/** Where packages put their documentation: npm's, the system's, and those of tool chains. */
const ROOTS: readonly string[] = [
  join(__dirname, '../../../node_modules'),
  join(dirname(process.execPath), '../lib/node_modules'),
  '/usr/share/doc',
  '/usr/share/gtk-doc',
  '/usr/share',
  '/usr/lib',
  join(homedir(), '.pyenv'),
  join(homedir(), '.rustup'),
];

/** Pages of this machine in a fixed order, 300 of them: real ones first, then variations of these. */
export function realPages(): { readonly pages: readonly RealPage[]; readonly real: number } {
  const found = new Map<string, RealPage>();
  for (const root of ROOTS) collect(root, found);
  const pages = [...found.values()].slice(0, WANTED_PAGES);
  const real = [...pages];
  for (const [what, vary] of VARIATIONS) {
    for (const page of real) {
      if (pages.length >= WANTED_PAGES) break;
      pages.push({ name: `${page.name} ${what}`, text: vary(page.text) });
    }
  }
  return { pages, real: real.length };
}

const VARIATIONS: readonly (readonly [string, (text: string) => string])[] = [
  ['with CRLF', (text) => text.replace(/\r?\n/g, '\r\n')],
  ['without head end', (text) => text.replace(/<\/head\s*>/i, '')],
  ['without body end', (text) => text.replace(/<\/body\s*>|<\/html\s*>/gi, '')],
  ['on one line', (text) => text.replace(/\r?\n/g, ' ')],
  ['in capitals', (text) => text.replace(/<\/?(?:html|head|body)\b/gi, (tag) => tag.toUpperCase())],
];

function collect(root: string, found: Map<string, RealPage>): void {
  const folders = [root];
  const most = Math.min(found.size + MOST_OF_ONE_ROOT, WANTED_PAGES);
  for (let next = 0; next < folders.length && next < MOST_FOLDERS; next++) {
    const folder = folders[next]!;
    let taken = 0;
    for (const entry of entriesOf(folder)) {
      if (found.size >= most) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (/\.(?:html?|xhtml)$/i.test(entry.name) && taken < MOST_OF_ONE_FOLDER) {
        const page = readPage(path);
        if (page) {
          found.set(path, page);
          taken++;
        }
      }
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function readPage(path: string): RealPage | undefined {
  try {
    if (!statSync(path).isFile() || statSync(path).size > LARGEST) return undefined;
    const text = readFileSync(path, 'utf8');
    // A file of another encoding is no text to an editor either.
    return text.includes('\ufffd') ? undefined : { name: path, text };
  } catch {
    return undefined;
  }
}
