import { ProgressLocation, window } from 'vscode';

/** Quicker work than this needs no notification; in ms. */
const PATIENCE_MS = 800;

/**
 * Runs `work` where the user sees that it runs: in the status bar at first, so that quick work flashes nothing and
 * pushes no message away, then in a notification that can be cancelled.
 * @param work is given a signal that the user's *Cancel* aborts
 */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const running = work(abort.signal);
  let slow: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    slow = setTimeout(resolve, PATIENCE_MS);
  });
  void window.withProgress({ location: ProgressLocation.Window, title }, () =>
    Promise.race([ended(running), patience]),
  );
  void patience.then(() =>
    window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (_report, token) => {
        token.onCancellationRequested(() => abort.abort());
        return ended(running);
      },
    ),
  );
  try {
    return await running;
  } finally {
    clearTimeout(slow);
  }
}

/** Resolves when `work` is over, however it ends. */
async function ended(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
