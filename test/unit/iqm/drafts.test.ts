import assert from 'node:assert/strict';
import {
  validateMail,
  validatePixelDraft,
  validatePostbackDraft,
  validateUniversalPixelDraft,
  validateUpdate,
  type DraftProblem,
  type PixelDraft,
} from '../../../src/iqm/drafts';

const good: PixelDraft = {
  name: 'Checkout',
  attribution: 'hybrid',
  viewDays: 15,
  clickDays: 28,
  repeat: { count: 0, frequency: 1, unit: 'Day' },
  crossDevice: true,
  customFields: ['orderId'],
  financialMetric: 'revenue',
  piggyback: { url: 'https://example.com/p?x={ID}', type: 'image' },
};

function fields(problems: readonly DraftProblem[]): string[] {
  return problems.map(({ field }) => field);
}

describe('the rules for a pixel', () => {
  it('let a complete draft pass, and one with as little as possible', () => {
    assert.deepEqual(validatePixelDraft(good), []);
    const { name, attribution, viewDays, clickDays, repeat, crossDevice } = good;
    const bare = { name, attribution, viewDays, clickDays, repeat, crossDevice, customFields: [] };
    assert.deepEqual(validatePixelDraft(bare), []);
  });

  it('point at each input that IQM would refuse', () => {
    const wrong: [Partial<PixelDraft>, string[]][] = [
      [{ name: 'ab' }, ['name']],
      [{ name: '  ab   ' }, ['name']],
      [{ name: 'x'.repeat(256) }, ['name']],
      [{ name: 'abc' }, []],
      [{ name: 'x'.repeat(255) }, []],
      [{ attribution: 'last touch' as never }, ['attribution']],
      [{ viewDays: 0 }, ['viewDays']],
      [{ viewDays: 31 }, ['viewDays']],
      [{ viewDays: 1 }, []],
      [{ viewDays: 30 }, []],
      [{ viewDays: 1.5 }, ['viewDays']],
      [{ viewDays: Number.NaN }, ['viewDays']],
      [{ clickDays: 6 }, ['clickDays']],
      [{ clickDays: 61 }, ['clickDays']],
      [{ clickDays: 7 }, []],
      [{ clickDays: 60 }, []],
      [{ attribution: 'click', viewDays: 99 }, []],
      [{ attribution: 'view', clickDays: -1 }, []],
      [
        { repeat: { count: -1, frequency: 0, unit: ' ' } },
        ['repeat.count', 'repeat.frequency', 'repeat.unit'],
      ],
      [{ repeat: { count: 1, frequency: 24, unit: 'Hour' } }, []],
      [{ customFields: ['a', ' '] }, ['customFields']],
      [{ customFields: ['a,b'] }, ['customFields']],
      [{ customFields: ['a', 'a '] }, ['customFields']],
      [{ financialMetric: '' }, ['financialMetric']],
      [{ financialMetric: 'revenue,profit' }, ['financialMetric']],
      [{ piggyback: { url: 'example.com', type: 'image' } }, ['piggyback.url']],
      [{ piggyback: { url: 'javascript:alert(1)', type: 'image' } }, ['piggyback.url']],
      [{ piggyback: { url: 'https://', type: 'image' } }, ['piggyback.url']],
      [{ piggyback: { url: 'https://x', type: 'iframe' as never } }, ['piggyback.type']],
      [{ piggyback: { url: 'http://{HOST}/x', type: 'javascript' } }, []],
    ];
    for (const [change, expected] of wrong) {
      assert.deepEqual(
        fields(validatePixelDraft({ ...good, ...change })),
        expected,
        JSON.stringify(change),
      );
    }
  });

  it('hold for universal pixels too', () => {
    assert.deepEqual(validateUniversalPixelDraft(good), []);
    assert.deepEqual(fields(validateUniversalPixelDraft({ ...good, name: '', viewDays: 0 })), [
      'name',
      'viewDays',
    ]);
  });
});

describe('the rules for a postback', () => {
  const postback = {
    name: 'Install',
    partnerTypeId: 3,
    impressionUrl: 'https://p.example/i?c={click_id}',
    clickUrl: 'https://p.example/c?c={click_id}',
  };

  it('let macros pass and point at what is missing', () => {
    assert.deepEqual(validatePostbackDraft(postback), []);
    assert.deepEqual(
      fields(
        validatePostbackDraft({ name: '', partnerTypeId: 0, impressionUrl: '', clickUrl: 'x y' }),
      ),
      ['name', 'partnerTypeId', 'impressionUrl', 'clickUrl'],
    );
  });
});

describe('the rules for a change and for a mail', () => {
  it('ask for a name, and for a piggyback that can be fetched', () => {
    assert.deepEqual(validateUpdate({ name: 'Checkout' }), []);
    assert.deepEqual(
      fields(validateUpdate({ name: 'x', piggyback: { url: 'x', type: 'image' } })),
      ['name', 'piggyback.url'],
    );
  });

  it('ask for addresses and a subject', () => {
    assert.deepEqual(validateMail({ recipients: ['a@x.com', ' b@y.co.uk '], subject: 'Hi' }), []);
    assert.deepEqual(fields(validateMail({ recipients: [], subject: ' ' })), [
      'recipients',
      'subject',
    ]);
    for (const address of ['a', 'a@b', 'a@b.c,d@e.f', 'a b@c.d', '<a@b.c>', '@b.c', 'a@b..c']) {
      assert.deepEqual(
        fields(validateMail({ recipients: [address], subject: 'Hi' })),
        ['recipients'],
        address,
      );
    }
  });
});
