import type { JsxElement, Range, Source, Token, TokenKind } from './source';

/** Deeper nesting is nobody's code; following it would exhaust the stack. */
const MAX_DEPTH = 400;

/** After these a `/` starts a regular expression and a `<` an element. */
const BEFORE_OPERAND = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof default'.split(
    ' ',
  ),
);

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /\.?\d(?:[\w.]|[eE][+-]\d)*/y;
const SPACE = /\s+/y;
const TAG_NAME = /[\p{ID_Start}$_][\p{ID_Continue}$.:-]*/uy;
const PUNCTUATION = /=>|\?\.(?!\d)|\.\.\.|\+\+|--|(?:&&|\|\||\?\?|\*\*)=?|[=!]==?|[-+*/%&|^]=|./suy;
/** `<T,>` and `<T extends …>` are type parameters even where an element could stand. */
const TYPE_PARAMETER = /<\s*(?:const\s+)?[\p{ID_Start}$_][\p{ID_Continue}$]*\s*(?:,|extends\s)/uy;

class Unfinished extends Error {}

class SourceReader {
  readonly tokens: Token[] = [];
  readonly elements: JsxElement[] = [];
  readonly comments: Range[] = [];
  readonly #text: string;
  readonly #jsx: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, jsx: boolean) {
    this.#text = text;
    this.#jsx = jsx;
  }

  read(): boolean {
    try {
      this.#code(this.tokens, undefined);
      return this.#at >= this.#text.length;
    } catch (error) {
      if (error instanceof Unfinished) {
        return false;
      }
      throw error;
    }
  }

  /** Reads code up to the brace that closes an outer `{`, or to the end. */
  #code(tokens: Token[], parent: JsxElement | undefined): void {
    if ((this.#depth += 1) > MAX_DEPTH) {
      throw new Unfinished();
    }
    let braces = 0;
    for (; this.#at < this.#text.length;) {
      const character = this.#text.charAt(this.#at);
      if (this.#skipSpaceAndComment(character)) {
        continue;
      }
      if (character === '}' && braces === 0) {
        break;
      }
      braces += character === '{' ? 1 : character === '}' ? -1 : 0;
      this.#token(tokens, character, parent);
    }
    this.#depth -= 1;
  }

  #skipSpaceAndComment(character: string): boolean {
    const start = this.#at;
    if (this.#match(SPACE) !== undefined) {
      return true;
    }
    if (character !== '/') {
      return false;
    }
    const next = this.#text.charAt(start + 1);
    if (next === '/') {
      const end = this.#text.indexOf('\n', start);
      this.#at = end === -1 ? this.#text.length : end;
    } else if (next === '*') {
      this.#at = this.#find('*/', start + 2) + 2;
    } else {
      return false;
    }
    this.comments.push({ start, end: this.#at });
    return true;
  }

  #token(tokens: Token[], character: string, parent: JsxElement | undefined): void {
    const start = this.#at;
    const take = (kind: TokenKind, element?: JsxElement): void => {
      const text = kind === 'jsx' ? '' : this.#text.slice(start, this.#at);
      tokens.push({ kind, start, end: this.#at, text, ...(element && { element }) });
    };
    if (character === "'" || character === '"') {
      this.#string(character);
      take('string');
    } else if (character === '`') {
      this.#template();
      take('template');
    } else if (this.#match(WORD) !== undefined) {
      take('word');
    } else if (this.#match(NUMBER) !== undefined) {
      take('number');
    } else if (character === '/' && this.#operandExpected(tokens)) {
      this.#regex();
      take('regex');
    } else if (character === '<' && this.#jsx && this.#elementStarts(tokens)) {
      take('jsx', this.#element(parent));
    } else {
      this.#match(PUNCTUATION);
      take('punctuation');
    }
  }

  #operandExpected(tokens: readonly Token[]): boolean {
    const before = tokens.at(-1);
    if (before === undefined) {
      return true;
    }
    return before.kind === 'word'
      ? BEFORE_OPERAND.has(before.text) && tokens.at(-2)?.text !== '.'
      : before.kind === 'punctuation' && !/^(?:[)\]}]|\+\+|--)$/.test(before.text);
  }

  #elementStarts(tokens: readonly Token[]): boolean {
    if (!this.#operandExpected(tokens)) {
      return false;
    }
    TYPE_PARAMETER.lastIndex = this.#at;
    return (
      /[\p{ID_Start}$_>]/u.test(this.#text.charAt(this.#at + 1)) && !TYPE_PARAMETER.test(this.#text)
    );
  }

  /** At `<`. */
  #element(parent: JsxElement | undefined): JsxElement {
    if ((this.#depth += 1) > MAX_DEPTH) {
      throw new Unfinished();
    }
    const start = this.#at;
    this.#at += 1;
    const name = this.#match(TAG_NAME) ?? '';
    const selfClosing = this.#attributes();
    const element = {
      name,
      start,
      openEnd: this.#at,
      closeStart: this.#at,
      end: this.#at,
      selfClosing,
      parent,
      containers: [] as Range[],
    };
    this.elements.push(element);
    if (!selfClosing) {
      this.#children(element, element.containers);
      element.closeStart = this.#at;
      this.#at = this.#find('>', this.#at) + 1;
      element.end = this.#at;
    }
    this.#depth -= 1;
    return element;
  }

  /** Behind the tag's name; returns whether the tag closes itself. */
  #attributes(): boolean {
    let angles = 0;
    for (; this.#at < this.#text.length;) {
      const character = this.#text.charAt(this.#at);
      if (this.#skipSpaceAndComment(character)) {
        continue;
      }
      if (character === '/' && this.#text.startsWith('/>', this.#at) && angles === 0) {
        this.#at += 2;
        return true;
      }
      if (character === '{') {
        this.#container(undefined);
      } else if (character === '"' || character === "'") {
        // A JSX string knows no escapes and may run over lines.
        this.#at = this.#find(character, this.#at + 1) + 1;
      } else {
        this.#at += 1;
        // Type arguments of a generic component: `<List<Item> …>`.
        angles += character === '<' ? 1 : 0;
        if (character === '>') {
          if (angles === 0) {
            return false;
          }
          angles -= 1;
        }
      }
    }
    throw new Unfinished();
  }

  #children(element: JsxElement, containers: Range[]): void {
    for (; this.#at < this.#text.length;) {
      const character = this.#text.charAt(this.#at);
      if (character === '{') {
        containers.push(this.#container(element));
      } else if (character === '<') {
        if (this.#text.startsWith('</', this.#at)) {
          return;
        }
        this.#element(element);
      } else {
        this.#at += 1;
      }
    }
    throw new Unfinished();
  }

  #container(parent: JsxElement | undefined): Range {
    const start = this.#at;
    this.#at += 1;
    this.#code([], parent);
    this.#at = this.#find('}', this.#at) + 1;
    return { start, end: this.#at };
  }

  #string(quote: string): void {
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === quote) {
        this.#at += 1;
        return;
      }
      if (character === '\\') {
        this.#at += 1;
      } else if (character === '\n') {
        throw new Unfinished();
      }
    }
    throw new Unfinished();
  }

  #template(): void {
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === '`') {
        this.#at += 1;
        return;
      }
      if (character === '\\') {
        this.#at += 1;
      } else if (this.#text.startsWith('${', this.#at)) {
        this.#at += 1;
        this.#container(undefined);
        this.#at -= 1;
      }
    }
    throw new Unfinished();
  }

  #regex(): void {
    let inClass = false;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === '\n') {
        throw new Unfinished();
      } else if (character === '\\') {
        this.#at += 1;
      } else if (character === '[') {
        inClass = true;
      } else if (character === ']') {
        inClass = false;
      } else if (character === '/' && !inClass) {
        this.#at += 1;
        this.#match(WORD);
        return;
      }
    }
    throw new Unfinished();
  }

  #find(needle: string, from: number): number {
    const at = this.#text.indexOf(needle, from);
    if (at === -1) {
      throw new Unfinished();
    }
    return at;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    this.#at += match?.length ?? 0;
    return match;
  }
}

/**
 * Reads JavaScript or TypeScript, with JSX unless told otherwise. Types are read as code, which is enough to pair
 * brackets and to find functions, imports and elements.
 */
export function readSource(text: string, { jsx = true }: { jsx?: boolean } = {}): Source {
  const reader = new SourceReader(text, jsx);
  const complete = reader.read();
  return { tokens: reader.tokens, elements: reader.elements, comments: reader.comments, complete };
}
