/** An attribute of the tag's start tag; `raw` is the value as written, character references included. */
export interface ScriptAttribute {
  readonly name: string;
  readonly raw?: string;
  readonly quote: '"' | "'" | '';
  /** Offsets of the whole attribute in the markup. */
  readonly start: number;
  readonly end: number;
}

const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?/g;

/**
 * The attributes of one script element.
 * @param markup a tag that passed the trust check, so that it starts with `<script`
 */
export function scriptAttributes(markup: string): readonly ScriptAttribute[] {
  const from = /^<script/i.exec(markup)?.[0].length ?? 0;
  const attributes: ScriptAttribute[] = [];
  ATTRIBUTE.lastIndex = from;
  let expected = from;
  for (;;) {
    const match = ATTRIBUTE.exec(markup);
    // Between attributes there is white space or a slash; anything else is the end of the start tag.
    if (match === null || !/^[\s/]*$/.test(markup.slice(expected, match.index))) {
      return attributes;
    }
    const [whole, name = '', double, single, bare] = match;
    const raw = double ?? single ?? bare;
    expected = match.index + whole.length;
    attributes.push({
      name: name.toLowerCase(),
      ...(raw === undefined ? {} : { raw }),
      quote: double !== undefined ? '"' : single !== undefined ? "'" : '',
      start: match.index,
      end: expected,
    });
  }
}

/** Writes text into an attribute: character references where the text would end it or be read as one. */
export function attributeText(text: string, quote: '"' | "'"): string {
  return text.replaceAll('&', '&amp;').replaceAll(quote, quote === '"' ? '&quot;' : '&#39;');
}
