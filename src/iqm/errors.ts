/** What went wrong with a call to IQM, as far as a caller may want to act on it. */
export type IqmErrorKind =
  | 'cancelled'
  | 'timeout'
  | 'offline'
  | 'certificate'
  | 'insecure'
  | 'redirected'
  | 'tooLarge'
  | 'malformed'
  | 'unauthorized'
  | 'forbidden'
  | 'onHold'
  | 'notFound'
  | 'methodNotAllowed'
  | 'invalid'
  | 'rateLimited'
  | 'server'
  | 'unknownOutcome'
  | 'mfaRequired';

/** One complaint of IQM's, in its own words; `field` is the name of the input it is about, where known. */
export interface FieldError {
  readonly message: string;
  readonly field?: string;
  readonly reason?: string;
}

export interface IqmErrorParticulars {
  /** HTTP status of the answer; absent when there was none. */
  readonly status?: number;
  readonly details?: readonly FieldError[];
  /** Where IQM asks the user to write to, sent with an account that is on hold. */
  readonly supportEmail?: string;
  readonly retryAfterSeconds?: number;
  /** The operating system's or TLS's own name of the fault, such as ECONNREFUSED; for logs. */
  readonly code?: string;
}

/**
 * The only error that leaves this floor. Its message is one plain English sentence for a user and never holds a
 * secret, a header, a body or the query of a URL; nothing else is attached, so it is safe to log whole.
 */
export class IqmError extends Error {
  readonly kind: IqmErrorKind;
  declare readonly status?: number;
  readonly details: readonly FieldError[];
  declare readonly supportEmail?: string;
  declare readonly retryAfterSeconds?: number;
  declare readonly code?: string;

  constructor(kind: IqmErrorKind, message: string, particulars: IqmErrorParticulars = {}) {
    super(message);
    // Set by hand: minifying renames the class, and logs go by this name.
    this.name = 'IqmError';
    this.kind = kind;
    this.details = particulars.details ?? [];
    const { status, supportEmail, retryAfterSeconds, code } = particulars;
    if (status !== undefined) this.status = status;
    if (supportEmail !== undefined) this.supportEmail = supportEmail;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
    if (code !== undefined) this.code = code;
  }
}
