import { commands, type Disposable } from 'vscode';
import type { ErrorReport } from './errorReport';

/** Every command of the extension. A test holds this list and package.json together. */
export type CommandId =
  | 'iqm.account.signIn'
  | 'iqm.account.switch'
  | 'iqm.account.signOut'
  | 'iqm.sandbox.try'
  | 'iqm.organization.switch'
  | 'iqm.conversion.create'
  | 'iqm.conversion.refresh'
  | 'iqm.campaign.refresh'
  | 'iqm.page.example'
  | 'iqm.conversion.copyScript'
  | 'iqm.conversion.assign'
  | 'iqm.pixel.insert'
  | 'iqm.pixel.reveal'
  | 'iqm.pixel.remove'
  | 'iqm.pixel.replace'
  | 'iqm.log.show'
  | 'iqm.tree.insert'
  | 'iqm.tree.assign'
  | 'iqm.tree.copyScript'
  | 'iqm.tree.copyId'
  | 'iqm.tree.loadMore'
  | 'iqm.editor.insert'
  | 'iqm.conversion.search'
  | 'iqm.conversion.filter'
  | 'iqm.conversion.sort'
  | 'iqm.conversion.clearFilter'
  | 'iqm.campaign.search'
  | 'iqm.campaign.filter'
  | 'iqm.campaign.clearFilter'
  | 'iqm.conversion.show'
  | 'iqm.conversion.rename'
  | 'iqm.conversion.editPiggyback'
  | 'iqm.conversion.duplicate'
  | 'iqm.conversion.mail'
  | 'iqm.conversion.delete'
  | 'iqm.conversion.detach'
  | 'iqm.conversion.copyAs'
  | 'iqm.conversion.openInIqm'
  | 'iqm.tree.details'
  | 'iqm.tree.rename'
  | 'iqm.tree.editPiggyback'
  | 'iqm.tree.duplicate'
  | 'iqm.tree.mail'
  | 'iqm.tree.delete'
  | 'iqm.tree.detach'
  | 'iqm.tree.chooseConversions'
  | 'iqm.tree.removeFromCampaign'
  | 'iqm.tree.copyAs'
  | 'iqm.tree.openInIqm';

/** Registers commands so that each runs inside the one error wrapper. */
export class CommandRegistry {
  readonly #report: ErrorReport;

  constructor(report: ErrorReport) {
    this.#report = report;
  }

  /**
   * @param run receives what the caller passed; its result goes back to the caller. An error is shown to the
   *   user with a next step and becomes `undefined`, unless the caller asked for it with `{ throws: true }`.
   */
  register(id: CommandId, run: (...args: unknown[]) => unknown): Disposable {
    return commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        await this.#report.show(error, { retry: () => commands.executeCommand(id, ...args) });
        return undefined;
      }
    });
  }
}

/** Runs one of our own commands; for parts that do not know each other. */
export function runCommand(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return commands.executeCommand(id, ...args);
}
