import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileKind, Framework } from '../../../../src/pixel/kinds';
import { addressPieces } from '../../../../src/pixel/languages/address';
import {
  addressCode,
  joinedAddressCode,
} from '../../../../src/pixel/languages/javascript/literals';
import { languageOf } from '../../../../src/pixel/languages/registry';
import { checkExpression } from '../../../../src/pixel/languages/value/expression';
import { checkNumber, checkText } from '../../../../src/pixel/languages/value/number';
import { suggestValues } from '../../../../src/pixel/languages/value/suggestions';
import { evaluate } from './compilers';
import { expression, ID, literal, tagOf } from './pixelRequest';

describe('a value that is a number', () => {
  it('is digits with a point, not negative', () => {
    for (const good of ['0', '49.90', ' 12 ', '1299.00', '0.5']) {
      assert.deepEqual(checkNumber(good), {
        ok: true,
        value: { kind: 'literal', text: good.trim() },
      });
    }
    const complaints: Readonly<Record<string, RegExp>> = {
      '': /Enter a number/,
      '-1': /negative/,
      '€49.90': /currency/,
      $5: /currency/,
      '49.90 EUR': /currency/,
      '49,90': /point before the decimals: 49\.90/,
      '1,299.00': /thousands/,
      '1.299,00': /thousands/,
      "1'299": /thousands/,
      '1 299': /thousands/,
      '1e3': /exponent/,
      '5.': /both sides/,
      '.5': /both sides/,
      abc: /Only digits/,
      '1.2.3': /Only digits/,
      Infinity: /Only digits/,
    };
    for (const [typed, message] of Object.entries(complaints)) {
      const checked = checkNumber(typed);
      assert.ok(!checked.ok, typed);
      assert.match(checked.message, message);
    }
  });

  it('is accepted exactly if it reads as a finite number of at least 0 in plain digits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0 1 2 9 . , - + e $ €'.split(' '), ' ') }),
        (typed) => {
          const { ok } = checkNumber(typed);
          if (ok) assert.ok(Number(typed) >= 0 && Number.isFinite(Number(typed)));
          if (/^\d{1,15}(\.\d{1,10})?$/.test(typed)) assert.ok(ok);
        },
      ),
    );
  });

  it('may be any text for another placeholder', () => {
    assert.deepEqual(checkText(' A-1 ', 'ORDER_ID'), {
      ok: true,
      value: { kind: 'literal', text: 'A-1', placeholder: 'ORDER_ID' },
    });
    assert.equal(checkText(' ', 'ORDER_ID').ok, false);
  });
});

describe('a value that is an expression', () => {
  it('has to be one expression that ends where it is put', () => {
    const refused: readonly (readonly [FileKind, string])[] = [
      ['jsx', 'order.total)'],
      ['jsx', 'a; b'],
      ['jsx', 'a, b'],
      ['jsx', 'a // b'],
      ['jsx', 'return a'],
      ['jsx', '`${a'],
      ['svelte', "a}'"],
      ['html', "'</script>'"],
      ['html', 'a\nb'],
      ['html', ''],
      ['php', 'a ?> b'],
      ['php', '<?= $a ?>"<?= $b ?>'],
      ['jinja', 'a }} b'],
      ['jinja', '{{ a }}" onload="{{ b }}'],
      ['jinja', '{# a #}'],
      ['jinja', '(a'],
      ['ejs', 'a %> b'],
      ['erb', '"a'],
      ['liquid', `a | default: '0' | b: "1"`],
      ['smarty', '$a} x {$b'],
      ['razor', 'Model.Total) x'],
      ['python', 'a('],
    ];
    for (const [kind, code] of refused) {
      assert.equal(checkExpression(code, kind).ok, false, `${kind}: ${code}`);
    }
    const accepted: readonly (readonly [FileKind, string])[] = [
      ['jsx', 'order?.total ?? 0'],
      ['jsx', '${order.total.toFixed(2)}'],
      ['vue', "order.value['total']"],
      ['html', "dataLayer.find((a) => a.value > 1)['value']"],
      ['php', "$order['total'] > 0 ? $order['total'] : 0"],
      ['php', '<?php echo $order->get_total(); ?>'],
      ['jinja', 'order.get_total()|round(2)'],
      ['liquid', "{{ checkout.total_price | default: '0' | divided_by: 100.0 }}"],
      ['blade', '{!! $total !!}'],
      ['go', 'printf "%.2f" .Total'],
      ['latte', '$order->total|number:2'],
      ['handlebars', 'money order.total'],
    ];
    for (const [kind, code] of accepted) {
      const checked = checkExpression(code, kind);
      assert.ok(checked.ok, `${kind}: ${code}: ${JSON.stringify(checked)}`);
    }
  });

  it('becomes one part of the address, whatever its value is', () => {
    const url = fc
      .tuple(
        fc.constantFrom(
          '?cv={CONVERSION_VALUE}',
          '?a=1&cv={CONVERSION_VALUE}&o={ORDER}',
          '?o={ORDER}{CONVERSION_VALUE}',
        ),
        // A browser turns a backslash into a slash; no address that passes the trust check has one.
        fc.string().map((path) => path.replaceAll('\\', '')),
      )
      .map(([query, path]) => `https://pxl.iqm.com/i/pixel/${ID}/${path}${query}`);
    fc.assert(
      fc.property(url, fc.string(), fc.string(), (address, total, order) => {
        const pieces = (values: Parameters<typeof addressPieces>[2]) =>
          addressPieces(address, ['CONVERSION_VALUE', 'ORDER'], values);
        const given = { total, order };
        const byCode = pieces([
          expression('total'),
          { kind: 'expression', text: '{ order }', placeholder: 'ORDER' },
        ]);
        const fixed = pieces([literal(total), { ...literal(order), placeholder: 'ORDER' }]);
        const addresses = [
          ...[addressCode(byCode), joinedAddressCode(byCode)].map((code) =>
            wellFormed(given, code),
          ),
          ...[addressCode(fixed), joinedAddressCode(fixed)].map((code) =>
            evaluate(`return ${code}`, {}),
          ),
        ].map((found) => new URL(String(found)).href);
        const encode = (text: string): string =>
          encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
        const wanted = address
          .replace('{CONVERSION_VALUE}', () => encode(total))
          .replace('{ORDER}', () => encode(order));
        for (const found of addresses) assert.equal(normal(found), normal(wanted));
      }),
      { numRuns: 300 },
    );
  });

  it('is written once with its encoding', () => {
    for (const code of ['encodeURIComponent(a)', '${encodeURIComponent(a)}']) {
      const text = languageOf('jsx').render(tagOf(), { values: [expression(code)] });
      assert.equal(text.match(/encodeURIComponent/g)?.length, 1, text);
    }
    const two = languageOf('jsx').render(tagOf(), {
      values: [expression('encodeURIComponent(a) + encodeURIComponent(b)')],
    });
    assert.match(two, /encodeURIComponent\(encodeURIComponent\(a\) \+ encodeURIComponent\(b\)\)/);
  });
});

describe('suggested values', () => {
  const labels = (kind: FileKind, text: string, framework?: Framework): string[] =>
    suggestValues({ kind, text, ...(framework && { framework }) }).map(({ label }) => label);

  it('are known to the framework', () => {
    assert.equal(labels('php', '', 'woocommerce')[0], '$order->get_total()');
    assert.equal(labels('liquid', '', 'shopify')[0], 'checkout.total_price | divided_by: 100.0');
    assert.ok(labels('jinja', '', 'django').includes('object.total'));
    assert.ok(labels('erb', '', 'rails').includes('@order.total'));
    assert.ok(labels('blade', '', 'laravel').includes('$order->total'));
    assert.ok(labels('jsx', '', 'next').includes('order.total'));
  });

  it('come first from what the file itself names', () => {
    assert.equal(
      labels('jsx', 'return <p>{cart.summary.grandTotal}</p>')[0],
      'cart.summary.grandTotal',
    );
    assert.equal(labels('php', '<?php echo $basket->sum(); ?>')[0], '$basket->sum()');
    assert.equal(labels('go', '<p>{{ .Invoice.Amount }}</p>')[0], '.Invoice.Amount');
    assert.equal(labels('razor', '<p>@Model.Basket.Total</p>')[0], 'Model.Basket.Total');
    const forOrder = suggestValues({
      kind: 'jsx',
      text: 'a(order.orderId, order.total)',
      placeholder: 'ORDER_ID',
    });
    assert.deepEqual(
      forOrder.map(({ value }) => value),
      [{ kind: 'expression', text: 'order.orderId', placeholder: 'ORDER_ID' }],
    );
  });

  it('can all be written where they are suggested', () => {
    const kinds: readonly FileKind[] = [
      ...([
        'html',
        'xhtml',
        'php',
        'wordpressFunctions',
        'jinja',
        'twig',
        'nunjucks',
        'liquid',
      ] as const),
      ...([
        'handlebars',
        'mustache',
        'ejs',
        'erb',
        'razor',
        'blade',
        'smarty',
        'latte',
        'go',
      ] as const),
      ...(['mdx', 'jsx', 'vue', 'svelte', 'astro', 'python', 'script'] as const),
    ];
    for (const kind of kinds) {
      const suggestions = suggestValues({ kind, text: '' });
      assert.ok(suggestions.length > 0, kind);
      for (const { value } of suggestions) languageOf(kind).render(tagOf(), { values: [value] });
    }
  });
});

/** Evaluates an address; a half surrogate pair is an error in JavaScript's own encoding, so there is none here. */
function wellFormed(given: Readonly<Record<string, string>>, code: string): unknown {
  const clean = Object.entries(given).map(([name, text]) => [
    name,
    text.replace(/\p{Cs}/gu, '\ufffd'),
  ]);
  return evaluate(`return ${code}`, Object.fromEntries(clean) as Record<string, string>);
}

/** Percent signs make no difference: `%27` and an apostrophe are the same character of an address. */
function normal(address: string): string {
  return new URL(address).href.replace(/%[\da-f]{2}/gi, (code) =>
    code === '%25' ? code : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
}
