/*
 * IQM's documents show several spellings of the same answers. The sandbox speaks the newest one; these switches make it
 * speak the others, so that a client can be tried against each of them.
 */

export const OLD_SPELLINGS = [
  /** Times of conversions and campaigns in milliseconds instead of seconds. */
  'milliseconds',
  /** `created_at` instead of `created`. */
  'createdAt',
  /** Plural counters where the samples have singular ones, and the other way round. */
  'otherCounters',
  /** `LogoURL` for `LogoUrl`, and the other way round. */
  'otherLogo',
  /** `partnerName` for `postbackPartnerName`, and the other way round. */
  'otherPartner',
  /** `owID` instead of `owId`. */
  'owID',
  /** Attribution 2 is view based and 3 click based. */
  'swappedAttribution',
  'idsAsText',
  /** Custom fields as one comma-separated text. */
  'customFieldsAsText',
  /** The answer to assign names one conversion as a bare number. */
  'bareConversionId',
  /** The answer to assign leaves the lists of invalid ids out. */
  'withoutInvalidLists',
  /** The campaigns that may be attached as one flat array. */
  'allowedAsArray',
  /** `filteredRecords` beside the attached campaigns, instead of `filterRecords`. */
  'filteredRecords',
  /** Attached campaigns without any counters. */
  'withoutCounters',
  /** `isActive` instead of `active` in static lists. */
  'isActive',
  /** Postbacks have no status. */
  'emptyPostbackStatus',
  /** Campaign statuses with a capital, and types of conversions without. */
  'otherCase',
  /** `uowId` instead of `owId` in the profile. */
  'uowId',
  'appsflyr',
  /** Tags with the path `/d/c/conversion/`. */
  'longPixelPath',
  /** The `uuid` of a conversion is not the one in its tag, as in IQM's sample. */
  'foreignScriptId',
  /** `Forbidden!` without a blank. */
  'forbiddenInOneWord',
] as const;

export type OldSpelling = (typeof OLD_SPELLINGS)[number];

type Entry = readonly [key: string, value: unknown];
type Row = Readonly<Record<string, unknown>>;

/** What becomes of one field of an answer; undefined leaves it out. */
type Change = (key: string, value: unknown, row: Row) => Entry | undefined;

const TIMES = new Set(['created', 'created_at', 'createdAt', 'modifiedAt', 'startTime', 'endTime']);
const COUNTER = /^(total|attributed|attributedViewThrough|attributedClickThrough)Conversion(s?)$/;
const IDS = new Set(['id', 'conversionId', 'campaignId', 'owId', 'attributionId', 'typeId']);

const renamed =
  (names: Readonly<Record<string, string>>): Change =>
  (key, value) => [names[key] ?? key, value];

const CHANGES: Readonly<Record<OldSpelling, Change>> = {
  milliseconds: (key, value) => [
    key,
    TIMES.has(key) && typeof value === 'number' && value < 1e11 ? value * 1000 : value,
  ],
  createdAt: renamed({ created: 'created_at' }),
  otherCounters: (key, value) => {
    const [, stem, plural] = COUNTER.exec(key) ?? [];
    return [stem === undefined ? key : `${stem}Conversion${plural === 's' ? '' : 's'}`, value];
  },
  otherLogo: renamed({
    postbackPartnerLogoUrl: 'postbackPartnerLogoURL',
    postbackPartnerLogoURL: 'postbackPartnerLogoUrl',
  }),
  otherPartner: renamed({ postbackPartnerName: 'partnerName', partnerName: 'postbackPartnerName' }),
  owID: renamed({ owId: 'owID' }),
  swappedAttribution: (key, value, row) => [
    key,
    key === 'attributionId' || (key === 'id' && 'description' in row)
      ? swapAttribution(Number(value))
      : value,
  ],
  idsAsText: (key, value) => [
    key,
    IDS.has(key) && typeof value === 'number' ? String(value) : value,
  ],
  customFieldsAsText: (key, value) => [
    key,
    key === 'customFields' && Array.isArray(value) ? value.join(',') : value,
  ],
  bareConversionId: (key, value) => [
    key,
    key === 'conversionIdsList' && Array.isArray(value) && value.length === 1 ? value[0] : value,
  ],
  withoutInvalidLists: (key, value) =>
    /^invalid(Add|Remove)CampaignIdsList$/.test(key) ? undefined : [key, value],
  allowedAsArray: (key, value) => [key, flatCampaigns(value) ?? value],
  filteredRecords: renamed({ filterRecords: 'filteredRecords' }),
  withoutCounters: (key, value, row) =>
    'success' in row && (key === 'totalRecords' || key === 'filterRecords')
      ? undefined
      : [key, value],
  isActive: renamed({ active: 'isActive' }),
  emptyPostbackStatus: (key, value, row) => [
    key,
    key === 'status' && row.type === 'Postback' ? '' : value,
  ],
  otherCase: (key, value, row) => [
    key,
    typeof value !== 'string'
      ? value
      : key === 'status' && 'creativeTypeId' in row
        ? value.charAt(0).toUpperCase() + value.slice(1)
        : key === 'type'
          ? value.toLowerCase()
          : value,
  ],
  uowId: (key, value, row) => [key === 'owId' && 'displayName' in row ? 'uowId' : key, value],
  appsflyr: (key, value) => [key, value === 'Appsflyer' ? 'Appsflyr' : value],
  longPixelPath: (key, value) => [
    key,
    key === 'pixelConversionScript' && typeof value === 'string'
      ? value.replace('/i/pixel/', '/d/c/conversion/')
      : value,
  ],
  foreignScriptId: (key, value) => [
    key,
    key === 'uuid' && typeof value === 'string' ? value.replace(/.{8}$/, '00000000') : value,
  ],
  forbiddenInOneWord: (key, value) => [key, value === 'Forbidden !' ? 'Forbidden!' : value],
};

/** An answer as another of IQM's documents would spell it. */
export function respell(body: unknown, spellings: readonly OldSpelling[]): unknown {
  return spellings.reduce((value, spelling) => rewrite(value, CHANGES[spelling]), body);
}

/** An attribution id in the numbering that one of IQM's documents has; its own inverse. */
export function swapAttribution(id: number): number {
  return id === 2 ? 3 : id === 3 ? 2 : id;
}

function rewrite(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => rewrite(each, change));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const row = value as Row;
  return Object.fromEntries(
    Object.entries(row)
      .map(([key, inner]) => change(key, inner, row))
      .filter((entry) => entry !== undefined)
      .map(([key, inner]) => [key, rewrite(inner, change)]),
  );
}

/** The rows of a grouped list without their groups, each naming its insertion order. */
function flatCampaigns(data: unknown): readonly unknown[] | undefined {
  const groups =
    typeof data === 'object' && data !== null && 'ioCampaignsList' in data
      ? (data.ioCampaignsList as readonly Row[])
      : undefined;
  return groups?.flatMap(({ ioId, ioName, campaigns }) =>
    (campaigns as readonly Row[]).map((campaign) => ({ ...campaign, ioId, ioName })),
  );
}
