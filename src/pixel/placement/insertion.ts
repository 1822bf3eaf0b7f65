import { eolOf, indentOf, lineOf } from './lines';
import type { Placement, PlacementRequest, Warning } from './request';

/** A planned edit. */
export type Insertion = Extract<Placement, { status: 'insert' }>;

/** The lines of a snippet, each but the first behind the file's line end and `indent`. */
function laidOut(snippet: string, eol: string, indent: string): string {
  return snippet.split('\n').join(eol + indent);
}

/** Puts the snippet on a line of its own at `at`, which is the start of a line, before what stands there. */
export function ownLine(
  request: PlacementRequest,
  at: number,
  snippet: string,
  indent: string,
): Insertion {
  const eol = eolOf(request.text, request.eol);
  const text = indent + laidOut(snippet, eol, indent) + eol;
  return insertion(request.text, at, at, text, []);
}

/** Puts the snippet in place of the range, adding no line end. */
export function inline(
  request: PlacementRequest,
  start: number,
  end: number,
  snippet: string,
  warnings: readonly Warning[] = [],
): Insertion {
  const { text } = request;
  const laid = snippet.includes('\n')
    ? laidOut(snippet, eolOf(text, request.eol), indentOf(text, start))
    : snippet;
  return insertion(text, start, end, laid, warnings);
}

function insertion(
  document: string,
  start: number,
  end: number,
  text: string,
  warnings: readonly Warning[],
): Insertion {
  return { status: 'insert', edit: { start, end, text }, line: lineOf(document, start), warnings };
}
