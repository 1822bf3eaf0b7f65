import type { Framework, IslandSyntax, KindPlan, PixelValue } from '../kinds';
import type { PixelTag } from '../tag';

export interface RenderOptions {
  readonly framework?: Framework;
  /** What takes the place of the tag's placeholders; a placeholder without a value stays in the tag. */
  readonly values: readonly PixelValue[];
  /** One step of indentation in the target file; two blanks when left out. */
  readonly unit?: string;
}

/** How a pixel is written in one kind of file. */
export interface Language extends Partial<KindPlan> {
  /** Template pieces that the HTML scanner steps over. */
  readonly islands: readonly IslandSyntax[];
  /**
   * The tag as it is written among the markup of this kind, without leading indentation or final line end; lines are
   * parted by `\n`.
   * @throws ValueError when a value cannot be written there
   */
  render(tag: PixelTag, options: RenderOptions): string;
}

/** A value that cannot be written into this kind of file; the message is one sentence for the user. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}
