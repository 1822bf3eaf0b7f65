import { window, type LogOutputChannel } from 'vscode';
import { IqmError } from '../iqm/errors';
import { redact } from '../iqm/redact';
import { Disposables } from './disposables';

/**
 * The one logger, shown in the Output view as "IQM". Every line passes the redactor, so that no token, password,
 * mail address or query value can reach it, whatever a caller puts in.
 */
export class Log extends Disposables {
  readonly #channel: LogOutputChannel;

  constructor() {
    super();
    this.#channel = this.own(window.createOutputChannel('IQM', { log: true }));
  }

  readonly debug = (text: string): void => this.#channel.debug(redact(text));

  readonly info = (text: string): void => this.#channel.info(redact(text));

  readonly warn = (text: string): void => this.#channel.warn(redact(text));

  /** Kind and status of an IQM error, or the stack of any other. */
  error(error: unknown): void {
    if (error instanceof IqmError) {
      const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
      this.#channel.error(redact(`${error.kind}${status}: ${error.message}`));
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#channel.error(redact(text));
    }
  }

  reveal(): void {
    this.#channel.show();
  }
}
