/* A thread that reads pages, so that the extension host does not. A bundle of its own. */
import { parentPort } from 'node:worker_threads';
import { readPixels, type PageText } from './readPixels';
import { runTask, type ScanTask } from './scanTask';

/** What the thread is asked: some files, or a text that is too long for the extension host. */
export type WorkerTask = ScanTask | TextTask;

export interface TextTask {
  readonly page: PageText;
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: readonly string[];
}

parentPort?.on('message', (task: WorkerTask) => {
  const done = 'files' in task ? runTask(task) : readPixels(task.page, task.hosts);
  done.then(
    (results: readonly unknown[]) => parentPort?.postMessage(results),
    (error: unknown) => {
      // Thrown where nobody catches it, it reaches the extension host as the thread's error.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
