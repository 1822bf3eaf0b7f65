import { candidateOffsets } from './candidates';
import { findInCode } from './codeFinder';
import type { CodePiece } from './codeFinder';
import type { FoundPixel } from './foundPixel';
import type { FileKind } from './kinds';
import { languageOf } from './languages/registry';
import { MarkupFinder } from './markupFinder';
import type { Finding } from './markupFinder';
import { LineCounter } from './placement/lines';
import { sourceOf } from './placement/source';
import { isPixelHost, plainId, readPixelUrl } from './pixelUrl';
import type { PixelTrust } from './pixelUrl';
import { resolveReferences } from './scanner/characterReferences';

export type { FoundPixel, PixelForm, PixelObstacle } from './foundPixel';

/** Files that are program code from the first character to the last. */
const CODE: Partial<Record<FileKind, Pick<CodePiece, 'dialect' | 'printed'>>> = {
  jsx: { dialect: 'javascript', printed: false },
  script: { dialect: 'javascript', printed: false },
  python: { dialect: 'python', printed: true },
};

/**
 * All pixels in a text in order, whether they run or not: script elements on a pixel host (and, with `id`, on any host
 * with that id), and code that loads one. A mere mention of the URL is none. `end` offsets are exclusive.
 */
export function findPixelTags(
  text: string,
  kind: FileKind,
  trust: PixelTrust,
  id?: string,
): readonly FoundPixel[] {
  const candidates = candidateOffsets(text, trust, id);
  if (candidates.length === 0) return [];
  const code = CODE[kind];
  const findings = code
    ? codeFindings({ ...code, text, from: 0, to: text.length }, candidates)
    : new MarkupFinder(sourceOf(text, kind, languageOf(kind).islands), kind, candidates).find();
  const wanted = id === undefined ? undefined : plainId(id);
  return completed(text, findings).filter(
    ({ url }) => isPixelHost(url.host, trust) || url.id === wanted,
  );
}

function codeFindings(piece: CodePiece, candidates: readonly number[]): Finding[] {
  return findInCode(piece, candidates)
    .filter((hit) => hit !== undefined)
    .map((hit) => ({
      ...hit,
      inCode: true,
      misaddressed: false,
      consentGated: false,
      attributes: new Map(),
    }));
}

/** Reads the URLs, drops double findings of one URL, and counts the lines. */
function completed(text: string, findings: readonly Finding[]): FoundPixel[] {
  const lines = new LineCounter(text);
  const found: FoundPixel[] = [];
  let lastUrl = -1;
  for (const finding of [...findings].sort((one, other) => one.urlStart - other.urlStart)) {
    if (finding.urlStart === lastUrl) continue;
    const url = readPixelUrl(resolveReferences(text.slice(finding.urlStart, finding.urlEnd)));
    if (!url) continue;
    lastUrl = finding.urlStart;
    const live = finding.obstacle === undefined;
    const misaddressed = finding.misaddressed || !url.absolute;
    found.push({ ...finding, url, live, misaddressed, line: lines.lineOf(finding.start) });
  }
  return found;
}
