import type { PixelUrl } from './pixelUrl';

/** How a pixel is written. */
export type PixelForm =
  /** A script element, also one of a component framework. */
  | 'script'
  /** Code that makes a script of the URL: `element.src = '…'`, a head list, an enqueue call. */
  | 'loader'
  /** A script element inside a string of program code. */
  | 'string'
  /** Another element that loads the URL, such as an image. */
  | 'other';

/** What keeps a pixel from running, if anything does. */
export type PixelObstacle =
  | 'comment'
  | 'noscript'
  | 'template'
  /** textarea, title, style and other elements whose content is text. */
  | 'text'
  /** svg and math take the address from another attribute. */
  | 'svg'
  | 'frameset'
  /** Markup in an attribute value. */
  | 'attribute'
  /** Set as inner HTML, or a string that nothing is seen to write. */
  | 'string'
  /** The `type` is no script type. */
  | 'type'
  | 'nomodule'
  /** No end tag: the browser drops the script. */
  | 'unclosed'
  /** The component compiler drops it. */
  | 'dropped'
  /** Not a script: no conversion is sent as IQM documents it. */
  | 'element';

/** One pixel in a text. All offsets are UTF-16 offsets. */
export interface FoundPixel {
  readonly form: PixelForm;
  /** The element from `<` to the end of its end tag; of a loader the string's content. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** The URL as written, inside the quotes. */
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly url: PixelUrl;
  /** Whether a browser that opens the page runs it, consent and content policy aside. */
  readonly live: boolean;
  /**
   * Whether a browser asks the page's own server instead of the pixel host: the address lacks `//`, or something stands
   * before it in the attribute, such as a curly quote.
   */
  readonly misaddressed: boolean;
  readonly obstacle?: PixelObstacle;
  /** Waits for a consent tool: `type="text/plain"` or an address in a data attribute. */
  readonly consentGated: boolean;
  /** Attributes of the element by lower-case name, references resolved; the first of a name counts. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether it stands in program or template code and not in markup. */
  readonly inCode: boolean;
}
