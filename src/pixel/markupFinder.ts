import { findInCode, urlEndOf, urlStartOf } from './codeFinder';
import type { CodePiece } from './codeFinder';
import type { FoundPixel, PixelObstacle } from './foundPixel';
import type { FileKind } from './kinds';
import type { Source } from './placement/source';
import { readPixelUrl } from './pixelUrl';
import type { AttributeRange } from './scanner/attributes';
import { isSelfClosing } from './scanner/attributes';
import { resolveReferences } from './scanner/characterReferences';
import { isBlank } from './scanner/characters';
import { DocumentWalk, Mode } from './scanner/documentWalk';
import { nameId } from './scanner/elementNames';
import { islandAt } from './scanner/islands';
import type { Island } from './scanner/islands';
import { tagEnd } from './scanner/tagEnd';
import { Token } from './scanner/tokenizer';
import type { Tokenizer } from './scanner/tokenizer';
import { attributeMap, GATED_SOURCES, scriptGate } from './scriptElement';

/** A pixel before its URL is read and its line is counted. */
export type Finding = Omit<FoundPixel, 'url' | 'line' | 'live'>;

const SCRIPT = nameId('script');
/** Elements of component frameworks that write a script element, by their name as written. */
const COMPONENTS = /^(?:Script|component)$/;
const ELEMENT_OPEN = /<([a-z][^\s/>]*)\b[^<>]*$/i;
/** How far before a candidate its tag may begin, and how far behind it end, where tags are not scanned one by one. */
const LOOK_AROUND = 1000;

type UrlPlace = Pick<Finding, 'urlStart' | 'urlEnd' | 'misaddressed'>;

/** A start tag that is being looked at. */
interface Tag {
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
}

/** Finds pixels in markup: goes through the page once and looks closer at tokens that hold a candidate. */
export class MarkupFinder {
  readonly #source: Source;
  readonly #kind: FileKind;
  readonly #candidates: readonly number[];
  readonly #walk: DocumentWalk;
  readonly #found: Finding[] = [];
  #next = 0;
  /** The script whose end tag has not come yet. */
  #pending: Finding | undefined;
  /** The start tag of the raw text that follows. */
  #rawTag: Tag = { start: 0, nameEnd: 0, end: 0 };

  constructor(source: Source, kind: FileKind, candidates: readonly number[]) {
    this.#source = source;
    this.#kind = kind;
    this.#candidates = candidates;
    this.#walk = new DocumentWalk(source.masked, source.xml);
  }

  find(): readonly Finding[] {
    const walk = this.#walk;
    const tokens = walk.tokens;
    while (this.#next < this.#candidates.length || this.#pending) {
      const inRawText = walk.opensRawText;
      const obstacle = this.#placeObstacle();
      const kind = walk.next();
      if (kind === Token.End) break;
      const hits = this.#hitsBefore(tokens.end);
      if (this.#pending) {
        if (kind === Token.EndTag && walk.id === SCRIPT) this.#finish(tokens.end);
        continue;
      }
      if (kind === Token.StartTag && (walk.opensRawText || walk.id === SCRIPT))
        this.#rawTag = tagOf(tokens);
      const inScript = inRawText || (this.#source.xml && walk.open.topId === SCRIPT);
      if (hits.length > 0) this.#look(kind, inScript, hits, obstacle);
    }
    if (this.#pending) this.#found.push({ ...this.#pending, obstacle: 'unclosed' });
    return this.#found;
  }

  #finish(end: number): void {
    if (this.#pending) this.#found.push({ ...this.#pending, end });
    this.#pending = undefined;
  }

  #hitsBefore(end: number): readonly number[] {
    const from = this.#next;
    while ((this.#candidates[this.#next] ?? Infinity) < end) this.#next++;
    return this.#candidates.slice(from, this.#next);
  }

  #placeObstacle(): PixelObstacle | undefined {
    if (this.#walk.mode === Mode.Frameset) return 'frameset';
    return this.#walk.open.templates > 0 ? 'template' : undefined;
  }

  #look(
    kind: Token,
    inRawText: boolean,
    hits: readonly number[],
    obstacle: PixelObstacle | undefined,
  ): void {
    const { start, end } = this.#walk.tokens;
    switch (kind) {
      case Token.StartTag:
        this.#tag(tagOf(this.#walk.tokens), hits, obstacle);
        break;
      case Token.Comment:
        this.#nested(this.#source.masked, start + 2, end, hits, 'comment');
        this.#islands(hits, 'comment');
        break;
      case Token.Text:
      case Token.Cdata:
        if (inRawText) this.#rawText(start, end, hits, obstacle);
        else this.#islands(hits, obstacle);
        break;
      default:
    }
  }

  #tag(tag: Tag, hits: readonly number[], place: PixelObstacle | undefined): void {
    const walk = this.#walk;
    const name = this.#source.text.slice(tag.start + 1, tag.nameEnd);
    const isComponent = COMPONENTS.test(name) && this.#kind === 'vue';
    if (walk.id !== SCRIPT && !isComponent) {
      this.#otherTag(this.#source.masked, tag, hits, place);
      return;
    }
    const finding = this.#scriptTag(
      this.#source.masked,
      tag,
      hits,
      walk.foreign,
      isComponent ? undefined : place,
    );
    if (!finding) return;
    const dropped = !isComponent && this.#isDropped();
    const result: Finding = dropped ? { ...finding, obstacle: 'dropped' } : finding;
    const closesItself =
      (walk.foreign || this.#source.xml || isComponent) &&
      isSelfClosing(this.#source.masked, tag.nameEnd, tag.end);
    if (closesItself || (isComponent && walk.id !== SCRIPT)) this.#found.push(result);
    else this.#pending = result;
  }

  /** Component compilers take scripts out of templates, and take those at the root of the file for their own. */
  #isDropped(): boolean {
    if (this.#kind === 'angular' || this.#kind === 'vue') return true;
    return this.#kind === 'svelte' && this.#walk.level === 0;
  }

  /** The pixel that a script start tag loads; its `end` is the tag's own. */
  #scriptTag(
    masked: string,
    tag: Tag,
    hits: readonly number[],
    foreign: boolean,
    place: PixelObstacle | undefined,
  ): Finding | undefined {
    const { text } = this.#source;
    const { values, ranges } = attributeMap(text, masked, tag.nameEnd, tag.end);
    const names = foreign ? ['href', 'xlink:href', 'src'] : ['src', ...GATED_SOURCES];
    const name = names.find((candidate) => holdsHit(ranges.get(candidate), hits));
    const value = name === undefined ? undefined : ranges.get(name)?.value;
    if (name === undefined || !value) return undefined;
    const gate = scriptGate(values);
    const isLater = GATED_SOURCES.includes(name);
    const obstacle =
      place ??
      (foreign && name === 'src' ? 'svg' : (gate.obstacle ?? (isLater ? 'type' : undefined)));
    return {
      form: 'script',
      start: tag.start,
      end: tag.end,
      ...this.#urlIn(value.start, value.end, hits),
      ...(obstacle && { obstacle }),
      consentGated: (gate.consentGated || isLater) && place === undefined,
      attributes: values,
      inCode: false,
    };
  }

  /** A value is the URL as a whole, or holds it with something else around it (code, quotes of the wrong kind). */
  #urlIn(start: number, end: number, hits: readonly number[]): UrlPlace {
    const { text, masked } = this.#source;
    if (readPixelUrl(resolveReferences(text.slice(start, end)))) {
      return { urlStart: start, urlEnd: end, misaddressed: false };
    }
    const hit = hitIn(start, end, hits) ?? start;
    const urlStart = urlStartOf(text, start, hit);
    // What template code prints before the URL is not known.
    const misaddressed = !isBlank(masked, start, urlStart);
    return { urlStart, urlEnd: urlEndOf(text, hit, end), misaddressed };
  }

  /** Any other tag: an image with the URL, or a value that is markup itself. */
  #otherTag(
    masked: string,
    tag: Tag,
    hits: readonly number[],
    place: PixelObstacle | undefined,
  ): void {
    const { text } = this.#source;
    const { values, ranges } = attributeMap(text, masked, tag.nameEnd, tag.end);
    for (const [name, range] of ranges) {
      if (!range.value || !holdsHit(range, hits)) continue;
      const { start, end } = range.value;
      const isUrl = /^(?:src|href|data|poster|srcset)$/.test(name);
      // A link loads nothing by itself.
      if (name === 'href' && !/^<link\s/i.test(text.slice(tag.start, tag.start + 6))) continue;
      this.#found.push({
        form: isUrl ? 'other' : 'string',
        start: tag.start,
        end: tag.end,
        ...this.#urlIn(start, end, hits),
        obstacle: place ?? (isUrl ? 'element' : 'attribute'),
        consentGated: false,
        attributes: values,
        inCode: false,
      });
    }
  }

  #rawText(
    start: number,
    end: number,
    hits: readonly number[],
    place: PixelObstacle | undefined,
  ): void {
    const { text, masked } = this.#source;
    const tag = this.#rawTag;
    const name = text.slice(tag.start + 1, tag.nameEnd).toLowerCase();
    if (name !== 'script') {
      this.#nested(masked, start, end, hits, name === 'noscript' ? 'noscript' : 'text');
      return;
    }
    const { values } = attributeMap(text, masked, tag.nameEnd, tag.end);
    const gate = scriptGate(values);
    if (gate.obstacle && !gate.consentGated) {
      this.#nested(masked, start, end, hits, gate.obstacle);
      return;
    }
    const piece: CodePiece = { text, from: start, to: end, dialect: 'javascript', printed: false };
    this.#code(piece, hits, place ?? gate.obstacle, gate.consentGated);
  }

  #code(
    piece: CodePiece,
    hits: readonly number[],
    place: PixelObstacle | undefined,
    consentGated: boolean,
  ): void {
    for (const hit of findInCode(piece, hits)) {
      if (!hit) continue;
      const obstacle = hit.obstacle ?? place;
      this.#found.push({
        ...hit,
        ...(obstacle && { obstacle }),
        consentGated: consentGated && hit.obstacle === undefined,
        attributes: new Map(),
        misaddressed: false,
        inCode: true,
      });
    }
  }

  /** Candidates among the text between tags stand in template code, or they are mere text. */
  #islands(hits: readonly number[], place: PixelObstacle | undefined): void {
    const grouped = new Map<Island, number[]>();
    for (const hit of hits) {
      const island = islandAt(this.#source.islands, hit);
      if (!island) continue;
      const group = grouped.get(island);
      if (group) group.push(hit);
      else grouped.set(island, [hit]);
    }
    const { text } = this.#source;
    for (const [island, inside] of grouped) {
      if (island.comment) {
        this.#nested(text, island.start, island.end, inside, 'comment');
      } else {
        const isPhp = text.startsWith('<?', island.start) || text.startsWith('@php', island.start);
        const dialect = isPhp ? 'php' : 'javascript';
        const piece: CodePiece = {
          text,
          from: island.start,
          to: island.end,
          dialect,
          printed: true,
        };
        this.#code(piece, inside, place, false);
      }
    }
  }

  /** Markup where no browser runs it: each candidate's tag is the one that opens last before it. */
  #nested(
    text: string,
    from: number,
    to: number,
    hits: readonly number[],
    obstacle: PixelObstacle,
  ): void {
    for (const hit of hits) {
      const before = text.slice(Math.max(from, hit - LOOK_AROUND), hit);
      const open = ELEMENT_OPEN.exec(before);
      if (!open) continue;
      const markup = text.slice(0, Math.min(to, hit + LOOK_AROUND));
      const start = hit - open[0].length;
      const nameEnd = start + 1 + (open[1]?.length ?? 0);
      const end = tagEnd(markup, nameEnd);
      const tag = { start, nameEnd, end: end === -1 ? markup.length : end };
      if (!/^script$/i.test(open[1] ?? '')) {
        this.#otherTag(markup, tag, [hit], obstacle);
        continue;
      }
      const finding = this.#scriptTag(markup, tag, [hit], false, obstacle);
      if (finding) this.#found.push({ ...finding, end: this.#scriptEnd(markup, tag.end) });
    }
  }

  #scriptEnd(markup: string, from: number): number {
    const close = /^\s*<\/script[^>]*>/i.exec(markup.slice(from, from + 200));
    return close ? from + close[0].length : from;
  }
}

function tagOf(tokens: Tokenizer): Tag {
  return { start: tokens.start, nameEnd: tokens.nameEnd, end: tokens.end };
}

function holdsHit(attribute: AttributeRange | undefined, hits: readonly number[]): boolean {
  const value = attribute?.value;
  return value !== undefined && hitIn(value.start, value.end, hits) !== undefined;
}

/** The first candidate in a range; a tag may hold as many of them as attributes. */
function hitIn(start: number, end: number, hits: readonly number[]): number | undefined {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] ?? end) < start) low = middle + 1;
    else high = middle;
  }
  const hit = hits[low];
  return hit !== undefined && hit < end ? hit : undefined;
}
