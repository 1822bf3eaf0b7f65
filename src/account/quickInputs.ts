import { QuickInputButtons, window, type Disposable, type QuickPickItem } from 'vscode';

/** Thrown by an input when the user goes one step back. */
export class StepBack extends Error {
  constructor() {
    super('back');
    this.name = 'StepBack';
  }
}

interface Step {
  readonly title: string;
  /** Counted from 1; the first step, and one that stands alone, have no way back. */
  readonly step?: number;
  readonly totalSteps?: number;
}

export interface TextStep extends Step {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** A problem with what was typed, or undefined; asked on accept and again on every later key. */
  readonly check: (value: string) => string | undefined;
  /**
   * Does something with an answer that passed `check`, while the input stays open and shows that it is busy.
   * A text it returns is shown as a problem at the input; the signal ends it when the user leaves.
   */
  readonly submit?: (value: string, signal: AbortSignal) => Promise<string | undefined>;
}

/**
 * Asks for one line of text.
 * @returns the trimmed text (a password is returned as typed), or undefined if the user left
 * @throws StepBack
 */
export function askText(options: TextStep): Promise<string | undefined> {
  const input = window.createInputBox();
  input.title = options.title;
  input.step = options.step;
  input.totalSteps = options.totalSteps;
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  input.password = options.password ?? false;
  input.ignoreFocusOut = true;
  input.buttons = (options.step ?? 1) > 1 ? [QuickInputButtons.Back] : [];
  let checking = false;
  const leaving = new AbortController();
  const answer = (): string => (options.password ? input.value : input.value.trim());
  return settle(input, (done, back) => [
    input.onDidChangeValue(() => {
      input.validationMessage = checking ? options.check(answer()) : undefined;
    }),
    input.onDidAccept(async () => {
      if (input.busy) {
        return;
      }
      checking = true;
      let problem = options.check(answer());
      if (problem === undefined && options.submit !== undefined) {
        input.busy = true;
        input.enabled = false;
        problem = await options.submit(answer(), leaving.signal);
        input.busy = false;
        input.enabled = true;
      }
      input.validationMessage = problem;
      if (problem === undefined) {
        done(answer());
      }
    }),
    input.onDidHide(() => leaving.abort()),
    input.onDidTriggerButton(back),
  ]);
}

/**
 * Asks for one of a few choices.
 * @returns the choice, or undefined if the user left
 * @throws StepBack
 */
export function askChoice<Item extends QuickPickItem>(
  options: Step & { readonly placeholder: string; readonly items: readonly Item[] },
): Promise<Item | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = options.title;
  pick.step = options.step;
  pick.totalSteps = options.totalSteps;
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = (options.step ?? 1) > 1 ? [QuickInputButtons.Back] : [];
  return settle(pick, (done, back) => [
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined) {
        done(item);
      }
    }),
    pick.onDidTriggerButton(back),
  ]);
}

interface Input {
  dispose(): void;
  show(): void;
  onDidHide(listener: () => void): Disposable;
}

async function settle<T>(
  input: Input,
  listen: (done: (value: T) => void, back: () => void) => Disposable[],
): Promise<T | undefined> {
  const listeners: Disposable[] = [];
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      listeners.push(
        ...listen(resolve, () => reject(new StepBack())),
        input.onDidHide(() => resolve(undefined)),
      );
      input.show();
    });
  } finally {
    for (const listener of listeners) {
      listener.dispose();
    }
    input.dispose();
  }
}
