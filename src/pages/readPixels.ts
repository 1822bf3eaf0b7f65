import type { PagePixel } from './pageCache';

export interface PageText {
  /** A path or a bare name. */
  readonly fileName: string;
  readonly text: string;
  /** The editor's language, where a document has one. */
  readonly languageId?: string;
}

/** All pixels of a page, whether they run or not. The pixel floor is read from disk with the first one. */
export async function readPixels(
  page: PageText,
  hosts: readonly string[],
): Promise<readonly PagePixel[]> {
  const { detectFile, findPixelTags } = await import('../pixel/engine');
  const { kind } = detectFile(page);
  return findPixelTags(page.text, kind, { hosts }).map(({ url, line, live }) => ({
    id: url.id,
    line,
    live,
  }));
}
