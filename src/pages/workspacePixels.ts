import { EventEmitter, type Event } from 'vscode';
import type { Account } from '../account/account';
import type { Conversion } from '../iqm/shapes/conversion';
import { Disposables } from '../shell/disposables';
import type { Log } from '../shell/log';
import type { PageIndex } from './pageIndex';

/** Where a pixel stands in the workspace; `line` counts from 0. */
export interface PixelPlace {
  /** The file as the workspace names it. */
  readonly label: string;
  readonly uri: string;
  readonly line: number;
  /** Whether a browser that opens the page runs it: a pixel in a comment stands there too. */
  readonly live: boolean;
}

/** Which pages of the workspace carry which pixels. Nothing is read before somebody asks. */
export class WorkspacePixels extends Disposables {
  readonly #account: Account;
  readonly #log: Log;
  readonly #changed = this.own(new EventEmitter<void>());
  #index: Promise<PageIndex> | undefined;
  #hosts = '';

  /** Pages have changed since somebody asked: an answer may be another now. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(account: Account, log: Log) {
    super();
    this.#account = account;
    this.#log = log;
    this.own(account.onDidChange(() => void this.#follow()));
    this.own({ dispose: () => void this.#index?.then((index) => index.dispose()) });
  }

  /**
   * The places of a conversion's pixel, by file and line.
   * @throws the signal's reason when it is aborted
   */
  async placesOf(conversion: Conversion, signal: AbortSignal): Promise<readonly PixelPlace[]> {
    this.#index ??= this.#open();
    return (await this.#index).placesOf(conversion, signal);
  }

  async #open(): Promise<PageIndex> {
    const { PageIndex } = await import('./pageIndex');
    this.#hosts = this.#account.trustedPixelHosts().join();
    return new PageIndex({
      hosts: () => this.#account.trustedPixelHosts(),
      log: this.#log,
      changed: () => this.#changed.fire(),
    });
  }

  /** The sandbox's host counts only in its own session, so another account may see other pixels. */
  async #follow(): Promise<void> {
    const hosts = this.#account.trustedPixelHosts().join();
    if (this.#index !== undefined && hosts !== this.#hosts) {
      this.#hosts = hosts;
      (await this.#index).readAnew();
    }
  }
}
