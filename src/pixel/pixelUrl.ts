/** Hosts that IQM serves pixels from. */
export const KNOWN_PIXEL_HOSTS: readonly string[] = ['pxl.iqm.com', 'pxl.stage.iqm.com'];
/** The host of IQM's stage: a pixel from there counts nothing in production. */
export const STAGE_PIXEL_HOST = 'pxl.stage.iqm.com';
/** The host of tags made by the built-in sandbox; the name never resolves. */
export const SANDBOX_PIXEL_HOST = 'pxl.sandbox.invalid';

/**
 * Which pixel hosts count as IQM's: `KNOWN_PIXEL_HOSTS` always do, `hosts` besides (those the user added; the sandbox's
 * only while its session is on). Lower case, with the port if it is not the scheme's own.
 */
export interface PixelTrust {
  readonly hosts: readonly string[];
}

/** What a pixel URL does: report a conversion, or put the visitor into an audience. */
export type PixelFamily = 'conversion' | 'retargeting';

/** A pixel URL as it stands in a source text, which may well be wrong. */
export interface PixelUrl {
  /** As written, with character references resolved. */
  readonly url: string;
  /** `''` when the URL has none (`//host/…`, `host/…`); lower case, without colon. */
  readonly scheme: string;
  /** Whether `//` precedes the host: without it a browser asks its own server. */
  readonly absolute: boolean;
  /** Lower case, with port. */
  readonly host: string;
  readonly family: PixelFamily;
  /** As written. */
  readonly writtenId: string;
  /** Hyphen-free, lower case. */
  readonly id: string;
  /** What follows the id, `?` included. */
  readonly tail: string;
}

/**
 * The paths that IQM's documents show: conversions `/i/pixel/<id>` and `/d/c/conversion/<id>`, audience tags
 * `/d/c/tag/<id>` and, in old pages, `/c/<id>`.
 */
const PATH = String.raw`(?:i\/pixel|d\/c\/conversion|d\/c\/tag|c)`;

const PIXEL_URL = new RegExp(
  String.raw`^\s*(?:([a-z][a-z0-9+.-]*):)?(\/\/)?([^/\s?#"'<>\\]*)\/(${PATH})\/([0-9a-z-]+)(.*)$`,
  'is',
);

/** Two spellings of one id are equal when their hyphen-free lower-case forms are. */
export function plainId(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}

/** Takes a URL apart; undefined when it is not of a pixel family. The host is not judged here. */
export function readPixelUrl(url: string): PixelUrl | undefined {
  const match = PIXEL_URL.exec(url);
  if (!match) return undefined;
  const [, scheme = '', slashes, host = '', path = '', writtenId = '', tail = ''] = match;
  return {
    url: url.trim(),
    scheme: scheme.toLowerCase(),
    absolute: slashes !== undefined,
    host: host.toLowerCase(),
    family: /pixel|conversion/i.test(path) ? 'conversion' : 'retargeting',
    writtenId,
    id: plainId(writtenId),
    tail: tail.trimEnd(),
  };
}

/** Whether a host is one that pixels are expected on. */
export function isPixelHost(host: string, trust: PixelTrust): boolean {
  return KNOWN_PIXEL_HOSTS.includes(host) || trust.hosts.includes(host);
}

const PLACEHOLDER = /\{([A-Z0-9_]+)\}|%7B([A-Z0-9_]+)%7D/gi;

/** Names of the placeholders in a URL (`{CONVERSION_VALUE}`, also percent-encoded), each once, in order. */
export function placeholdersOf(url: string): readonly string[] {
  const names = [...url.matchAll(PLACEHOLDER)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(names)];
}
