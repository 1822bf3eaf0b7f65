import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileKind, Framework } from '../../../../src/pixel/kinds';
import { ValueError } from '../../../../src/pixel/languages/language';
import { languageOf } from '../../../../src/pixel/languages/registry';
import { checkExpression } from '../../../../src/pixel/languages/value/expression';
import { evaluate } from './compilers';
import { ENGINES } from './engines';
import { onlySource, scriptsOf } from './markup';
import { expression, ID, literal, tagOf, URL_START } from './pixelRequest';

const TEMPLATES: readonly FileKind[] = [
  ...([
    'php',
    'jinja',
    'twig',
    'nunjucks',
    'liquid',
    'handlebars',
    'mustache',
    'ejs',
    'erb',
  ] as const),
  ...(['razor', 'blade', 'smarty', 'latte', 'go'] as const),
];

/** Addresses as the trust check lets them pass: their characters mean nothing anywhere. */
const addresses = fc
  .tuple(
    fc.constantFrom(
      '?cv={CONVERSION_VALUE}',
      '?a=b&cv={CONVERSION_VALUE}&d=%20e',
      '?cv={CONVERSION_VALUE}#x',
    ),
    fc.string({
      unit: fc.constantFrom('a', '7', '-', '.', '_', '~', '/', '!', '*', ';', ',', '+'),
    }),
  )
  .map(([query, path]) => `https://pxl.iqm.com/i/pixel/${ID}/${path}${query}`);

const rendered = (kind: FileKind, code: string, framework?: Framework, url?: string): string =>
  languageOf(kind).render(tagOf(url), {
    values: [expression(code)],
    ...(framework && { framework }),
  });

const valueOf = (address: string): string | null => new URL(address).searchParams.get('cv');

describe('pixels in templates', () => {
  it('are IQM’s own text where nothing has to change', () => {
    const tag = { ...tagOf(), markup: `<SCRIPT async SRC = "${tagOf().url}"></SCRIPT>` };
    for (const kind of TEMPLATES) {
      if (kind === 'smarty' || kind === 'latte') continue;
      assert.equal(languageOf(kind).render(tag, { values: [] }), tag.markup, kind);
    }
  });

  it('keep a placeholder’s braces where the language would evaluate them', () => {
    const render = (kind: FileKind): string => languageOf(kind).render(tagOf(), { values: [] });
    assert.ok(render('smarty').includes('cv={literal}{CONVERSION_VALUE}{/literal}'));
    assert.ok(render('latte').includes('cv={l}CONVERSION_VALUE{r}'));
    for (const [kind, engine] of Object.entries(ENGINES)) {
      const page = engine(render(kind as FileKind), {});
      assert.equal(onlySource(page), `${URL_START}{CONVERSION_VALUE}`, kind);
    }
  });

  it('print an expression as each language does it', () => {
    const forms: readonly (readonly [FileKind, string, string, Framework?])[] = [
      ['php', '$order->get_total();', '<?php echo rawurlencode($order->get_total()); ?>'],
      ['php', '<?= $total ?>', '<?= $total ?>'],
      ['jinja', 'order.total', '{{ order.total|urlencode }}'],
      ['jinja', 'order.total|default(0)', '{{ order.total|default(0)|urlencode }}'],
      ['jinja', 'order.total + 1', '{{ (order.total + 1)|urlencode }}'],
      ['jinja', 'order.total|default:0', '{{ order.total|default:0|urlencode }}', 'django'],
      ['twig', 'order.total / 100', '{{ (order.total / 100)|url_encode }}'],
      ['twig', 'order.total|url_encode', '{{ order.total|url_encode }}'],
      ['nunjucks', 'order.total', '{{ order.total|string|urlencode }}'],
      [
        'liquid',
        'checkout.total_price | divided_by: 100.0',
        '{{ checkout.total_price | divided_by: 100.0 | url_encode }}',
      ],
      ['handlebars', 'order.total', '{{order.total}}'],
      ['mustache', '{{{ order.total }}}', '{{{ order.total }}}'],
      ['ejs', 'order.total', '<%= encodeURIComponent(order.total) %>'],
      ['ejs', 'encodeURIComponent(a)', '<%= encodeURIComponent(a) %>'],
      ['erb', '@order.total', '<%= u(@order.total) %>', 'rails'],
      ['erb', 'total', '<%= ERB::Util.url_encode(total) %>'],
      [
        'razor',
        'Model.Total',
        '@Uri.EscapeDataString(Convert.ToString(Model.Total, System.Globalization.CultureInfo.InvariantCulture))',
      ],
      ['razor', '@Model.Total', '@Model.Total'],
      ['blade', '$order->total', '{{ rawurlencode($order->total) }}'],
      ['smarty', '$order.total', "{$order.total|escape:'url'}"],
      ['smarty', '$a + $b', "{($a + $b)|escape:'url'}"],
      ['latte', '$order->total', '{$order->total|escapeUrl}'],
      ['go', '.Order.Total', '{{ .Order.Total }}'],
    ];
    for (const [kind, code, printed, framework] of forms) {
      const text = rendered(kind, code, framework);
      assert.ok(text.includes(`?cv=${printed}`), `${kind}: ${text}`);
      assert.equal(onlySource(text), URL_START + printed);
    }
  });

  it('change to the quote that the expression does not use, and refuse both kinds', () => {
    assert.match(rendered('php', "$a['b']"), /src="[^"]+" async/);
    assert.match(rendered('php', '$a["b"]'), /src='[^']+' async/);
    assert.match(rendered('liquid', 'a | default: "0"'), /src="[^"]+'0'[^"]+" async/);
    assert.throws(() => rendered('php', `$a['b'] . "c"`), ValueError);
  });

  it('send the value that the engine computed, whatever its text is', () => {
    const codes = { nunjucks: 'order.total', liquid: 'order.total', ejs: 'order.total' } as const;
    for (const [kind, code] of Object.entries(codes) as [FileKind, string][]) {
      const engine = ENGINES[kind]!;
      fc.assert(
        fc.property(addresses, fc.oneof(fc.double({ noNaN: true }), fc.string()), (url, total) => {
          const page = engine(rendered(kind, code, undefined, url), { order: { total } });
          const source = onlySource(page);
          assert.equal(valueOf(source), String(total));
          assert.equal(source.split('?')[0], url.split('?')[0]);
        }),
        { numRuns: 100 },
      );
    }
    // Neither of these two encodes for a URL; a number needs none.
    for (const kind of ['handlebars', 'mustache'] as const) {
      fc.assert(
        fc.property(addresses, fc.integer({ min: 0 }), (url, cents) => {
          const total = (cents / 100).toFixed(2);
          const page = ENGINES[kind]!(rendered(kind, 'order.total', undefined, url), {
            order: { total },
          });
          assert.equal(valueOf(onlySource(page)), total);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('send any fixed value unchanged, in every language', () => {
    fc.assert(
      fc.property(
        addresses,
        fc.string(),
        fc.constantFrom<FileKind>('html', ...TEMPLATES),
        (url, text, kind) => {
          const page = languageOf(kind).render(tagOf(url), { values: [literal(text)] });
          const source = onlySource(ENGINES[kind]?.(page, {}) ?? page);
          assert.equal(valueOf(source), text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep every accepted expression inside its attribute', () => {
    const pieces = fc.constantFrom(
      ...[
        '"',
        "'",
        '>',
        '<',
        '}}',
        '{{',
        '%>',
        '<%',
        '?>',
        '{',
        '}',
        '(',
        ')',
        '|',
        ' ',
        'a',
        '.b',
        '$c',
        '->d',
        '@',
        '*}',
        '{*',
        '`',
        '//',
        '</script>',
        ' onload=x',
        '\\',
        '#',
        '=',
        '[0]',
        "'e'",
        '"f"',
        ':',
        '%',
        '{%',
        '%}',
        '--',
        '/*',
      ],
    );
    const codes = fc.array(pieces, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
    let accepted = 0;
    fc.assert(
      fc.property(codes, fc.constantFrom(...TEMPLATES), (code, kind) => {
        const checked = checkExpression(code, kind);
        if (!checked.ok) return;
        accepted += 1;
        const text = languageOf(kind).render(tagOf(), { values: [checked.value] });
        assert.ok(onlySource(text).startsWith(URL_START), text);
        assert.ok(text.endsWith("' async></script>") || text.endsWith('" async></script>'), text);
      }),
      { numRuns: 4000 },
    );
    assert.ok(accepted > 200, `only ${accepted} expressions were accepted`);
  });

  it('build the address in the browser on a page without templates', () => {
    for (const kind of ['html', 'xhtml'] as const) {
      const text = languageOf(kind).render(tagOf(), { values: [expression("a < b && c('x')")] });
      const [script, ...others] = scriptsOf(text);
      assert.equal(others.length, 0);
      const added: { src?: string; async?: boolean }[] = [];
      const document = {
        createElement: () => ({}),
        head: { appendChild: (one: object) => added.push(one) },
      };
      evaluate(script!.code, { document, a: 1, b: 2, c: (x: string) => `${x} &` });
      assert.deepEqual(added, [{ async: true, src: `${URL_START}x%20%26` }]);
      assert.equal(text.includes('<![CDATA['), kind === 'xhtml');
    }
  });

  it('are well-formed in XHTML whatever the address is', () => {
    const tag = {
      ...tagOf(),
      markup: `<SCRIPT async src=https://pxl.iqm.com/c/${ID}?a=1&b=2 defer></SCRIPT>`,
    };
    assert.equal(
      languageOf('xhtml').render(tag, { values: [] }),
      `<script async='async' src="https://pxl.iqm.com/c/${ID}?a=1&amp;b=2" defer='defer'></script>`,
    );
  });
});
