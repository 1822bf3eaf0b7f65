import type { IqmErrorKind } from '../../../src/iqm/errors';
import { FAULT_KINDS } from '../../../src/sandbox/faults';
import { OLD_SPELLINGS } from '../../../src/sandbox/oldSpellings';
import { OPERATIONS, type Operation } from './operations';

export type Told = 'done' | IqmErrorKind;

/** One way in which things go wrong, and what the user of each operation is told then. */
export interface FaultRow {
  readonly name: string;
  /** What the control side is asked for. */
  readonly body: (operation: Operation) => object;
  readonly told: (operation: Operation) => Told;
  /** Whether the session has to end with it; else no fault may end it. */
  readonly suspends?: boolean;
}

type ByNature = Record<Operation['nature'], Told>;

const fine: FaultRow['told'] = () => 'done';

/** A fault of the operation's own request; `count` requests in a row. */
function fault(
  name: string,
  particulars: { readonly kind: (typeof FAULT_KINDS)[number] } & Record<string, unknown>,
  told: FaultRow['told'],
): FaultRow {
  const body = ({ request }: Operation): object => ({ faults: [{ ...request, ...particulars }] });
  return { name, body, told };
}

function switched(name: string, switches: object, told: FaultRow['told'] = fine): FaultRow {
  return { name, body: () => ({ switches }), told };
}

/** Told by nature; a mail cannot be looked up, so whether it was sent stays open. */
const by =
  (natures: ByNature, mail: Told = natures.once): FaultRow['told'] =>
  ({ name, nature }) =>
    name === 'mail' ? mail : natures[nature];

/** Undone, and repeated where that is harmless. */
const undone = (token: IqmErrorKind): FaultRow['told'] =>
  by({ token, read: 'done', checked: 'done', once: token }, 'unknownOutcome');

/** Done, but the answer is spoilt: what can be looked up turns out to be done. */
const answerLost = (token: IqmErrorKind): FaultRow['told'] =>
  by({ token, read: 'done', checked: 'done', once: 'done' }, 'unknownOutcome');

/** Undone however often it is tried. */
const undoneForGood = (kind: IqmErrorKind): FaultRow['told'] =>
  by({ token: kind, read: kind, checked: kind, once: kind }, 'unknownOutcome');

const refusedSignIn = (kind: IqmErrorKind): FaultRow['told'] =>
  by({ token: kind, read: 'done', checked: 'done', once: 'done' });

const OFTEN = 50;

export const FAULT_ROWS: readonly FaultRow[] = [
  fault('latency', { kind: 'latency', ms: 15 }, fine),
  fault('401 once', { kind: 'unauthorized' }, refusedSignIn('unauthorized')),
  fault(
    '429 with Retry-After',
    { kind: 'rateLimited', retryAfterSeconds: 1 },
    refusedSignIn('rateLimited'),
  ),
  fault('429 without Retry-After', { kind: 'rateLimited', count: 3 }, refusedSignIn('rateLimited')),
  fault('500 once', { kind: 'serverError' }, undone('server')),
  fault('500 once, though done', { kind: 'serverError', performed: true }, answerLost('server')),
  fault('500 for good', { kind: 'serverError', count: OFTEN }, undoneForGood('server')),
  fault('503 once', { kind: 'serverError', status: 503 }, undone('server')),
  fault('HTML page', { kind: 'htmlPage' }, undone('server')),
  fault('HTML page, though done', { kind: 'htmlPage', performed: true }, answerLost('server')),
  fault('HTML page as a 200', { kind: 'htmlPage', status: 200 }, undone('malformed')),
  fault('request dropped', { kind: 'dropRequest' }, undone('offline')),
  fault('offline for good', { kind: 'dropRequest', count: OFTEN }, undoneForGood('offline')),
  fault('answer lost', { kind: 'loseAnswer' }, answerLost('offline')),
  fault('reset midway', { kind: 'resetMidway' }, answerLost('offline')),
  fault('malformed JSON', { kind: 'malformedJson' }, answerLost('malformed')),
  fault('truncated gzip', { kind: 'truncatedGzip' }, answerLost('malformed')),
  ...OLD_SPELLINGS.map((spelling) =>
    switched(`old spelling ${spelling}`, { oldSpellings: [spelling] }),
  ),
  switched('all old spellings', { oldSpellings: OLD_SPELLINGS }),
  switched('assign by PATCH only', { assign: 'PATCH' }),
  switched('assign by POST only', { assign: 'POST' }),
  switched('sign-in as JSON only', { login: 'json' }),
  switched('sign-in as a form only', { login: 'form' }),
  switched('tokens wrapped', { tokenReply: 'wrapped' }),
  switched('tokens bare', { tokenReply: 'bare' }),
  switched('mail fails', { mailFails: true }, ({ name }) =>
    name === 'mail' ? 'unknownOutcome' : 'done',
  ),
  switched('slow server', { latencyMs: 10 }),
  switched('a rate limit that refuses', {
    rateLimit: { limit: 2, windowMs: 30, retryAfter: false },
  }),
  { name: 'access token expired', body: () => ({ expireTokens: 'access' }), told: fine },
  {
    name: 'all tokens expired',
    body: () => ({ expireTokens: 'all' }),
    told: ({ nature }) => (nature === 'token' ? 'done' : 'unauthorized'),
    suspends: true,
  },
];

/** Kinds of faults that no row is about; a new one must get a row. */
export function uncovered(): readonly string[] {
  const text = JSON.stringify(FAULT_ROWS.map(({ body }) => OPERATIONS.map(body)));
  return FAULT_KINDS.filter((kind) => !text.includes(`"kind":"${kind}"`));
}
