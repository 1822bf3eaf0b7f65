import * as v from 'valibot';
import { OLD_SPELLINGS } from './oldSpellings';

const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000));

const rateLimit = v.strictObject({
  /** Requests within one window; 0 for no limit. */
  limit: v.pipe(v.number(), v.integer(), v.minValue(0)),
  windowMs: v.pipe(milliseconds, v.minValue(1)),
  /** Whether a 429 says when to come back; IQM's documents name no such header. */
  retryAfter: v.boolean(),
});

/** How the sandbox behaves until it is told otherwise. */
const switches = v.strictObject({
  /** Every API request waits this long. */
  latencyMs: milliseconds,
  rateLimit,
  /** Which ways in exist: the JSON login, the token form, or both. A way that does not exist answers 404. */
  login: v.picklist(['both', 'json', 'form']),
  /** `documented` wraps the answer to a sign-in and leaves that to a refresh bare, as IQM's guides show it. */
  tokenReply: v.picklist(['documented', 'wrapped', 'bare']),
  /** Methods of assign-to/campaign; another one answers 405. */
  assign: v.picklist(['both', 'POST', 'PATCH']),
  /** Mailing a script fails with 500, and nothing goes to the outbox. */
  mailFails: v.boolean(),
  /** Life of new access tokens. */
  expiresInSeconds: v.pipe(v.number(), v.minValue(0)),
  /** Other documented spellings that answers shall use. */
  oldSpellings: v.array(v.picklist(OLD_SPELLINGS)),
});

export type Switches = v.InferOutput<typeof switches>;

/** Some of the switches; the others stay as they are. */
export const switchChangeSchema = v.partial(
  v.strictObject({ ...switches.entries, rateLimit: v.partial(rateLimit) }),
);

export type SwitchChange = v.InferOutput<typeof switchChangeSchema>;

/** Fields that are undefined count as left out. */
export function changeSwitches(now: Switches, change: SwitchChange): Switches {
  return v.parse(switches, {
    ...now,
    ...present(change),
    rateLimit: { ...now.rateLimit, ...present(change.rateLimit ?? {}) },
  });
}

function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** IQM's samples give a token 35,999 seconds, and its documents 20 requests per minute. */
export const USUAL_SWITCHES: Switches = {
  latencyMs: 0,
  rateLimit: { limit: 20, windowMs: 60_000, retryAfter: true },
  login: 'both',
  tokenReply: 'documented',
  assign: 'both',
  mailFails: false,
  expiresInSeconds: 35_999,
  oldSpellings: [],
};
