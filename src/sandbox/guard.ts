import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { Complaint } from './complaint';

export interface Env {
  Bindings: HttpBindings;
}

/** Host of the sandbox's tags. The name never resolves; tests and dry runs map it to the sandbox's port. */
export const PIXEL_HOST = 'pxl.sandbox.invalid';

export const PIXEL_PATH = /^\/(?:i\/pixel|d\/c\/conversion)\/[^/]+$/;

/** The only endpoint that takes a form instead of JSON. */
export const TOKEN_PATH = '/api/v3/ua/oauth/token';

/**
 * Lets in only what means this server. A foreign `Host` is the mark of DNS rebinding, where a web page makes its own
 * name point here; a foreign `Origin` that of a web page that calls across. Pixels alone are asked for by pages of any
 * origin, as that is their purpose.
 */
export const guard: MiddlewareHandler<Env> = async (c, next) => {
  const isPixel = c.req.method === 'GET' && PIXEL_PATH.test(c.req.path);
  const port = c.env.incoming.socket.localPort ?? 0;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const hosts = isPixel ? [...own, PIXEL_HOST, `${PIXEL_HOST}:${port}`] : own;
  const host = c.env.incoming.headers.host?.toLowerCase() ?? '';
  // A request line may name another host than the Host header.
  const named = new URL(c.req.url).host;
  if (!hosts.includes(host) || !hosts.includes(named)) {
    throw new Complaint(421, 'This server answers to its own loopback address only.');
  }
  if (!isPixel) {
    refuseForeignPages(c, own);
    refuseForeignContent(c);
  }
  await next();
};

function refuseForeignPages(c: Context<Env>, own: readonly string[]): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const foreign =
    (origin !== undefined && !own.some((host) => origin === `http://${host}`)) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) {
    throw new Complaint(403, 'Web pages of other origins may not use this server.');
  }
}

/** Forms and plain text are what a page can send across without asking first. */
function refuseForeignContent(c: Context<Env>): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const hasBody =
    (c.req.header('content-length') ?? '0') !== '0' ||
    c.req.header('transfer-encoding') !== undefined;
  if (['GET', 'HEAD'].includes(c.req.method) || (type === undefined && !hasBody)) {
    return;
  }
  const wanted =
    c.req.path === TOKEN_PATH ? 'application/x-www-form-urlencoded' : 'application/json';
  if (type !== wanted) {
    throw new Complaint(415, `Content-Type has to be ${wanted}.`);
  }
}
