import { Worker } from 'node:worker_threads';
import type { FileResult, FileStamp, ScanTask } from './scanTask';

export interface ScanOptions {
  /** Pixel hosts that count besides IQM's own. */
  readonly hosts: readonly string[];
  /** The thread's code. */
  readonly workerPath: string;
  readonly signal: AbortSignal;
}

/** Two are as fast as a disk; more would take the machine from whoever works on it. */
const THREADS = 2;
/** Files a thread is given at a time: few enough to end soon when the scan is cancelled. */
const PORTION = 256;

/**
 * Reads files in threads of their own and tells which have changed and mention a pixel host.
 * @param done is given results as they come, in no order; awaited before more are asked for
 * @throws the signal's reason when it is aborted, and what keeps a thread from working
 */
export async function scanFiles(
  files: readonly FileStamp[],
  { hosts, workerPath, signal }: ScanOptions,
  done: (results: readonly FileResult[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const portion = (): readonly FileStamp[] => files.slice(next, (next += PORTION));
  const thread = async (): Promise<void> => {
    const worker = new Worker(workerPath);
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end, { once: true });
    try {
      for (let some = portion(); some.length > 0; some = portion()) {
        signal.throwIfAborted();
        await done(await answer(worker, { files: some, hosts }, signal));
      }
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  };
  signal.throwIfAborted();
  const count = Math.min(THREADS, Math.ceil(files.length / PORTION));
  await Promise.all(Array.from({ length: count }, thread));
}

function answer(
  worker: Worker,
  task: ScanTask,
  signal: AbortSignal,
): Promise<readonly FileResult[]> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (results: readonly FileResult[]): void => {
      settle();
      resolve(results);
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    const onExit = (): void => {
      settle();
      reject(signal.aborted ? (signal.reason as Error) : new Error('The scan has ended.'));
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  });
}
