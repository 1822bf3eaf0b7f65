import { Complaint, invalidConversion } from './complaint';
import { CONVERSION_KEYS } from './conversionReads';
import { scriptOf, seconds, shownUuid, statusId, statusLabel } from './conversionRows';
import { conversionOf, conversionsOf, TYPES } from './conversions';
import { ok, okV2, type Endpoints, type MemberCall } from './endpoints';
import { matchesSearch, pageOf, pageRequest, sorted } from './listing';
import { partnerLogo, partnerName } from './statics';
import type { Sandbox } from './sandbox';
import type { Conversion } from './world';

/** Conversions as other services of IQM list them. */
export function addConversionLists(endpoints: Endpoints, sandbox: Sandbox): void {
  endpoints.member('GET', '/api/v3/cmp/conversion/basic/list', (call) => {
    const { query } = call;
    const all = conversionsOf(sandbox, namedOrganization(call));
    const excluded = new Set(query.ints('excludeConversionIds'));
    const typeId = query.int('conversionTypeId');
    const filtered = all.filter(
      ({ id, name, kind }) =>
        !excluded.has(id) &&
        (typeId === undefined || typeId === TYPES[kind].id) &&
        matchesSearch(query.trimmed('searchField'), id, name),
    );
    const rows = sorted(filtered, query.text('sortBy'), '-created,-id', CONVERSION_KEYS);
    return ok({
      data: pageOf(rows, pageRequest(query, 'limit', 20)).map(basicRow),
      totalRecords: all.length,
      filteredRecords: filtered.length,
    });
  });

  endpoints.member('GET', '/api/v3/cmp/conversions/list', (call) => {
    const { query } = call;
    const owId = namedOrganization(call);
    const ids = query.ints('conversionIds');
    if (query.has('conversionIds') && !query.isIntList('conversionIds')) {
      throw invalidConversion();
    }
    const all = conversionsOf(sandbox, owId);
    const found = ids.length === 0 ? all : ids.map((id) => conversionOf(sandbox, owId, id));
    return ok({
      totalRecords: all.length,
      conversionData: found.map((conversion) => ({
        id: conversion.id,
        name: conversion.name,
        status: statusLabel(conversion),
        created: seconds(conversion.created),
        ...(conversion.postback && {
          partnerName: partnerName(conversion.postback.partnerTypeId),
          logoUrl: partnerLogo(conversion.postback.partnerTypeId),
        }),
      })),
      filteredRecords: found.length,
    });
  });

  endpoints.member('POST', '/api/v3/ra/conversion/custom-field/list', (call) => {
    const { body, owId, user } = call;
    const owIds = body.ints('owIds').filter((each) => user.owIds.includes(each));
    const all = (owIds.length === 0 ? [owId] : owIds)
      .flatMap((each) => conversionsOf(sandbox, each))
      .flatMap(({ id, name, customFields }) =>
        customFields.map((field) => ({ id, pixelName: name, customFieldName: field })),
      );
    const search = body.trimmed('searchField');
    const filtered = all.filter(({ id, pixelName, customFieldName }) =>
      matchesSearch(search, id, `${pixelName}\n${customFieldName}`),
    );
    const rows = sorted(filtered, body.text('sortBy'), '-id', {
      id: ({ id }) => id,
      pixelName: ({ pixelName }) => pixelName,
      customFieldName: ({ customFieldName }) => customFieldName,
    });
    return ok({
      totalRecords: all.length,
      filterRecords: filtered.length,
      customFieldData: pageOf(rows, pageRequest(body, 'noOfEntries', 20)),
    });
  });

  endpoints.member('GET', '/api/v2/conversion/list/basic', ({ query, owId, organization }) => {
    if (organization.customerType !== 'Advertiser') {
      throw new Complaint(403, 'User is not advertiser!');
    }
    const found = conversionsOf(sandbox, owId).filter(({ id, name }) =>
      matchesSearch(query.trimmed('searchField'), id, name),
    );
    const request = pageRequest(query, 'limit', 20);
    const pageNo = query.int('pageNo') ?? -1;
    return okV2(
      pageOf(found, { ...request, pageNo }).map((conversion) => ({
        id: conversion.id,
        name: conversion.name,
        isROAS: scriptOf(conversion) !== undefined || conversion.financialMetric !== undefined,
      })),
    );
  });
}

/** Organization of a call whose query may name another one. */
function namedOrganization({ query, owId, user }: MemberCall): number {
  const named = query.int('owId') ?? owId;
  if (!user.owIds.includes(named)) {
    throw new Complaint(403, "User is not allowed to access provided organization's conversions.");
  }
  return named;
}

function basicRow(conversion: Conversion): object {
  const { id, name, kind, owId, created, postback } = conversion;
  return {
    id,
    name,
    uuid: shownUuid(conversion),
    typeId: TYPES[kind].id,
    owId,
    createdByUowId: 88,
    modifiedByUowId: 88,
    statusId: statusId(conversion),
    created: seconds(created),
    ...(postback && { postbackPartnerId: postback.partnerTypeId }),
  };
}
