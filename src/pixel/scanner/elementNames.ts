/** Element names as numbers, so that the stack of open elements compares numbers. 0 is no element. */
const known = new Map<string, number>();
const flagsOf: number[] = [0];

/** Never has content or an end tag. */
export const VOID = 1;
/** Its content is text up to its end tag. */
export const RAW_TEXT = 2;
/** Belongs to the head; the parser stays in the head (HTML standard, "in head"). */
export const HEAD_CONTENT = 4;
/** Leaves svg and math ("rules for parsing tokens in foreign content"). */
export const BREAKOUT = 8;
/** "Special": an end tag of another name does not reach through it. */
export const SPECIAL = 16;
/** Bounds what "has an element in scope" sees. */
export const SCOPE = 32;
/** Its start tag closes an open `p`. */
export const CLOSES_P = 64;
/** Switches off a later frameset ("frameset-ok flag"). */
export const NO_FRAMESET = 128;
/** Only there inside a table. */
export const TABLE_PART = 256;
/** Its end tag closes by "any other end tag" although it is known. */
export const FORMATTING = 512;

function add(flag: number, names: string): void {
  for (const name of names.split(' ')) {
    let id = known.get(name);
    if (id === undefined) {
      id = flagsOf.length;
      known.set(name, id);
      flagsOf.push(0);
    }
    flagsOf[id] = (flagsOf[id] ?? 0) | flag;
  }
}

add(
  VOID,
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);
add(RAW_TEXT, 'title textarea style script xmp iframe noembed noframes noscript plaintext');
add(HEAD_CONTENT, 'base basefont bgsound link meta title noscript noframes style script template');
add(
  BREAKOUT,
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu ' +
    'meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);
add(
  SPECIAL,
  'address applet article aside blockquote button center dd details dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup html li listing main marquee menu nav object ol p pre search section select ' +
    'summary table tbody td template tfoot th thead tr caption colgroup ul mi mo mn ms mtext annotation-xml ' +
    'foreignobject desc title',
);
add(
  SCOPE,
  'applet caption html table td th marquee object template mi mo mn ms mtext annotation-xml foreignobject desc title',
);
add(
  CLOSES_P,
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup ' +
    'main menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form li dd dt plaintext table hr xmp',
);
add(
  NO_FRAMESET,
  'pre listing li dd dt button applet marquee object table area br embed img image keygen wbr input hr textarea xmp ' +
    'iframe select body',
);
add(TABLE_PART, 'caption colgroup tbody td tfoot th thead tr col');
add(FORMATTING, 'a b big code em font i nobr s small strike strong tt u');
add(0, 'html svg math frameset option optgroup mglyph malignmark');

/** The number of a name that is certainly known. */
export function nameId(name: string): number {
  const id = known.get(name);
  if (id === undefined) throw new Error(`No rule knows the element ${name}`);
  return id;
}

export function flags(id: number): number {
  return flagsOf[id] ?? 0;
}

/** Known names by a hash of their characters: a page has ten thousands of tags, and cutting out a name costs most. */
const SLOTS = 1024;
const slots = new Int16Array(SLOTS);
const names: readonly string[] = ['', ...known.keys()];
for (const [name, id] of known) {
  let slot = hashOf(name, 0, name.length);
  while (slots[slot] !== 0) slot = (slot + 1) % SLOTS;
  slots[slot] = id;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (hash * 31 + lowerAt(text, at)) % 0xffffff;
  return hash % SLOTS;
}

function lowerAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function isWritten(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = start; at < end; at++) {
    if (lowerAt(text, at) !== name.charCodeAt(at - start)) return false;
  }
  return true;
}

/** No known name is longer. */
const LONGEST = Math.max(...names.map((name) => name.length));

/** Gives every element name of a text its number. Names that no rule knows get one so that their end tags find them. */
export class ElementNames {
  readonly #others = new Map<string, number>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The number of the name between two offsets, whatever its case. */
  id(start: number, end: number): number {
    const text = this.#text;
    if (end - start <= LONGEST) {
      let slot = hashOf(text, start, end);
      for (let id = slots[slot] ?? 0; id !== 0; id = slots[slot] ?? 0) {
        if (isWritten(names[id] ?? '', text, start, end)) return id;
        slot = (slot + 1) % SLOTS;
      }
    }
    const name = text.slice(start, end).toLowerCase();
    let other = this.#others.get(name);
    if (other === undefined) {
      other = names.length + this.#others.size;
      this.#others.set(name, other);
    }
    return other;
  }
}
