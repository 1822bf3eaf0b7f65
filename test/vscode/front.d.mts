export function startFront(options: {
  port: number;
  socketPath: string;
}): Promise<{ origin: string; close(): Promise<void> }>;
