import { randomUUID } from 'node:crypto';
import { readPixel, readPostback } from './conversionInput';
import { createdRow, createdUniversalRow } from './conversionRows';
import { ok, type Endpoints } from './endpoints';
import type { Sandbox } from './sandbox';
import type { Conversion } from './world';

const BASE = '/api/v3/conversion';

/** The three ways to create a conversion. None is idempotent: a second call makes a second conversion. */
export function addConversionCreation(endpoints: Endpoints, sandbox: Sandbox): void {
  // While answers number attributions in the older way, so do requests.
  const isSwapped = (): boolean => sandbox.switches.oldSpellings.includes('swappedAttribution');

  endpoints.member('POST', `${BASE}/pixel/add`, ({ body, owId }) => {
    const input = readPixel(body, { universal: false, swapped: isSwapped() });
    return ok(createdRow(create(sandbox, owId, { kind: 'pixel', ...input })));
  });

  endpoints.member('POST', `${BASE}/universal-pixel/add`, ({ body, owId }) => {
    const input = readPixel(body, { universal: true, swapped: isSwapped() });
    return ok(createdUniversalRow(create(sandbox, owId, { kind: 'universalPixel', ...input })));
  });

  endpoints.member('POST', `${BASE}/postback/add`, ({ body, owId }) =>
    ok(createdRow(create(sandbox, owId, { kind: 'postback', ...readPostback(body) }))),
  );
}

type Chosen = Pick<Conversion, 'kind' | 'name'> & Partial<Conversion>;

function create(sandbox: Sandbox, owId: number, chosen: Chosen): Conversion {
  const { world } = sandbox;
  const conversion: Conversion = {
    id: world.nextConversionId,
    owId,
    uuid: randomUUID(),
    // A pixel waits for its first fire; IQM's sample of a new postback is active at once.
    status: chosen.kind === 'postback' ? 'active' : 'pending',
    created: sandbox.now(),
    deleted: false,
    total: 0,
    attributedView: 0,
    attributedClick: 0,
    customFields: [],
    ...chosen,
  };
  world.nextConversionId += 1;
  world.conversions.push(conversion);
  sandbox.changed();
  return conversion;
}
