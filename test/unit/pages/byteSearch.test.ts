import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostPattern, mentions, textOf } from '../../../src/pages/byteSearch';

const TAG = "<script src='https://pxl.iqm.com/i/pixel/1' async></script>";

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('looking for pixel hosts in bytes', () => {
  const known = hostPattern([]);

  it('finds every host of IQM, in whatever case', () => {
    for (const text of [
      TAG,
      TAG.toUpperCase(),
      TAG.replace('pxl', 'PxL'),
      '//pxl.stage.iqm.com/',
    ]) {
      assert.equal(mentions(Buffer.from(text), known), true, text);
    }
    assert.equal(mentions(Buffer.from('<script src="https://pxl.example.com/">'), known), false);
  });

  it('takes a dot for a dot', () => {
    assert.equal(mentions(Buffer.from('pxl-iqm-com iqmXcom'), known), false);
  });

  it('finds hosts that were added, and the sandbox’s only when it counts', () => {
    const sandbox = Buffer.from('https://pxl.sandbox.invalid/i/pixel/1');
    assert.equal(mentions(sandbox, known), false);
    assert.equal(mentions(sandbox, hostPattern(['pxl.sandbox.invalid'])), true);
    assert.equal(
      mentions(Buffer.from('//T.Shop.Example:8443/x'), hostPattern(['t.shop.example:8443'])),
      true,
    );
  });

  it('reads UTF-16 by its byte order mark, and a byte order mark of UTF-8', () => {
    for (const bytes of [utf16(TAG, 'le'), utf16(TAG, 'be'), Buffer.from(`\uFEFF${TAG}`)]) {
      assert.equal(mentions(bytes, known), true);
      assert.equal(textOf(bytes), TAG);
    }
  });

  it('finds a host wherever it stands, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        (before, after) => {
          // A byte order mark would make it another text.
          const bytes = Buffer.concat([
            Buffer.from(' '),
            before,
            Buffer.from('pxl.iqm.com'),
            after,
          ]);
          assert.equal(mentions(bytes, known), true);
        },
      ),
    );
  });

  it('takes empty and single bytes', () => {
    assert.equal(mentions(Buffer.alloc(0), known), false);
    assert.equal(textOf(Buffer.from('x')), 'x');
  });
});
