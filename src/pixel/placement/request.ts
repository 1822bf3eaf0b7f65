import type { FileKind, Framework, PixelValue } from '../kinds';
import type { PixelTag } from '../tag';

export type Place = 'head' | 'body' | 'cursor' | 'selection' | 'replace';

/** All offsets are UTF-16 offsets into `text`. */
export interface PlacementRequest {
  readonly text: string;
  readonly kind: FileKind;
  readonly framework?: Framework;
  readonly tag: PixelTag;
  readonly place: Place;
  /** Where the cursor is: for `cursor`. */
  readonly offset?: number;
  /** What is selected: for `selection`. */
  readonly selection?: { readonly start: number; readonly end: number };
  readonly value?: PixelValue | readonly PixelValue[];
  /** Which of several forms the user picked from the choices of an earlier answer. */
  readonly form?: string;
  /** Line end of the document when its text does not tell (one line only). */
  readonly eol?: '\n' | '\r\n';
}

export type Warning =
  /** The cursor stood where a browser runs nothing: the tag went behind that place. */
  | 'moved'
  /** A copy sits in a comment; it is no pixel, so one was inserted. */
  | 'commented-copy'
  /** A copy sits in noscript, template, svg, textarea or another place that never runs. */
  | 'inert-copy'
  /** The pixel that is there loads from IQM's stage host. */
  | 'stage-host'
  /** The pixel that is there waits for consent (`type="text/plain"`). */
  | 'consent-gated'
  /** The pixel that is there was found in code, not in markup. */
  | 'in-code'
  /** The pixel that is there is not asked for at IQM: its address lacks `//` or stands behind a curly quote. */
  | 'broken-url';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Choice {
  /** What the user picks, as a short phrase. */
  readonly label: string;
  /** Ask again with this request. */
  readonly request: PlacementRequest;
}

export type Placement =
  | {
      readonly status: 'insert';
      /** The main edit; every byte outside it stays as it is. */
      readonly edit: Edit;
      /** Further edits of the same change, such as an import; none overlaps another. Offsets are into the same text. */
      readonly more?: readonly Edit[];
      /** 1-based line of the new tag in the text after the edits. */
      readonly line: number;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly status: 'already';
      readonly start: number;
      readonly end: number;
      /** 1-based. */
      readonly line: number;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly status: 'refuse';
      readonly reason: string;
      /** Where the pixel belongs instead. */
      readonly advice: string;
      readonly choices?: readonly Choice[];
    }
  | { readonly status: 'ask'; readonly reason: string; readonly choices: readonly Choice[] };
