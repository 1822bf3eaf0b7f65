import { IqmError } from './errors';

/** Faults after which the request cannot have reached IQM, so that nothing was done there. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

const OFFLINE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to the network',
  EAI_AGAIN: 'the network does not look names up at the moment',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'the connection broke',
  ECONNABORTED: 'the connection broke',
  EPIPE: 'the connection broke',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke in the middle of the answer',
  EHOSTUNREACH: 'there is no way to it from here',
  ENETUNREACH: 'there is no way to it from here',
  ENETDOWN: 'the network is down',
  EPROTO: 'it does not speak TLS as expected',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS as expected',
};

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'was issued by an authority that this computer does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the certificate of its issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'was issued by an authority that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'was issued by an authority that this computer does not know',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  CERT_UNTRUSTED: 'is not trusted',
  CERT_REJECTED: 'is not trusted',
  CERT_SIGNATURE_FAILURE: 'has a wrong signature',
  CERT_CHAIN_TOO_LONG: 'has too long a chain of issuers',
  HOSTNAME_MISMATCH: 'belongs to another host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'belongs to another host',
  INVALID_CA: 'was issued by something that is not an authority',
};

/** Node's own name of a fault, also from inside the errors that a library wraps around it. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code, errors } = at as Error & { code?: unknown; errors?: unknown };
    if (typeof code === 'string') {
      return code;
    }
    // Trying several addresses of a name yields one error for all of them.
    const inner: unknown = Array.isArray(errors) ? errors[0] : undefined;
    if (inner instanceof Error) {
      return codeOf(inner);
    }
  }
  return undefined;
}

/**
 * What a failed exchange with `host` means to a user. Takes anything that node-fetch, Node's http or zlib throw;
 * of the original nothing but its code is kept, because its text may hold the whole URL.
 */
export function faultOf(error: unknown, host: string): IqmError {
  if (error instanceof IqmError) {
    return error;
  }
  const type: unknown = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'no-redirect' || type === 'invalid-redirect') {
    return new IqmError(
      'redirected',
      `${host} wanted to send the request on to another address. It was not followed, to keep your token safe. Check the API URL in the settings.`,
    );
  }
  if (type === 'max-size') {
    return new IqmError('tooLarge', `The answer of ${host} is larger than 5 MB and was not read.`);
  }
  const code = codeOf(error);
  const particulars = code === undefined ? {} : { code };
  if (code !== undefined && Object.hasOwn(CERTIFICATE, code)) {
    return new IqmError(
      'certificate',
      `The certificate of ${host} ${CERTIFICATE[code] ?? 'is not trusted'}, so the connection was not made. Add your company’s certificate to the system’s trusted ones, or check the API URL in the settings.`,
      particulars,
    );
  }
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
    return new IqmError('timeout', `${host} did not answer in time.`, particulars);
  }
  if (code?.startsWith('HPE_') || code?.startsWith('Z_') || code?.startsWith('ERR__ERROR_')) {
    return new IqmError('malformed', `The answer of ${host} is damaged.`, particulars);
  }
  const why = code !== undefined && Object.hasOwn(OFFLINE, code) ? OFFLINE[code] : undefined;
  return new IqmError(
    'offline',
    why
      ? `${host} cannot be reached: ${why}.`
      : `${host} cannot be reached. Check your connection and proxy.`,
    particulars,
  );
}

/**
 * Whether IQM may have done what was asked although the call failed with `error`. An answer that says no is
 * believed; a missing, broken or overtaken one proves nothing.
 */
export function mayBeDone(error: IqmError): boolean {
  switch (error.kind) {
    case 'timeout':
    case 'server':
    case 'malformed':
    case 'tooLarge':
    case 'cancelled':
    case 'redirected':
      return true;
    case 'offline':
      return error.code === undefined || !NEVER_SENT.has(error.code);
    default:
      return false;
  }
}

/** Whether IQM may still be at work on a call that failed with `error`, so that looking once settles nothing. */
export function mayBeUnderWay(error: IqmError): boolean {
  return error.kind === 'timeout' || error.kind === 'cancelled' || error.status === 504;
}
