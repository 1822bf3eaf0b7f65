import { TYPES } from './conversions';
import { PIXEL_HOST } from './guard';
import { partnerLogo, partnerName } from './statics';
import type { Conversion } from './world';

/** IQM gives times of conversions in seconds. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** The tag that a page has to hold; postbacks have none. */
export function scriptOf({ kind, uuid }: Conversion): string | undefined {
  return kind === 'postback'
    ? undefined
    : `<script src='https://${PIXEL_HOST}/i/pixel/${uuid}?cv={CONVERSION_VALUE}' async></script>`;
}

/** Hyphenated for pixels, 32 digits for postbacks. */
export function shownUuid({ kind, uuid }: Conversion): string {
  return kind === 'postback' ? uuid.replaceAll('-', '') : uuid;
}

export function statusLabel({ status }: Conversion): string {
  return { active: 'Active', pending: 'Pending', none: '' }[status];
}

/** 1 active, 2 pending; 0 for a postback, whatever its label says. */
export function statusId({ kind, status }: Conversion): number {
  return kind === 'postback' || status === 'none' ? 0 : status === 'active' ? 1 : 2;
}

/** A row of `GET /conversion/list`, with the singular counters of IQM's sample. */
export function listRow(conversion: Conversion, campaignCount: number): object {
  const { id, name, kind, created, owId, total, attributedView, attributedClick } = conversion;
  return {
    id,
    name,
    postbackPartnerName: partnerOf(conversion),
    status: statusLabel(conversion),
    type: TYPES[kind].label,
    created: seconds(created),
    totalConversion: total,
    owId,
    createdByUowId: 88,
    modifiedByUowId: 88,
    uuid: shownUuid(conversion),
    ...scriptField(conversion),
    attributedConversion: attributedView + attributedClick,
    attributedViewThroughConversion: attributedView,
    attributedClickThroughConversion: attributedClick,
    pixelFinancialMetric: conversion.financialMetric ?? null,
    postbackPartnerLogoUrl: logoOf(conversion),
    campaignCount,
  };
}

/** The answer to `pixel/add` and `postback/add`: plural counters, and other spellings of partner and logo. */
export function createdRow(conversion: Conversion): object {
  const { id, name, kind, created, owId } = conversion;
  return {
    id,
    name,
    partnerName: null,
    status: statusLabel(conversion),
    type: TYPES[kind].label,
    created: seconds(created),
    totalConversions: 0,
    owId,
    createdByUowId: 88,
    modifiedByUowId: 88,
    uuid: shownUuid(conversion),
    ...scriptField(conversion),
    attributedConversions: 0,
    attributedViewThroughConversions: 0,
    attributedClickThroughConversions: 0,
    pixelFinancialMetric: conversion.financialMetric ?? null,
    postbackPartnerLogoURL: logoOf(conversion),
    partnerUrl: null,
    campaignCount: 0,
  };
}

/** The answer to `universal-pixel/add`, which calls its time `created_at`. */
export function createdUniversalRow(conversion: Conversion): object {
  const { id, name, created, owId } = conversion;
  return {
    id,
    name,
    status: statusLabel(conversion),
    type: TYPES.universalPixel.label,
    created_at: seconds(created),
    totalConversions: 0,
    owId,
    createdByUowId: 88,
    modifiedByUowId: 88,
    uuid: shownUuid(conversion),
    attributedConversions: 0,
    attributedViewThroughConversions: 0,
    attributedClickThroughConversions: 0,
    campaignCount: 0,
    ...scriptField(conversion),
  };
}

/** `GET /conversion/{id}`; which fields there are depends on the type. */
export function detailRow(conversion: Conversion): object {
  const { id, name, kind, owId, attributionId, setting, postback, piggyback } = conversion;
  const common = {
    id,
    name,
    uuid: shownUuid(conversion),
    typeId: TYPES[kind].id,
    owId,
    createdByUowId: 88,
    modifiedByUowId: 88,
    statusId: statusId(conversion),
  };
  if (postback) {
    return { ...common, ...postback };
  }
  return {
    ...common,
    attributionId,
    ...(kind === 'pixel' && {
      customFields: conversion.customFields,
      financialMetrics: conversion.financialMetric ?? '',
      piggybackData: piggyback ?? null,
    }),
    ...scriptField(conversion),
    ...(setting && {
      conversionSetting: {
        conversionDuration: { view: setting.view, click: setting.click },
        repeatConversion: {
          count: setting.repeatCount,
          frequency: setting.repeatFrequency,
          unit: setting.repeatUnit,
        },
        crossModelling: setting.crossModelling,
      },
    }),
  };
}

function scriptField(conversion: Conversion): object {
  const script = scriptOf(conversion);
  return script === undefined ? {} : { pixelConversionScript: script };
}

function partnerOf({ postback }: Conversion): string | null {
  return (postback && partnerName(postback.partnerTypeId)) ?? null;
}

function logoOf({ postback }: Conversion): string | null {
  return postback ? partnerLogo(postback.partnerTypeId) : null;
}
