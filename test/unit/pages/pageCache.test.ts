import assert from 'node:assert/strict';
import { PageCache, UNREAD, type PagePixel } from '../../../src/pages/pageCache';

const STAMP = { mtime: 5, size: 7 };
const ONE: PagePixel = { id: 'one', line: 1, live: true };
const OTHER: PagePixel = { id: 'other', line: 4, live: false };

describe('what is known of pages', () => {
  let cache: PageCache;
  beforeEach(() => {
    cache = new PageCache();
    cache.keepFile('file:///shop/a.html', STAMP, [ONE]);
    cache.keepFile('file:///shop/b.html', STAMP, []);
    cache.news();
  });
  const carrying = (): Record<string, readonly PagePixel[]> =>
    Object.fromEntries([...cache.carrying()].map(({ page, pixels }) => [page, pixels]));

  it('is how files were, and what they carried', () => {
    assert.deepEqual(cache.stampOf('file:///shop/a.html'), STAMP);
    assert.deepEqual(cache.stampOf('file:///shop/c.html'), UNREAD);
    assert.deepEqual(carrying(), { 'file:///shop/a.html': [ONE] });
  });

  it('is what stands in the editor, as long as that differs', () => {
    cache.setDocuments(new Map([['file:///shop/a.html', []]]));
    assert.deepEqual(carrying(), {});
    cache.setDocuments(
      new Map([
        ['file:///shop/b.html', [OTHER]],
        ['untitled:Untitled-1', [ONE]],
      ]),
    );
    assert.deepEqual(carrying(), {
      'file:///shop/a.html': [ONE],
      'file:///shop/b.html': [OTHER],
      'untitled:Untitled-1': [ONE],
    });
  });

  it('forgets files that are gone', () => {
    cache.keepOnly(new Set(['file:///shop/b.html']));
    assert.deepEqual(carrying(), {});
    assert.equal(cache.hasFile('file:///shop/a.html'), false);
    assert.equal(cache.hasFile('file:///shop/b.html'), true);
  });

  it('tells whether a folder held a page', () => {
    assert.equal(cache.hasFileIn(new Set(['file:///shop'])), true);
    assert.equal(cache.hasFileIn(new Set(['file:///shop/a.html'])), true);
    assert.equal(cache.hasFileIn(new Set(['file:///sho', 'file:///shop/a', 'file:///x'])), false);
    assert.equal(cache.hasFileIn(new Set()), false);
  });

  describe('is news', () => {
    it('where a page carries other pixels, once', () => {
      cache.keepFile('file:///shop/b.html', STAMP, [OTHER]);
      assert.equal(cache.news(), true);
      assert.equal(cache.news(), false);
    });

    it('not where a page was only written anew', () => {
      cache.keepFile('file:///shop/a.html', { mtime: 6, size: 70 }, [{ ...ONE }]);
      cache.keepFile('file:///shop/c.html', STAMP, []);
      assert.equal(cache.news(), false);
    });

    it('not where it is again as it was', () => {
      cache.setDocuments(new Map([['file:///shop/a.html', [OTHER]]]));
      cache.setDocuments(new Map());
      assert.equal(cache.news(), false);
    });

    it('not where a document is saved as it was seen', () => {
      cache.setDocuments(new Map([['file:///shop/a.html', [OTHER]]]));
      assert.equal(cache.news(), true);
      cache.keepFile('file:///shop/a.html', STAMP, [OTHER]);
      cache.setDocuments(new Map());
      assert.equal(cache.news(), false);
    });

    it('where a page, or its last pixel, is gone', () => {
      cache.dropFile('file:///shop/a.html');
      assert.equal(cache.news(), true);
      cache.dropFile('file:///shop/b.html');
      assert.equal(cache.news(), false);
    });

    it('after everything was read anew only where that gave something else', () => {
      let next = cache.successor();
      next.keepFile('file:///shop/a.html', STAMP, [ONE]);
      assert.equal(next.news(), false);
      next = next.successor();
      assert.equal(next.stampOf('file:///shop/a.html'), UNREAD);
      next.keepFile('file:///shop/a.html', STAMP, [OTHER]);
      assert.equal(next.news(), true);
      assert.equal(next.successor().news(), true);
    });
  });
});
