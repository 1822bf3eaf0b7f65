import * as v from 'valibot';

/**
 * Everything the sandbox knows, as it lies in the data file. Times are milliseconds since 1970; each answer turns them
 * into the unit that IQM's samples show there.
 */

/** Raised whenever a file of the version before cannot be read as it is. */
export const WORLD_VERSION = 1;

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.minValue(0));

export const CAMPAIGN_STATUSES = [
  'draft',
  'pending',
  'running',
  'paused',
  'expired',
  'rejected',
  'deleted',
] as const;

const organization = v.object({
  owId: id,
  name: v.string(),
  domain: v.string(),
  customerType: v.picklist(['Advertiser', 'Workspace']),
});

const insertionOrder = v.object({
  id,
  owId: id,
  name: v.string(),
  /** 1 active, 2 expired, 3 deleted. */
  statusId: id,
  /** 1 budget, 2 impressions. */
  budgetTypeId: id,
  created: time,
  modified: time,
});

const campaign = v.object({
  id,
  owId: id,
  ioId: id,
  name: v.string(),
  status: v.picklist(CAMPAIGN_STATUSES),
  creativeTypeId: id,
  startTime: time,
  /** 0 for a campaign without an end. */
  endTime: time,
  created: time,
  modified: time,
  /** US dollars. */
  budgetTotal: v.number(),
  /** US dollars per thousand impressions. */
  maxBid: v.number(),
  /** What it has done from its start until now. */
  impressions: count,
  clicks: count,
  conversionIds: v.array(id),
});

const setting = v.object({
  /** Days. */
  view: count,
  click: count,
  repeatCount: count,
  repeatFrequency: count,
  repeatUnit: v.string(),
  crossModelling: v.boolean(),
});

const conversion = v.object({
  id,
  owId: id,
  kind: v.picklist(['pixel', 'postback', 'universalPixel']),
  name: v.string(),
  /** Hyphenated; postbacks show it without hyphens. */
  uuid: v.string(),
  /** `none` for old postbacks, whose status IQM leaves empty. */
  status: v.picklist(['active', 'pending', 'none']),
  created: time,
  /** IQM deletes softly: the row stays, and nothing finds it any more. */
  deleted: v.boolean(),
  total: count,
  attributedView: count,
  attributedClick: count,
  /** 1 hybrid, 2 click based, 3 view based; absent for postbacks, like the setting. */
  attributionId: v.exactOptional(id),
  setting: v.exactOptional(setting),
  customFields: v.array(v.string()),
  financialMetric: v.exactOptional(v.string()),
  piggyback: v.exactOptional(v.object({ url: v.string(), type: id })),
  postback: v.exactOptional(
    v.object({ partnerTypeId: id, impressionUrl: v.string(), clickUrl: v.string() }),
  ),
});

/** One sign-in. Only hashes of its tokens are kept, so that the file holds nothing one could sign in with. */
const grant = v.object({
  accessHash: v.string(),
  refreshHash: v.exactOptional(v.string()),
  email: v.string(),
  issued: time,
  expires: time,
});

const mail = v.object({
  at: time,
  owId: id,
  conversionId: v.exactOptional(id),
  recipients: v.array(v.string()),
  subject: v.string(),
  text: v.string(),
  script: v.exactOptional(v.string()),
});

const hit = v.object({
  at: time,
  path: v.string(),
  /** Absent when no conversion has this pixel. */
  conversionId: v.exactOptional(id),
  /** The conversion value, when `cv` held a number. */
  value: v.exactOptional(v.number()),
  /** The query as it came; a `cv` that nobody replaced shows here. */
  query: v.record(v.string(), v.string()),
});

export const worldSchema = v.object({
  version: v.literal(WORLD_VERSION),
  seeded: time,
  nextConversionId: id,
  organizations: v.array(organization),
  insertionOrders: v.array(insertionOrder),
  campaigns: v.array(campaign),
  conversions: v.array(conversion),
  grants: v.array(grant),
  outbox: v.array(mail),
  hits: v.array(hit),
});

export type World = v.InferOutput<typeof worldSchema>;
export type Organization = v.InferOutput<typeof organization>;
export type InsertionOrder = v.InferOutput<typeof insertionOrder>;
export type Campaign = v.InferOutput<typeof campaign>;
export type CampaignStatus = Campaign['status'];
export type Conversion = v.InferOutput<typeof conversion>;
export type ConversionKind = Conversion['kind'];
export type ConversionSetting = v.InferOutput<typeof setting>;
export type Grant = v.InferOutput<typeof grant>;
export type Mail = v.InferOutput<typeof mail>;
export type Hit = v.InferOutput<typeof hit>;
