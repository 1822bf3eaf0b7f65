/*
 * What a user fills in to create a conversion, and the rules for it. Shared by both sides of the form and by the
 * client, so it runs in a browser too: no Node module here.
 */

export type Attribution = 'hybrid' | 'click' | 'view';

/** How often one user may count. `count` 0 counts every conversion, 1 counts once per `frequency` × `unit`. */
export interface RepeatRule {
  readonly count: number;
  readonly frequency: number;
  /** IQM names only `Day` and `Hour`, and has no list of the others. */
  readonly unit: string;
}

/** A third party's tag that fires along with the pixel. */
export interface Piggyback {
  readonly url: string;
  readonly type: 'image' | 'javascript';
}

export interface UniversalPixelDraft {
  readonly name: string;
  readonly attribution: Attribution;
  /** Post-view window in days; of no effect for attribution `click`. */
  readonly viewDays: number;
  /** Post-click window in days; of no effect for attribution `view`. */
  readonly clickDays: number;
  readonly repeat: RepeatRule;
  /** Count a conversion on another device of the same person. */
  readonly crossDevice: boolean;
}

export interface PixelDraft extends UniversalPixelDraft {
  /** Names of extra parameters that the page will send. */
  readonly customFields: readonly string[];
  /** Name of the field that holds the value for return on ad spend. */
  readonly financialMetric?: string;
  readonly piggyback?: Piggyback;
}

export interface PostbackDraft {
  readonly name: string;
  readonly partnerTypeId: number;
  readonly impressionUrl: string;
  readonly clickUrl: string;
}

export interface MailDraft {
  readonly recipients: readonly string[];
  readonly subject: string;
  /** May hold the token `${userName}`, which IQM replaces. */
  readonly text?: string;
}

/** An input of one of the drafts; nested ones are written with a dot. */
export type DraftField =
  | 'name'
  | 'attribution'
  | 'viewDays'
  | 'clickDays'
  | 'repeat.count'
  | 'repeat.frequency'
  | 'repeat.unit'
  | 'crossDevice'
  | 'customFields'
  | 'financialMetric'
  | 'piggyback.url'
  | 'piggyback.type'
  | 'partnerTypeId'
  | 'impressionUrl'
  | 'clickUrl'
  | 'recipients'
  | 'subject';

/** Messages are fixed English sentences without inserted values, so that they can be looked up in a translation. */
export interface DraftProblem {
  readonly field: DraftField;
  readonly message: string;
}

/** Limits as IQM's API documents state them; both ends are allowed. */
export const NAME_LENGTH = { min: 3, max: 255 } as const;
export const VIEW_DAYS = { min: 1, max: 30 } as const;
export const CLICK_DAYS = { min: 7, max: 60 } as const;
export const REPEAT_UNITS = ['Day', 'Hour'] as const;

const PROBLEMS = {
  name: 'Enter a name of 3 to 255 characters.',
  attribution: 'Choose hybrid, click based or view based attribution.',
  viewDays: 'Enter a whole number of days from 1 to 30.',
  clickDays: 'Enter a whole number of days from 7 to 60.',
  repeatCount: 'Enter 0 to count every conversion, or how many count per user.',
  repeatFrequency: 'Enter a whole number of at least 1.',
  repeatUnit: 'Choose a unit of time.',
  customFieldBlank: 'A custom field needs a name.',
  customFieldComma: 'The name of a custom field cannot hold a comma.',
  customFieldTwice: 'Each custom field can be named only once.',
  financialMetric: 'Enter the name of one field, without a comma.',
  piggybackUrl: 'Enter a full URL that starts with https:// or http://.',
  piggybackType: 'Choose image or JavaScript.',
  partner: 'Choose a measurement partner.',
  url: 'Enter a full URL that starts with https:// or http://.',
  recipients: 'Enter at least one e-mail address.',
  recipient: 'Enter e-mail addresses only, such as name@example.com.',
  subject: 'Enter a subject.',
} as const;

/** Problems of the inputs that pixel and universal pixel share; an input without effect is not complained about. */
export function validateUniversalPixelDraft(draft: UniversalPixelDraft): readonly DraftProblem[] {
  const { attribution, repeat } = draft;
  return problems([
    ['name', nameFits(draft.name), PROBLEMS.name],
    ['attribution', isAttribution(attribution), PROBLEMS.attribution],
    ['viewDays', attribution === 'click' || within(draft.viewDays, VIEW_DAYS), PROBLEMS.viewDays],
    [
      'clickDays',
      attribution === 'view' || within(draft.clickDays, CLICK_DAYS),
      PROBLEMS.clickDays,
    ],
    ['repeat.count', within(repeat.count, { min: 0, max: MAX_COUNT }), PROBLEMS.repeatCount],
    [
      'repeat.frequency',
      within(repeat.frequency, { min: 1, max: MAX_COUNT }),
      PROBLEMS.repeatFrequency,
    ],
    ['repeat.unit', repeat.unit.trim() !== '', PROBLEMS.repeatUnit],
  ]);
}

/** Problems of a pixel draft, in the order of the form; empty when IQM should accept it. */
export function validatePixelDraft(draft: PixelDraft): readonly DraftProblem[] {
  const fields = draft.customFields.map((field) => field.trim());
  const metric = draft.financialMetric;
  const { piggyback } = draft;
  return [
    ...validateUniversalPixelDraft(draft),
    ...problems([
      ['customFields', fields.every((field) => field !== ''), PROBLEMS.customFieldBlank],
      // IQM's older answers hold custom fields as one comma-separated text.
      ['customFields', !fields.some((field) => field.includes(',')), PROBLEMS.customFieldComma],
      ['customFields', new Set(fields).size === fields.length, PROBLEMS.customFieldTwice],
      ['financialMetric', metric === undefined || isSingleName(metric), PROBLEMS.financialMetric],
      ['piggyback.url', !piggyback || isWebUrl(piggyback.url), PROBLEMS.piggybackUrl],
      ['piggyback.type', !piggyback || isPiggybackType(piggyback.type), PROBLEMS.piggybackType],
    ]),
  ];
}

/** Problems of a postback draft. URLs may hold the partner's macros, such as `{click_id}`. */
export function validatePostbackDraft(draft: PostbackDraft): readonly DraftProblem[] {
  return problems([
    ['name', nameFits(draft.name), PROBLEMS.name],
    ['partnerTypeId', within(draft.partnerTypeId, { min: 1, max: MAX_COUNT }), PROBLEMS.partner],
    ['impressionUrl', isWebUrl(draft.impressionUrl), PROBLEMS.url],
    ['clickUrl', isWebUrl(draft.clickUrl), PROBLEMS.url],
  ]);
}

/** Problems of a new name and piggyback, the only parts of a conversion that IQM lets one change. */
export function validateUpdate(update: {
  readonly name: string;
  readonly piggyback?: Piggyback;
}): readonly DraftProblem[] {
  const { piggyback } = update;
  return problems([
    ['name', nameFits(update.name), PROBLEMS.name],
    ['piggyback.url', !piggyback || isWebUrl(piggyback.url), PROBLEMS.piggybackUrl],
    ['piggyback.type', !piggyback || isPiggybackType(piggyback.type), PROBLEMS.piggybackType],
  ]);
}

/** Problems of a mail that hands a pixel's script over. */
export function validateMail(mail: MailDraft): readonly DraftProblem[] {
  const recipients = mail.recipients.map((recipient) => recipient.trim());
  return problems([
    ['recipients', recipients.length > 0, PROBLEMS.recipients],
    ['recipients', recipients.every(isMailAddress), PROBLEMS.recipient],
    ['subject', mail.subject.trim() !== '', PROBLEMS.subject],
  ]);
}

const MAX_COUNT = 2_147_483_647;

function problems(
  rules: readonly (readonly [field: DraftField, holds: boolean, message: string])[],
): DraftProblem[] {
  return rules.filter(([, holds]) => !holds).map(([field, , message]) => ({ field, message }));
}

function nameFits(name: string): boolean {
  return within(name.trim().length, NAME_LENGTH);
}

function within(value: number, range: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= range.min && value <= range.max;
}

function isAttribution(value: string): boolean {
  return value === 'hybrid' || value === 'click' || value === 'view';
}

function isPiggybackType(value: string): boolean {
  return value === 'image' || value === 'javascript';
}

function isSingleName(value: string): boolean {
  return value.trim() !== '' && !value.includes(',');
}

/** Macros stand where a browser's URL parser would take offence, in the host above all, so they count as letters. */
function isWebUrl(value: string): boolean {
  return (
    /^https?:\/\/[^\s/?#]+\S*$/i.test(value.trim()) &&
    URL.canParse(value.trim().replace(/[{}]/g, 'x'))
  );
}

function isMailAddress(value: string): boolean {
  return /^[^\s@,;<>"]{1,64}@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/.test(value);
}
