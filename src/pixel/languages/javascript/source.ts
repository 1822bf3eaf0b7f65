/** A JSX element, wherever it stands; offsets are into the source. */
export interface JsxElement {
  /** As written: `main`, `Foo.Bar`; empty for a fragment. */
  readonly name: string;
  readonly start: number;
  /** Behind the start tag. */
  readonly openEnd: number;
  /** Where the end tag begins; the end of the element if it has none. */
  readonly closeStart: number;
  readonly end: number;
  readonly selfClosing: boolean;
  readonly parent: JsxElement | undefined;
  /** The `{…}` among its children. */
  readonly containers: readonly Range[];
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export type TokenKind = 'word' | 'number' | 'string' | 'template' | 'regex' | 'punctuation' | 'jsx';

export interface Token extends Range {
  readonly kind: TokenKind;
  readonly text: string;
  /** For `jsx`: the outermost element. */
  readonly element?: JsxElement;
}

/** What a source consists of, down to the depth that placing a pixel needs. */
export interface Source {
  /** Code outside JSX; what stands in a `{…}` of JSX is not among it. */
  readonly tokens: readonly Token[];
  /** Every element, also nested ones, outer before inner. */
  readonly elements: readonly JsxElement[];
  /** Comments outside JSX. */
  readonly comments: readonly Range[];
  /** False if a string, a comment, a bracket or an element does not end. */
  readonly complete: boolean;
}

/** How the brackets of a token list belong together; -1 stands for none. */
export interface Brackets {
  /** For an opening bracket its closing one, and the other way round. */
  readonly partner: Int32Array;
  /** The innermost opening bracket around each token. */
  readonly opener: Int32Array;
  /** False if they do not pair up. */
  readonly balanced: boolean;
}

const CLOSING: Partial<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function pairBrackets(tokens: readonly Token[]): Brackets {
  const partner = new Int32Array(tokens.length).fill(-1);
  const opener = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  let balanced = true;
  for (const [index, { kind, text }] of tokens.entries()) {
    const opens = kind === 'punctuation' ? CLOSING[text] : undefined;
    if (opens !== undefined) {
      const at = open.pop() ?? -1;
      if (at === -1 || tokens[at]?.text !== opens) {
        balanced = false;
      } else {
        partner[at] = index;
        partner[index] = at;
      }
    }
    opener[index] = open.at(-1) ?? -1;
    if (kind === 'punctuation' && /^[([{]$/.test(text)) {
      open.push(index);
    }
  }
  return { partner, opener, balanced: balanced && open.length === 0 };
}
