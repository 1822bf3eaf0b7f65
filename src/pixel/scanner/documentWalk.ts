import { attributeRanges, isSelfClosing } from './attributes';
import { isBlank } from './characters';
import {
  BREAKOUT,
  CLOSES_P,
  ElementNames,
  flags,
  FORMATTING,
  HEAD_CONTENT,
  nameId,
  NO_FRAMESET,
  RAW_TEXT,
  SCOPE,
  SPECIAL,
  TABLE_PART,
  VOID,
} from './elementNames';
import { ANNOTATION, HTML, HTML_POINT, MATH, OpenElements, SVG, TEXT_POINT } from './openElements';
import { Token, Tokenizer } from './tokenizer';

/** How far the parser is in the document: the insertion modes that decide about place and liveness. */
export const Mode = {
  BeforeHead: 0,
  InHead: 1,
  AfterHead: 2,
  InBody: 3,
  Frameset: 4,
} as const;
export type Mode = (typeof Mode)[keyof typeof Mode];

const A = nameId('a');
const ANNOTATION_XML = nameId('annotation-xml');
const BODY = nameId('body');
const BR = nameId('br');
const DD = nameId('dd');
const DT = nameId('dt');
const FONT = nameId('font');
const FRAMESET = nameId('frameset');
const HEAD = nameId('head');
const HTML_ELEMENT = nameId('html');
const LI = nameId('li');
const MATH_ELEMENT = nameId('math');
const NOFRAMES = nameId('noframes');
const OPTION = nameId('option');
const P = nameId('p');
const SVG_ELEMENT = nameId('svg');
const TABLE = nameId('table');
const TEMPLATE = nameId('template');
const BUTTON = nameId('button');
const UL = nameId('ul');
const NOBR = nameId('nobr');
const SELECT = nameId('select');
/** Raw text in HTML; in XML they are open elements, and their scripts do not count either. */
const TEXT_ELEMENTS = ['title', 'textarea', 'style', 'script', 'noscript', 'iframe'].map(nameId);
const HEADINGS = [1, 2, 3, 4, 5, 6].map((level) => nameId(`h${level}`));
const CELL_ENDS = ['td', 'th', 'caption', 'colgroup'].map(nameId);
const ROW_ENDS = [...CELL_ENDS, nameId('tr')];
const SECTION_ENDS = [...ROW_ENDS, ...['tbody', 'thead', 'tfoot'].map(nameId)];
const CLOSED_BY_PART = new Map<number, readonly number[]>([
  [nameId('td'), CELL_ENDS],
  [nameId('th'), CELL_ENDS],
  [nameId('tr'), ROW_ENDS],
  ...['tbody', 'thead', 'tfoot', 'caption', 'colgroup', 'col'].map(
    (name): [number, readonly number[]] => [nameId(name), SECTION_ENDS],
  ),
]);
const TEXT_POINTS = new Set(['mi', 'mo', 'mn', 'ms', 'mtext'].map(nameId));
const HTML_POINTS = new Set(['foreignobject', 'desc', 'title'].map(nameId));
const MGLYPHS = new Set(['mglyph', 'malignmark'].map(nameId));
const FONT_BREAKOUT = /^(?:color|face|size)$/i;

/**
 * Goes through a page token by token as a browser's parser drives its tokenizer: it knows which content is raw text,
 * where svg and math begin, and at every token whether a script would run there. Scripting is on, so `noscript` holds
 * text.
 */
export class DocumentWalk {
  readonly tokens: Tokenizer;
  readonly open = new OpenElements();
  mode: Mode = Mode.BeforeHead;
  /** Number of the tag's name, for start and end tags. */
  id = 0;
  /** Whether the token was read under the rules of svg and math. */
  foreign = false;
  /** Whether what follows is raw text: true from its start tag to its end tag. */
  opensRawText = false;
  /** How many elements below head or body a start tag's element lies in. */
  level = 0;

  readonly #text: string;
  readonly #xml: boolean;
  readonly #names: ElementNames;
  #framesets = 0;
  #framesetOk = true;

  constructor(text: string, xml = false) {
    this.#text = text;
    this.#xml = xml;
    this.#names = new ElementNames(text);
    this.tokens = new Tokenizer(text, xml);
  }

  /** Whether the parser would make a running script of a script start tag right behind the current token. */
  runsScripts(): boolean {
    if (this.open.templates > 0 || this.mode === Mode.Frameset || this.opensRawText) return false;
    if (this.#xml && TEXT_ELEMENTS.some((id) => this.open.isOpen(id))) return false;
    return !this.open.isForeign || (this.open.topKind & (HTML_POINT | TEXT_POINT)) !== 0;
  }

  next(): Token {
    const tokens = this.tokens;
    tokens.cdataAllowed = this.open.isForeign;
    const inRawText = this.opensRawText;
    this.opensRawText = false;
    const kind = tokens.next();
    switch (kind) {
      case Token.Text:
        if (inRawText) this.opensRawText = true;
        else this.#character(tokens.start, tokens.end);
        break;
      case Token.StartTag:
        this.id = this.#names.id(tokens.start + 1, tokens.nameEnd);
        this.#startTag(this.id);
        break;
      case Token.EndTag:
        this.id = this.#names.id(tokens.start + 2, tokens.nameEnd);
        this.foreign = this.open.isForeign;
        // The end of raw text closes what was never put on the stack.
        if (!inRawText) this.#endTag(this.id);
        break;
      case Token.End:
        this.opensRawText = inRawText;
        break;
      default:
    }
    return kind;
  }

  #character(start: number, end: number): void {
    // Behind the first word of the body no text changes anything.
    if (!this.#framesetOk || this.mode === Mode.Frameset) return;
    if (this.open.templates > 0 || isBlank(this.#text, start, end)) return;
    if (this.mode < Mode.InBody) this.mode = Mode.InBody;
    // A NUL makes a body but no content.
    if (/[^\0\t\n\f\r \u001a]/.test(this.#text.slice(start, end))) this.#framesetOk = false;
  }

  #startTag(id: number): void {
    const kind = this.open.topKind;
    this.foreign = this.open.isForeign && !this.#isHtmlPoint(kind, id);
    this.level = -1;
    if (this.mode === Mode.Frameset) this.#framesetStart(id);
    else if (this.foreign) this.#foreignStart(id, kind);
    else this.#htmlStart(id);
    if (this.level === -1) this.level = this.open.depth;
  }

  #push(id: number, kind: number): void {
    this.level = this.open.depth;
    this.open.push(id, kind);
  }

  #isHtmlPoint(kind: number, id: number): boolean {
    if ((kind & HTML_POINT) !== 0) return true;
    if ((kind & TEXT_POINT) !== 0) return !MGLYPHS.has(id);
    return (kind & ANNOTATION) !== 0 && id === SVG_ELEMENT;
  }

  #framesetStart(id: number): void {
    if (id === FRAMESET && this.#framesets > 0) this.#framesets++;
    else if (id === NOFRAMES) this.#rawText('noframes');
  }

  #foreignStart(id: number, kind: number): void {
    const breaksOut =
      (flags(id) & BREAKOUT) !== 0 || (id === FONT && this.#hasAttribute(FONT_BREAKOUT));
    if (breaksOut && !this.#xml) {
      this.open.leaveForeign();
      this.foreign = false;
      this.#htmlStart(id);
      return;
    }
    if (this.#selfClosing()) return;
    const namespace = kind & (SVG | MATH);
    this.#push(id, namespace | this.#pointOf(id, namespace));
  }

  #pointOf(id: number, namespace: number): number {
    if (namespace === SVG) return HTML_POINTS.has(id) ? HTML_POINT : 0;
    if (TEXT_POINTS.has(id)) return TEXT_POINT;
    if (id !== ANNOTATION_XML) return 0;
    return this.#encodesHtml() ? HTML_POINT | ANNOTATION : ANNOTATION;
  }

  #htmlStart(id: number): void {
    const flag = flags(id);
    if (this.open.templates === 0 && this.mode < Mode.InBody && this.#beforeBody(id, flag)) return;
    if (id === HTML_ELEMENT || id === HEAD || id === BODY) {
      if (id === BODY) this.#framesetOk = false;
      return;
    }
    if (id === FRAMESET) {
      const mayEnter = this.#framesetOk && this.mode === Mode.InBody && this.open.templates === 0;
      if (mayEnter) this.#enterFrameset();
      return;
    }
    if ((flag & NO_FRAMESET) !== 0) this.#framesetOk = false;
    if ((flag & TABLE_PART) !== 0) this.#clearForPart(id);
    this.#closeImplied(id, flag);
    if ((flag & TABLE_PART) !== 0 && this.open.tables === 0 && this.open.templates === 0) return;
    if (this.#xml && this.#selfClosing()) return;
    if ((flag & VOID) !== 0) return;
    if ((flag & RAW_TEXT) !== 0 && !this.#xml) {
      this.#rawText(this.#text.slice(this.tokens.start + 1, this.tokens.nameEnd).toLowerCase());
    } else if (id === SVG_ELEMENT || id === MATH_ELEMENT) {
      if (!this.#selfClosing()) this.#push(id, id === SVG_ELEMENT ? SVG : MATH);
    } else {
      this.#push(id, HTML);
    }
  }

  /** The modes before the body; true when the tag is done with. */
  #beforeBody(id: number, flag: number): boolean {
    if (id === HTML_ELEMENT) return true;
    if (id === HEAD) {
      if (this.mode === Mode.BeforeHead) this.mode = Mode.InHead;
      return true;
    }
    if (id === FRAMESET) {
      this.#enterFrameset();
      return true;
    }
    if ((flag & HEAD_CONTENT) !== 0) {
      if (this.mode === Mode.BeforeHead) this.mode = Mode.InHead;
      return false;
    }
    this.mode = Mode.InBody;
    this.open.clear();
    return false;
  }

  #enterFrameset(): void {
    this.open.clear();
    this.mode = Mode.Frameset;
    this.#framesets = 1;
  }

  /** A table part closes the cells, rows and sections before it. */
  #clearForPart(id: number): void {
    const closed = CLOSED_BY_PART.get(id);
    if (!closed) return;
    while (closed.includes(this.open.topId) && !this.open.isForeign) this.open.pop();
    for (const part of closed) this.open.close(part, SCOPE, TABLE);
  }

  #closeImplied(id: number, flag: number): void {
    const open = this.open;
    if ((flag & CLOSES_P) !== 0) {
      if (id === LI) open.close(LI, SCOPE, UL);
      else if (id === DD || id === DT) {
        open.close(DD, SCOPE);
        open.close(DT, SCOPE);
      }
      open.close(P, SCOPE, BUTTON);
      if (HEADINGS.includes(id) && HEADINGS.includes(open.topId)) open.pop();
    } else if (id === A || id === NOBR) {
      open.close(id, SPECIAL);
    } else if (id === BUTTON || id === SELECT) {
      open.close(id, SCOPE);
    } else if (id === OPTION && open.topId === OPTION) {
      open.pop();
    }
  }

  #endTag(id: number): void {
    const open = this.open;
    if (this.mode === Mode.Frameset) {
      if (id === FRAMESET && this.#framesets > 0) this.#framesets--;
      return;
    }
    if (open.isForeign) {
      if (!this.#xml && (id === P || id === BR)) open.leaveForeign();
      else if (open.closeForeign(id)) return;
    }
    // A browser takes `</br>` for `<br>`.
    if (id === BR) this.#framesetOk = false;
    if (id === TEMPLATE) {
      open.closeThrough(TEMPLATE);
    } else if (open.templates === 0 && this.mode < Mode.InBody) {
      this.#headEnd(id);
    } else if (HEADINGS.includes(id)) {
      open.closeAny(HEADINGS, SCOPE);
    } else {
      const flag = flags(id);
      const formatting = (flag & SPECIAL) === 0 || (flag & FORMATTING) !== 0;
      if (id === P) open.close(P, SCOPE, BUTTON);
      else open.close(id, formatting ? SPECIAL : SCOPE);
    }
  }

  #headEnd(id: number): void {
    if (id === HEAD) this.mode = Mode.AfterHead;
    else if (id === BODY || id === HTML_ELEMENT || id === BR) this.mode = Mode.InBody;
  }

  #rawText(name: string): void {
    this.opensRawText = true;
    this.tokens.rawText(name);
  }

  #selfClosing(): boolean {
    return isSelfClosing(this.#text, this.tokens.nameEnd, this.tokens.end);
  }

  #hasAttribute(name: RegExp): boolean {
    return attributeRanges(this.#text, this.tokens.nameEnd, this.tokens.end).some((attribute) =>
      name.test(this.#text.slice(attribute.start, attribute.nameEnd)),
    );
  }

  #encodesHtml(): boolean {
    const text = this.#text;
    const encoding = attributeRanges(text, this.tokens.nameEnd, this.tokens.end).find(
      (attribute) => text.slice(attribute.start, attribute.nameEnd).toLowerCase() === 'encoding',
    )?.value;
    if (!encoding) return false;
    return /^(?:text\/html|application\/xhtml\+xml)$/i.test(
      text.slice(encoding.start, encoding.end),
    );
  }
}
