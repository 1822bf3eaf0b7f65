import {
  CompletionItem,
  CompletionItemKind,
  languages,
  MarkdownString,
  Range,
  type CompletionItemProvider,
  type Disposable,
  type Position,
  type TextDocument,
} from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { Conversion } from '../iqm/shapes/conversion';
import { plain } from '../shell/plainText';
import { PAGES } from './pageSelector';

/** Typing `iqm` in a page offers its pixels; the accepted one is placed by the same rules as every other. */
export class PixelCompletion implements CompletionItemProvider {
  readonly #account: Account;
  readonly #catalog: Catalog;

  constructor(account: Account, catalog: Catalog) {
    this.#account = account;
    this.#catalog = catalog;
  }

  register(): Disposable {
    return languages.registerCompletionItemProvider(PAGES, this);
  }

  async provideCompletionItems(
    document: TextDocument,
    position: Position,
  ): Promise<CompletionItem[] | undefined> {
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const typed = /(?:^|[\s>{(])<?(iqm[\w-]*)$/i.exec(before)?.[1];
    if (typed === undefined || this.#account.state.kind !== 'signedIn') {
      return undefined;
    }
    await this.#catalog.openConversions();
    const word = new Range(position.translate(0, -typed.length), position);
    return (this.#catalog.conversions?.rows ?? [])
      .filter(({ script }) => script !== undefined)
      .map((conversion) => item(conversion, word, document));
  }
}

function item(conversion: Conversion, word: Range, document: TextDocument): CompletionItem {
  const { id, name, script = '', status } = conversion;
  const completion = new CompletionItem(
    { label: `iqm: ${plain(name)}`, description: status === 'pending' ? 'Pending' : '' },
    CompletionItemKind.Event,
  );
  completion.filterText = `iqm ${name} ${id}`;
  completion.sortText = `iqm ${name}`;
  completion.range = word;
  // The word goes, and the pixel comes by the command: it knows the file's form, the place and what is there already.
  completion.insertText = '';
  completion.command = {
    command: 'iqm.pixel.insert',
    title: '',
    arguments: [{ conversionId: id, uri: document.uri, place: 'cursor' }],
  };
  completion.documentation = new MarkdownString().appendCodeblock(script, 'html');
  return completion;
}
