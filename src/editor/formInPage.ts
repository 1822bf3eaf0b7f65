import { workspace, type Uri } from 'vscode';
import type { Account } from '../account/account';
import { eolOf, kindOf, offsetsOf } from './pixelDocument';
import type { TargetDocument } from './targetDocument';

/** What an insertion would write into a page, or why it would not. */
export type FormInPage =
  | {
      readonly text: string;
      /** The file's kind, for people: "Jinja template · Django". */
      readonly label: string;
    }
  | { readonly refusal: string };

/** An id that no page holds; shown as a blank. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * The form that the pixel of a conversion to come would have in a page.
 * @param host of the pixel
 * @returns undefined if there is more to ask before one can tell
 */
export async function formInPage(
  uri: Uri,
  host: string,
  { account, target }: { readonly account: Account; readonly target: TargetDocument },
): Promise<FormInPage | undefined> {
  const document = await workspace.openTextDocument(uri);
  const { planPlacement, readPixelTag } = await import('../pixel/engine');
  const read = readPixelTag(
    `<script src='https://${host}/i/pixel/${NO_ID}?cv={CONVERSION_VALUE}' async></script>`,
    { hosts: account.trustedPixelHosts() },
  );
  if (!read.ok) {
    return undefined;
  }
  const { kind, framework, label } = await kindOf(document);
  const editor = target.editorOf(document);
  const plan = planPlacement({
    text: document.getText(),
    kind,
    ...(framework === undefined ? {} : { framework }),
    tag: read.tag,
    place: workspace.getConfiguration('iqm', uri).get('insert.place', 'head'),
    eol: eolOf(document),
    ...(editor === undefined ? {} : offsetsOf(editor)),
  });
  switch (plan.status) {
    case 'insert':
      return { text: unindented(plan.edit.text).replaceAll(NO_ID, '…'), label };
    case 'refuse':
      return { refusal: `${plan.reason} ${plan.advice}` };
    default:
      return undefined;
  }
}

/** Without the indentation of its place in the page and the blank lines around it. */
function unindented(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const filled = lines.filter((line) => line !== '');
  const indent = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim();
}
