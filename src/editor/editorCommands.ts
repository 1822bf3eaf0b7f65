import { Uri, type Disposable } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { PixelValue } from '../pixel/kinds';
import type { Place } from '../pixel/placement/request';
import { choiceIn, numberIn, stringIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import type { InsertRequest } from './insertPixel';
import { uriFrom, type TargetDocument } from './targetDocument';

const PLACES: readonly Place[] = ['head', 'body', 'cursor', 'selection', 'replace'];

interface Parts {
  readonly account: Account;
  readonly catalog: Catalog;
  readonly target: TargetDocument;
}

/** The commands that work on the open page. */
export function editorCommands(
  commands: CommandRegistry,
  { account, catalog, target }: Parts,
): Disposable[] {
  const work = async () => {
    const { CopyPixel, InsertPixel, PixelInPage } = await import('./pageWork');
    return {
      insert: new InsertPixel(account, catalog, target),
      copy: new CopyPixel(account, catalog),
      inPage: new PixelInPage(account, catalog, target),
    };
  };
  return [
    // Arguments: { uri?, conversionId? | script?, place?, value? }. Answers an InsertResult.
    commands.register('iqm.pixel.insert', async (argument) =>
      (await work()).insert.run(requestFrom(argument)),
    ),
    // The editor's context menu passes the document's address.
    commands.register('iqm.editor.insert', async (uri) =>
      (await work()).insert.run(uri instanceof Uri ? { uri } : {}),
    ),
    // Arguments of these three: { uri?, conversionId? }.
    commands.register('iqm.pixel.reveal', async (argument) =>
      (await work()).inPage.reveal(requestFrom(argument)),
    ),
    commands.register('iqm.pixel.remove', async (argument) =>
      (await work()).inPage.remove(requestFrom(argument)),
    ),
    commands.register('iqm.pixel.replace', async (argument) => {
      const { insert, inPage } = await work();
      const request = requestFrom(argument);
      const found = await inPage.choose(request);
      return found && insert.run({ ...request, ...found, place: 'replace' });
    }),
    // Arguments: { conversionId?, form? }. Answers the copied text.
    commands.register('iqm.conversion.copyAs', async (argument) =>
      (await work()).copy.run(numberIn(argument, 'conversionId'), stringIn(argument, 'form')),
    ),
  ];
}

/** Reads a caller's argument; what is missing is asked for or taken from the open page. */
function requestFrom(argument: unknown): InsertRequest {
  const uri = uriFrom(property(argument, 'uri'));
  const conversionId = numberIn(argument, 'conversionId');
  const script = stringIn(argument, 'script');
  const place = choiceIn(argument, 'place', PLACES);
  const value = valueFrom(property(argument, 'value'));
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(conversionId === undefined ? {} : { conversionId }),
    ...(script === undefined ? {} : { script }),
    ...(place === undefined ? {} : { place }),
    ...(value === undefined ? {} : { value }),
  };
}

/** A number, or text of one, is the value itself; other text is code of the page's language; null leaves it open. */
function valueFrom(value: unknown): PixelValue | null | undefined {
  if (value === null) {
    return null;
  }
  if (typeof value === 'number') {
    return { kind: 'literal', text: String(value) };
  }
  return typeof value === 'string'
    ? { kind: /^\d+(\.\d+)?$/.test(value) ? 'literal' : 'expression', text: value }
    : undefined;
}

function property(argument: unknown, key: string): unknown {
  return typeof argument === 'object' && argument !== null ? Reflect.get(argument, key) : undefined;
}
