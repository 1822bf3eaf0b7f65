/** A pixel tag that passed the trust check. */
export interface PixelTag {
  readonly url: string;
  readonly host: string;
  /** Hyphen-free, lower case. */
  readonly id: string;
  readonly family: 'conversion' | 'retargeting';
  /** Names of the placeholders in the URL, without braces, in order, each once. */
  readonly placeholders: readonly string[];
  /** The script element as IQM gave it, trimmed. */
  readonly markup: string;
}
