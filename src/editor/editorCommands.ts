import { Uri, type Disposable } from 'vscode';
import type { Place } from '../pixel/placement/request';
import { choiceIn, numberIn, stringIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import type { InsertPixel, InsertRequest } from './insertPixel';
import { uriFrom } from './targetDocument';

const PLACES: readonly Place[] = ['head', 'body', 'cursor', 'selection', 'replace'];

/** The commands that work on the open page. */
export function editorCommands(commands: CommandRegistry, insert: InsertPixel): Disposable[] {
  return [
    // Arguments: { uri?, conversionId? | script?, place? }. Answers an InsertResult.
    commands.register('iqm.pixel.insert', (argument) => insert.run(requestFrom(argument))),
    // The editor's context menu passes the document's address.
    commands.register('iqm.editor.insert', (uri) => insert.run(uri instanceof Uri ? { uri } : {})),
  ];
}

/** Reads a caller's argument; what is missing is asked for or taken from the open page. */
function requestFrom(argument: unknown): InsertRequest {
  const uri = uriFrom(
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'uri') : undefined,
  );
  const conversionId = numberIn(argument, 'conversionId');
  const script = stringIn(argument, 'script');
  const place = choiceIn(argument, 'place', PLACES);
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(conversionId === undefined ? {} : { conversionId }),
    ...(script === undefined ? {} : { script }),
    ...(place === undefined ? {} : { place }),
  };
}
