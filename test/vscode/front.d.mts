export function startFront(options: { port: number }): Promise<{
  readonly origin: string;
  serve(socketPath: string): void;
  close(): Promise<void>;
}>;
