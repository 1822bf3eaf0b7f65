import { ProgressLocation, window } from 'vscode';

/**
 * Runs `work` under a notification that can be cancelled.
 * @param work is given a signal that the user's *Cancel* aborts
 */
export function withProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (_report, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return work(abort.signal);
    },
  );
}
