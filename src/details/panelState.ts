import * as v from 'valibot';
import { RANGES } from './timeline';

/*
 * What the host tells the webview. The whole state goes over at every change: it has a few KB, and a webview that was
 * hidden, reloaded or restored needs nothing else. The webview checks it against these schemas; the types are theirs.
 */

const name = v.string();
const count = v.number();
const time = v.number();

const status = v.picklist(['active', 'pending', 'none']);

const conversion = v.object({
  id: v.number(),
  name,
  type: v.picklist(['pixel', 'postback', 'universalPixel', 'unknown']),
  status,
  created: v.exactOptional(time),
  uuid: v.exactOptional(v.string()),
  script: v.exactOptional(v.string()),
  totalConversions: count,
  attributedConversions: count,
  attributedViewThrough: count,
  attributedClickThrough: count,
  financialMetric: v.exactOptional(v.string()),
  partnerName: v.exactOptional(v.string()),
});

const settings = v.object({
  uuid: v.exactOptional(v.string()),
  script: v.exactOptional(v.string()),
  attribution: v.exactOptional(v.picklist(['hybrid', 'click', 'view'])),
  viewDays: v.exactOptional(count),
  clickDays: v.exactOptional(count),
  repeat: v.exactOptional(v.object({ count, frequency: count, unit: v.string() })),
  crossDevice: v.exactOptional(v.boolean()),
  customFields: v.pipe(v.array(v.string()), v.readonly()),
  financialMetric: v.exactOptional(v.string()),
  piggyback: v.exactOptional(
    v.object({ url: v.string(), type: v.picklist(['image', 'javascript']) }),
  ),
  partnerTypeId: v.exactOptional(v.number()),
  impressionUrl: v.exactOptional(v.string()),
  clickUrl: v.exactOptional(v.string()),
});

const campaignStatus = v.picklist([
  'draft',
  'pending',
  'running',
  'paused',
  'expired',
  'rejected',
  'deleted',
  'unknown',
]);

const campaign = v.object({
  id: v.number(),
  name,
  status: campaignStatus,
  insertionOrderName: v.exactOptional(v.string()),
});

const campaignCounts = v.object({
  rows: readonlyArray(
    v.object({
      campaignId: v.number(),
      campaignName: name,
      status: campaignStatus,
      impressions: count,
      clicks: count,
      conversions: count,
      uniqueConversions: count,
    }),
  ),
  complete: v.boolean(),
});

const range = v.picklist(RANGES);

const timeline = v.object({
  range,
  start: time,
  end: time,
  /** How many campaigns the counts are of. */
  campaigns: v.number(),
  points: readonlyArray(
    v.object({
      start: time,
      end: time,
      impressions: count,
      clicks: count,
      spent: count,
      attributedConversions: count,
    }),
  ),
});

/** `line` counts from 0, as in VS Code. */
const place = v.object({ label: v.string(), line: v.number(), live: v.boolean() });

const vitals = v.object({ status, total: count });

const watch = v.variant('kind', [
  v.object({ kind: v.literal('off') }),
  v.object({
    kind: v.literal('on'),
    since: time,
    checks: count,
    lastCheck: v.exactOptional(time),
    nextCheck: v.exactOptional(time),
    problem: v.exactOptional(v.string()),
  }),
  v.object({ kind: v.literal('fired'), at: time, from: vitals, to: vitals }),
  v.object({ kind: v.literal('ended'), at: time, checks: count }),
]);

/** What an action of the user has led to; `key` tells two equal ones apart. */
const notice = v.object({
  key: v.number(),
  kind: v.picklist(['inserted', 'already', 'notInserted', 'copied', 'refreshed', 'refreshFailed']),
  /** The file it is about, and the line in it, counted from 1. */
  file: v.exactOptional(v.string()),
  line: v.exactOptional(v.number()),
});

const panelState = v.object({
  conversionId: v.number(),
  /** `gone`: IQM lists no conversion of this id in the organization. `deleted`: the user has just seen to that. */
  scene: v.picklist(['starting', 'signedOut', 'gone', 'deleted', 'shown']),
  sandbox: v.boolean(),
  organization: v.exactOptional(v.string()),
  /** Name of the file that *Insert* would work on. */
  target: v.exactOptional(v.string()),
  range,
  /** Seconds until IQM's rate limit lets the next request through, once that is worth telling. */
  waitingSeconds: v.number(),
  summary: section(conversion),
  settings: section(settings),
  campaigns: section(readonlyArray(campaign)),
  counts: section(campaignCounts),
  timeline: section(timeline),
  /** Absent when nobody can tell where the conversion stands in the workspace. */
  places: v.exactOptional(section(readonlyArray(place))),
  watch,
  notice: v.exactOptional(notice),
});

/** Every message that the webview takes. */
export const toWeb = v.variant('type', [
  v.object({
    type: v.literal('start'),
    /** BCP 47 tag of the language VS Code shows, for numbers and dates. */
    language: v.string(),
    /** Translations by their English text; absent in English. */
    strings: v.exactOptional(v.record(v.string(), v.string())),
  }),
  v.object({ type: v.literal('state'), state: panelState }),
]);

export type ToWeb = v.InferOutput<typeof toWeb>;
export type PanelState = v.InferOutput<typeof panelState>;
export type ShownConversion = v.InferOutput<typeof conversion>;
export type ShownSettings = v.InferOutput<typeof settings>;
export type ShownTimeline = v.InferOutput<typeof timeline>;
export type ShownWatch = v.InferOutput<typeof watch>;
export type Notice = v.InferOutput<typeof notice>;
export type ShownPlace = v.InferOutput<typeof place>;

function readonlyArray<const S extends v.GenericSchema>(item: S) {
  return v.pipe(v.array(item), v.readonly());
}

function section<const S extends v.GenericSchema>(data: S) {
  return v.object({
    data: v.exactOptional(data),
    asOf: v.exactOptional(time),
    loading: v.boolean(),
    problem: v.exactOptional(v.string()),
  });
}
