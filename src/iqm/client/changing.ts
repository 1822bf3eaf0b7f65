import type { CallOptions } from '../callOptions';
import type { Connection } from '../connection';
import { validateUpdate, type Piggyback } from '../drafts';
import { IqmError } from '../errors';
import type { ConversionDetails, ConversionType } from '../shapes/conversion';
import { listConversions, MAX_PAGE } from './conversionList';
import { Doubt, sendOnce, unknownOutcome } from './doubt';
import { piggybackBody, refuseProblems, withDraftFields } from './wireDrafts';

export interface Change {
  readonly id: number;
  readonly type: Exclude<ConversionType, 'unknown'>;
  readonly name: string;
  readonly piggyback?: Piggyback;
}

const SEGMENTS = {
  pixel: 'pixel',
  universalPixel: 'universal-pixel',
  postback: 'postback',
} as const;

/**
 * `PATCH /conversion/{pixel|universal-pixel|postback}/update`. Not repeated; when the answer is lost, the conversion is
 * read back.
 *
 * @param read the conversion's settings of now
 * @throws IqmError `unknownOutcome` when nobody can tell whether it was changed; any other means that it was not.
 */
export async function changeConversion(
  connection: Connection,
  { id, type, name, piggyback }: Change,
  read: () => Promise<ConversionDetails>,
  options?: CallOptions,
): Promise<void> {
  refuseProblems(validateUpdate({ name, ...(piggyback && { piggyback }) }));
  const outcome = await sendOnce(
    connection,
    {
      method: 'PATCH',
      path: `/api/v3/conversion/${SEGMENTS[type]}/update`,
      body: {
        id,
        name: name.trim(),
        ...(piggyback && { piggybackData: piggybackBody(piggyback) }),
      },
      reads: false,
    },
    options,
  ).catch((error: unknown) => {
    throw error instanceof IqmError ? withDraftFields(error) : error;
  });
  if ('envelope' in outcome) {
    return;
  }
  const now = await read().catch(() => undefined);
  const changed =
    now?.name === name.trim() &&
    (!piggyback ||
      (now.piggyback?.url === piggyback.url.trim() && now.piggyback.type === piggyback.type));
  if (changed) {
    return;
  }
  if (now && !outcome.doubt.underWay) {
    throw outcome.error;
  }
  throw unknownOutcome(
    `IQM did not confirm that the conversion “${name.trim()}” was changed.`,
    'Refresh the conversion list to see what it holds now.',
  );
}

/**
 * `DELETE /conversion/delete`. Repeated after a fault, and then checked against the list: a repeated delete that
 * succeeded the first time is refused the second.
 */
export async function deleteConversions(
  connection: Connection,
  ids: readonly number[],
  options?: CallOptions,
): Promise<void> {
  const doubt = new Doubt();
  try {
    await connection.call(
      {
        method: 'DELETE',
        path: '/api/v3/conversion/delete',
        query: { conversionIds: ids.join(',') },
        reads: false,
        repeatable: true,
      },
      options,
      doubt.watch,
    );
  } catch (error) {
    if (!doubt.remains(error)) {
      throw error;
    }
    const left = await remaining(connection, ids, options).catch(() => undefined);
    if (left === 0) {
      return;
    }
    if (left === ids.length && !doubt.underWay) {
      throw error;
    }
    throw unknownOutcome(
      left === undefined || left === ids.length
        ? 'IQM did not confirm the deletion.'
        : `Only ${ids.length - left} of ${ids.length} conversions are deleted.`,
      'Refresh the conversion list to see what is left.',
    );
  }
}

/** How many of the conversions are still listed; undefined when the list does not tell. */
async function remaining(
  connection: Connection,
  ids: readonly number[],
  options?: CallOptions,
): Promise<number | undefined> {
  const page = await listConversions(connection, { ids, pageSize: MAX_PAGE }, options);
  const left = ids.filter((id) => page.rows.some((row) => row.id === id)).length;
  // A filter that IQM did not apply leaves others in the list, and perhaps these on a later page.
  return left === 0 && page.rows.length > 0 && page.filtered > page.rows.length ? undefined : left;
}
