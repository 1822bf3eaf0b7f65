import { languageOf } from '../languages/registry';
import { isAmp } from './amp';
import { inline, ownLine } from './insertion';
import type { Insertion } from './insertion';
import { behindLineEnd, endsLine, indentOf, indentUnit, leadOf, lineEnd } from './lines';
import { livePlace } from './livePlace';
import { readPage } from './page';
import type { Ending, Page, Swallower } from './page';
import type { Placement, PlacementRequest } from './request';
import { sourceOf } from './source';
import type { Source } from './source';

/** `form` of a request that asks to take a piece of a page for the whole. */
export const AS_PIECE = 'piece';

/**
 * Plans a tag in a text that is HTML or a template of it: `snippet` is the tag as it is to stand there. Head and body
 * by the landmarks of the page, cursor and selection where they are, as long as a browser runs a script there.
 */
export function planMarkup(request: PlacementRequest, snippet: string): Placement {
  const source = sourceOf(request.text, request.kind, languageOf(request.kind).islands);
  if (isAmp(source)) return refuseAmp();
  switch (request.place) {
    case 'cursor':
      return planCursor(request, source, snippet);
    case 'selection':
      return planSelection(request, source, snippet);
    default:
      return planPage(request, readPage(source), snippet);
  }
}

/**
 * Inserts a snippet exactly at `offset`. Its further lines get the indentation of the line it begins on, so that a
 * snippet of several lines looks right on a blank line and inside code.
 */
export function planAt(request: PlacementRequest, offset: number, snippet: string): Insertion {
  return inline(request, offset, offset, snippet);
}

function planPage(request: PlacementRequest, page: Page, snippet: string): Placement {
  if (page.swallower?.isCode && page.headTail.at === request.text.length) return refuseCode();
  if (request.place === 'head' || page.isFrameset) return planHead(request, page, snippet);
  return planBody(request, page, snippet);
}

function planHead(request: PlacementRequest, page: Page, snippet: string): Placement {
  if (page.headEnd) return before(request, page.headEnd, snippet);
  if (page.swallower?.inHead) return refuseSwallowed(page.swallower);
  if (!page.isPage && request.form !== AS_PIECE) return ask(request);
  return behindHeadTail(request, page, snippet);
}

function planBody(request: PlacementRequest, page: Page, snippet: string): Placement {
  const ending = page.bodyEnd ?? page.htmlEnd;
  if (ending) return before(request, ending, snippet);
  if (page.swallower?.isCode === false) return refuseSwallowed(page.swallower);
  if (request.kind === 'xhtml') return refuseOpenRoot();
  if (!page.isPage && request.form !== AS_PIECE) return ask(request);
  if (page.swallower) return beforeCode(request, page.swallower.at, page.textEnd, snippet);
  return atTextEnd(request, page.textEnd, snippet);
}

/** A line above the end tag if it begins its line, else directly before it. */
function before(request: PlacementRequest, ending: Ending, snippet: string): Placement {
  const { text } = request;
  const lead = leadOf(text, ending.at);
  if (lead === undefined) return inline(request, ending.at, ending.at, snippet);
  const { childIndent } = ending;
  const indent =
    childIndent !== undefined && childIndent.length >= lead.length
      ? childIndent
      : lead + indentUnit(text);
  return ownLine(request, ending.at - lead.length, snippet, indent);
}

function behindHeadTail(request: PlacementRequest, page: Page, snippet: string): Placement {
  const { text } = request;
  const { at, childIndent } = page.headTail;
  const indent = childIndent ?? tailIndent(text, page);
  if (leadOf(text, at) === '' && /[\r\n]/.test(text)) return ownLine(request, at, snippet, indent);
  return behind(request, at, snippet, indent);
}

/** The line below the one that `at` ends, else directly at it. */
function behind(request: PlacementRequest, at: number, snippet: string, indent: string): Placement {
  const { text } = request;
  const end = lineEnd(text, at);
  const next = behindLineEnd(text, end);
  if (next === end || !endsLine(text, at)) return inline(request, at, at, snippet);
  return ownLine(request, next, snippet, indent);
}

/** The indentation of a head without children that begin a line. */
function tailIndent(text: string, page: Page): string {
  const own = indentOf(text, page.headTail.at);
  if (page.headIsEmpty) return own + indentUnit(text);
  let next = page.bodyStart;
  while (next < text.length && /\s/.test(text.charAt(next))) next++;
  return next === text.length ? own : (leadOf(text, next) ?? own);
}

/** A page without the end tags of body and html. Blank lines at its end stay at its end. */
function atTextEnd(request: PlacementRequest, ending: Ending, snippet: string): Placement {
  const content = request.text.trimEnd().length;
  return behind(request, content, snippet, ending.childIndent ?? '');
}

/** A file whose last piece of code is not ended: what follows the code would be code, too. */
function beforeCode(
  request: PlacementRequest,
  at: number,
  { childIndent }: Ending,
  snippet: string,
): Placement {
  const lead = leadOf(request.text, at);
  if (lead === undefined) return inline(request, at, at, snippet);
  return ownLine(request, at - lead.length, snippet, childIndent ?? lead);
}

function planCursor(request: PlacementRequest, source: Source, snippet: string): Placement {
  const wanted = Math.min(Math.max(request.offset ?? 0, 0), request.text.length);
  const at = livePlace(source, wanted);
  if (at !== -1) return inline(request, at, at, snippet, at === wanted ? [] : ['moved']);
  const page = readPage(source);
  return page.isFrameset ? refuseFrameset() : refuseSwallowed(page.swallower);
}

function planSelection(request: PlacementRequest, source: Source, snippet: string): Placement {
  const { text } = request;
  const { start, end } = request.selection ?? {
    start: request.offset ?? 0,
    end: request.offset ?? 0,
  };
  if (start === end) return planCursor({ ...request, offset: start }, source, snippet);
  const plan = inline(request, start, end, snippet);
  const after = text.slice(0, start) + plan.edit.text + text.slice(end);
  const result = sourceOf(after, request.kind, languageOf(request.kind).islands);
  if (livePlace(result, start) === start) return plan;
  return {
    status: 'refuse',
    reason: 'A browser does not run a script where the selection is.',
    advice: 'Select text between two tags, or choose the head of the page.',
  };
}

function refuseAmp(): Placement {
  return {
    status: 'refuse',
    reason: 'This is an AMP page: AMP allows no script of other sites.',
    advice: 'Put the pixel on the page that is not AMP, or use amp-pixel with an address from IQM.',
  };
}

function refuseFrameset(): Placement {
  return {
    status: 'refuse',
    reason: 'This is a frameset page: a browser runs scripts in its head only.',
    advice: 'Choose the head of the page.',
  };
}

function refuseCode(): Placement {
  return {
    status: 'refuse',
    reason: 'This file is program code and holds no markup.',
    advice: 'Put the pixel into the template that prints the page.',
  };
}

function refuseSwallowed(swallower: Swallower | undefined): Placement {
  if (!swallower || swallower.isCode) {
    return {
      status: 'refuse',
      reason: 'The file ends in program code that is not closed; a tag there would be code, too.',
      advice: 'Put the cursor between two tags, or end the code first.',
    };
  }
  return {
    status: 'refuse',
    reason: `The page ends inside ${swallower.what} that is never closed; a tag there would not run.`,
    advice: `Close ${swallower.what.replace(/^an? /, 'the ')} first.`,
  };
}

function refuseOpenRoot(): Placement {
  return {
    status: 'refuse',
    reason: 'The page has neither an end tag of its body nor of its root element.',
    advice: 'Add the end tags: a browser shows no XHTML page without them.',
  };
}

function ask(request: PlacementRequest): Placement {
  return {
    status: 'ask',
    reason: 'This file is a piece of a page: it has no head and no body of its own.',
    choices: [
      ...(request.offset === undefined
        ? []
        : [{ label: 'At the cursor', request: { ...request, place: 'cursor' as const } }]),
      { label: 'At the top of this file', request: { ...request, place: 'head', form: AS_PIECE } },
      { label: 'At the end of this file', request: { ...request, place: 'body', form: AS_PIECE } },
    ],
  };
}
