import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KNOWN_PIXEL_HOSTS, readPixelTag, SANDBOX_PIXEL_HOST } from '../../../src/pixel/tag';

const ID = '8f3165d0-b714-440e-bc1d-621127fa5fad';
const SRC = `https://pxl.iqm.com/i/pixel/${ID}?cv={CONVERSION_VALUE}`;

function reasonOf(script: string, hosts: readonly string[] = []): string {
  const reading = readPixelTag(script, { hosts });
  assert.ok(!reading.ok, `accepted: ${script}`);
  return reading.reason;
}

function read(script: string, hosts: readonly string[] = []) {
  const reading = readPixelTag(script, { hosts });
  assert.ok(reading.ok, reading.ok ? '' : reading.reason);
  return reading.tag;
}

describe('the script that IQM returns', () => {
  it('is read with its id, host and placeholders', () => {
    assert.deepEqual(read(`  <script src='${SRC}' async></script>\n`), {
      url: SRC,
      host: 'pxl.iqm.com',
      id: '8f3165d0b714440ebc1d621127fa5fad',
      family: 'conversion',
      placeholders: ['CONVERSION_VALUE'],
      markup: `<script src='${SRC}' async></script>`,
    });
  });

  it('is accepted in every spelling that browsers and IQM know', () => {
    for (const script of [
      `<script async src="${SRC}"></script>`,
      `<SCRIPT SRC='${SRC}' ASYNC></SCRIPT>`,
      `<script async='async' src=https://pxl.iqm.com/i/pixel/${ID}></script>`,
      `<script type="text/javascript" src='${SRC}'>\n</script >`,
      `\ufeff<script src='${SRC}' async data-name="iqm" id=iqm></script>`,
      `<script src='https://pxl.stage.iqm.com/d/c/conversion/${ID.replaceAll('-', '')}?x={ORDER_ID}&y={order_id}'></script>`,
      `<script src='https://pxl.iqm.com/i/pixel/0a1b2c3d?cv={CONVERSION_VALUE}' async></script>`,
    ]) {
      read(script);
    }
    assert.equal(
      read(`<script src='https://pxl.iqm.com/d/c/tag/${ID}'></script>`).family,
      'retargeting',
    );
    assert.deepEqual(
      read(`<script src='${SRC}&o={ORDER}&c={CONVERSION_VALUE}'></script>`).placeholders,
      ['CONVERSION_VALUE', 'ORDER'],
    );
  });

  it('is refused with a reason when it is anything but one script that loads a pixel', () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ['', /no script/],
      ['hello', /not a single script/],
      [`<img src='${SRC}'>`, /not a single script/],
      [`<!-- x --><script src='${SRC}'></script>`, /not a single script/],
      [`<script src='${SRC}'>`, /no end tag/],
      [`<script src='${SRC}'/>`, /no end tag/],
      [`<script src='${SRC}'`, /not a single script/],
      [`<script src='${SRC}'>alert(1)</script>`, /code of its own/],
      [`<script src='${SRC}'></script><script>alert(1)</script>`, /more than one/],
      [`<script src='${SRC}'></script><img src=x onerror=alert(1)>`, /more than one/],
      [`<script src='${SRC}'></script> and more`, /more than one/],
      [`<script>alert(1)</script>`, /code of its own/],
      [`<script></script>`, /no URL/],
      [`<script src='${SRC}' onload='alert(1)'></script>`, /event handler/],
      [`<script src='${SRC}' ONERROR=alert(1)></script>`, /event handler/],
      [`<script src='${SRC}' integrity=x></script>`, /attribute/],
      [`<script src='${SRC}' src='https://evil.example/'></script>`, /twice/],
      [`<script type='text/plain' src='${SRC}'></script>`, /type/],
      [`<script src='http://pxl.iqm.com/i/pixel/${ID}'></script>`, /https/],
      [`<script src='//pxl.iqm.com/i/pixel/${ID}'></script>`, /https/],
      [`<script src='pxl.iqm.com/i/pixel/${ID}'></script>`, /not the URL/],
      [`<script src='https://evil.example/i/pixel/${ID}'></script>`, /evil\.example/],
      [
        `<script src='https://pxl.iqm.com.evil.example/i/pixel/${ID}'></script>`,
        /known pixel host/,
      ],
      [`<script src='https://pxl.iqm.com:8443/i/pixel/${ID}'></script>`, /known pixel host/],
      [`<script src='https://pxl.iqm.com@evil.example/i/pixel/${ID}'></script>`, /characters/],
      [`<script src='https://${SANDBOX_PIXEL_HOST}/i/pixel/${ID}'></script>`, /known pixel host/],
      [`<script src='https://pxl.iqm.com/other/${ID}'></script>`, /not the URL/],
      [`<script src='https://pxl.iqm.com/i/pixel/nothex-${ID}'></script>`, /no pixel id/],
      [`<script src='https://pxl.iqm.com/i/pixel/${ID}?{{ 7 }}'></script>`, /characters/],
      [`<script src='https://pxl.iqm.com/i/pixel/${ID}?<?php x() ?>'></script>`, /characters/],
      [`<script src='https://pxl.iqm.com/i/pixel/${ID}?\${x}'></script>`, /characters/],
      [`<script src='https://pxl.iqm.com/i/pixel/${ID}?@(x)'></script>`, /characters/],
      [`<script src='${SRC}' data-x='{{ x }}'></script>`, /unexpected value/],
      [`<script src='${SRC}'>${' '.repeat(5000)}</script>`, /too long/],
    ];
    for (const [script, reason] of refused) assert.match(reasonOf(script), reason, script);
  });

  it('may come from hosts that are allowed besides', () => {
    const sandbox = `<script src='https://${SANDBOX_PIXEL_HOST}/i/pixel/${ID}' async></script>`;
    assert.equal(read(sandbox, [SANDBOX_PIXEL_HOST]).host, SANDBOX_PIXEL_HOST);
    const own = `<script src='https://p.shop.example/i/pixel/${ID}'></script>`;
    assert.equal(read(own, ['p.shop.example']).host, 'p.shop.example');
  });

  it('never brings characters with a meaning of their own, whatever it is', () => {
    const url = fc
      .tuple(
        fc.constantFrom('https://', 'http://', '//', 'javascript:', ''),
        fc.constantFrom(...KNOWN_PIXEL_HOSTS, 'evil.example', 'pxl.iqm.com@evil.example'),
        fc.constantFrom('/i/pixel/', '/d/c/tag/', '/x/'),
        fc.constantFrom(ID, 'abc', ''),
        fc.string({ maxLength: 12, unit: 'binary' }),
      )
      .map((parts) => parts.join(''));
    const script = fc
      .tuple(
        fc.constantFrom(`'`, `"`, ''),
        url,
        fc.constantFrom('', ' async', ' onload=x', '>x', '/>'),
      )
      .map(([quote, src, rest]) => `<script src=${quote}${src}${quote}${rest}></script>`);
    fc.assert(
      fc.property(script, (text) => {
        const reading = readPixelTag(text, { hosts: [] });
        if (!reading.ok) {
          assert.match(reading.reason, /^[A-Z][^<>\n]*\.$/);
          return;
        }
        const parsed = new URL(reading.tag.url);
        assert.equal(parsed.protocol, 'https:');
        assert.ok(KNOWN_PIXEL_HOSTS.includes(parsed.host));
        assert.match(reading.tag.url.replace(/\{\w+\}/g, ''), /^[\w\-.~:/?#=&%+,;!*]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});
