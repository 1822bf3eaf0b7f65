import assert from 'node:assert/strict';
import type { Framework } from '../../../../src/pixel/kinds';
import { runReact } from './compilers';
import { applied, expression, inserted, literal, plan, URL_START } from './pixelRequest';

const LEFT = `${URL_START}{CONVERSION_VALUE}`;
const TOTAL = { order: { total: 49.9 } };

/** Ways in which people write a component. */
const COMPONENTS: Readonly<Record<string, string>> = {
  'a function': `export default function Thanks({ order }) {
  return (
    <main>
      <h1>Thanks</h1>
    </main>
  );
}
`,
  'an arrow': `export const Thanks = ({ order }) => (
  <main>
    <h1>Thanks</h1>
  </main>
);
`,
  'an arrow on one line': `const Thanks = ({ order }) => <p>Thanks</p>
export default Thanks
`,
  'no semicolons': `import { useState } from 'react'

const tax = (a: number) => a / 2 // "half"

export default function Thanks({ order }: { order: { total: number } }) {
  const [open, setOpen] = useState<boolean>(false)
  const list = [1, 2].map(n => <li key={n}>{n}</li>)

  return <main className={open ? 'a' : "b"}>
    <ul>{list}</ul>
    {open && <p>{tax(2)} don't \`panic\`</p>}
  </main>
}
`,
  'an early return': `import React from "react";

export default function Thanks({ order }) {
  const [a] = React.useState(1);
  if (!order) {
    return <p>Loading</p>;
  }
  return (
    <>
      <h1>Thanks {a}</h1>
    </>
  );
}
`,
  'an early return without braces': `export default function Thanks({ order }) {
  if (!order) return null;
  else if (order.total < 0) return <p>?</p>;
  return <section><h1>Thanks</h1></section>;
}
`,
  'a component as root': `const Page = ({ children }) => <div>{children}</div>;
export default function Thanks({ order }) {
  return (
    <Page>
      <h1>Thanks</h1>
    </Page>
  );
}
`,
  'a root without children': `const Page = () => <hr />;
export default function Thanks({ order }) {
  return <Page />;
}
`,
  'a root that takes a function': `const Page = ({ children }) => <div>{children(1)}</div>;
export default function Thanks({ order }) {
  return (
    <Page>{(n) => <p>{n}</p>}</Page>
  );
}
`,
  'memo around an arrow': `import { memo } from 'react';
const Thanks = memo(({ order }) => {
  return <main><h1>Thanks</h1></main>;
});
export default Thanks;
`,
  'a default export of a call': `import * as React from 'react';
export default React.memo(function Thanks({ order }) {
  return <main><h1>Thanks</h1></main>;
});
`,
  'types around everything': `import type { FC } from 'react';
import { type ReactNode } from 'react';
interface Props { order: { total: number }; children?: ReactNode }
const pick = <T,>(value: T): T => value;
export const Thanks: FC<Props> = ({ order }: Props): JSX.Element => {
  const shown = pick<number>(order.total) as number;
  return (
    <main>
      <h1>{shown < 3 ? 'few' : \`many \${shown}\`}</h1>
    </main>
  );
};
`,
  'a condition on one result': `export default function Thanks({ order }) {
  return order && <main><h1>Thanks</h1></main>;
}
`,
  'on one line': `export default function Thanks({ order }) { return <main><h1>Thanks</h1></main>; }
`,
  'a class': `import React, { Component } from 'react';
export default class Thanks extends Component {
  state = { a: 1 };

  render() {
    return (
      <main>
        <h1>Thanks</h1>
      </main>
    );
  }
}
`,
};

describe('pixels in JSX', () => {
  for (const [name, source] of Object.entries(COMPONENTS)) {
    for (const framework of ['react18', 'react19', 'next', 'gatsby', undefined] as const) {
      const total = name === 'a class' ? 'this.props.order.total' : 'order.total';
      for (const value of [undefined, literal('12.50'), expression(total)]) {
        const title = `${name}, ${framework ?? 'unknown React'}, ${value?.text ?? 'placeholder'}`;
        it(`run once: ${title}`, () => {
          const text = inserted('jsx', {
            text: source,
            ...(framework && { framework }),
            ...(value && { value }),
          });
          const url =
            value === undefined
              ? LEFT
              : URL_START + (value.kind === 'literal' ? value.text : '49.9');
          assert.deepEqual(firedBy(text, framework), [url], text);
        });
      }
    }
  }

  it('go where the cursor is among an element’s children', () => {
    const text = inserted('jsx', {
      framework: 'react19',
      text: 'export const A = () => (\n  <main>\n    ⟨⟩\n    <p>x</p>\n  </main>\n);\n',
    });
    assert.match(text, /<main>\n {4}<script async src="[^"]+" \/>\n {4}<p>/);
  });

  it('leave an expression, a tag and an svg they would break or be lost in', () => {
    for (const [source, where] of [
      ['<main>{list.map((a) => <li key={a}⟨⟩ />)}</main>', /\)\}<script[^>]+\/><\/main>/],
      ['<main>{a +⟨⟩ 1}</main>', /1\}<script[^>]+\/><\/main>/],
      ['<main><img alt="⟨⟩" /></main>', /<img alt="" \/><script[^>]+\/><\/main>/],
      ['<main><p clas⟨⟩s="a">x</p></main>', /<p class="a"><script[^>]+\/>x<\/p>/],
      ['<main><svg><g>⟨⟩</g></svg></main>', /<\/svg><script[^>]+\/><\/main>/],
      ['<main>{ok && <b>a⟨⟩c</b>}</main>', /<b>a<script[^>]+\/>c<\/b>/],
    ] as const) {
      const wanted = { framework: 'react19', text: `export const A = () => ${source};` } as const;
      assert.match(inserted('jsx', wanted), where);
      const { placement } = plan('jsx', wanted);
      const moved = source.includes('a⟨⟩c') ? [] : ['moved'];
      assert.deepEqual('warnings' in placement && placement.warnings, moved, source);
    }
  });

  it('use the Script that is imported already, and another name if Script is taken', () => {
    const known = inserted('jsx', {
      framework: 'next',
      text: "import Script from 'next/script';\nexport default function A() { return <main></main>; }\n",
    });
    assert.equal(known.match(/import/g)?.length, 1);
    assert.match(known, /<main><Script src="[^"]+" strategy="afterInteractive" \/><\/main>/);
    // Under any other name the pixel would not be found again.
    const aliased = inserted('jsx', {
      framework: 'next',
      text: "import Next from 'next/script';\nexport default function A() { return <main></main>; }\n",
    });
    assert.match(aliased, /import Script from 'next\/script';/);
    const { placement, request } = plan('jsx', {
      framework: 'next',
      text: "import Script from './Script';\nexport default function A() { return <main><Script /></main>; }\n",
    });
    const taken = applied(request.text, placement);
    assert.match(taken, /import IqmScript from 'next\/script';/);
    assert.match(taken, /<IqmScript src=/);
  });

  it('import behind directives and into an import of the same module', () => {
    const directive = inserted('jsx', {
      framework: 'next',
      text: "'use client';\n\nexport default function A() { return <main></main>; }\n",
    });
    assert.match(directive, /^'use client';\nimport Script from 'next\/script';\n/);
    const shared = inserted('jsx', {
      framework: 'gatsby',
      text: "import { graphql } from 'gatsby';\nexport default () => <main></main>;\n",
    });
    assert.match(shared, /^import \{ graphql, Script \} from 'gatsby';\n/);
  });

  it('go into the body of a layout that writes the whole document', () => {
    const text = inserted('jsx', {
      framework: 'next',
      place: 'body',
      text: `export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
      </body>
    </html>
  );
}
`,
    });
    assert.match(text, /\{children\}\n\s+<Script [^>]+ \/>\n\s+<\/body>/);
  });

  it('replace a selected element, in React 18 by the effect', () => {
    const source = 'export default function A() {\n  return <main><i>pixel</i></main>;\n}\n';
    const start = source.indexOf('<i>');
    const selection = { start, end: source.indexOf('</main>') };
    const wanted = { text: source, place: 'selection', selection } as const;
    assert.match(
      inserted('jsx', { ...wanted, framework: 'react19' }),
      /<main><script async [^>]+\/><\/main>/,
    );
    const effect = inserted('jsx', { ...wanted, framework: 'react18' });
    assert.match(effect, /return <main><\/main>/);
    assert.deepEqual(firedBy(effect, 'react18'), [LEFT]);
  });

  it('refuse to replace what no element can stand for', () => {
    const text =
      'export default function A() {\n  const a = "b";\n  return <main><p>a</p><i>b</i></main>;\n}\n';
    for (const part of ['"b"', 'main><p>', 'a</p><i>b', 'return <main>']) {
      const start = text.indexOf(part);
      const selection = { start, end: start + part.length };
      const wanted = { text, place: 'selection', selection, framework: 'react19' } as const;
      assert.equal(plan('jsx', wanted).placement.status, 'refuse', part);
    }
    const start = text.indexOf('const');
    const selection = { start, end: text.indexOf('return') + 3 };
    const effect = plan('jsx', { text, place: 'selection', selection, framework: 'react18' });
    assert.equal(effect.placement.status, 'refuse');
  });

  it('are plain in the document of Next.js’s pages', () => {
    const text = `import { Html, Head, Main, NextScript } from 'next/document';

export default function Document() {
  return (
    <Html lang="en">
      <Head>
        <link rel="icon" href="a.png" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
`;
    const head = inserted('jsx', { text, framework: 'next' });
    assert.match(head, /a\.png" \/>\n {8}<script async src="[^"]+" \/>\n {6}<\/Head>/);
    const body = inserted('jsx', {
      text: text.replace(/<Head>[^]*<\/Head>/, '<Head />'),
      framework: 'next',
    });
    assert.match(body, /<NextScript \/>\n {8}<script async src="[^"]+" \/>\n {6}<\/body>/);
    assert.doesNotMatch(head, /next\/script/);
  });

  it('keep the line ends of the file, and nothing else depends on them', () => {
    for (const source of Object.values(COMPONENTS)) {
      for (const framework of ['react18', 'react19', 'next', 'gatsby'] as const) {
        const text = inserted('jsx', { text: source.replaceAll('\n', '\r\n'), framework });
        assert.equal(text.replaceAll('\r\n', '\n'), inserted('jsx', { text: source, framework }));
        assert.doesNotMatch(text, /(?<!\r)\n/);
      }
    }
  });

  it('ask which of several results is meant, and go there', () => {
    const text =
      'export default function A({ ok }) {\n  return ok ? <main>yes</main> : <p>no</p>;\n}\n';
    const { placement } = plan('jsx', { text, framework: 'react19' });
    assert.equal(placement.status, 'ask');
    assert.deepEqual(
      placement.choices.map(({ label }) => label),
      ['In <main>, line 2', 'In <p>, line 2'],
    );
    const chosen = inserted('jsx', placement.choices[0]!.request);
    assert.match(chosen, /<main>yes<script [^>]+\/><\/main> : <p>no<\/p>/);
    assert.deepEqual(firedBy(inserted('jsx', { text, framework: 'react18' }), 'react18'), [LEFT]);
  });

  it('make a tidy block of an arrow that had none', () => {
    const text = inserted('jsx', { text: COMPONENTS['an arrow']!, framework: 'react18' });
    assert.match(
      text,
      /order \}\) => \{\n {2}useEffect[^]+\n\n {2}return \(\n {4}<main>\n {6}<h1>Thanks<\/h1>\n {4}<\/main>\n {2}\);\n\};\n$/,
    );
    const verse = 'export const A = () => (\n  <pre>{`a\n  b`}</pre>\n);\n';
    assert.match(inserted('jsx', { text: verse, framework: 'react18' }), /`a\n {2}b`/);
  });

  it('stand before an early return, where a hook has to be', () => {
    const text = inserted('jsx', { text: COMPONENTS['an early return']!, framework: 'react18' });
    assert.ok(text.indexOf('React.useEffect(') < text.indexOf('if (!order)'), text);
    assert.doesNotThrow(() => runReact(text, {}));
  });

  it('are refused where nothing is rendered or the code does not end', () => {
    for (const text of ['export const a = 1;', 'export const A = () => <main>', 'const a = "']) {
      assert.equal(plan('jsx', { text }).placement.status, 'refuse', text);
    }
  });

  it('take the mount hooks of Solid and Preact', () => {
    const solid = inserted('jsx', {
      text: "import { createSignal } from 'solid-js';\nexport default function A() {\n  return <p />;\n}\n",
    });
    assert.match(solid, /import \{ createSignal, onMount \} from 'solid-js';/);
    assert.match(solid, /onMount\(\(\) => \{[\s\S]+?\n {2}\}\);/);
    const preact = inserted('jsx', {
      text: "import { h } from 'preact';\nexport default function A() {\n  return <p />;\n}\n",
    });
    assert.match(preact, /import \{ useEffect \} from 'preact\/hooks';/);
  });
});

/** Addresses that the component loads, in whatever way its framework does. */
function firedBy(source: string, framework: Framework | undefined): string[] {
  const { html, scripts, components } = runReact(source, TOTAL);
  const written = [...html.matchAll(/<script([^>]*)>/g)].map(([, attributes = '']) => {
    assert.match(attributes, /async/, 'React runs async scripts only');
    return /src="([^"]*)"/.exec(attributes)?.[1]?.replaceAll('&amp;', '&') ?? '';
  });
  if (framework === 'next') {
    components.forEach(({ strategy }) => assert.equal(strategy, 'afterInteractive'));
  }
  scripts.forEach((script) => assert.equal(script.async, true));
  return [
    ...written,
    ...scripts.map(({ src = '' }) => src),
    ...components.map(({ src }) => String(src)),
  ];
}
