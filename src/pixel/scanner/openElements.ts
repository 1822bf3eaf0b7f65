import type { SCOPE, SPECIAL } from './elementNames';
import { flags, nameId } from './elementNames';

/** The namespace of an open element. */
export const HTML = 0;
export const SVG = 1;
export const MATH = 2;

const TEMPLATE = nameId('template');
const TABLE = nameId('table');

/** HTML start tags inside are HTML (svg foreignObject, desc, title; annotation-xml with an HTML encoding). */
export const HTML_POINT = 4;
/** HTML start tags but two inside are HTML (mi, mo, mn, ms, mtext). */
export const TEXT_POINT = 8;
/** An svg inside is an svg (annotation-xml). */
export const ANNOTATION = 16;

const NAMESPACE = 3;
const KIND_BITS = 5;
const KIND_MASK = (1 << KIND_BITS) - 1;

/**
 * How far down an end tag looks for its start tag. Browsers cut the tree at this depth, and without a bound a page
 * could make every end tag search the whole stack.
 */
const REACH = 512;

/**
 * The stack of open elements below `head` and `body`, without what a browser adds by itself. It answers the two
 * questions that decide about tokens and liveness: are we in svg or math, and are we in a template. Formatting
 * elements that a browser opens again are left out: they change neither answer.
 */
export class OpenElements {
  templates = 0;
  tables = 0;

  /** Ids and kinds of the open elements, packed: a broken page may hold hundreds of thousands. */
  readonly #stack: number[] = [];
  #foreignDepth = 0;
  /** How many HTML elements of a name are open, by id: most end tags without a start tag need no search. */
  readonly #html: number[] = [];
  /** The same for elements of svg and math. */
  readonly #foreign: number[] = [];

  get depth(): number {
    return this.#stack.length;
  }

  get topId(): number {
    return this.#idAt(this.#stack.length - 1);
  }

  /** Namespace and integration point bits of the innermost element; `HTML` when none is open. */
  get topKind(): number {
    return this.#kindAt(this.#stack.length - 1);
  }

  #idAt(depth: number): number {
    return (this.#stack[depth] ?? 0) >> KIND_BITS;
  }

  #kindAt(depth: number): number {
    return (this.#stack[depth] ?? HTML) & KIND_MASK;
  }

  get isForeign(): boolean {
    return (this.topKind & NAMESPACE) !== HTML;
  }

  /** Whether svg or math is open, be it around HTML. */
  get hasForeign(): boolean {
    return this.#foreignDepth > 0;
  }

  push(id: number, kind: number): void {
    this.#stack.push((id << KIND_BITS) | kind);
    if ((kind & NAMESPACE) !== HTML) {
      this.#foreign[id] = (this.#foreign[id] ?? 0) + 1;
      this.#foreignDepth++;
      return;
    }
    this.#html[id] = (this.#html[id] ?? 0) + 1;
    if (id === TEMPLATE) this.templates++;
    else if (id === TABLE) this.tables++;
  }

  pop(): void {
    const top = this.#stack.pop();
    if (top === undefined) return;
    const id = top >> KIND_BITS;
    const kind = top & KIND_MASK;
    if ((kind & NAMESPACE) !== HTML) {
      this.#foreign[id] = (this.#foreign[id] ?? 1) - 1;
      this.#foreignDepth--;
      return;
    }
    this.#html[id] = (this.#html[id] ?? 1) - 1;
    if (id === TEMPLATE) this.templates--;
    else if (id === TABLE) this.tables--;
  }

  clear(): void {
    while (this.depth > 0) this.pop();
  }

  #popTo(depth: number): void {
    while (this.depth > depth) this.pop();
  }

  isOpen(id: number): boolean {
    return (this.#html[id] ?? 0) > 0;
  }

  /**
   * Closes the innermost HTML element `id` with all inside it, unless an element with one of the flags `bounds`
   * (or the element `bound`) lies in between.
   */
  close(id: number, bounds: typeof SCOPE | typeof SPECIAL, bound = 0): void {
    if (this.isOpen(id)) this.#close((open) => open === id, bounds, bound);
  }

  /** The same for the innermost of several elements. */
  closeAny(ids: readonly number[], bounds: typeof SCOPE | typeof SPECIAL): void {
    if (ids.some((id) => this.isOpen(id))) this.#close((open) => ids.includes(open), bounds, 0);
  }

  #close(isWanted: (id: number) => boolean, bounds: number, bound: number): void {
    const last = Math.max(0, this.depth - REACH);
    for (let at = this.depth - 1; at >= last; at--) {
      const open = this.#idAt(at);
      const kind = this.#kindAt(at);
      const isHtml = (kind & NAMESPACE) === HTML;
      if (isHtml && isWanted(open)) {
        this.#popTo(at);
        return;
      }
      if (isHtml && open === bound) return;
      // svg's `title` and `desc` bound, HTML's `title` is never open here.
      if ((flags(open) & bounds) !== 0 && (isHtml || (kind & ~NAMESPACE) !== 0)) return;
    }
  }

  /** Closes up to and with the innermost element that `isWanted`, crossing everything. */
  closeThrough(id: number): void {
    if (!this.isOpen(id)) return;
    while (this.depth > 0) {
      const found = this.topId === id && !this.isForeign;
      this.pop();
      if (found) return;
    }
  }

  /** Leaves svg and math: pops to the next element whose children are HTML. */
  leaveForeign(): void {
    while (this.isForeign && (this.topKind & (HTML_POINT | TEXT_POINT)) === 0) this.pop();
  }

  /** The foreign end tag rule: true when a foreign element of that name was open above the nearest HTML element. */
  closeForeign(id: number): boolean {
    if ((this.#foreign[id] ?? 0) === 0) return false;
    const last = Math.max(0, this.depth - REACH);
    for (let at = this.depth - 1; at >= last; at--) {
      if ((this.#kindAt(at) & NAMESPACE) === HTML) return false;
      if (this.#idAt(at) === id) {
        this.#popTo(at);
        return true;
      }
    }
    return false;
  }
}
