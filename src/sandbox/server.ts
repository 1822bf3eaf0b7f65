import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app';
import { DataFile } from './dataFile';
import { Sandbox } from './sandbox';
import { seedWorld } from './seed';
import { changeSwitches, USUAL_SWITCHES, type SwitchChange } from './switches';

export interface SandboxOptions {
  /** A free one when left out or 0. */
  readonly port?: number;
  /** Where the world is kept over restarts; in memory only when left out. */
  readonly dataFile?: string;
  /** Opens the control endpoints; a random one when left out. */
  readonly controlToken?: string;
  /** Known to those who may trust this server as theirs; see `/sandbox/hello`. */
  readonly nonce?: string;
  /** Requests within one window; 20 when left out, 0 for no limit. */
  readonly rateLimit?: number;
  /** Length of the window; a minute when left out. */
  readonly windowMs?: number;
  /** Life of access tokens; 35,999 s when left out. */
  readonly expiresInSeconds?: number;
  /** Other switches to start with. */
  readonly switches?: SwitchChange;
  /** How many conversions are seeded; the shop's own when left out. */
  readonly seedSize?: number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
  /** Told what a person who looks for trouble would want to know. */
  readonly log?: (line: string) => void;
  /** Asked before the world is written; false when another process has taken over. */
  readonly mayWrite?: () => boolean;
}

export interface RunningSandbox {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly port: number;
  /** Where the paths of pixels are served; the host of the tags stands for it. */
  readonly pixelOrigin: string;
  readonly controlToken: string;
  /** Writes the world and ends the server and its connections. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox on the loopback.
 *
 * @throws the system's error when the port is taken or the data file cannot be opened
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const { mayWrite } = options;
  const store =
    options.dataFile === undefined
      ? undefined
      : new DataFile({ file: options.dataFile, log, ...(mayWrite && { mayWrite }) });
  const sandbox = new Sandbox({
    world: store?.load() ?? seedWorld(now(), options.seedSize),
    switches: changeSwitches(changeSwitches(USUAL_SWITCHES, quickSwitches(options)), {
      ...options.switches,
    }),
    seedSize: options.seedSize,
    now,
    onChange: () => store?.saveSoon(() => sandbox.world),
  });
  // A seed is told from the time of the first start, so that has to survive too.
  sandbox.changed();
  const controlToken = options.controlToken ?? randomBytes(24).toString('base64url');
  const nonce = options.nonce ?? randomBytes(24).toString('base64url');
  const app = createApp(sandbox, { controlToken, nonce }, log);
  const server = createAdaptorServer({
    fetch: app.fetch,
    // It runs inside VS Code's extension host, whose globals belong to all extensions.
    overrideGlobalObjects: false,
  }) as Server;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    port,
    pixelOrigin: origin,
    controlToken,
    close: async () => {
      store?.flush();
      if (server.listening) {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }
      // Requests that were under way may have changed the world since.
      store?.close();
    },
  };
}

function quickSwitches({ rateLimit, windowMs, expiresInSeconds }: SandboxOptions): SwitchChange {
  return {
    rateLimit: {
      ...(rateLimit !== undefined && { limit: rateLimit }),
      ...(windowMs !== undefined && { windowMs }),
    },
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
  };
}
