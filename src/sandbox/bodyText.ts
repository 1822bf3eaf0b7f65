import type { Context } from 'hono';
import { Complaint } from './complaint';
import type { Env } from './guard';

/** Far above any documented request. */
const MOST_BYTES = 1_000_000;

/**
 * The body of a request. (Hono's own limit builds a new global `Request` out of the server's, which Node refuses as long
 * as the server leaves the globals alone.)
 *
 * @throws Complaint 413 when it is too large, without reading the rest
 */
export async function bodyText(c: Context<Env>): Promise<string> {
  const { incoming } = c.env;
  const chunks: Buffer[] = [];
  let size = 0;
  // A stream that is left is destroyed with its connection, and nobody would get the complaint.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MOST_BYTES) {
      throw new Complaint(413, 'The body is too large.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
