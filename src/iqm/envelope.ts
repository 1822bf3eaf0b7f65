import { IqmError, type FieldError, type IqmErrorKind } from './errors';
import { hideSecrets } from './redact';
import { asLine, Wire } from './shapes/wire';
import type { HttpAnswer } from './transport';

/** A successful answer, out of whichever of IQM's wrappings it came in. */
export interface Envelope {
  /** What the answer is about. */
  readonly data: unknown;
  /** The whole body: some lists keep their counters beside the data. */
  readonly body: unknown;
  /** The server's clock, milliseconds since 1970. */
  readonly date?: number;
}

/** A support text may be long, a notification should not be. */
const MAX_SAID = 400;

/**
 * Reads any of IQM's wrappings: `{success, data}` of v3 and v4, `{statusCode, responseObject}` of v2, bare OAuth
 * objects, and their forms of errors. A success that says `success: false` inside is a failure.
 *
 * @throws IqmError for every failure that the answer tells of, and `malformed` for a success that is not JSON.
 */
export function openEnvelope(answer: HttpAnswer): Envelope {
  const body = parse(answer.text);
  const ok = answer.status >= 200 && answer.status < 300;
  if (body === undefined) {
    if (ok && answer.text.trim() === '') {
      return { data: undefined, body: undefined };
    }
    throw ok
      ? new IqmError('malformed', 'IQM’s answer is not readable. A proxy may have changed it.', {
          status: answer.status,
        })
      : failureOf(answer, undefined);
  }
  const fields = new Wire(body, 'body', ignoreDrift);
  const inner = fields.number('statusCode');
  if (!ok || fields.flag('success') === false || (inner !== undefined && inner >= 400)) {
    throw failureOf(answer, body);
  }
  return {
    data: fields.raw('data', 'responseObject') ?? (Object.hasOwn(body, 'data') ? null : body),
    body,
    ...(answer.date !== undefined && { date: answer.date }),
  };
}

/** Whether a failure was told by IQM itself, and not by a proxy or a sign-in page on the way. */
export function isFromApi(answer: HttpAnswer): boolean {
  return parse(answer.text) !== undefined;
}

/** Objects and arrays only: nothing of IQM's is a bare text or number. */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function failureOf(answer: HttpAnswer, body: unknown): IqmError {
  const fields = new Wire(body, 'body', ignoreDrift);
  const ok = answer.status < 400;
  const status = ok ? (fields.number('statusCode') ?? answer.status) : answer.status;
  const details = complaintsOf(fields);
  const retryAfterSeconds = secondsOf(answer.retryAfter);
  const particulars = {
    status: answer.status,
    details,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
  const data = fields.object('data');
  const state = data.line('status');
  const supportEmail = data.line('supportEmail');
  if ((state && /hold/i.test(state)) || (state && supportEmail)) {
    const reason = data.line('reason');
    return new IqmError('onHold', sentence('This IQM account is on hold.', details, reason), {
      ...particulars,
      details: reason ? [{ message: said(reason) }, ...details] : details,
      // Shown as a place to write to, so it must be nothing else.
      ...(supportEmail && /^[^\s@<>"',;:]+@[\w.-]+$/.test(supportEmail) && { supportEmail }),
    });
  }
  const kind = kindOf(status);
  return new IqmError(
    kind,
    sentence(OPENINGS[kind] ?? `IQM answered with status ${status}.`, details),
    particulars,
  );
}

function kindOf(status: number): IqmErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 405:
    case 501:
      return 'methodNotAllowed';
    case 408:
      return 'timeout';
    case 429:
      return 'rateLimited';
    default:
      // 407 is a proxy asking for a password: nothing that the request could mend.
      return status >= 500 || status === 407 ? 'server' : 'invalid';
  }
}

const OPENINGS: Partial<Record<IqmErrorKind, string>> = {
  unauthorized: 'IQM did not accept the sign-in.',
  forbidden: 'IQM does not allow this for the account or organization.',
  notFound: 'IQM does not know this address or item.',
  methodNotAllowed: 'IQM does not offer this here.',
  timeout: 'IQM did not answer in time.',
  rateLimited: 'IQM’s limit of requests per minute is used up.',
  invalid: 'IQM did not accept this.',
};

/** All that an answer complains of: `errorObjects`, v2's `errorMsg`, a bare `error`, or OAuth's description. */
function complaintsOf(body: Wire): FieldError[] {
  const listed = body.raw('errorObjects');
  const objects: readonly unknown[] = Array.isArray(listed)
    ? listed
    : listed === undefined
      ? []
      : [listed];
  const complaints = objects.slice(0, 20).map((object): FieldError | undefined => {
    if (typeof object === 'string') {
      return { message: said(object) };
    }
    const fields = new Wire(object, 'error', ignoreDrift);
    const message = fields.line('error', 'message', 'reason');
    const reason = fields.line('reason');
    const field = fields.line('field');
    return message === undefined
      ? undefined
      : {
          message: said(message),
          ...(field !== undefined && { field }),
          ...(reason !== undefined && reason !== message && { reason: said(reason) }),
        };
  });
  const inner = body.object('responseObject', 'error');
  const lone =
    inner.line('errorMsg', 'message', 'error') ??
    (typeof body.raw('responseObject') === 'string' ? body.line('responseObject') : undefined) ??
    (typeof body.raw('error') === 'string'
      ? (body.line('error_description') ?? body.line('error'))
      : body.line('errorMsg', 'message'));
  const field = inner.line('errorField', 'field');
  return [
    ...complaints.filter((complaint) => complaint !== undefined),
    ...(lone === undefined ? [] : [{ message: said(lone), ...(field !== undefined && { field }) }]),
  ];
}

/**
 * IQM's words, fit to be shown: one line, without anything secret, and with `](` broken up, because VS Code makes
 * links out of Markdown in notifications.
 */
function said(text: string): string {
  const line = hideSecrets(asLine(text)).replaceAll('](', '] (');
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID - 1)}…` : line;
}

function sentence(opening: string, details: readonly FieldError[], reason?: string): string {
  const words = [reason && said(reason), ...details.map(({ message }) => message)].filter(Boolean);
  return words.length === 0 ? opening : `${opening} IQM: ${words.join(' ')}`.slice(0, 2 * MAX_SAID);
}

/** `Retry-After` in seconds, given as a number or as a date. */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) {
    return undefined;
  }
  const seconds = /^\s*\d{1,9}(\.\d+)?\s*$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function ignoreDrift(): void {
  // Errors have too many forms for any of them to count as drift.
}
