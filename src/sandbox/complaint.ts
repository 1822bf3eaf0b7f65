import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** One entry of IQM's `errorObjects`. */
export interface ErrorObject {
  readonly error: string;
  readonly reason?: string;
  /** The input it is about, as a dotted path into the body. */
  readonly field?: string;
}

interface Particulars {
  /** Sent along although the call failed, as IQM does for an account on hold. */
  readonly data?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces IQM's wrapping: the token endpoint answers in OAuth's own. */
  readonly bare?: object;
}

/** Thrown by an endpoint to answer with an error instead. */
export class Complaint extends Error {
  readonly status: ContentfulStatusCode;
  readonly errors: readonly ErrorObject[];
  readonly particulars: Particulars;

  constructor(
    status: ContentfulStatusCode,
    errors: string | readonly ErrorObject[],
    particulars: Particulars = {},
  ) {
    const list = typeof errors === 'string' ? [{ error: errors }] : errors;
    super(list.map(({ error }) => error).join(' '));
    this.status = status;
    this.errors = list;
    this.particulars = particulars;
  }

  /** The JSON that tells it, in the wrapping of the API version that was called. */
  bodyFor(path: string): object {
    const { bare, data } = this.particulars;
    if (bare) {
      return bare;
    }
    if (path.startsWith('/api/v2/')) {
      const [first] = this.errors;
      return {
        statusCode: this.status,
        responseObject: {
          errorMsg: this.message,
          errorCode: this.status,
          ...(first?.field !== undefined && { errorField: first.field }),
        },
      };
    }
    return { success: false, ...(data && { data }), errorObjects: this.errors };
  }
}

/** An input that IQM would not take. */
export function invalid(error: string, field?: string): Complaint {
  return new Complaint(422, [{ error, ...(field !== undefined && { field }) }]);
}

export function invalidConversion(): Complaint {
  return invalid('Invalid conversion id.');
}

export function unauthorized(reason?: string): Complaint {
  return new Complaint(401, [{ error: 'Invalid token', ...(reason !== undefined && { reason }) }]);
}

export function forbidden(): Complaint {
  return new Complaint(403, 'Forbidden !');
}

export function serverError(): Complaint {
  return new Complaint(500, 'server encountered an error !');
}
