import type { CallOptions } from '../callOptions';
import type { ApiCall, CallWatch, Connection } from '../connection';
import type { Envelope } from '../envelope';
import { IqmError } from '../errors';
import { mayBeDone, mayBeUnderWay } from '../faults';

/** Follows one write through its tries and tells whether it may be done although no answer says so. */
export class Doubt {
  /** When it last left, milliseconds since 1970. */
  sentAt: number | undefined;
  /** Whether a try before the last may have done it. */
  earlier = false;
  /** Whether IQM may still be at work on one of the tries, so that looking now settles nothing. */
  underWay = false;

  readonly watch: CallWatch = {
    onSent: () => (this.sentAt = Date.now()),
    onTurnedAway: () => (this.sentAt = undefined),
    onRepeat: (error) => {
      this.earlier ||= this.#concerns(error);
      this.underWay ||= this.#concerns(error) && mayBeUnderWay(error);
    },
  };

  /** Whether the write that ended with `error` may be done. */
  remains(error: unknown): error is IqmError {
    if (!(error instanceof IqmError)) {
      return false;
    }
    const last = this.#concerns(error);
    this.underWay ||= last && mayBeUnderWay(error);
    return last || this.earlier;
  }

  #concerns(error: IqmError): boolean {
    return this.sentAt !== undefined && mayBeDone(error);
  }
}

/** What is known of a request that must not be sent twice. */
export type Outcome =
  | { readonly envelope: Envelope; readonly doubt: Doubt }
  | { readonly error: IqmError; readonly doubt: Doubt };

/**
 * Sends a write that is never repeated by itself.
 *
 * @returns the answer, or the error after which the write may be done
 * @throws IqmError when the write is certainly not done
 */
export async function sendOnce(
  connection: Connection,
  call: ApiCall,
  options: CallOptions | undefined,
): Promise<Outcome> {
  const doubt = new Doubt();
  try {
    return { envelope: await connection.call(call, options, doubt.watch), doubt };
  } catch (error) {
    if (doubt.remains(error)) {
      return { error, doubt };
    }
    throw error;
  }
}

/** The error for a write of which nobody can tell what became; `advice` is a sentence that says how to find out. */
export function unknownOutcome(what: string, advice: string): IqmError {
  return new IqmError('unknownOutcome', `${what} ${advice}`);
}
