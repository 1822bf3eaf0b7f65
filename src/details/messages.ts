import * as v from 'valibot';
import { RANGES } from './timeline';

/*
 * What the webview asks of the host. It names things only by what the host knows already (a section, a row number):
 * no address, script or id comes out of a webview.
 */

export const RETRIABLE = [
  'summary',
  'settings',
  'campaigns',
  'counts',
  'timeline',
  'places',
] as const;

/** A part of the panel that is loaded on its own. */
export type SectionName = (typeof RETRIABLE)[number];

export const fromWeb = v.variant('type', [
  // The page is drawn and listens.
  v.object({ type: v.literal('ready') }),
  v.object({
    type: v.picklist(['refresh', 'insert', 'copy', 'copyAs', 'assign', 'signIn', 'watch', 'stop']),
  }),
  v.object({ type: v.literal('retry'), section: v.picklist(RETRIABLE) }),
  v.object({ type: v.literal('range'), days: v.picklist(RANGES) }),
  v.object({
    type: v.literal('openPlace'),
    index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
]);

export type FromWeb = v.InferOutput<typeof fromWeb>;

/** A message from the webview, or undefined if it is none of ours. */
export function readFromWeb(value: unknown): FromWeb | undefined {
  const read = v.safeParse(fromWeb, value);
  return read.success ? read.output : undefined;
}
