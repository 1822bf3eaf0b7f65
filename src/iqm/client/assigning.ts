import type { CallOptions } from '../callOptions';
import type { ApiCall, CallWatch, Connection } from '../connection';
import type { Envelope } from '../envelope';
import { IqmError } from '../errors';
import { decodeAssignment, type Assignment, type Campaign } from '../shapes/campaign';
import { Doubt, unknownOutcome } from './doubt';

export interface AssignRequest {
  readonly conversionIds: readonly number[];
  /** Campaign ids to attach. */
  readonly add?: readonly number[];
  /** Campaign ids to detach. */
  readonly remove?: readonly number[];
}

/** Answers of a server that still wants the older PATCH. */
const WANTS_PATCH: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Attaches and detaches campaigns; remembers which method the server takes. */
export class Assigning {
  readonly #connection: Connection;
  readonly #attached: (conversionId: number, options?: CallOptions) => Promise<readonly Campaign[]>;
  #method: 'POST' | 'PATCH' = 'POST';

  /** @param attached the campaigns that are attached to a conversion now */
  constructor(
    connection: Connection,
    attached: (conversionId: number, options?: CallOptions) => Promise<readonly Campaign[]>,
  ) {
    this.#connection = connection;
    this.#attached = attached;
  }

  /** See {@link Conversions.assign}. */
  async assign(request: AssignRequest, options?: CallOptions): Promise<Assignment> {
    const doubt = new Doubt();
    try {
      const { data } = await this.#send(request, options, doubt.watch);
      const answer = decodeAssignment(data, this.#connection.drift);
      // After a doubtful try an id counts as invalid because it is attached already, so the answer proves nothing.
      if (!doubt.earlier && mentionsAll(answer, request)) {
        return answer;
      }
    } catch (error) {
      if (!doubt.remains(error)) {
        throw error;
      }
      return await this.#confirmed(request, { error, underWay: doubt.underWay }, options);
    }
    return await this.#confirmed(request, undefined, options);
  }

  async #send(
    { conversionIds, add = [], remove = [] }: AssignRequest,
    options: CallOptions | undefined,
    watch: CallWatch,
  ): Promise<Envelope> {
    const call = (method: ApiCall['method']): Promise<Envelope> =>
      this.#connection.call(
        {
          method,
          path: '/api/v3/conversion/assign-to/campaign',
          body: {
            conversionIdList: conversionIds,
            addCampaignsList: add,
            removeCampaignsList: remove,
          },
          reads: false,
          repeatable: true,
        },
        options,
        watch,
      );
    try {
      return await call(this.#method);
    } catch (error) {
      if (
        this.#method === 'PATCH' ||
        !(error instanceof IqmError) ||
        !WANTS_PATCH.has(error.status)
      ) {
        throw error;
      }
      const envelope = await call('PATCH');
      this.#method = 'PATCH';
      return envelope;
    }
  }

  /** What is attached now, as the answer that was lost would have put it. */
  async #confirmed(
    { conversionIds, add = [], remove = [] }: AssignRequest,
    failure: { readonly error: IqmError; readonly underWay: boolean } | undefined,
    options: CallOptions | undefined,
  ): Promise<Assignment> {
    let lists: readonly ReadonlySet<number>[];
    try {
      lists = await Promise.all(
        conversionIds.map(
          async (id) => new Set((await this.#attached(id, options)).map((campaign) => campaign.id)),
        ),
      );
    } catch {
      throw unclear();
    }
    const everywhere = (id: number): boolean => lists.every((list) => list.has(id));
    const nowhere = (id: number): boolean => lists.every((list) => !list.has(id));
    const result = {
      conversionIds,
      validAdded: add.filter(everywhere),
      invalidAdded: add.filter((id) => !everywhere(id)),
      validRemoved: remove.filter(nowhere),
      invalidRemoved: remove.filter((id) => !nowhere(id)),
    };
    if (failure && result.invalidAdded.length + result.invalidRemoved.length > 0) {
      // Not refused by IQM, but not done either; and perhaps only not yet.
      throw failure.underWay || result.validAdded.length + result.validRemoved.length > 0
        ? unclear()
        : failure.error;
    }
    return result;
  }
}

function unclear(): IqmError {
  return unknownOutcome(
    'IQM did not confirm all of the campaign changes.',
    'Look at the conversion’s campaigns to see what is attached before you try again.',
  );
}

/** Whether an answer says of every campaign what became of it; some of IQM's samples leave lists out. */
function mentionsAll(answer: Assignment, { add = [], remove = [] }: AssignRequest): boolean {
  const added = new Set([...answer.validAdded, ...answer.invalidAdded]);
  const removed = new Set([...answer.validRemoved, ...answer.invalidRemoved]);
  return add.every((id) => added.has(id)) && remove.every((id) => removed.has(id));
}
