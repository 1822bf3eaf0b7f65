import { isPixelHost, placeholdersOf, readPixelUrl } from './pixelUrl';
import type { PixelFamily, PixelTrust } from './pixelUrl';
import { attributeRanges } from './scanner/attributes';
import { isBlank } from './scanner/characters';
import { Token, Tokenizer } from './scanner/tokenizer';

export { KNOWN_PIXEL_HOSTS, SANDBOX_PIXEL_HOST } from './pixelUrl';

/** A pixel tag that passed the trust check. */
export interface PixelTag {
  readonly url: string;
  readonly host: string;
  /** Hyphen-free, lower case. */
  readonly id: string;
  readonly family: PixelFamily;
  /** Names of the placeholders in the URL, without braces, in order, each once. */
  readonly placeholders: readonly string[];
  /** The script element as IQM gave it, trimmed. */
  readonly markup: string;
}

export type TagReading =
  { readonly ok: true; readonly tag: PixelTag } | { readonly ok: false; readonly reason: string };

/** What the tag's attributes may be, with the values they may have. Everything else is refused by name. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  src: /./s,
  async: /^(?:|async|true)$/i,
  defer: /^(?:|defer|true)$/i,
  type: /^(?:|module|(?:text|application)\/(?:x-)?javascript)$/i,
  charset: /^utf-?8$/i,
  crossorigin: /^(?:|anonymous)$/i,
  referrerpolicy: /^[a-z-]*$/i,
  id: /^[\w.:-]*$/,
  class: /^[\w .:-]*$/,
};

/**
 * The characters of a URL that mean nothing in HTML, in any template language and in a string of any language that the
 * tag may be written into: no quotes, brackets, dollar or at signs, blanks or control characters. Braces hold
 * placeholders and nothing else.
 */
const HARMLESS_URL = /^(?:[A-Za-z0-9\-._~:/?#=&%+,;!*]|\{[A-Za-z0-9_]+\})*$/;

const MAX_LENGTH = 4096;

/**
 * Reads the script that IQM returns for a conversion. It is untrusted text: only exactly one script element that loads
 * a pixel over https from a known host passes, so that nothing else ever reaches a file. `reason` is a sentence for the
 * user.
 */
export function readPixelTag(script: string, trust: PixelTrust): TagReading {
  const markup = script.replace(/^\uFEFF/, '').trim();
  if (markup === '') return no('IQM returned no script for this conversion.');
  if (markup.length > MAX_LENGTH) return no('The script is too long to be a pixel tag.');
  const tokens = new Tokenizer(markup);
  const kind = tokens.next();
  const nameEnd = tokens.nameEnd;
  if (kind !== Token.StartTag || markup.slice(1, nameEnd).toLowerCase() !== 'script') {
    return no('The text is not a single script element.');
  }
  const tagEnd = tokens.end;
  const attributes = readAttributes(markup, nameEnd, tagEnd);
  if (typeof attributes === 'string') return no(attributes);

  tokens.rawText('script');
  let token = tokens.next();
  if (token === Token.Text) {
    if (!isBlank(markup, tokens.start, tokens.end)) {
      return no('The script element holds code of its own; a pixel tag only loads a URL.');
    }
    token = tokens.next();
  }
  if (token !== Token.EndTag) return no('The script element has no end tag.');
  if (!/^<\/script\s*>$/i.test(markup.slice(tokens.start))) {
    return no('There is more than one script element in the text.');
  }
  return readUrl(attributes.get('src') ?? '', markup, trust);
}

function readAttributes(text: string, from: number, end: number): Map<string, string> | string {
  const attributes = new Map<string, string>();
  for (const { start, nameEnd, value } of attributeRanges(text, from, end)) {
    const name = text.slice(start, nameEnd).toLowerCase();
    const content = value ? text.slice(value.start, value.end) : '';
    if (name.startsWith('on')) return `The script element has an event handler (${shown(name)}).`;
    const allowed = /^data-[\w-]+$/.test(name) ? /^[\w .:/-]*$/ : ALLOWED[name];
    if (!allowed)
      return `The script element has an attribute that no pixel tag needs (${shown(name)}).`;
    if (attributes.has(name)) return `The script element has the attribute ${name} twice.`;
    if (!allowed.test(content))
      return `The attribute ${name} of the script element has an unexpected value.`;
    attributes.set(name, content);
  }
  return attributes;
}

function readUrl(src: string, markup: string, trust: PixelTrust): TagReading {
  if (src === '') return no('The script element loads no URL.');
  if (!HARMLESS_URL.test(src)) {
    return no('The URL of the script holds characters that do not belong into a pixel URL.');
  }
  const pixel = readPixelUrl(src);
  if (!pixel?.absolute) return no('The URL of the script is not the URL of an IQM pixel.');
  if (pixel.scheme !== 'https') return no('The script is not loaded over https.');
  if (!isPixelHost(pixel.host, trust)) {
    return no(`The script comes from ${shown(pixel.host)}, which is not a known pixel host.`);
  }
  if (!/^[0-9a-f]{8,64}$/.test(pixel.id)) return no('The URL of the script holds no pixel id.');
  return {
    ok: true,
    tag: {
      url: src,
      host: pixel.host,
      id: pixel.id,
      family: pixel.family,
      placeholders: placeholdersOf(src),
      markup,
    },
  };
}

function no(reason: string): TagReading {
  return { ok: false, reason };
}

/** A piece of untrusted text for a sentence: short, and without anything that a user interface would render. */
function shown(text: string): string {
  return text.replace(/[^\w.:-]/g, '?').slice(0, 60);
}
