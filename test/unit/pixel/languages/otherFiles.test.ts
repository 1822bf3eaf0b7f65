import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { onlySource } from './markup';
import { expression, ID, inserted, literal, plan, tagOf, URL_START } from './pixelRequest';

const LEFT = `${URL_START}{CONVERSION_VALUE}`;

/** Runs an interpreter if this machine has it. */
function interpreter(name: string): ((args: string[], input: string) => string) | undefined {
  if (spawnSync(name, ['--version']).status !== 0) return undefined;
  return (args, input) => {
    const { status, stdout, stderr } = spawnSync(name, args, { input, encoding: 'utf8' });
    assert.equal(status, 0, `${stderr}\n${input}`);
    return stdout;
  };
}
const php = interpreter('php');
const python = interpreter('python3');

describe('pixels in WordPress code', () => {
  const FUNCTIONS = `<?php
add_action('wp_enqueue_scripts', 'styles');

function styles() {
  // it's "quoted" }
  wp_enqueue_style('a', "b {$c}"); # d
}
`;
  const total = { value: expression('$order->get_total()') };

  it('are printed by the hook of WooCommerce’s thank-you page', () => {
    const text = inserted('wordpressFunctions', { text: FUNCTIONS, ...total });
    assert.ok(text.startsWith(FUNCTIONS.trimEnd()));
    assert.match(text, /\nadd_action\('woocommerce_thankyou', function \(\$order_id\) \{\n/);
    assert.match(text, /\$order = wc_get_order\(\$order_id\);/);
    assert.match(
      text,
      /cv=<\?php echo rawurlencode\(\$order->get_total\(\)\); \?>' async><\/script>\n/,
    );
    php?.(['-l'], text);
  });

  it('get the order’s number under the name that the value uses', () => {
    const value = expression('wc_get_order($id)->get_total()');
    const text = inserted('wordpressFunctions', { text: FUNCTIONS, value });
    assert.match(text, /function \(\$id\) \{\n {2}\?>/);
  });

  it('stay inside the code when the file closes it, and open it where it is closed', () => {
    const closed = inserted('wordpressFunctions', {
      text: "<?php\nadd_action('a', 'b');\n?>\n",
      ...total,
    });
    assert.match(closed, /\}\);\n\?>\n$/);
    const empty = inserted('wordpressFunctions', { text: '', ...total });
    assert.match(empty, /^<\?php\nadd_action/);
    for (const text of [closed, empty]) php?.(['-l'], text);
  });

  it('go to the cursor between statements, else behind the statement it is in', () => {
    const at = inserted('wordpressFunctions', { text: FUNCTIONS.replace('\n\n', '\n⟨⟩\n') });
    assert.match(at, /'styles'\);\nadd_action\('woocommerce_thankyou', function \(\) \{/);
    for (const inside of [FUNCTIONS.replace('it', 'i⟨⟩t'), FUNCTIONS.replace('{$c}', '{$⟨⟩c}')]) {
      const text = inserted('wordpressFunctions', { text: inside });
      assert.match(text, /# d\n\}\n\nadd_action\('woocommerce_thankyou'/);
      php?.(['-l'], text);
    }
  });

  it('ask when to fire in a theme without WooCommerce', () => {
    const { placement } = plan('wordpressFunctions', { text: FUNCTIONS, framework: 'wordpress' });
    assert.ok(placement.status === 'ask');
    const hooks = placement.choices.map(({ request }) => {
      const text = inserted('wordpressFunctions', request);
      php?.(['-l'], text);
      return /add_action\('(woo\w+|wp_head)'/.exec(text)?.[1];
    });
    assert.deepEqual(hooks, ['woocommerce_thankyou', 'wp_head', 'wp_head']);
  });

  it('of the retargeting kind fire on every page', () => {
    const tag = { ...tagOf(`https://pxl.iqm.com/d/c/tag/${ID}`), family: 'retargeting' as const };
    const text = inserted('wordpressFunctions', { text: FUNCTIONS, framework: 'wordpress', tag });
    assert.match(text, /add_action\('wp_head', function \(\) \{\n\s+\?>/);
  });
});

describe('pixels in Python strings', () => {
  const PAGE = '<html>\n<head>\n<title>{T}</title>\n</head>\n<body></body>\n</html>';
  const FILES: Readonly<Record<string, { text: string; call: string; value?: string }>> = {
    'an f-string': {
      text: `def page(total, T="x"):\n    return f"""${PAGE}"""\n`,
      call: 'page(49.9)',
      value: 'total',
    },
    'a string filled later': {
      text: `PAGE = """${PAGE}"""\n# it's </head>\ndef page(total):\n    return PAGE.format(T=1, total=total)\n`,
      call: 'page(49.9)',
      value: 'total',
    },
    'a string filled at once': {
      text: `page = '''${PAGE}'''.format(T="a", total=49.9)\n`,
      call: 'page',
      value: 'total',
    },
    'a string filled by percent signs': {
      text: `page = """${PAGE.replace('{T}', '%(T)s')}""" % {'T': 1, 'total': 49.9}\n`,
      call: 'page',
      value: 'total',
    },
    'a string of its own': { text: `page = """${PAGE}"""\n`, call: 'page' },
    'a short string': {
      text: 'page = "<html><head></head><body></body></html>"\n',
      call: 'page',
    },
    'a short string in single quotes': {
      text: "page = '<html><head></head><body></body></html>'\n",
      call: 'page',
    },
  };
  for (const [name, { text, call, value }] of Object.entries(FILES)) {
    it(`give the page once the string is filled: ${name}`, function () {
      const runs: [string, string][] = [
        [inserted('python', { text }), LEFT],
        [inserted('python', { text, value: literal('5.00') }), `${URL_START}5.00`],
      ];
      if (value !== undefined) {
        runs.push([inserted('python', { text, value: expression(value) }), `${URL_START}49.9`]);
      }
      for (const [source] of runs) assert.equal(source.split('<script').length, 2);
      if (python === undefined) this.skip();
      for (const [source, url] of runs) {
        assert.equal(onlySource(python(['-'], `${source}\nprint(${call})\n`)), url, source);
      }
    });
  }

  it('refuse a value that the string is not filled with', () => {
    const wanted = { text: FILES['a string of its own']!.text, value: expression('total') };
    const { placement } = plan('python', wanted);
    assert.ok(placement.status === 'refuse');
    assert.match(placement.reason, /f-string/);
  });

  it('keep to Jinja in a template that is a string', () => {
    const text = `page = """${PAGE.replace('{T}', '{{ T }}')}"""\n`;
    const result = inserted('python', { text, value: expression('order.total') });
    assert.match(result, /cv=\{\{ order\.total\|urlencode \}\}/);
  });

  it('are refused where no string holds a page', () => {
    assert.equal(plan('python', { text: 'a = 1 # <head></head>\n' }).placement.status, 'refuse');
    assert.equal(plan('python', { text: 'a = ⟨⟩1\n' }).placement.status, 'refuse');
  });
});

describe('pixels in other files', () => {
  it('become the last paragraph of an MDX document', () => {
    const text = inserted('mdx', { text: "import A from './a';\n\n# Thanks\n\n<A />\n" });
    assert.match(text, /<A \/>\n\n<script src='[^']+' async><\/script>\n$/);
    const value = expression('props.total');
    assert.match(
      inserted('mdx', { text: '# a\n', value }),
      /src=\{`[^`]+\$\{encodeURIComponent\(props\.total\)\}`\} async/,
    );
  });

  it('keep the line ends of the file', () => {
    const files = [
      ['svelte', '<script>\n  let a;\n</script>\n<p/>\n'],
      ['vue', '<script setup>\nconst a = 1;\n</script>\n⟨⟩<template><p/></template>\n'],
      ['vue', '<script>\nexport default {\n};\n</script>\n⟨⟩<template><p/></template>\n'],
      ['astro', '---\n---\n<html>\n<head>\n</head>\n</html>\n'],
      ['mdx', '# a\n\nb\n'],
      ['wordpressFunctions', "<?php\nadd_action('a', 'b');\n"],
      ['script', 'a();\n⟨⟩\nb();\n'],
    ] as const;
    for (const [kind, text] of files) {
      const result = inserted(kind, { text: text.replaceAll('\n', '\r\n') });
      assert.doesNotMatch(result, /(?<!\r)\n/);
      assert.equal(result.replaceAll('\r\n', '\n'), inserted(kind, { text }));
    }
  });

  it('are statements on an empty line of a script', () => {
    const text = inserted('script', {
      text: 'export function done(order) {\n  save(order);\n  ⟨⟩\n}\n',
      value: expression('order.total'),
    });
    assert.match(text, /save\(order\);\n {2}\{\n {4}const script = [\s\S]+?;\n {2}\}\n\}\n$/);
    for (const full of ['save(⟨⟩);', 'const a = `\n⟨⟩\n`;', '/*\n⟨⟩\n*/']) {
      assert.equal(plan('script', { text: full }).placement.status, 'refuse', full);
    }
    assert.equal(plan('script', { text: '\n', place: 'head' }).placement.status, 'refuse');
  });

  it('are refused, with the place they belong to, where nothing would run them', () => {
    const refused = [
      ['amp', '<html amp><head></head></html>', /AMP/],
      ['angular', '<p>{{ a }}</p>', /index\.html/],
      ['razor', '@page "/thanks"\n<h1>Thanks</h1>\n@code {\n  int a = 1;\n}\n', /index\.html/],
    ] as const;
    for (const [kind, text, advice] of refused) {
      const { placement } = plan(kind, { text });
      assert.ok(placement.status === 'refuse');
      assert.match(placement.advice, advice);
    }
    const root =
      '<html>\n<head>\n    <HeadOutlet />\n</head>\n<body><Routes @rendermode="a" /></body>\n</html>\n';
    assert.match(inserted('razor', { text: root }), /<HeadOutlet \/>\n {4}<script /);
  });
});
