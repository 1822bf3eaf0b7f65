import { Uri, type Disposable } from 'vscode';
import type { Place } from '../pixel/placement/request';
import type { CommandRegistry } from '../shell/commands';
import type { InsertPixel, InsertRequest } from './insertPixel';
import { uriFrom } from './targetDocument';

const PLACES: readonly unknown[] = [
  'head',
  'body',
  'cursor',
  'selection',
  'replace',
] satisfies Place[];

/** The commands that work on the open page. */
export function editorCommands(commands: CommandRegistry, insert: InsertPixel): Disposable[] {
  return [
    // Arguments: { uri?, conversionId? | script?, place? }. Answers an InsertResult.
    commands.register('iqm.pixel.insert', (argument) => insert.run(requestFrom(argument))),
    // The editor's context menu passes the document's address.
    commands.register('iqm.editor.insert', (uri) => insert.run(uri instanceof Uri ? { uri } : {})),
  ];
}

/** Reads a caller's argument: keybindings, tasks and other extensions pass plain JSON. */
function requestFrom(argument: unknown): InsertRequest {
  if (typeof argument !== 'object' || argument === null) {
    return {};
  }
  const given = argument as Record<string, unknown>;
  const uri = uriFrom(given.uri);
  const { conversionId, script, place } = given;
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(typeof conversionId === 'number' ? { conversionId } : {}),
    ...(typeof script === 'string' ? { script } : {}),
    ...(PLACES.includes(place) ? { place: place as Place } : {}),
  };
}
