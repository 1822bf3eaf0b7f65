import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openEnvelope } from '../../../../src/iqm/envelope';
import { IqmError } from '../../../../src/iqm/errors';
import { decodeSecret } from '../../../../src/iqm/sessionSecret';
import {
  decodeAssignment,
  decodeCampaign,
  decodeCampaignDetails,
  decodeInsertionOrders,
  decodeStatusCount,
} from '../../../../src/iqm/shapes/campaign';
import {
  decodeConversion,
  decodeConversionDetails,
  decodeTypeCount,
} from '../../../../src/iqm/shapes/conversion';
import { decodeOrganizations, decodeProfile } from '../../../../src/iqm/shapes/organization';
import {
  decodeCampaignPerformance,
  decodeTimelinePoint,
} from '../../../../src/iqm/shapes/performance';
import { pageOf, rowsOf } from '../../../../src/iqm/shapes/rows';
import {
  attributionsOf,
  creationDefaultsOf,
  decodeChoice,
  USUAL_ATTRIBUTIONS,
} from '../../../../src/iqm/shapes/staticList';
import type { Drift } from '../../../../src/iqm/shapes/wire';
import { decodeTokens, tokensOf } from '../../../../src/iqm/tokens';

/** Every field name that any decoder reads, so that random objects hit them. */
const FIELDS = [
  ...[
    'id',
    'name',
    'type',
    'typeId',
    'status',
    'statusId',
    'created',
    'created_at',
    'uuid',
    'data',
    'success',
  ],
  ...[
    'pixelConversionScript',
    'totalConversion',
    'totalConversions',
    'campaignCount',
    'customFields',
  ],
  ...['pixelFinancialMetric', 'financialMetrics', 'postbackPartnerName', 'postbackPartnerLogoURL'],
  ...[
    'conversionSetting',
    'conversionDuration',
    'view',
    'click',
    'repeatConversion',
    'count',
    'frequency',
    'unit',
  ],
  ...[
    'crossModelling',
    'piggybackData',
    'url',
    'attributionId',
    'partnerTypeId',
    'impressionUrl',
    'clickUrl',
  ],
  ...[
    'conversionType',
    'conversionCount',
    'campaignId',
    'campaignName',
    'campaigns',
    'ioId',
    'ioName',
    'ioStatusId',
  ],
  ...[
    'ioCampaignsList',
    'startTime',
    'endTime',
    'creativeTypeId',
    'conversionIdsList',
    'validAddCampaignIdsList',
  ],
  ...[
    'invalidAddCampaignIdsList',
    'status_key',
    'status_label',
    'status_count',
    'conversionIds',
    'advertiserDomain',
  ],
  ...[
    'owId',
    'organizationName',
    'workspaceDomain',
    'customerType',
    'currentOrganization',
    'displayName',
    'email',
  ],
  ...[
    'firstName',
    'active',
    'isActive',
    'value',
    'totalRecords',
    'filteredRecords',
    'recordsList',
    'startDate',
  ],
  ...[
    'endDate',
    'impressions',
    'clicks',
    'spent',
    'access_token',
    'refresh_token',
    'expires_in',
    'accessToken',
  ],
  ...[
    'tokens',
    'home',
    'label',
    'generation',
    'expiresAt',
    'statusCode',
    'responseObject',
    'errorObjects',
    'error',
  ],
  ...[
    'reason',
    'field',
    'errorMsg',
    'supportEmail',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    7001,
    1777939200,
    1777939200000,
    1e21,
    1.5,
    9e15,
    -0,
  ),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '0',
    '7',
    'Pixel',
    'On Hold',
    'draft',
    'true',
    'post_click_interval',
    '1,2,x',
  ),
  fc.constantFrom<unknown>(
    '\u0000\u202e<b>',
    '[x](command:y)',
    'x'.repeat(30_000),
    '\ud800',
    '2026-11-21',
  ),
  fc.double(),
  fc.string(),
);

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...FIELDS), tie('json')), { maxLength: 8 })
      // Through JSON, as IQM's answers come: that alone makes an own property called __proto__.
      .map(
        (entries) =>
          JSON.parse(
            `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`,
          ) as unknown,
      ),
  ),
}));

const DECODERS: Record<string, (value: unknown, drift: Drift) => unknown> = {
  conversion: decodeConversion,
  conversionDetails: (value, drift) => decodeConversionDetails(value, USUAL_ATTRIBUTIONS, drift),
  typeCount: decodeTypeCount,
  campaign: decodeCampaign,
  campaignDetails: decodeCampaignDetails,
  insertionOrders: decodeInsertionOrders,
  assignment: decodeAssignment,
  statusCount: decodeStatusCount,
  organizations: decodeOrganizations,
  profile: decodeProfile,
  choice: decodeChoice,
  attributions: (value, drift) =>
    attributionsOf(rowsOf(value, 'choices', ['data'], drift, (row) => decodeChoice(row, drift))),
  creationDefaults: creationDefaultsOf,
  campaignPerformance: decodeCampaignPerformance,
  timelinePoint: decodeTimelinePoint,
  tokens: (value, drift) => decodeTokens(value, Date.now(), drift),
  page: (value, drift) =>
    pageOf(
      { data: value, body: value },
      rowsOf(value, 'rows', ['data'], drift, (row) => decodeConversion(row, drift)),
      { page: 1, pageSize: 20 },
    ),
};

describe('answers of any form', () => {
  for (const [name, decode] of Object.entries(DECODERS)) {
    it(`never break the decoder of ${name}, and what it yields is of the type it says`, () => {
      fc.assert(
        fc.property(json, (value) => {
          const decoded = decoding(decode, value, (where) => {
            assert.match(
              where,
              /^[A-Za-z.]*[A-Za-z0-9_]*( is missing)?$/,
              'a drift names fields, never values',
            );
          });
          checkSane(decoded);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('are opened, or refused as an IqmError', () => {
    fc.assert(
      fc.property(
        json,
        fc.constantFrom(200, 201, 400, 401, 403, 422, 429, 500),
        (value, status) => {
          const text = JSON.stringify(value);
          try {
            openEnvelope({ status, text, bytes: text.length });
          } catch (error) {
            assert.ok(error instanceof IqmError, String(error));
            assert.ok(error.message.length < 2_000);
            checkSane(error.details);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never break what reads texts: a cut-off body, a pasted token, a stored session', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, cut % (whole.length + 1));
        try {
          openEnvelope({ status: 200, text, bytes: text.length });
        } catch (error) {
          assert.ok(error instanceof IqmError, String(error));
        }
        checkSane(tokensOf(text, 0));
        checkSane(decodeSecret(text));
      }),
      { numRuns: 500 },
    );
  });

  it('cannot change what all objects have in common', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"id":7,"name":"x","polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    for (const decode of Object.values(DECODERS)) {
      decoding(decode, value, () => undefined);
    }
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.equal(
      decodeConversion(value, () => undefined),
      undefined,
      'an inherited id is no id',
    );
  });
});

/** What a decoder makes of a value; it may refuse it, but only with an IqmError. */
function decoding(
  decode: (value: unknown, drift: Drift) => unknown,
  value: unknown,
  drift: Drift,
): unknown {
  try {
    return decode(value, drift);
  } catch (error) {
    assert.ok(error instanceof IqmError, String(error));
    assert.equal(error.kind, 'malformed');
    return undefined;
  }
}

/** No undefined fields, no numbers that are none, no dates that cannot be formatted, no endless or dangerous names. */
function checkSane(value: unknown): void {
  if (typeof value === 'number') {
    assert.ok(Number.isFinite(value), String(value));
  } else if (Array.isArray(value)) {
    value.forEach(checkSane);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) {
      assert.notEqual(field, undefined, `${key} is there without a value`);
      if (['created', 'startTime', 'endTime', 'start', 'end'].includes(key)) {
        assert.doesNotThrow(() => new Date(field as number).toISOString(), key);
      }
      if (['id', 'owId', 'campaignId'].includes(key)) {
        // Campaigns without an insertion order come under id 0.
        const least = 'campaigns' in value ? 0 : 1;
        assert.ok(Number.isSafeInteger(field) && Number(field) >= least, `${key} ${String(field)}`);
      }
      if (['name', 'label', 'displayName', 'message', 'reason', 'campaignName'].includes(key)) {
        assert.equal(typeof field, 'string');
        assert.ok(
          (field as string).length <= 1_000,
          `${key} has ${(field as string).length} characters`,
        );
        assert.doesNotMatch(field as string, /[\u0000-\u001f\u202a-\u202e]/, key);
      }
      checkSane(field);
    }
  }
}
