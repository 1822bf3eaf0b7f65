import {
  DocumentDropEdit,
  l10n,
  languages,
  type CancellationToken,
  type DataTransfer,
  type Disposable,
  type DocumentDropEditProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import { CONVERSION_MIME, draggedIds } from '../catalog/conversionMime';
import { eolOf, kindOf } from './pixelDocument';
import { PAGES } from './pageSelector';

/** A conversion dragged from the tree into a page: its pixel goes where it is dropped, in the file's form. */
export class PixelDrop implements DocumentDropEditProvider {
  readonly #account: Account;
  readonly #catalog: Catalog;

  constructor(account: Account, catalog: Catalog) {
    this.#account = account;
    this.#catalog = catalog;
  }

  register(): Disposable {
    return languages.registerDocumentDropEditProvider(PAGES, this, {
      dropMimeTypes: [CONVERSION_MIME],
    });
  }

  async provideDocumentDropEdits(
    document: TextDocument,
    position: Position,
    data: DataTransfer,
    token: CancellationToken,
  ): Promise<DocumentDropEdit | undefined> {
    const [id] = draggedIds((await data.get(CONVERSION_MIME)?.asString()) ?? '');
    const conversion = id === undefined ? undefined : this.#catalog.known(id);
    if (conversion?.script === undefined || token.isCancellationRequested) {
      return undefined;
    }
    const { planPlacement, readPixelTag } = await import('../pixel/engine');
    const read = readPixelTag(conversion.script, { hosts: this.#account.trustedPixelHosts() });
    if (!read.ok) {
      return undefined;
    }
    const { kind, framework } = await kindOf(document);
    const offset = document.offsetAt(position);
    const plan = planPlacement({
      text: document.getText(),
      kind,
      ...(framework === undefined ? {} : { framework }),
      tag: read.tag,
      place: 'cursor',
      offset,
      value: [],
      eol: eolOf(document),
    });
    // Exactly here, or not by dropping: an edit elsewhere would surprise, the command explains itself.
    return plan.status === 'insert' &&
      plan.more === undefined &&
      plan.edit.start === offset &&
      plan.edit.end === offset
      ? new DocumentDropEdit(plan.edit.text, l10n.t('Insert IQM pixel'))
      : undefined;
  }
}
