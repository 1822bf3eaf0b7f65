import * as v from 'valibot';
import type { FromWeb } from '../messages';
import { toWeb, type ToWeb } from '../panelState';

/** What the page keeps for itself over a reload of the window or a hidden tab. */
export interface Kept {
  readonly conversionId?: number;
  readonly table?: boolean;
  readonly scroll?: number;
}

interface VsCodeApi {
  postMessage(message: FromWeb): void;
  getState(): unknown;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const kept = v.object({
  conversionId: v.exactOptional(v.number()),
  table: v.exactOptional(v.boolean()),
  scroll: v.exactOptional(v.number()),
});

/** The extension, as this page sees it. */
export class Host {
  readonly #api = acquireVsCodeApi();
  #kept: Kept;

  constructor() {
    const read = v.safeParse(kept, this.#api.getState());
    this.#kept = read.success ? read.output : {};
  }

  get kept(): Kept {
    return this.#kept;
  }

  keep(change: Kept): void {
    this.#kept = { ...this.#kept, ...change };
    this.#api.setState(this.#kept);
  }

  readonly send = (message: FromWeb): void => this.#api.postMessage(message);

  /** Listens, and then says so. Messages that are none of ours are reported to the console and dropped. */
  listen(receive: (message: ToWeb) => void): void {
    addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const read = v.safeParse(toWeb, data);
      if (read.success) {
        receive(read.output);
      } else {
        console.error('A message that this page does not know', v.flatten(read.issues));
      }
    });
    this.send({ type: 'ready' });
  }
}
