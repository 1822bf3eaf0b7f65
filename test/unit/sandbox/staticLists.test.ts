import assert from 'node:assert/strict';
import { Visitor } from './support/visitor';
import type { Page } from './support/wire';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly displayName?: string;
  readonly value?: string;
  readonly active: boolean;
}

describe('the sandbox: static lists', () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.signedIn();
  });
  after(() => visitor.close());

  const list = async (path: string): Promise<Page<Row>> =>
    (await visitor.data('GET', `/api/v3/conversion/static/${path}`)) as Page<Row>;
  const named = ({ data }: Page<Row>) => data.map(({ id, name }) => `${id} ${name}`);

  for (const [path, filter, names] of [
    ['conversion-type', 'conversionTypeIds', ['1 pixel', '2 postback', '3 universalPixel']],
    ['conversion-status', 'statusIds', ['1 active', '2 pending']],
    [
      'conversion-attribution-type',
      'attributionTypeIds',
      ['1 hybrid', '2 click_based', '3 view_based'],
    ],
    ['conversion-piggyback-type', 'piggybackTypeIds', ['1 image_pixel', '2 javascript_pixel']],
    [
      'postback/partner-type',
      'partnerTypeIds',
      ['1 Kochava', '2 Singular', '3 Appsflyer', '4 Adjust'],
    ],
  ] as const) {
    it(`has ${path}, whole, by id and by search`, async () => {
      const all = await list(path);
      assert.deepEqual(named(all), names);
      assert.ok(all.data.every(({ active }) => active));
      assert.equal(all.totalRecords, names.length);
      const second = await list(`${path}?${filter}=2`);
      assert.deepEqual(named(second), [names[1]]);
      assert.equal(second.filteredRecords, 1);
      const searched = await list(`${path}?searchField=${names[0].slice(2, 6).toUpperCase()}`);
      assert.ok(named(searched).includes(names[0]));
      assert.ok(searched.data.length < names.length || path === 'conversion-type');
    });
  }

  it('has the defaults of a new conversion, as texts', async () => {
    const { data } = await list('pixel/conversion-default-advanced-setting-data');
    assert.deepEqual(
      data.map(({ name, value }) => [name, value]),
      [
        ['post_click_interval', '15'],
        ['post_view_interval', '28'],
        ['cross_device', 'true'],
      ],
    );
  });
});
