import assert from 'node:assert/strict';
import { Script } from 'node:vm';
import { Visitor } from './support/visitor';
import type { ConversionRow, Created, Hit } from './support/wire';

describe('the sandbox: pixels', () => {
  let visitor: Visitor;
  let pixel: Created;
  beforeEach(async () => {
    visitor = await Visitor.signedIn({ rateLimit: 20 });
    pixel = await visitor.create();
  });
  afterEach(() => visitor.close());

  const fire = (path: string, headers: Record<string, string> = {}) =>
    visitor.ask('GET', path, { headers });
  const row = async (): Promise<ConversionRow> =>
    (await visitor.list(`conversionIds=${pixel.id}`)).data[0]!;
  const hits = async (): Promise<Hit[]> => (await visitor.control('hits')) as Hit[];

  it('answer with a script that is not kept, count, and make the conversion active', async () => {
    const { status, headers, text } = await fire(`/i/pixel/${pixel.uuid}?cv=129.90`);
    assert.equal(status, 200);
    assert.match(headers['content-type'] ?? '', /^text\/javascript/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.doesNotThrow(() => new Script(text), 'it is JavaScript');
    const { status: label, totalConversion, attributedConversion } = await row();
    assert.deepEqual([label, totalConversion, attributedConversion], ['Active', 1, 0]);
    const [hit] = await hits();
    assert.equal(hit!.conversionId, pixel.id);
    assert.equal(hit!.value, 129.9);
  });

  it('are found under both paths, with and without hyphens, in any case', async () => {
    const plain = pixel.uuid.replaceAll('-', '');
    for (const path of [
      `/d/c/conversion/${pixel.uuid}`,
      `/i/pixel/${plain}`,
      `/i/pixel/${plain.toUpperCase()}?cv=1`,
    ]) {
      assert.equal((await fire(path)).status, 200);
    }
    assert.equal((await row()).totalConversion, 3);
  });

  it('keep a value only when it is a number, and the query in any case', async () => {
    for (const cv of ['{CONVERSION_VALUE}', '12,50', 'Infinity', '', '1e9', '0x10']) {
      await fire(`/i/pixel/${pixel.uuid}?cv=${encodeURIComponent(cv)}&order_id=A-7`);
    }
    await fire(`/i/pixel/${pixel.uuid}?cv=-3`);
    const list = await hits();
    assert.deepEqual(
      list.map(({ value }) => value),
      [undefined, undefined, undefined, undefined, undefined, undefined, -3],
    );
    assert.equal(list[0]!.query.cv, '{CONVERSION_VALUE}');
    assert.equal(list[0]!.query.order_id, 'A-7');
    assert.equal((await row()).totalConversion, 7);
  });

  it('that nobody has, or that are deleted, answer 404 and are noted', async () => {
    await visitor.data('DELETE', `/api/v3/conversion/delete?conversionIds=${pixel.id}`);
    for (const id of [pixel.uuid, 'nonsense', '__proto__']) {
      const { status, headers } = await fire(`/i/pixel/${id}`);
      assert.equal(status, 404);
      assert.match(headers['content-type'] ?? '', /^text\/javascript/);
    }
    assert.deepEqual(
      (await hits()).map(({ conversionId }) => conversionId),
      [undefined, undefined, undefined],
    );
  });

  it('answer pages of any origin, under their own host name too', async () => {
    const { port } = visitor.sandbox;
    for (const headers of [
      { Origin: 'https://shop.example', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null' },
      { Host: 'pxl.sandbox.invalid' },
      { Host: `pxl.sandbox.invalid:${port}` },
    ]) {
      const answer = await fire(`/i/pixel/${pixel.uuid}`, headers);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
    const foreign = await fire(`/i/pixel/${pixel.uuid}`, { Host: 'pxl.iqm.com' });
    assert.equal(foreign.status, 421);
    const api = await fire('/api/v3/ua/profile', { Host: 'pxl.sandbox.invalid' });
    assert.equal(api.status, 421, 'the name stands for pixels alone');
  });

  it('neither count as requests of the API nor use up its limit', async () => {
    const before = (await visitor.control('requests')) as { total: number };
    await Promise.all(Array.from({ length: 40 }, () => fire(`/i/pixel/${pixel.uuid}`)));
    const after = (await visitor.control('requests')) as { total: number };
    assert.equal(after.total, before.total);
    assert.equal((await row()).totalConversion, 40);
  });

  it('take no other methods', async () => {
    const { status } = await visitor.ask('POST', `/i/pixel/${pixel.uuid}`, { body: {} });
    assert.equal(status, 404);
  });
});
