import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Complaint, serverError, unauthorized } from './complaint';
import type { Fault } from './faults';
import type { Env } from './guard';

const HALF_SENT_MS = 20;

type Effect = (c: Context<Env>, fault: Fault) => void | Promise<void>;

const breakDown: Effect = (c, { status = 500 }) => {
  c.res = c.json(serverError().bodyFor(c.req.path), status as ContentfulStatusCode);
};

const showPage: Effect = (c, { status = 502 }) => {
  c.res = c.html(
    '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1><p>The proxy could not reach the server.</p>',
    status as ContentfulStatusCode,
  );
};

function cutOff(c: Context<Env>): void {
  c.env.incoming.socket.destroy();
  c.res = RESPONSE_ALREADY_SENT;
}

/** What happens instead of the request, which is left undone. */
export const INSTEAD: Partial<Record<Fault['kind'], Effect>> = {
  unauthorized: () => {
    throw unauthorized();
  },
  rateLimited: (_c, { retryAfterSeconds }) => {
    throw tooMany(retryAfterSeconds);
  },
  serverError: breakDown,
  htmlPage: showPage,
  dropRequest: cutOff,
};

/** What becomes of the answer to a request that was done. */
export const AFTERWARDS: Partial<Record<Fault['kind'], Effect>> = {
  serverError: breakDown,
  htmlPage: showPage,
  loseAnswer: cutOff,
  malformedJson: async (c) => {
    const text = await c.res.text();
    c.res = new Response(text.slice(0, Math.floor(text.length * 0.6)), c.res);
  },
  truncatedGzip: async (c) => {
    const bytes = gzipSync(await c.res.text());
    const headers = new Headers(c.res.headers);
    headers.set('Content-Encoding', 'gzip');
    c.res = new Response(bytes.subarray(0, Math.floor(bytes.length * 0.6)), {
      status: c.res.status,
      headers,
    });
  },
  resetMidway: async (c) => {
    const bytes = Buffer.from(await c.res.arrayBuffer());
    const { outgoing } = c.env;
    outgoing.writeHead(c.res.status, {
      ...Object.fromEntries(c.res.headers),
      'Content-Length': bytes.length,
    });
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
    // Bytes that the system has not taken yet would be lost with the connection.
    await delay(HALF_SENT_MS);
    cutOff(c);
  },
};

/** The answer beyond the limit of requests. */
export function tooMany(retryAfterSeconds: number | undefined): Complaint {
  return new Complaint(429, 'Too many requests', {
    headers:
      retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': String(Math.ceil(retryAfterSeconds)) },
  });
}
