import { Complaint, type ErrorObject } from './complaint';
import type { Fields } from './fields';
import { swapAttribution } from './oldSpellings';
import { DEFAULT_WINDOWS, partnerName } from './statics';
import type { Conversion, ConversionSetting } from './world';

/** The parts of a conversion that its creator decides. */
export type PixelInput = Pick<
  Conversion,
  'name' | 'attributionId' | 'setting' | 'customFields' | 'financialMetric' | 'piggyback'
>;

/** Gathers all complaints about one body, as IQM's `errorObjects` can name several inputs at once. */
class Check {
  readonly #errors: ErrorObject[] = [];

  that(holds: boolean, error: string, field: string): void {
    if (!holds) {
      this.#errors.push({ error, field });
    }
  }

  /** @throws Complaint 422 when anything was wrong */
  done(): void {
    if (this.#errors.length > 0) {
      throw new Complaint(422, this.#errors);
    }
  }
}

const NAME_LENGTH = 'Conversion name must be between 3 and 255 characters';

/** The name in a body of an update. */
export function readName(body: Fields): string {
  const check = new Check();
  const name = checkName(body, check);
  check.done();
  return name;
}

/** The third party's tag in a body of an update; undefined when the body holds none. */
export function readPiggyback(body: Fields): Conversion['piggyback'] {
  const check = new Check();
  const piggyback = checkPiggyback(body, check);
  check.done();
  return piggyback;
}

/** Which of the two bodies is read, and in which of IQM's two numberings of attributions. */
export interface PixelForm {
  readonly universal: boolean;
  readonly swapped: boolean;
}

/** The body of `pixel/add`, or that of `universal-pixel/add`, which has fewer inputs. */
export function readPixel(body: Fields, { universal, swapped }: PixelForm): PixelInput {
  const check = new Check();
  const name = checkName(body, check);
  const sentId = body.int('attributionId') ?? 0;
  const attributionId = swapped ? swapAttribution(sentId) : sentId;
  check.that([1, 2, 3].includes(attributionId), 'Invalid attribution id', 'attributionId');
  const setting = checkSetting(body.object('conversionSetting'), attributionId, check);
  const piggyback = universal ? undefined : checkPiggyback(body, check);
  check.done();
  const financialMetric = universal ? undefined : body.trimmed('financialMetrics');
  return {
    name,
    attributionId,
    setting,
    customFields: universal ? [] : body.texts('customFields'),
    ...(financialMetric && { financialMetric }),
    ...(piggyback && { piggyback }),
  };
}

/** The body of `postback/add`. */
export function readPostback(body: Fields): {
  readonly name: string;
  readonly postback: NonNullable<Conversion['postback']>;
} {
  const check = new Check();
  const name = checkName(body, check);
  const partnerTypeId = body.int('partnerTypeId') ?? 0;
  check.that(partnerName(partnerTypeId) !== undefined, 'Invalid partner type id.', 'partnerTypeId');
  const impressionUrl = body.trimmed('impressionUrl') ?? '';
  const clickUrl = body.trimmed('clickUrl') ?? '';
  check.that(impressionUrl !== '', 'Impression url cannot be null/blank.', 'impressionUrl');
  check.that(clickUrl !== '', 'Click url cannot be null/blank.', 'clickUrl');
  check.done();
  return { name, postback: { partnerTypeId, impressionUrl, clickUrl } };
}

function checkName(body: Fields, check: Check): string {
  const name = body.trimmed('name') ?? '';
  check.that(name.length >= 3 && name.length <= 255, NAME_LENGTH, 'name');
  return name;
}

/**
 * Windows, repeat rule and cross-device flag. The window that the attribution does not use is not looked at, but
 * replaced by the usual one.
 */
function checkSetting(
  fields: Fields | undefined,
  attributionId: number,
  check: Check,
): ConversionSetting {
  const duration = fields?.object('conversionDuration');
  const repeat = fields?.object('repeatConversion');
  const at = 'conversionSetting';
  const view = attributionId === 2 ? undefined : duration?.int('view');
  const click = attributionId === 3 ? undefined : duration?.int('click');
  const isWithin = (name: string, value: number | undefined, min: number, max: number): boolean =>
    value === undefined ? duration?.has(name) !== true : value >= min && value <= max;

  if (!fields) {
    check.that(false, 'There should be conversion setting present.', at);
  } else if (!duration) {
    check.that(false, 'There should be conversion duration present.', `${at}.conversionDuration`);
  } else {
    check.that(
      attributionId === 2 || isWithin('view', view, 1, 30),
      'View duration must be between 1 and 30 days.',
      `${at}.conversionDuration.view`,
    );
    check.that(
      attributionId === 3 || isWithin('click', click, 7, 60),
      'Click duration must be between 7 and 60 days.',
      `${at}.conversionDuration.click`,
    );
  }
  if (fields && !repeat) {
    check.that(false, 'There should be repeat conversion present.', `${at}.repeatConversion`);
  }
  const repeatCount = repeat?.int('count') ?? -1;
  // IQM's documents disagree on whether the frequency may be left out; one unit is meant then.
  const repeatFrequency = repeat?.has('frequency') ? (repeat.int('frequency') ?? 0) : 1;
  const repeatUnit = repeat?.trimmed('unit') ?? '';
  if (repeat) {
    const path = `${at}.repeatConversion`;
    check.that(repeatCount >= 0, 'Invalid repeat conversion count.', `${path}.count`);
    check.that(repeatFrequency >= 1, 'Invalid repeat conversion frequency.', `${path}.frequency`);
    check.that(repeatUnit !== '', 'Repeat conversion unit cannot be null/blank.', `${path}.unit`);
  }
  return {
    view: view ?? DEFAULT_WINDOWS.view,
    click: click ?? DEFAULT_WINDOWS.click,
    repeatCount: Math.max(0, repeatCount),
    repeatFrequency: Math.max(0, repeatFrequency),
    repeatUnit,
    crossModelling: fields?.flag('crossModelling') ?? false,
  };
}

function checkPiggyback(body: Fields, check: Check): Conversion['piggyback'] {
  const fields = body.object('piggybackData');
  if (!fields) {
    return undefined;
  }
  const url = fields.trimmed('url') ?? '';
  const type = fields.int('type') ?? 0;
  check.that(url !== '', 'Piggyback url cannot be null/blank.', 'piggybackData.url');
  check.that(type === 1 || type === 2, 'Invalid piggyback type.', 'piggybackData.type');
  return { url, type };
}
