import { setImmediate as breath } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PagePixel } from './pageCache';
import type { PageText } from './readPixels';
import type { FileResult, StampedFile } from './scanTask';
import type { WorkerTask } from './scanWorker';

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
 * Reads files in threads of their own and tells which have changed, and which pixels they hold.
 * @param done is given results as they come, in no order
 * @throws the signal's reason when it is aborted, and what keeps a thread from working
 */
export async function scanFiles(
  files: readonly StampedFile[],
  { hosts, workerPath, signal: cancelled }: ScanOptions,
  done: (results: readonly FileResult[]) => void,
): Promise<void> {
  // Where one thread fails, the others have nothing left to work for.
  const failed = new AbortController();
  const signal = AbortSignal.any([cancelled, failed.signal]);
  let next = 0;
  const portion = (): readonly StampedFile[] => files.slice(next, (next += PORTION));
  const thread = async (): Promise<void> => {
    try {
      await withWorker(workerPath, signal, async (ask) => {
        for (let some = portion(); some.length > 0; some = portion()) {
          done((await ask({ files: some, hosts })) as readonly FileResult[]);
        }
      });
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const count = Math.min(THREADS, Math.ceil(files.length / PORTION));
  await Promise.all(Array.from({ length: count }, thread));
  cancelled.throwIfAborted();
}

/**
 * All pixels of a long text, found in a thread.
 * @throws the signal's reason when it is aborted, and what keeps the thread from working
 */
export async function scanText(
  page: PageText,
  { hosts, workerPath, signal }: ScanOptions,
): Promise<readonly PagePixel[]> {
  return withWorker(
    workerPath,
    signal,
    async (ask) => (await ask({ page, hosts })) as readonly PagePixel[],
  );
}

type Ask = (task: WorkerTask) => Promise<unknown>;

async function withWorker<T>(
  workerPath: string,
  signal: AbortSignal,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  // To start a thread takes some milliseconds; others have their turn before.
  await breath();
  signal.throwIfAborted();
  // What the extension host was started with, such as a debugger, is not for its threads.
  const worker = new Worker(workerPath, { execArgv: [] });
  const end = (): void => void worker.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await use((task) => answer(worker, task, signal));
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

function answer(worker: Worker, task: WorkerTask, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (results: unknown): void => {
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
