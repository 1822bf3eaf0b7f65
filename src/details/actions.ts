import type { DetailsModel } from './detailsModel';
import type { FromWeb } from './messages';
import type { Notice } from './panelState';

/** Commands that belong to other parts of the extension. */
export type DetailsCommand =
  | 'iqm.pixel.insert'
  | 'iqm.conversion.copyScript'
  | 'iqm.conversion.copyAs'
  | 'iqm.conversion.assign'
  | 'iqm.account.signIn';

/** A file that a pixel can go into. */
export interface Target {
  /** File name, as the button names it. */
  readonly name: string;
  readonly uri: string;
}

/** What actions do outside of the panel, and what they ask there. */
export interface ActionPorts {
  /** Runs one of the extension's commands; its errors are shown by the command itself. */
  readonly run: (command: DetailsCommand, argument: object) => PromiseLike<unknown>;
  /** The file that *Insert* works on. */
  readonly target: () => Target | undefined;
}

/** The buttons that take a while: what each runs, and what is said when it is done. */
export type Action = Extract<
  FromWeb['type'],
  'refresh' | 'insert' | 'copy' | 'copyAs' | 'assign' | 'signIn'
>;

/** Runs the actions of one panel, each of them once at a time. */
export class Actions {
  readonly #id: number;
  readonly #ports: ActionPorts;
  readonly #note: (notice: Omit<Notice, 'key'>) => void;
  readonly #running = new Set<Action>();

  constructor(id: number, ports: ActionPorts, note: (notice: Omit<Notice, 'key'>) => void) {
    this.#id = id;
    this.#ports = ports;
    this.#note = note;
  }

  /** Resolves when the action is done; a second click while the first is being dealt with does nothing. */
  async run(action: Action, model: DetailsModel | undefined): Promise<void> {
    if (this.#running.has(action)) {
      return;
    }
    this.#running.add(action);
    try {
      await this.#start(action, model);
    } finally {
      this.#running.delete(action);
    }
  }

  async #start(action: Action, model: DetailsModel | undefined): Promise<void> {
    const conversionId = this.#id;
    switch (action) {
      case 'refresh':
        if (model !== undefined) {
          await model.refresh();
          this.#note({ kind: model.failed ? 'refreshFailed' : 'refreshed' });
        }
        return;
      case 'insert':
        await this.#insert();
        await model?.loadPlaces();
        return;
      case 'copy':
        await this.#copy('iqm.conversion.copyScript');
        return;
      case 'copyAs':
        await this.#copy('iqm.conversion.copyAs');
        return;
      case 'assign':
        if ((await this.#ports.run('iqm.conversion.assign', { conversionId })) !== undefined) {
          await model?.campaignsChanged();
        }
        return;
      case 'signIn':
        await this.#ports.run('iqm.account.signIn', {});
    }
  }

  async #insert(): Promise<void> {
    const target = this.#ports.target();
    const result = await this.#ports.run('iqm.pixel.insert', {
      conversionId: this.#id,
      ...(target ? { uri: target.uri } : {}),
    });
    const kind = INSERTED[String(property(result, 'status'))];
    const line = property(result, 'line');
    if (kind !== undefined) {
      // A page that the command has asked for is the open one by now.
      const page = target ?? this.#ports.target();
      this.#note({
        kind,
        ...(page ? { file: page.name } : {}),
        ...(typeof line === 'number' ? { line } : {}),
      });
    }
  }

  async #copy(command: DetailsCommand): Promise<void> {
    if ((await this.#ports.run(command, { conversionId: this.#id })) !== undefined) {
      this.#note({ kind: 'copied' });
    }
  }
}

/** What the insert command answers, and what the panel says to it; it says nothing when the user has cancelled. */
const INSERTED: Readonly<Record<string, Notice['kind']>> = {
  inserted: 'inserted',
  already: 'already',
  refused: 'notInserted',
  copied: 'copied',
};

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
