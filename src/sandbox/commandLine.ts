import { parseArgs } from 'node:util';
import { startSandbox } from './server';

const USAGE = `IQM sandbox: imitates IQM's API on this machine.

  --port N         port to listen on; 0 for a free one (0)
  --data FILE      keep what is done in FILE (in memory only)
  --control TOKEN  token of the control endpoints (a random one)
  --limit N        requests per window, 0 for no limit (20)
  --window MS      length of the rate limit's window (60000)
  --expires S      life of access tokens in seconds (35999)
  --seed-size N    how many conversions there are at first
`;

const NUMBERS = ['port', 'limit', 'window', 'expires', 'seed-size'] as const;

/** Runs the sandbox until it is told to end, with the words of a command line. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      control: { type: 'string' },
      limit: { type: 'string' },
      window: { type: 'string' },
      expires: { type: 'string' },
      'seed-size': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [port, rateLimit, windowMs, expiresInSeconds, seedSize] = NUMBERS.map((name) => {
    const value = values[name];
    if (value !== undefined && !/^\d{1,9}$/.test(value)) {
      throw new Error(`--${name} takes a whole number.`);
    }
    return value === undefined ? undefined : Number(value);
  });
  const sandbox = await startSandbox({
    ...(port !== undefined && { port }),
    ...(values.data !== undefined && { dataFile: values.data }),
    ...(values.control !== undefined && { controlToken: values.control }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(windowMs !== undefined && { windowMs }),
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    ...(seedSize !== undefined && { seedSize }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`IQM sandbox at ${sandbox.origin}\n`);
  process.stdout.write(`control token ${sandbox.controlToken}\n`);
  const end = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}
