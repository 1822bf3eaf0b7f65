import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON or form; undefined without a body. */
  readonly body: unknown;
}

export type Reply =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> }
  | { readonly raw: (response: ServerResponse, socket: Socket) => void };

export type Handler = (seen: Seen) => Reply | Promise<Reply>;

/** A loopback server with a log of what it was asked. */
export class TestServer {
  readonly seen: Seen[] = [];
  handler: Handler;
  readonly #server: Server;

  private constructor(handler: Handler) {
    this.handler = handler;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(handler: Handler): Promise<TestServer> {
    const server = new TestServer(handler);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests to a path that ends like this. */
  to(end: string): Seen[] {
    return this.seen.filter(({ path }) => path.endsWith(end));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const url = new URL(request.url ?? '/', 'http://server');
    const seen: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: bodyOf(Buffer.concat(chunks).toString('utf8'), request.headers['content-type'] ?? ''),
    };
    this.seen.push(seen);
    const reply = await this.handler(seen);
    if ('raw' in reply) {
      reply.raw(response, request.socket);
      return;
    }
    const text = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
    response.writeHead(reply.status ?? 200, {
      'Content-Type': 'json' in reply ? 'application/json' : 'text/html',
      ...reply.headers,
    });
    response.end(text);
  }
}

function bodyOf(text: string, type: string): unknown {
  if (text === '') {
    return undefined;
  }
  return type.includes('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}
