import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/**
 * Runs something that asks for text, and types the answers into its input boxes, one each.
 * @returns what `work` ends with, and what a box complained of; such a box is left
 */
export async function typing<T>(
  answers: readonly string[],
  work: () => Thenable<T>,
): Promise<{ readonly result: T; readonly problem: string | undefined }> {
  const { window } = vscode;
  const original = window.createInputBox;
  const left = [...answers];
  let problem: string | undefined;
  window.createInputBox = () => {
    const box = original.call(window);
    let accept: (() => unknown) | undefined;
    const listen = box.onDidAccept;
    Object.defineProperty(box, 'onDidAccept', {
      value: (listener: () => unknown) => {
        accept = listener;
        return listen.call(box, listener);
      },
    });
    const show = box.show.bind(box);
    box.show = () => {
      show();
      const answer = left.shift();
      assert.notEqual(answer, undefined, 'no more is asked than was foreseen');
      box.value = answer ?? '';
      void Promise.resolve(accept?.()).then(() => {
        const said = box.validationMessage;
        if (said !== undefined && said !== '') {
          problem = typeof said === 'string' ? said : said.message;
          box.hide();
        }
      });
    };
    return box;
  };
  try {
    return { result: await work(), problem };
  } finally {
    window.createInputBox = original;
  }
}

/** Gives a setting another value until the returned function is called. */
export async function setting(
  section: string,
  name: string,
  value: unknown,
): Promise<() => Thenable<void>> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(section).update(name, value, target);
  return () => vscode.workspace.getConfiguration(section).update(name, undefined, target);
}
