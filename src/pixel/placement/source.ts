import type { FileKind, IslandSyntax } from '../kinds';
import { findIslands, maskIslands } from '../scanner/islands';
import type { Island } from '../scanner/islands';

/** A text made ready for scanning. */
export interface Source {
  readonly text: string;
  /** The text with its template islands filled in: same length, same offsets. */
  readonly masked: string;
  readonly islands: readonly Island[];
  /** Whether a browser reads it as XML. */
  readonly xml: boolean;
}

export function sourceOf(text: string, kind: FileKind, syntaxes: readonly IslandSyntax[]): Source {
  const islands = findIslands(text, syntaxes);
  return { text, masked: maskIslands(text, islands), islands, xml: kind === 'xhtml' };
}
