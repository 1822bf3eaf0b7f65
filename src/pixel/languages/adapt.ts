import type { FileKind, Framework } from '../kinds';
import type { Edit, PlacementRequest } from '../placement/request';
import { readPixelTag } from '../tag';
import { ValueError } from './language';
import { languageOf } from './registry';
import { TEMPLATE_FORMS } from './templateForms';

export interface PasteRequest {
  /** What is on the clipboard. */
  readonly pasted: string;
  /** The document as it is before the paste. */
  readonly text: string;
  readonly kind: FileKind;
  readonly framework?: Framework;
  /** Where it is pasted, and what is replaced: offsets into `text`. */
  readonly start: number;
  readonly end: number;
  readonly trust: { readonly hosts: readonly string[] };
  readonly eol?: '\n' | '\r\n';
}

const TEMPLATE_KINDS = Object.keys(TEMPLATE_FORMS) as FileKind[];

/** Kinds whose plan only finds the place: a paste has one. */
const AS_MARKUP: ReadonlySet<FileKind> = new Set<FileKind>(['astro', 'mdx', ...TEMPLATE_KINDS]);

/** A paste in the form of the file. */
export interface AdaptedPaste {
  /** What goes where the paste would; may be empty. */
  readonly insertText: string;
  /** Further edits of the same change, elsewhere in the document. */
  readonly edits: readonly Edit[];
}

/**
 * The form of a pasted pixel tag that works in this file.
 * @returns undefined if the text is no pixel tag, the tag works as it is, or no form of it works there
 */
export function adaptPaste(request: PasteRequest): AdaptedPaste | undefined {
  const { pasted, text, kind, framework, start, end } = request;
  // The trust check would read a whole page that is on the clipboard.
  if (pasted.length > 5000 || !/<script\b/i.test(pasted)) {
    return undefined;
  }
  const read = readPixelTag(pasted, request.trust);
  if (!read.ok) {
    return undefined;
  }
  const language = languageOf(kind);
  const options = { values: [], ...(framework && { framework }) };
  if (language.plan === undefined || AS_MARKUP.has(kind)) {
    const insertText = language.render(read.tag, options);
    return insertText === read.tag.markup ? undefined : { insertText, edits: [] };
  }
  const placement = planFor(language.plan, {
    text,
    kind,
    tag: read.tag,
    place: start === end ? 'cursor' : 'selection',
    offset: start,
    selection: { start, end },
    ...(framework && { framework }),
    ...(request.eol && { eol: request.eol }),
  });
  if (placement?.status !== 'insert') {
    return undefined;
  }
  const { edit, more = [] } = placement;
  if (edit.start !== start || edit.end !== end) {
    const others = [edit, ...more].filter((other) => !(other.start === start && other.end === end));
    return { insertText: '', edits: others };
  }
  return edit.text.trim() === read.tag.markup && more.length === 0
    ? undefined
    : { insertText: edit.text, edits: more };
}

function planFor(
  plan: (
    request: PlacementRequest,
  ) => ReturnType<NonNullable<ReturnType<typeof languageOf>['plan']>>,
  request: PlacementRequest,
) {
  try {
    return plan(request);
  } catch (error) {
    if (error instanceof ValueError) {
      return undefined;
    }
    throw error;
  }
}
