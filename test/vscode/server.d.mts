export interface Server {
  readonly origin: string;
  readonly port: number;
  readonly socketPath: string | undefined;
  readonly dataDir: string;
  readonly extensionsDir: string;
  log(): string;
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}
export function freePort(): Promise<number>;
export function startServer(options?: {
  port?: number | undefined;
  socket?: boolean;
  userDataDir?: string;
  extensionsDir?: string;
  settings?: object;
  env?: Record<string, string>;
  testPayload?: boolean;
}): Promise<Server>;
export function workbenchUrl(
  origin: string,
  where?: { folder?: string; workspace?: string; payload?: [string, string][] },
): string;
export function linkExtension(root: string, extensionsDir: string): void;
export function installVsix(vsix: string, extensionsDir: string, dataDir: string): string;
