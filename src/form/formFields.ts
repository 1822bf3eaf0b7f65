import {
  validatePixelDraft,
  validatePostbackDraft,
  validateUniversalPixelDraft,
  type Attribution,
  type DraftProblem,
  type PixelDraft,
  type PostbackDraft,
  type UniversalPixelDraft,
} from '../iqm/drafts';

/*
 * What stands in the form's controls, as text, on both sides of the webview. Text, because a half-typed number has to
 * survive a reload as it was typed.
 */

export type FormType = 'pixel' | 'universalPixel' | 'postback';

export interface FormFields {
  readonly type: FormType;
  readonly name: string;
  readonly attribution: Attribution;
  readonly clickDays: string;
  readonly viewDays: string;
  /** `every`: each conversion counts; `once`: one per person and `frequency` × `unit`. */
  readonly repeat: 'every' | 'once';
  readonly frequency: string;
  readonly unit: string;
  readonly crossDevice: boolean;
  /** One name a line. */
  readonly customFields: string;
  readonly financialMetric: string;
  readonly piggybackUrl: string;
  readonly piggybackType: 'image' | 'javascript';
  readonly partnerTypeId: string;
  readonly impressionUrl: string;
  readonly clickUrl: string;
}

export type Draft =
  | { readonly type: 'pixel'; readonly draft: PixelDraft }
  | { readonly type: 'universalPixel'; readonly draft: UniversalPixelDraft }
  | { readonly type: 'postback'; readonly draft: PostbackDraft };

/** The form before anything is typed and before IQM's defaults are there. */
export const EMPTY_FIELDS: FormFields = {
  type: 'pixel',
  name: '',
  attribution: 'hybrid',
  clickDays: '30',
  viewDays: '15',
  repeat: 'every',
  frequency: '1',
  unit: 'Day',
  crossDevice: false,
  customFields: '',
  financialMetric: '',
  piggybackUrl: '',
  piggybackType: 'image',
  partnerTypeId: '',
  impressionUrl: '',
  clickUrl: '',
};

const CHOICES: { readonly [K in keyof FormFields]?: readonly string[] } = {
  type: ['pixel', 'universalPixel', 'postback'],
  attribution: ['hybrid', 'click', 'view'],
  repeat: ['every', 'once'],
  piggybackType: ['image', 'javascript'],
};

/** No field of IQM's takes more; a longer text is somebody's mistake, or an attack on the draft file. */
const LONGEST = 20_000;

/** Fields out of a message or a file: what is missing, of a wrong type or no choice is taken from `base`. */
export function readFields(value: unknown, base: FormFields = EMPTY_FIELDS): FormFields {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const read = (Object.entries(base) as [keyof FormFields, string | boolean][]).map(
    ([key, usual]) => {
      const found: unknown = given[key];
      const fits =
        typeof found === typeof usual &&
        (typeof found !== 'string' ||
          (found.length <= LONGEST && (CHOICES[key]?.includes(found) ?? true)));
      return [key, fits ? found : usual];
    },
  );
  const fields: unknown = Object.fromEntries(read);
  return fields as FormFields;
}

/** What IQM has defaults for. */
export type Defaults = Pick<FormFields, 'clickDays' | 'viewDays' | 'crossDevice'>;

/** Fields that still hold what they started `from` get the defaults that have arrived; what was typed stays. */
export function withDefaults(fields: FormFields, from: Defaults, to: Defaults): FormFields {
  return {
    ...fields,
    clickDays: fields.clickDays === from.clickDays ? to.clickDays : fields.clickDays,
    viewDays: fields.viewDays === from.viewDays ? to.viewDays : fields.viewDays,
    crossDevice: fields.crossDevice === from.crossDevice ? to.crossDevice : fields.crossDevice,
  };
}

/** The fields as IQM wants them. A number that is none becomes NaN, which the rules then complain about. */
export function draftOf(fields: FormFields): Draft {
  const name = fields.name.trim();
  if (fields.type === 'postback') {
    return {
      type: 'postback',
      draft: {
        name,
        partnerTypeId: number(fields.partnerTypeId),
        impressionUrl: fields.impressionUrl.trim(),
        clickUrl: fields.clickUrl.trim(),
      },
    };
  }
  const { attribution, crossDevice } = fields;
  const shared: UniversalPixelDraft = {
    name,
    attribution,
    viewDays: number(fields.viewDays),
    clickDays: number(fields.clickDays),
    repeat: {
      count: fields.repeat === 'every' ? 0 : 1,
      frequency: fields.repeat === 'every' ? 1 : number(fields.frequency),
      unit: fields.unit,
    },
    crossDevice,
  };
  if (fields.type === 'universalPixel') {
    return { type: 'universalPixel', draft: shared };
  }
  const financialMetric = fields.financialMetric.trim();
  const url = fields.piggybackUrl.trim();
  return {
    type: 'pixel',
    draft: {
      ...shared,
      customFields: customFieldsOf(fields),
      ...(financialMetric === '' ? {} : { financialMetric }),
      ...(url === '' ? {} : { piggyback: { url, type: fields.piggybackType } }),
    },
  };
}

/** What IQM would not accept, by the rules the client goes by too. */
export function problemsOf(fields: FormFields): readonly DraftProblem[] {
  const { type, draft } = draftOf(fields);
  switch (type) {
    case 'pixel':
      return validatePixelDraft(draft);
    case 'universalPixel':
      return validateUniversalPixelDraft(draft);
    case 'postback':
      return validatePostbackDraft(draft);
  }
}

function customFieldsOf({ customFields }: FormFields): string[] {
  return customFields
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function number(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
