import { invalid, invalidConversion } from './complaint';
import { readName, readPiggyback } from './conversionInput';
import { campaignsOf, conversionOf, conversionsById } from './conversions';
import { ok, okV2, type Endpoints, type MemberCall } from './endpoints';
import type { Sandbox } from './sandbox';
import type { Conversion, ConversionKind } from './world';

const BASE = '/api/v3/conversion';

/** Renaming, another piggyback, and deleting. All else about a conversion stays as it was created. */
export function addConversionChanges(endpoints: Endpoints, sandbox: Sandbox): void {
  const rename = ({ body, owId }: MemberCall, kind: ConversionKind): Conversion => {
    const conversion = conversionOf(sandbox, owId, body.int('id'));
    if (conversion.kind !== kind) {
      throw invalidConversion();
    }
    const name = readName(body);
    const piggyback = kind === 'pixel' ? readPiggyback(body) : undefined;
    conversion.name = name;
    if (piggyback) {
      conversion.piggyback = piggyback;
    }
    sandbox.changed();
    return conversion;
  };

  endpoints.member('PATCH', `${BASE}/pixel/update`, (call) => {
    const { id, name, piggyback } = rename(call, 'pixel');
    return ok({ id, name, piggybackData: piggyback ?? null });
  });
  endpoints.member('PATCH', `${BASE}/universal-pixel/update`, (call) => {
    const { id, name } = rename(call, 'universalPixel');
    return ok({ id, name });
  });
  endpoints.member('PATCH', `${BASE}/postback/update`, (call) => {
    const { id, name } = rename(call, 'postback');
    return ok({ id, name });
  });

  const remove = ({ query, owId }: MemberCall): void => {
    if (!query.isIntList('conversionIds')) {
      throw invalidConversion();
    }
    const ids = new Set(query.ints('conversionIds'));
    const doomed = conversionsById(sandbox, owId, [...ids]);
    const campaigns = campaignsOf(sandbox, owId);
    const inUse = campaigns.some(
      ({ status, conversionIds }) =>
        status === 'running' && conversionIds.some((id) => ids.has(id)),
    );
    if (inUse) {
      throw invalid('This conversion is associated with a running campaign and cannot be deleted');
    }
    for (const conversion of doomed) {
      conversion.deleted = true;
    }
    for (const campaign of campaigns) {
      campaign.conversionIds = campaign.conversionIds.filter((id) => !ids.has(id));
    }
    sandbox.changed();
  };
  const done = 'Conversion has been deleted successfully!';

  endpoints.member('DELETE', `${BASE}/delete`, (call) => {
    remove(call);
    return ok(done);
  });
  endpoints.member('DELETE', '/api/v2/conversion/pixel', (call) => {
    remove(call);
    return okV2({ message: done });
  });
}
