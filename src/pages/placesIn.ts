import { Uri, workspace } from 'vscode';
import type { PageCache } from './pageCache';
import { inSlices } from './slices';
import type { PixelPlace } from './workspacePixels';

/**
 * The places of a pixel, by the path of their file, capital letters or not, and by line.
 * @param id hyphen-free, lower case
 * @throws the signal's reason when it is aborted
 */
export async function placesIn(
  cache: PageCache,
  id: string,
  signal: AbortSignal,
): Promise<readonly PixelPlace[]> {
  const found: { readonly key: string; readonly places: readonly PixelPlace[] }[] = [];
  // A copy: pages may change in the pauses.
  await inSlices([...cache.carrying()], signal, ({ page, pixels }) => {
    const here = pixels.filter((pixel) => pixel.id === id);
    if (here.length > 0) {
      const label = workspace.asRelativePath(Uri.parse(page));
      const places = here.map(({ line, live }) => ({ label, uri: page, line: line - 1, live }));
      // Comparing words of a language takes a hundred times as long, and a pixel may stand in thousands of pages.
      found.push({ key: `${label.toLowerCase()}\n${page}`, places });
    }
  });
  found.sort((one, other) => (one.key < other.key ? -1 : 1));
  return found.flatMap(({ places }) => places);
}
