import type { PixelForm, PixelObstacle } from './foundPixel';
import { codeContexts } from './scanner/codeContext';
import type { CodeContext, CodeDialect } from './scanner/codeContext';

/** A pixel in program code, before its URL is read. */
export interface CodeHit {
  readonly form: PixelForm;
  readonly start: number;
  readonly end: number;
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly obstacle?: PixelObstacle;
}

/** A piece of program code and how it comes to the page. */
export interface CodePiece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly dialect: CodeDialect;
  /** Whether its strings are written to the page by a server, as a PHP or template expression's are. */
  readonly printed: boolean;
}

/** How far before a URL its element or its assignment may begin. */
const LOOK_BACK = 1000;

const ELEMENT_OPEN = /<([a-z][\w:.-]*)(?=\s)(?:[^<>]|=>)*$/i;
/** A script element, and the script components of frameworks under whatever name they were imported. */
const SCRIPT_NAME = /^(?:script|SCRIPT|(?:[A-Z][\w$]*)?Script)$/;
/** The rest of `'<scr' + 'ipt src='`, as scripts write it that must not hold the word. */
const BROKEN_OPEN = /^(?:cript|ript|ipt|pt)\s[^<>]*$/i;
/** The same up to an attribute that takes the string, quoted or in braces. */
const ELEMENT_SOURCE = /<([a-z][\w:.-]*)(?=\s)(?:[^<>]|=>)*\ssrc\s*=\s*\{?\s*$/i;
const SCRIPT_CLOSE = /^(?:[^<>]|=>)*?(?:\/>|>(?:\s*<\\?\/script\s*>)?)/i;
const WRITES = /\bwrite(?:ln)?\s*\([^;]*$/;
/** Code in front of a string that makes the string a script's address. */
const LOADS =
  /(?:\bsrc\s*[:=]|\[\s*['"]src['"]\s*\]\s*=|['"]src['"]\s*(?:,|:|=>)|\b(?:import|importScripts|getScript|loadScript|insertScript|addScript|useScript)\s*\(|\bwp_(?:enqueue|register)_script\s*\([^()]*,)\s*[({]?\s*$/i;

/** What each of the URLs at `offsets` (rising) is in a piece of code; undefined for a mere mention. */
export function findInCode(
  piece: CodePiece,
  offsets: readonly number[],
): readonly (CodeHit | undefined)[] {
  const contexts = codeContexts(piece.text, piece.from, piece.to, offsets, piece.dialect);
  return offsets.map((offset, index) => {
    const context = contexts[index];
    return context && hitAt(piece, offset, context);
  });
}

function hitAt(piece: CodePiece, offset: number, context: CodeContext): CodeHit | undefined {
  const { text } = piece;
  const low = context.kind === 'code' ? piece.from : context.start;
  const high = context.kind === 'code' ? piece.to : context.end;
  const urlStart = urlStartOf(text, low, offset);
  const urlEnd =
    context.kind === 'string' && startsString(text, low, urlStart)
      ? high
      : urlEndOf(text, offset, high);
  const before = text.slice(Math.max(low, urlStart - LOOK_BACK), urlStart);
  const range = { urlStart, urlEnd };

  const open = ELEMENT_OPEN.exec(before);
  if (open) return elementHit(piece, context, range, urlStart - open[0].length, open[1]);
  if (BROKEN_OPEN.test(before)) return elementHit(piece, context, range, low, 'script');
  if (context.kind === 'code') return undefined;
  if (context.kind === 'comment') {
    const mark = before.replace(/["'`]$/, '');
    return LOADS.test(mark)
      ? { form: 'loader', start: urlStart, end: urlEnd, ...range, obstacle: 'comment' }
      : undefined;
  }
  if (!startsString(text, low, urlStart)) return undefined;
  return stringHit(piece, context, range);
}

interface UrlRange {
  readonly urlStart: number;
  readonly urlEnd: number;
}

/** Markup in code: `start` is where its tag opens. */
function elementHit(
  piece: CodePiece,
  context: CodeContext,
  range: UrlRange,
  start: number,
  name = '',
): CodeHit {
  const { text } = piece;
  const rest = text.slice(range.urlEnd, range.urlEnd + LOOK_BACK);
  const end = range.urlEnd + (SCRIPT_CLOSE.exec(rest)?.[0].length ?? 0);
  const base = { start, end, ...range };
  if (context.kind === 'comment') return { form: 'string', ...base, obstacle: 'comment' };
  if (!SCRIPT_NAME.test(name)) return { form: 'other', ...base, obstacle: 'element' };
  if (context.kind === 'code') return { form: 'script', ...base };
  const code = text.slice(Math.max(piece.from, context.start - 200), context.start - 1);
  if (piece.printed || WRITES.test(code)) return { form: 'string', ...base };
  return { form: 'string', ...base, obstacle: 'string' };
}

/** A string that begins with the URL: an attribute of an element in code (JSX), a loader, or nothing. */
function stringHit(
  piece: CodePiece,
  context: { readonly start: number; readonly end: number },
  range: UrlRange,
): CodeHit | undefined {
  const { text } = piece;
  const quote = context.start - 1;
  const before = text.slice(Math.max(piece.from, quote - LOOK_BACK), quote);
  const tag = ELEMENT_SOURCE.exec(before);
  if (tag) {
    const start = quote - tag[0].length;
    const rest = text.slice(context.end + 1, context.end + 1 + LOOK_BACK);
    const end = context.end + 1 + (SCRIPT_CLOSE.exec(rest)?.[0].length ?? 0);
    if (SCRIPT_NAME.test(tag[1] ?? '')) return { form: 'script', start, end, ...range };
    return { form: 'other', start, end, ...range, obstacle: 'element' };
  }
  if (!LOADS.test(before)) return undefined;
  return { form: 'loader', start: context.start, end: context.end, ...range };
}

/** Blanks before a URL are part of its string; what comes after more than this is no address. */
const MOST_BLANKS = 64;

function startsString(text: string, low: number, urlStart: number): boolean {
  return urlStart - low <= MOST_BLANKS && text.slice(low, urlStart).trim() === '';
}

const URL_CHARACTER = /[\w.:/%~-]/;

/** Where the URL begins that holds `offset`. */
export function urlStartOf(text: string, low: number, offset: number): number {
  let at = offset;
  while (at > low && URL_CHARACTER.test(text.charAt(at - 1))) at--;
  return at;
}

/** Where the URL ends that holds `offset`: at a quote of any kind, a blank or an angle bracket. */
export function urlEndOf(text: string, offset: number, high: number): number {
  let at = offset;
  while (at < high && !/[\s"'`<>\\\u2018-\u201f]/.test(text.charAt(at))) at++;
  return at;
}
