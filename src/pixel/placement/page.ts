import { isBlank } from '../scanner/characters';
import { DocumentWalk, Mode } from '../scanner/documentWalk';
import { nameId } from '../scanner/elementNames';
import { Token } from '../scanner/tokenizer';
import { leadOf } from './lines';
import type { Source } from './source';

const HEAD = nameId('head');
const BODY = nameId('body');
const HTML = nameId('html');

/** What is open at the end of a text and takes in all that follows. */
export interface Swallower {
  /** For a sentence: `a comment`, `a <script> element`. */
  readonly what: string;
  /** Where it begins. */
  readonly at: number;
  /** Whether it began before the body. */
  readonly inHead: boolean;
  /** Whether it is program code, which files may well end in. */
  readonly isCode: boolean;
}

/** An end tag, with the indentation of the shallowest line before it that begins with a child of the element it ends. */
export interface Ending {
  readonly at: number;
  readonly childIndent: string | undefined;
}

/** The places of a page that decide where a tag goes. */
export interface Page {
  /** The first `</head>` at which a script would run. */
  readonly headEnd: Ending | undefined;
  /** Behind the last tag, comment or doctype that a parser still counts to the head. */
  readonly headTail: Ending;
  /** Where the body's first token begins. */
  readonly bodyStart: number;
  /** Whether the last thing in the head is its start tag. */
  readonly headIsEmpty: boolean;
  /** The last `</body>`, the last `</html>` and the end of the text. */
  readonly bodyEnd: Ending | undefined;
  readonly htmlEnd: Ending | undefined;
  readonly textEnd: Ending;
  readonly isFrameset: boolean;
  /** Whether there is a doctype or a tag html, head or body: a page and no piece of one. */
  readonly isPage: boolean;
  readonly swallower: Swallower | undefined;
}

/** Reads the places of a page in one pass. */
export function readPage(source: Source): Page {
  const reader = new PageReader(source);
  while (reader.step());
  return reader.page();
}

class PageReader {
  readonly #source: Source;
  readonly #walk: DocumentWalk;

  #headEnd: Ending | undefined;
  #headTail: Ending;
  #headIsEmpty = false;
  /** Whether nothing in the text counts to the head. */
  #isUntouched = true;
  #bodyStart = -1;
  #bodyEnd: Ending | undefined;
  #htmlEnd: Ending | undefined;
  #isPage = false;
  #headIndent: string | undefined;
  #bodyIndent: string | undefined;
  /** Where scripts stopped running. */
  #deadFrom = 0;
  #deadInHead = true;
  #unclosed: Swallower | undefined;

  constructor(source: Source) {
    this.#source = source;
    this.#walk = new DocumentWalk(source.masked, source.xml);
    this.#headTail = { at: this.#walk.tokens.end, childIndent: undefined };
  }

  /** Takes the next token; false behind the last. */
  step(): boolean {
    const walk = this.#walk;
    const tokens = walk.tokens;
    const ran = walk.runsScripts();
    const inRawText = walk.opensRawText;
    const mode = walk.mode;
    const kind = walk.next();
    if (kind === Token.End) return false;
    if (kind === Token.StartTag) this.#startTag();
    else if (kind === Token.EndTag) {
      if (ran) this.#endTag();
    } else if (kind === Token.Comment) {
      if (mode === Mode.InHead || mode === Mode.InBody) this.#child(mode, walk.open.depth);
    } else if (kind === Token.Doctype) {
      this.#isPage = true;
    }
    if (ran && !walk.runsScripts()) {
      this.#deadFrom = tokens.start;
      this.#deadInHead = walk.mode < Mode.InBody;
    }
    if (!tokens.closed && !inRawText) {
      const what = kind === Token.Comment ? 'a comment' : 'a tag';
      this.#unclosed = { what, at: tokens.start, inHead: mode < Mode.InBody, isCode: false };
    }
    if (this.#bodyStart === -1) this.#beforeBody(kind);
    return true;
  }

  #startTag(): void {
    const { id, level, mode } = this.#walk;
    if (level === 0 && (id === HTML || id === HEAD || id === BODY)) {
      this.#isPage = true;
    } else {
      this.#child(mode, level);
    }
  }

  #endTag(): void {
    const id = this.#walk.id;
    const at = this.#walk.tokens.start;
    if (id === HEAD) {
      // In the title of an svg a script would run, but nobody looks for it there.
      if (!this.#walk.open.hasForeign) this.#headEnd ??= { at, childIndent: this.#headIndent };
      this.#isPage = true;
    } else if (id === BODY) {
      this.#bodyEnd = { at, childIndent: this.#bodyIndent };
    } else if (id === HTML) {
      this.#htmlEnd = { at, childIndent: this.#bodyIndent };
    }
  }

  /** Notes the indentation of a direct child of head or body that begins its line, if it is the shallowest so far. */
  #child(mode: Mode, level: number): void {
    if (level !== 0 || mode === Mode.Frameset) return;
    const indent = leadOf(this.#source.text, this.#walk.tokens.start);
    if (indent === undefined) return;
    if (mode === Mode.InBody) {
      if (indent.length < (this.#bodyIndent?.length ?? Infinity)) this.#bodyIndent = indent;
    } else if (indent.length < (this.#headIndent?.length ?? Infinity)) {
      this.#headIndent = indent;
    }
  }

  #beforeBody(kind: Token): void {
    const { tokens, mode, id } = this.#walk;
    if (mode >= Mode.InBody) {
      this.#bodyStart = tokens.start;
    } else if (this.#walk.runsScripts()) {
      if (kind === Token.Text && isBlank(this.#source.masked, tokens.start, tokens.end)) return;
      this.#headTail = { at: tokens.end, childIndent: this.#headIndent };
      this.#isUntouched = false;
      this.#headIsEmpty = kind === Token.StartTag && id === HEAD;
    }
  }

  page(): Page {
    const length = this.#source.text.length;
    return {
      headEnd: this.#headEnd,
      headTail: this.#isUntouched
        ? { ...this.#headTail, at: this.#behindPreamble() }
        : this.#headTail,
      headIsEmpty: this.#headIsEmpty,
      bodyStart: this.#bodyStart === -1 ? length : this.#bodyStart,
      bodyEnd: this.#bodyEnd,
      htmlEnd: this.#htmlEnd,
      textEnd: { at: length, childIndent: this.#bodyIndent },
      isFrameset: this.#walk.mode === Mode.Frameset,
      isPage: this.#isPage,
      swallower: this.#unclosed ?? this.#swallower(),
    };
  }

  /** Code at the start of a file may set headers or name the layout: nothing goes before it. */
  #behindPreamble(): number {
    const { masked, islands } = this.#source;
    let at = this.#headTail.at;
    for (const island of islands) {
      if (!isBlank(masked, at, island.start)) break;
      at = island.end;
    }
    return at;
  }

  #swallower(): Swallower | undefined {
    if (this.#walk.runsScripts()) return this.#openIsland();
    const { masked } = this.#source;
    const name = /^<([^\s/>]*)/.exec(masked.slice(this.#deadFrom, this.#deadFrom + 40))?.[1];
    return {
      what: `a <${name?.toLowerCase() ?? ''}> element`,
      at: this.#deadFrom,
      inHead: this.#deadInHead,
      isCode: false,
    };
  }

  /** Code up to the end of the file is the rule in PHP; a comment up to there hides the rest of the page. */
  #openIsland(): Swallower | undefined {
    const last = this.#source.islands.at(-1);
    if (last?.closed !== false) return undefined;
    const inHead = last.comment && this.#walk.mode < Mode.InBody;
    return { what: 'a comment', at: last.start, inHead, isCode: !last.comment };
  }
}
