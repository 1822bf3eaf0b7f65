import { CancellationError, commands, env, l10n, window } from 'vscode';
import { IqmError } from '../iqm/errors';
import { errorSentence } from './errorSentence';
import type { Log } from './log';

interface NextStep {
  readonly title: string;
  readonly run: () => unknown;
}

export interface ReportOptions {
  /** Does the failed thing once more; offered where that can help. */
  readonly retry?: () => unknown;
  /** What could not be done, as the start of the sentence: "The conversion could not be created." */
  readonly what?: string;
}

/** The one place where an error becomes something a user sees: cancelling is silent, all else has a next step. */
export class ErrorReport {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Logs and shows `error`; resolves when it is on the screen, not when the user has answered. */
  show(error: unknown, options: ReportOptions = {}): Promise<void> {
    if (isCancelled(error)) {
      return Promise.resolve();
    }
    this.#log.error(error);
    const steps = this.#nextSteps(error, options);
    const sentence =
      error instanceof IqmError
        ? errorSentence(error)
        : error instanceof UserError
          ? error.message
          : l10n.t('Something unexpected went wrong: {0}', messageOf(error));
    const text = options.what ? `${options.what} ${sentence}` : sentence;
    void window.showErrorMessage(text, ...steps.map(({ title }) => title)).then((chosen) => {
      return steps.find(({ title }) => title === chosen)?.run();
    });
    return Promise.resolve();
  }

  #nextSteps(error: unknown, { retry }: ReportOptions): NextStep[] {
    const again = retry ? [{ title: l10n.t('Try Again'), run: retry }] : [];
    const log = { title: l10n.t('Show Log'), run: () => this.#log.reveal() };
    const command = (title: string, id: string, ...args: unknown[]): NextStep => ({
      title,
      run: () => commands.executeCommand(id, ...args),
    });
    if (error instanceof UserError) {
      return error.steps.map(({ title, run }) => ({ title, run }));
    }
    if (!(error instanceof IqmError)) {
      return [log];
    }
    switch (error.kind) {
      case 'unauthorized':
      case 'mfaRequired':
        return [command(l10n.t('Sign In…'), 'iqm.account.signIn')];
      case 'forbidden':
        return [command(l10n.t('Switch Organization…'), 'iqm.organization.switch')];
      case 'onHold': {
        const address = error.supportEmail;
        return address
          ? [{ title: l10n.t('Copy Support Address'), run: () => env.clipboard.writeText(address) }]
          : [];
      }
      case 'insecure':
      case 'redirected':
        return [
          command(l10n.t('Open Settings'), 'workbench.action.openSettings', 'iqm.apiUrl'),
          log,
        ];
      case 'unknownOutcome':
        return [command(l10n.t('Refresh Conversions'), 'iqm.conversion.refresh')];
      case 'invalid':
        return [];
      default:
        return [...again, log];
    }
  }
}

/** An error that is already a sentence for the user, with its own next steps. */
export class UserError extends Error {
  readonly steps: readonly NextStep[];

  constructor(message: string, steps: readonly NextStep[] = []) {
    super(message);
    this.name = 'UserError';
    this.steps = steps;
  }

  /** Goes by name: a part that is read on first use brings a copy of this class along. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Error[Symbol.hasInstance](value) && (value as Error).name === 'UserError';
  }
}

/** Whether `error` only says that the user, or a newer request, no longer wants the result. */
export function isCancelled(error: unknown): boolean {
  return (
    error instanceof CancellationError || (error instanceof IqmError && error.kind === 'cancelled')
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
