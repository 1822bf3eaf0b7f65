import type { IslandSyntax } from '../kinds';
import { FILLER } from './characters';
import { Closers } from './closers';
import { ISLAND_FORMS, NEVER } from './islandForms';
import type { Island, IslandForm } from './islandForms';

export type { Island } from './islandForms';

interface Scan {
  readonly forms: readonly IslandForm[];
  readonly openings: RegExp;
}

const scans = new Map<string, Scan>();

/**
 * All islands of a text in order, none overlapping. Template engines read a file without regard to its HTML, so this
 * does, too: in tags, attribute values, comments and scripts alike.
 */
export function findIslands(text: string, syntaxes: readonly IslandSyntax[]): readonly Island[] {
  if (syntaxes.length === 0) return [];
  const { forms, openings } = scanOf(syntaxes);
  const closers = new Closers(text);
  const islands: Island[] = [];
  openings.lastIndex = 0;
  for (let match = openings.exec(text); match; match = openings.exec(text)) {
    const form = forms[match.indexOf(match[0], 1) - 1];
    if (!form) break;
    const from = openings.lastIndex;
    const end = form.end(closers, match.index, from, islands);
    // No island after all: what opens directly behind its mark may be one.
    if (end === -1) continue;
    if (end > match.index && !form.skip) {
      const closed = end !== NEVER;
      const comment = form.comment === true;
      islands.push({ start: match.index, end: closed ? end : text.length, comment, closed });
    }
    if (end === NEVER) break;
    openings.lastIndex = form.literalUntil
      ? literalEnd(text, end, form.literalUntil)
      : Math.max(end, from);
  }
  return islands;
}

function literalEnd(text: string, from: number, until: RegExp): number {
  until.lastIndex = from;
  return until.exec(text)?.index ?? text.length;
}

function scanOf(syntaxes: readonly IslandSyntax[]): Scan {
  const key = syntaxes.join(' ');
  let scan = scans.get(key);
  if (!scan) {
    const forms = syntaxes.flatMap((syntax) => ISLAND_FORMS[syntax]);
    const openings = new RegExp(forms.map((form) => `(${form.open})`).join('|'), 'g');
    scan = { forms, openings };
    scans.set(key, scan);
  }
  return scan;
}

/** The text with a filler for every character of an island: same length, same offsets, and the HTML around them. */
export function maskIslands(text: string, islands: readonly Island[]): string {
  if (islands.length === 0) return text;
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of islands) {
    pieces.push(text.slice(from, start), filled(end - start));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

const filler = String.fromCharCode(FILLER);
const fillers: string[] = [];

/** Most islands are short and of few lengths. */
function filled(length: number): string {
  if (length > 64) return filler.repeat(length);
  return (fillers[length] ??= filler.repeat(length));
}

/** The island that holds `offset` strictly inside, if any. */
export function islandAt(islands: readonly Island[], offset: number): Island | undefined {
  let low = 0;
  let high = islands.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((islands[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const island = islands[low];
  return island && island.start < offset ? island : undefined;
}
