import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as SandboxModule from '../sandbox/main';
import type { SharedSandbox } from '../sandbox/shared';
import { Disposables } from '../shell/disposables';

/**
 * The sandbox of this machine, from this window's point of view: started on the first use, or joined if another
 * window has it. Its code is a bundle of its own and read only then.
 */
export class SandboxHost extends Disposables {
  readonly #bundle: string;
  readonly #folder: string;
  readonly #windowMs: number | undefined;
  #running: Promise<SharedSandbox> | undefined;

  /**
   * @param dist folder of the built bundles
   * @param folder where the sandbox keeps its lock and its data
   * @param windowMs length of the rate-limit window it imitates; a minute when left out
   */
  constructor(dist: string, folder: string, windowMs?: number) {
    super();
    this.#bundle = join(dist, 'sandbox.js');
    this.#folder = folder;
    this.#windowMs = windowMs;
    this.own({ dispose: () => void this.stop() });
  }

  /** Address of the running sandbox, such as `http://127.0.0.1:40123`; starts or joins it first. */
  async origin(): Promise<string> {
    return (await this.#ensure()).origin;
  }

  /**
   * The sandbox did not answer at `origin`: the window that ran it may have closed. Forgets it, so that the next
   * {@link origin} joins or starts another.
   */
  async lost(origin: string): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    if (running?.origin === origin) {
      this.#running = undefined;
      await running.close();
    }
  }

  /** Ends the sandbox if this window runs it. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.then((sandbox) => sandbox.close()).catch(() => undefined);
  }

  #ensure(): Promise<SharedSandbox> {
    this.#running ??= this.#start().catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    });
    return this.#running;
  }

  #start(): Promise<SharedSandbox> {
    const load = createRequire(__filename);
    const { joinOrStart } = load(this.#bundle) as typeof SandboxModule;
    const windowMs = this.#windowMs;
    return joinOrStart({
      directory: this.#folder,
      ...(windowMs === undefined ? {} : { windowMs }),
    });
  }
}
