import { cancelled } from './cancellation';
import { IqmError } from './errors';
import { faultOf } from './faults';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, the body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** An answer with any status, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** Size of the body after decompression. */
  readonly bytes: number;
  readonly retryAfter?: string;
  /** The server's clock when it answered, milliseconds since 1970. */
  readonly date?: number;
}

export const READ_TIMEOUT_MS = 15_000;
export const WRITE_TIMEOUT_MS = 30_000;

/** No page of 1000 rows comes near this; what is larger is not IQM's API. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/**
 * One exchange over HTTP, whatever its status. A redirect is refused, because a bearer token follows nobody.
 *
 * @throws IqmError `cancelled`, `timeout`, `insecure`, `redirected`, `tooLarge`, `certificate`, `malformed` or
 *   `offline`.
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const url = checkedUrl(request.url);
  // A timeout and a cancelled call end the exchange with the same error; the controller's reason tells them apart.
  const controller = new AbortController();
  const end = (why: IqmError): void => controller.abort(why);
  const cancel = (): void => end(cancelled());
  const timer = setTimeout(() => {
    end(
      new IqmError('timeout', `${url.host} did not answer within ${seconds(request.timeoutMs)}.`),
    );
  }, request.timeoutMs);
  request.signal?.addEventListener('abort', cancel, { once: true });
  try {
    // Loaded here and not above: most windows that start the extension never call IQM.
    const { default: fetch } = await import('node-fetch');
    if (request.signal?.aborted) {
      cancel();
    }
    // Given a signal that has come already, node-fetch breaks the request's body where nobody can catch it.
    controller.signal.throwIfAborted();
    const response = await fetch(url.href, {
      method: request.method,
      headers: { 'User-Agent': 'iqm-conversions', ...request.headers },
      body: request.body ?? null,
      redirect: 'error',
      size: MAX_BODY_BYTES,
      signal: controller.signal,
    });
    const bytes = await response.arrayBuffer();
    const retryAfter = response.headers.get('retry-after');
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      text: new TextDecoder().decode(bytes),
      bytes: bytes.byteLength,
      ...(retryAfter !== null && { retryAfter }),
      ...(!Number.isNaN(date) && { date }),
    };
  } catch (error) {
    if (controller.signal.reason instanceof IqmError) {
      throw controller.signal.reason;
    }
    throw faultOf(error, url.host);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
}

/** @throws IqmError `insecure` for anything but https, or http on this computer, and for an address with a password. */
function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
  ) {
    throw new IqmError(
      'insecure',
      `The API URL must start with https://${url ? `, unlike that of ${url.host || 'this session'}` : ''}. Check it in the settings.`,
    );
  }
  if (url.username || url.password) {
    throw new IqmError('insecure', 'The API URL must not hold a user name or password.');
  }
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function seconds(milliseconds: number): string {
  const count = Math.max(1, Math.round(milliseconds / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
}
