import {
  DocumentDropOrPasteEditKind,
  DocumentPasteEdit,
  l10n,
  languages,
  WorkspaceEdit,
  type CancellationToken,
  type DataTransfer,
  type Disposable,
  type DocumentPasteEditContext,
  type DocumentPasteEditProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import type { Account } from '../account/account';
import { PAGES } from './pageSelector';
import { eolOf, kindOf, rangeOf } from './pixelDocument';

const KIND = DocumentDropOrPasteEditKind.Text.append('iqmPixel');

/** A raw IQM tag, pasted into a file where it would not run, becomes the form that does. */
export class PixelPaste implements DocumentPasteEditProvider {
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  register(): Disposable {
    return languages.registerDocumentPasteEditProvider(PAGES, this, {
      providedPasteEditKinds: [KIND],
      pasteMimeTypes: ['text/plain'],
    });
  }

  async provideDocumentPasteEdits(
    document: TextDocument,
    ranges: readonly Range[],
    data: DataTransfer,
    _context: DocumentPasteEditContext,
    token: CancellationToken,
  ): Promise<DocumentPasteEdit[] | undefined> {
    const pasted = await data.get('text/plain')?.asString();
    const [range] = ranges;
    // Nearly every paste ends here, before anything is loaded.
    if (
      pasted === undefined ||
      range === undefined ||
      ranges.length !== 1 ||
      !/<script\b[^]*iqm|sandbox\.invalid/i.test(pasted)
    ) {
      return undefined;
    }
    const { adaptPaste } = await import('../pixel/engine');
    const { kind, framework } = await kindOf(document);
    if (token.isCancellationRequested) {
      return undefined;
    }
    const adapted = adaptPaste({
      pasted,
      text: document.getText(),
      kind,
      ...(framework === undefined ? {} : { framework }),
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      trust: { hosts: this.#account.trustedPixelHosts() },
      eol: eolOf(document),
    });
    if (adapted === undefined) {
      return undefined;
    }
    const edit = new DocumentPasteEdit(
      adapted.insertText,
      l10n.t('Paste IQM pixel in this file’s form'),
      KIND,
    );
    const further = new WorkspaceEdit();
    for (const each of adapted.edits) {
      further.replace(document.uri, rangeOf(document, each), each.text);
    }
    edit.additionalEdit = further;
    return [edit];
  }
}
