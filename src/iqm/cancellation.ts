import { IqmError } from './errors';

/** The error of a call that its caller no longer wants. */
export function cancelled(): IqmError {
  return new IqmError('cancelled', 'Cancelled.');
}

/** @throws IqmError `cancelled` as soon as the signal comes. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await unlessAborted(waited, signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The result of work that several may wait for; one whose signal comes leaves, and the work goes on for the others.
 *
 * @throws IqmError `cancelled` as soon as the signal comes, and what the work throws.
 */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) {
    return await work;
  }
  let leave = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(cancelled());
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    if (signal.aborted) {
      leave();
    }
    return await Promise.race([left, work]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
