import assert from 'node:assert/strict';
import { campaignRows } from '../../../src/details/campaignRows';
import { CAMPAIGNS, COUNTS } from './fakeIqm';

const [first, second] = COUNTS;

describe('Campaigns with their counts', () => {
  it('joins attached campaigns with their counts, in the order of IQM’s list', () => {
    const rows = campaignRows(CAMPAIGNS, { rows: [second!, first!], complete: true });
    assert.deepEqual(
      rows.map(({ id, counts, insertionOrder }) => [id, counts?.conversions, insertionOrder]),
      [
        [591_947, 911, 'Northwind Q2'],
        [591_948, 373, 'Northwind Q2'],
      ],
    );
  });

  it('shows campaigns without counts while there is no answer', () => {
    const rows = campaignRows(CAMPAIGNS, undefined);
    assert.deepEqual(
      rows.map(({ counts }) => counts),
      [undefined, undefined],
    );
  });

  it('takes zero for a campaign that a complete answer leaves out, and nothing if more rows may come', () => {
    const complete = campaignRows(CAMPAIGNS, { rows: [first!], complete: true });
    assert.equal(complete[1]?.counts?.conversions, 0);
    const partial = campaignRows(CAMPAIGNS, { rows: [first!], complete: false });
    assert.equal(partial[1]?.counts, undefined);
  });

  it('adds campaigns that have counted the conversion and are not attached any more', () => {
    const rows = campaignRows([CAMPAIGNS[0]!], { rows: COUNTS, complete: true });
    assert.deepEqual(
      rows.map(({ id, attached }) => [id, attached]),
      [
        [591_947, true],
        [591_948, false],
      ],
    );
  });

  it('leaves out campaigns that are neither attached nor have counted anything', () => {
    const idle = { ...second!, conversions: 0, uniqueConversions: 0 };
    assert.equal(campaignRows([CAMPAIGNS[0]!], { rows: [first!, idle], complete: true }).length, 1);
  });
});
