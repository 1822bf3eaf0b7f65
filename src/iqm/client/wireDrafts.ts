import {
  CLICK_DAYS,
  VIEW_DAYS,
  type DraftField,
  type DraftProblem,
  type Piggyback,
  type PixelDraft,
  type PostbackDraft,
  type UniversalPixelDraft,
} from '../drafts';
import { IqmError, type FieldError } from '../errors';
import type { AttributionChoice } from '../shapes/staticList';

/** The body of `universal-pixel/add`, and the larger part of `pixel/add`. */
export function universalPixelBody(
  draft: UniversalPixelDraft,
  attributions: readonly AttributionChoice[],
): object {
  const { attribution, repeat } = draft;
  return {
    name: draft.name.trim(),
    attributionId: attributions.find((choice) => choice.attribution === attribution)?.id,
    // IQM's documents do not agree on which of these may be left out, so none is.
    conversionSetting: {
      conversionDuration: {
        // The window that has no effect was not asked for, but has to be within its limits all the same.
        view: attribution === 'click' ? moveInto(VIEW_DAYS, draft.viewDays) : draft.viewDays,
        click: attribution === 'view' ? moveInto(CLICK_DAYS, draft.clickDays) : draft.clickDays,
      },
      repeatConversion: {
        count: repeat.count,
        frequency: repeat.frequency,
        unit: repeat.unit.trim(),
      },
      crossModelling: draft.crossDevice,
    },
  };
}

/** The body of `pixel/add`. */
export function pixelBody(draft: PixelDraft, attributions: readonly AttributionChoice[]): object {
  return {
    ...universalPixelBody(draft, attributions),
    customFields: draft.customFields.map((field) => field.trim()),
    ...(draft.financialMetric !== undefined && { financialMetrics: draft.financialMetric.trim() }),
    ...(draft.piggyback && { piggybackData: piggybackBody(draft.piggyback) }),
  };
}

/** The body of `postback/add`. */
export function postbackBody(draft: PostbackDraft): object {
  return {
    name: draft.name.trim(),
    partnerTypeId: draft.partnerTypeId,
    impressionUrl: draft.impressionUrl.trim(),
    clickUrl: draft.clickUrl.trim(),
  };
}

export function piggybackBody({ url, type }: Piggyback): object {
  return { url: url.trim(), type: type === 'image' ? 1 : 2 };
}

/** @throws IqmError `invalid` when there are problems: such a draft is not worth a request. */
export function refuseProblems(problems: readonly DraftProblem[]): void {
  const [first] = problems;
  if (first) {
    throw new IqmError('invalid', first.message, { details: problems });
  }
}

/** `error` with the fields of its complaints named as the drafts name them, and without names that mean nothing. */
export function withDraftFields(error: IqmError): IqmError {
  if (error.kind !== 'invalid' || error.details.length === 0) {
    return error;
  }
  const details = error.details.map(({ message, reason, field: wireField }): FieldError => {
    const field = draftFieldOf(wireField, message);
    return { message, ...(reason !== undefined && { reason }), ...(field && { field }) };
  });
  return new IqmError(error.kind, error.message, {
    details,
    ...(error.status !== undefined && { status: error.status }),
  });
}

/** IQM's names of inputs, as the last part of the path it gives. */
const DRAFT_FIELDS: Readonly<Record<string, DraftField>> = {
  name: 'name',
  attributionid: 'attribution',
  view: 'viewDays',
  click: 'clickDays',
  count: 'repeat.count',
  frequency: 'repeat.frequency',
  unit: 'repeat.unit',
  crossmodelling: 'crossDevice',
  customfields: 'customFields',
  financialmetrics: 'financialMetric',
  url: 'piggyback.url',
  type: 'piggyback.type',
  partnertypeid: 'partnerTypeId',
  impressionurl: 'impressionUrl',
  clickurl: 'clickUrl',
};

function draftFieldOf(wireField: string | undefined, message: string): DraftField | undefined {
  const last = wireField?.split('.').at(-1)?.toLowerCase() ?? '';
  if (Object.hasOwn(DRAFT_FIELDS, last)) {
    return DRAFT_FIELDS[last];
  }
  // The complaints that IQM documents for creating name their input in words only.
  if (/\bconversion name\b/i.test(message)) {
    return 'name';
  }
  return /\battribution id\b/i.test(message) ? 'attribution' : undefined;
}

function moveInto({ min, max }: { min: number; max: number }, days: number): number {
  return Number.isFinite(days) ? Math.min(Math.max(Math.round(days), min), max) : min;
}
