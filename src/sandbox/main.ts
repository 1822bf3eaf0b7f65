import { runCommandLine } from './commandLine';
import { startSandbox, type SandboxOptions } from './server';
import { joinOrStart as joinOrStartIn, type SharedSandbox } from './shared';

export { startSandbox, type RunningSandbox, type SandboxOptions } from './server';
export type { SharedSandbox } from './shared';

/**
 * The sandbox of a directory: joins the one that another window runs, or starts it.
 *
 * @param options `directory` holds lock and data; the others are for the case that it is started here
 */
export function joinOrStart({
  directory,
  ...options
}: { readonly directory: string } & Omit<
  SandboxOptions,
  'dataFile' | 'nonce' | 'mayWrite'
>): Promise<SharedSandbox> {
  return joinOrStartIn({ directory, start: (place) => startSandbox({ ...options, ...place }) });
}

// Run as a program, and not loaded by the extension or by a test.
if (typeof require !== 'undefined' && require.main === module) {
  runCommandLine(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
