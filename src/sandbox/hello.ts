import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { proofOf } from './control';

/** `gone`: nobody listens. `silent`: somebody does, but gave no answer in time. `foreign`: not who was expected. */
export type Greeting = 'ours' | 'foreign' | 'gone' | 'silent';

const MOST_BYTES = 2_000;

/**
 * Asks who listens on a port of the loopback. Ports are used again by other programs, so only a server that proves to
 * know the nonce is ours; the nonce itself is not sent.
 */
export function greet(port: number, nonce: string, timeoutMs: number): Promise<Greeting> {
  const challenge = randomBytes(16).toString('base64url');
  return new Promise((resolve) => {
    const request = get(
      {
        host: '127.0.0.1',
        port,
        path: `/sandbox/hello?challenge=${challenge}`,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MOST_BYTES) {
            request.destroy();
            resolve('foreign');
          }
        });
        response.on('end', () =>
          resolve(isProof(text, proofOf(nonce, challenge)) ? 'ours' : 'foreign'),
        );
        response.on('error', () => resolve('silent'));
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.name === 'AbortError' || error.name === 'TimeoutError' ? 'silent' : reasonOf(error),
      );
    });
  });
}

function reasonOf({ code }: NodeJS.ErrnoException): Greeting {
  // What speaks no HTTP, or hangs up, is something else on a port that was ours once.
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' ? 'gone' : 'foreign';
}

function isProof(text: string, proof: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'proof' in body && body.proof === proof;
  } catch {
    return false;
  }
}
