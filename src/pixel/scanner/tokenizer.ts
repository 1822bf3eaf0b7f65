import {
  EXCLAMATION_MARK,
  FILLER,
  FORM_FEED,
  GREATER_THAN,
  HYPHEN,
  isLetter,
  isSpace,
  QUESTION_MARK,
  SOLIDUS,
  SPACE,
} from './characters';
import { rawTextEnd } from './rawText';
import { tagEnd } from './tagEnd';

/** What a token is. Numbers, because a page of a megabyte has fifty thousand of them. */
export const Token = {
  End: 0,
  Text: 1,
  StartTag: 2,
  EndTag: 3,
  Comment: 4,
  Doctype: 5,
  /** A CDATA section: text, but only inside svg and math. */
  Cdata: 6,
  /** A tag that the text ends in; a browser drops it. */
  Unfinished: 7,
} as const;
export type Token = (typeof Token)[keyof typeof Token];

/**
 * The HTML standard's tokenizer (§ 13.2.5), reduced to where tokens begin and end. Its state depends on the tree in
 * two ways, which the caller reports after each token: `rawText` and `cdataAllowed`. Every character is passed once,
 * whatever the input: each search either ends a token or ends the text.
 */
export class Tokenizer {
  kind: Token = Token.End;
  start = 0;
  end = 0;
  /** End of a tag's name, which begins at `start + 1` (`start + 2` of an end tag). */
  nameEnd = 0;
  /** Whether a comment, doctype or raw text found its end before the text did. */
  closed = true;
  cdataAllowed = false;

  readonly #text: string;
  readonly #xml: boolean;
  #rawText: string | undefined;
  #sawDoctype = false;

  constructor(text: string, xml = false) {
    this.#text = text;
    this.#xml = xml;
    // A byte order mark is no character of the page.
    this.end = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** The text up to the end tag of `name` is no markup: say so right after its start tag. */
  rawText(name: string): void {
    this.#rawText = name;
  }

  /** Moves to the next token and returns what it is; `Token.End` for ever after the last. */
  next(): Token {
    const text = this.#text;
    const start = this.end;
    this.start = start;
    this.closed = true;
    if (start >= text.length) return (this.kind = Token.End);
    if (this.#rawText !== undefined) return this.#raw(this.#rawText);

    let open = text.indexOf('<', start);
    while (open !== -1) {
      // Text goes on over a `<` that opens nothing.
      if (this.#opens(open)) {
        if (open > start) return this.#take(Token.Text, open);
        return this.#markup(open);
      }
      open = text.indexOf('<', open + 1);
    }
    return this.#take(Token.Text, text.length);
  }

  #take(kind: Token, end: number): Token {
    this.end = end;
    return (this.kind = kind);
  }

  #opens(at: number): boolean {
    const code = this.#text.charCodeAt(at + 1);
    if (isLetter(code) || code === EXCLAMATION_MARK || code === QUESTION_MARK) return true;
    return code === SOLIDUS && at + 2 < this.#text.length;
  }

  #markup(start: number): Token {
    const code = this.#text.charCodeAt(start + 1);
    if (code === EXCLAMATION_MARK) return this.#declaration(start);
    if (code === QUESTION_MARK) return this.#bogus(start, this.#xml ? '?>' : '>');
    if (code !== SOLIDUS) return this.#tag(Token.StartTag, start + 1);
    const first = this.#text.charCodeAt(start + 2);
    if (isLetter(first)) return this.#tag(Token.EndTag, start + 2);
    // `</>` is nothing at all; `</3>` is a comment to a browser.
    if (first === GREATER_THAN) return this.#take(Token.Comment, start + 3);
    return this.#bogus(start, '>');
  }

  #tag(kind: Token, nameStart: number): Token {
    const text = this.#text;
    let at = nameStart + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === GREATER_THAN) {
        this.nameEnd = at;
        return this.#take(kind, at + 1);
      }
      // An island right behind the name (`<body<?php … ?>>`) brings attributes, it is no part of the name.
      if (code === SOLIDUS || (code <= SPACE && (isSpace(code) || code === FILLER))) break;
    }
    this.nameEnd = at;
    const end = tagEnd(text, at);
    if (end !== -1) return this.#take(kind, end);
    this.closed = false;
    return this.#take(Token.Unfinished, text.length);
  }

  #declaration(start: number): Token {
    const text = this.#text;
    if (text.startsWith('--', start + 2)) return this.#comment(start + 4);
    if (text.startsWith('[CDATA[', start + 2) && (this.cdataAllowed || this.#xml)) {
      return this.#close(Token.Cdata, text.indexOf(']]>', start + 9), 3);
    }
    const word = text.slice(start + 2, start + 9);
    if (word.length !== 7 || word.toLowerCase() !== 'doctype') return this.#bogus(start, '>');
    if (this.#xml && !this.#sawDoctype) {
      this.#sawDoctype = true;
      // An XML document type may hold declarations between brackets, which hold `>`.
      const subset = /^[^>[]*\[[^\]]*\]\s*>/.exec(text.slice(start));
      if (subset) return this.#take(Token.Doctype, start + subset[0].length);
    }
    return this.#close(Token.Doctype, text.indexOf('>', start + 9), 1);
  }

  #bogus(start: number, close: string): Token {
    return this.#close(Token.Comment, this.#text.indexOf(close, start + 2), close.length);
  }

  #close(kind: Token, at: number, length: number): Token {
    this.closed = at !== -1;
    return this.#take(kind, at === -1 ? this.#text.length : at + length);
  }

  /** `from` is behind `<!--`. Comments end at `-->`, at `--!>`, and `<!-->` and `<!--->` are whole comments. */
  #comment(from: number): Token {
    const text = this.#text;
    if (!this.#xml) {
      if (text.charCodeAt(from) === GREATER_THAN) return this.#take(Token.Comment, from + 1);
      if (text.startsWith('->', from)) return this.#take(Token.Comment, from + 2);
    }
    let at = text.indexOf('--', from);
    while (at !== -1) {
      at += 2;
      while (text.charCodeAt(at) === HYPHEN) at++;
      if (text.charCodeAt(at) === GREATER_THAN) return this.#take(Token.Comment, at + 1);
      if (!this.#xml && text.startsWith('!>', at)) return this.#take(Token.Comment, at + 2);
      at = text.indexOf('--', at);
    }
    return this.#close(Token.Comment, -1, 0);
  }

  #raw(name: string): Token {
    this.#rawText = undefined;
    const end = rawTextEnd(this.#text, this.start, name);
    if (end === -1) return this.#close(Token.Text, -1, 0);
    if (end > this.start) return this.#take(Token.Text, end);
    return this.#tag(Token.EndTag, end + 2);
  }
}

/** Whether a character may follow a tag's name. */
export function endsName(code: number): boolean {
  return code === GREATER_THAN || code === SOLIDUS || code === FORM_FEED || isSpace(code);
}
