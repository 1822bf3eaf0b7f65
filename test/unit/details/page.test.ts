import assert from 'node:assert/strict';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { detailsPage } from '../../../src/details/page';
import { readFromWeb } from '../../../src/details/messages';

type Element = DefaultTreeAdapterTypes.Element;

function elements(html: string): readonly Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}

const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((each) => each.name === name)?.value;

describe('Page of the details panel', () => {
  const html = detailsPage({
    script: 'https://webview/details.js',
    style: 'https://webview/details.css',
    source: 'https://*.webview',
    nonce: 'abc',
    language: 'de',
    title: '</title><script>alert(1)</script>"&',
  });

  it('forbids everything but one script by its nonce and the extension’s style sheet', () => {
    const policy = elements(html).find((each) => attribute(each, 'http-equiv') !== undefined);
    assert.equal(
      attribute(policy, 'content'),
      "default-src 'none'; style-src https://*.webview; script-src 'nonce-abc'",
    );
  });

  it('lets a conversion’s name be text, whatever it holds', () => {
    const all = elements(html);
    const title = all.find(({ tagName }) => tagName === 'title');
    assert.equal(
      title?.childNodes.map((node) => ('value' in node ? node.value : '')).join(''),
      '</title><script>alert(1)</script>"&',
    );
    assert.equal(all.filter(({ tagName }) => tagName === 'script').length, 1);
  });

  it('has no inline style and no inline script', () => {
    const all = elements(html);
    assert.equal(all.filter(({ tagName }) => tagName === 'style').length, 0);
    assert.ok(
      all.every((each) =>
        each.attrs.every(({ name }) => name !== 'style' && !name.startsWith('on')),
      ),
    );
    assert.deepEqual(all.find(({ tagName }) => tagName === 'script')?.childNodes, []);
  });
});

describe('Messages from the webview', () => {
  it('are taken when they ask for something the panel offers', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'refresh' },
      { type: 'watch' },
      { type: 'retry', section: 'counts' },
      { type: 'range', days: 90 },
      { type: 'openPlace', index: 3 },
    ]) {
      assert.deepEqual(readFromWeb(message), message);
    }
  });

  it('are dropped when they do not', () => {
    for (const message of [
      undefined,
      null,
      'refresh',
      {},
      { type: 'run', command: 'workbench.action.quit' },
      { type: 'retry', section: '__proto__' },
      { type: 'retry' },
      { type: 'range', days: 3650 },
      { type: 'range', days: '30' },
      { type: 'openPlace', index: -1 },
      { type: 'openPlace', index: 0.5 },
      { type: 'openPlace', uri: 'file:///etc/passwd' },
    ]) {
      assert.equal(readFromWeb(message), undefined, JSON.stringify(message));
    }
  });

  it('carry nothing further than what was asked', () => {
    assert.deepEqual(readFromWeb({ type: 'insert', uri: 'file:///elsewhere', script: '<b>' }), {
      type: 'insert',
    });
  });
});
