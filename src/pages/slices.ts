import { setImmediate as breath } from 'node:timers/promises';

/** How long work may hold the event loop, in ms; others want to be answered too. */
const SLICE_MS = 10;

/**
 * Does something with each of many items, with pauses in which others have their turn.
 * @throws the signal's reason when it is aborted
 */
export async function inSlices<T>(
  items: Iterable<T>,
  signal: AbortSignal,
  each: (item: T) => void,
): Promise<void> {
  // What came before had a turn of its own.
  await breath();
  signal.throwIfAborted();
  let started = performance.now();
  for (const item of items) {
    each(item);
    if (performance.now() - started > SLICE_MS) {
      await breath();
      signal.throwIfAborted();
      started = performance.now();
    }
  }
}
