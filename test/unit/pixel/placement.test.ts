import assert from 'node:assert/strict';
import type { FileKind, Framework } from '../../../src/pixel/kinds';
import type { Placement, PlacementRequest } from '../../../src/pixel/placement';
import { planPlacement, planRemoval } from '../../../src/pixel/placement';
import { readPixelTag } from '../../../src/pixel/tag';

const ID = '8f3165d0-b714-440e-bc1d-621127fa5fad';
const PX = `<script src='https://pxl.iqm.com/i/pixel/${ID}?cv={CONVERSION_VALUE}' async></script>`;
const reading = readPixelTag(PX, { hosts: [] });
assert.ok(reading.ok);
const { tag } = reading;

/** In texts `|` is the cursor, `[[…]]` the selection, and `PX` in a result the inserted tag. */
function requestOf(marked: string, more: Partial<PlacementRequest> = {}): PlacementRequest {
  const base = { kind: 'html' as FileKind, tag, place: 'head' as const, ...more };
  if (base.place === 'cursor' && marked.includes('|')) {
    return { ...base, text: marked.replace('|', ''), offset: marked.indexOf('|') };
  }
  if (marked.includes('[[')) {
    const start = marked.indexOf('[[');
    const end = marked.indexOf(']]') - 2;
    return { ...base, text: marked.replace('[[', '').replace(']]', ''), selection: { start, end } };
  }
  return { ...base, text: marked };
}

function result(text: string, placement: Placement): string {
  assert.equal(placement.status, 'insert', JSON.stringify(placement));
  const edits = [placement.edit, ...(placement.more ?? [])].sort((a, b) => b.start - a.start);
  return edits.reduce(
    (all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end),
    text,
  );
}

function inserts(marked: string, expected: string, more: Partial<PlacementRequest> = {}): void {
  const request = requestOf(marked, more);
  const placement = planPlacement(request);
  assert.equal(result(request.text, placement), expected.replace('PX', PX));
}

function warningsOf(marked: string, more: Partial<PlacementRequest> = {}): readonly string[] {
  const placement = planPlacement(requestOf(marked, more));
  assert.ok(placement.status === 'insert' || placement.status === 'already');
  return placement.warnings;
}

function refusal(marked: string, more: Partial<PlacementRequest> = {}): string {
  const placement = planPlacement(requestOf(marked, more));
  assert.equal(placement.status, 'refuse', JSON.stringify(placement));
  assert.match(placement.advice, /\.$/);
  return placement.reason;
}

describe('placing a pixel', () => {
  describe('in the head', () => {
    it('takes the indentation of the siblings, else one step of the document', () => {
      inserts(
        '<head>\n\t<title>T</title>\n</head>\n',
        '<head>\n\t<title>T</title>\n\tPX\n</head>\n',
      );
      inserts(
        '<html>\n    <head>\n    </head>\n    <body>\n        <p>x</p>\n    </body>\n</html>',
        '<html>\n    <head>\n        PX\n    </head>\n    <body>\n        <p>x</p>\n    </body>\n</html>',
      );
      inserts(
        '<html>\n\t<head>\n\t</head>\n</html>',
        '<html>\n\t<head>\n\t\tPX\n\t</head>\n</html>',
      );
      inserts('<html>\n<head>\n</head>\n</html>', '<html>\n<head>\n  PX\n</head>\n</html>');
      inserts(
        '<head>\n      <title>T</title>\n    <!-- c -->\n  </head>',
        '<head>\n      <title>T</title>\n    <!-- c -->\n    PX\n  </head>',
      );
      inserts(
        '<html>\n    <head>\n  <title>T</title>\n    </head>',
        '<html>\n    <head>\n  <title>T</title>\n      PX\n    </head>',
      );
    });

    it('stays on the line of an end tag that does not begin it', () => {
      inserts('<head>\n<title>T</title></head>\n', '<head>\n<title>T</title>PX</head>\n');
      inserts(
        '<head>\n<title>T</title>\n</head><body>',
        '<head>\n<title>T</title>\nPX\n</head><body>',
      );
    });

    it('is the last thing the parser counts to the head when the end tag is missing', () => {
      inserts(
        '<!doctype html>\n<title>T</title>\n<p>x\n',
        '<!doctype html>\n<title>T</title>\nPX\n<p>x\n',
      );
      inserts('<!doctype html><p>x', '<!doctype html>PX<p>x');
      inserts('<html>\n  <body>\n  </body>\n</html>', '<html>\n  PX\n  <body>\n  </body>\n</html>');
      inserts('<html>\n<head>\n<body>\n</html>', '<html>\n<head>\n  PX\n<body>\n</html>');
      inserts(
        '<html>\n<head>\n<title>T</title>\n<!-- body -->\n\n<body>',
        '<html>\n<head>\n<title>T</title>\n<!-- body -->\nPX\n\n<body>',
      );
    });

    it('may come late when the first end tag does', () => {
      inserts(
        '<html>\n<head>\n<title>T</title>\n<div>x</div>\n</head>\n<body>\n</head>\n',
        '<html>\n<head>\n<title>T</title>\n<div>x</div>\nPX\n</head>\n<body>\n</head>\n',
      );
    });

    it('passes by end tags in svg', () => {
      inserts(
        '<html>\n<body>\n<svg><title></head></title></svg>',
        '<html>\nPX\n<body>\n<svg><title></head></title></svg>',
      );
    });
  });

  describe('in the body', () => {
    const body = { place: 'body' } as const;

    it('goes before the last end tag of the body, else of the page, else to the end', () => {
      inserts(
        '<body>\n<p>x</p>\n</body>\n</html>\n<p>late\n</body>\n',
        '<body>\n<p>x</p>\n</body>\n</html>\n<p>late\nPX\n</body>\n',
        body,
      );
      inserts('<html><body><p>x</p></html>', '<html><body><p>x</p>PX</html>', body);
      inserts('<html>\n<p>x\n', '<html>\n<p>x\nPX\n', body);
      inserts('<html>\n  <p>x\n\n\n', '<html>\n  <p>x\n  PX\n\n\n', body);
      inserts('<html>\n<p>x', '<html>\n<p>xPX', body);
    });

    it('goes to the head of a frameset page', () => {
      inserts(
        '<html>\n<head>\n<title>T</title>\n</head>\n<frameset cols=50%,*>\n<frame src=a>\n</frameset>\n</html>',
        '<html>\n<head>\n<title>T</title>\nPX\n</head>\n<frameset cols=50%,*>\n<frame src=a>\n</frameset>\n</html>',
        body,
      );
    });

    it('goes before code that the file ends in', () => {
      inserts(
        '<html>\n<body>\n<p>x</p>\n<?php get_footer();\n',
        '<html>\n<body>\n<p>x</p>\nPX\n<?php get_footer();\n',
        { ...body, kind: 'php' },
      );
    });
  });

  describe('at the cursor', () => {
    const cursor = { place: 'cursor' } as const;

    it('goes exactly there', () => {
      inserts('<p>a|b</p>', '<p>aPXb</p>', cursor);
      inserts('<body>\n    |\n</body>', '<body>\n    PX\n</body>', cursor);
      inserts('<p>a</p>|<p>b</p>', '<p>a</p>PX<p>b</p>', cursor);
      assert.deepEqual(warningsOf('<p>a|b</p>', cursor), []);
    });

    it('moves behind what a browser does not run a script in', () => {
      const moves: readonly (readonly [string, string, FileKind?])[] = [
        ['<script>a|b</script>c', '<script>ab</script>PXc'],
        ['<scr|ipt>ab</script>c', '<script>ab</script>PXc'],
        ['<textarea>|</textarea>', '<textarea></textarea>PX'],
        ['<template><p>|</p></template>c', '<template><p></p></template>PXc'],
        ['<svg><g>|</g></svg>c', '<svg><g></g></svg>PXc'],
        ['<noscript>|</noscript>c', '<noscript></noscript>PXc'],
        ['</di|v>c', '</div>PXc'],
        ['<!|doctype html>\n<p>', '<!doctype html>PX\n<p>'],
        ['|<!doctype html>\n<p>', '<!doctype html>PX\n<p>'],
        ['<p>{{ a| }}</p>', '<p>{{ a }}PX</p>', 'jinja'],
        [
          '<p>{% comment %}a|{% endcomment %}</p>',
          '<p>{% comment %}a{% endcomment %}PX</p>',
          'jinja',
        ],
        [
          '|<?xml version="1.0"?>\n<html><body/></html>',
          '<?xml version="1.0"?>\n<html>PX<body/></html>',
          'xhtml',
        ],
        ['<html><body/></html>|', '<html><body/>PX</html>', 'xhtml'],
      ];
      for (const [from, to, kind = 'html'] of moves) {
        const request = requestOf(from, { ...cursor, kind });
        const placement = planPlacement(request);
        const expected = to.replace(
          'PX',
          kind === 'xhtml' ? PX.replace('async', "async='async'") : PX,
        );
        assert.equal(result(request.text, placement), expected);
        assert.ok(placement.status === 'insert' && placement.warnings.includes('moved'), from);
      }
    });

    it('is refused where no place follows', () => {
      assert.match(refusal('<p>x<!-- |', cursor), /ends inside a comment/);
      assert.match(refusal('<script>|', cursor), /<script> element/);
      assert.match(refusal('<p><template>|', cursor), /<template> element/);
      assert.match(refusal('<p <b |', cursor), /inside a tag/);
      assert.match(refusal('<frameset>|</frameset>', cursor), /frameset/);
      assert.match(refusal('<p>x</p>\n<?php a(); |', { ...cursor, kind: 'php' }), /code/);
    });
  });

  describe('in place of the selection', () => {
    const selection = { place: 'selection' } as const;

    it('replaces exactly that', () => {
      inserts('<p>[[TODO]]</p>', '<p>PX</p>', selection);
      inserts('<p>[[<!-- pixel -->\n]]</p>', '<p>PX</p>', selection);
      const stage = PX.replace('pxl.iqm', 'pxl.stage.iqm');
      inserts(`<p>[[${stage}]]</p>`, '<p>PX</p>', selection);
    });

    it('is refused where a browser would not run it', () => {
      assert.match(refusal('<!-- [[pixel]] -->', selection), /selection/);
      assert.match(refusal('<textarea>[[x]]</textarea>', selection), /selection/);
    });
  });

  describe('that is there', () => {
    const page = (copy: string) => `<html>\n<head>\n${copy}\n</head>\n</html>`;

    it('changes nothing and says where it is', () => {
      for (const copy of [
        `<script async src="//PXL.IQM.com/i/pixel/${ID.replaceAll('-', '').toUpperCase()}"></script>`,
        `<script\n  src=http://tracker.example/i/pixel/${ID}\n></script>`,
        `<script>var s = document.createElement('script'); s.src = 'https://pxl.iqm.com/i/pixel/${ID}';</script>`,
      ]) {
        for (const place of ['head', 'body', 'cursor'] as const) {
          const placement = planPlacement(requestOf(page(copy), { place, offset: 3 }));
          assert.equal(placement.status, 'already', copy);
          assert.equal(placement.line, 3);
          assert.ok(page(copy).slice(placement.start, placement.end).includes('/i/pixel/'));
        }
      }
    });

    it('is pointed out when it does not do what it should', () => {
      const url = `https://pxl.iqm.com/i/pixel/${ID}`;
      const of = (copy: string) => warningsOf(page(copy));
      assert.deepEqual(of(`<script type="text/plain" src="${url}"></script>`), ['consent-gated']);
      assert.deepEqual(of(`<script src="https://pxl.stage.iqm.com/i/pixel/${ID}"></script>`), [
        'stage-host',
      ]);
      assert.deepEqual(of(`<script src="pxl.iqm.com/i/pixel/${ID}"></script>`), ['broken-url']);
      assert.deepEqual(of(`<script>s.src = "${url}"</script>`), ['in-code']);
    });

    it('does not count when it never runs', () => {
      const url = `https://pxl.iqm.com/i/pixel/${ID}`;
      const of = (copy: string) => warningsOf(page(copy));
      assert.deepEqual(of(`<!-- <script src="${url}"></script> -->`), ['commented-copy']);
      assert.deepEqual(of(`<noscript><script src="${url}"></script></noscript>`), ['inert-copy']);
      assert.deepEqual(of(`<template><script src="${url}"></script></template>`), ['inert-copy']);
      assert.deepEqual(of(`<script nomodule src="${url}"></script>`), ['inert-copy']);
      assert.deepEqual(of(`<script src="https://pxl.iqm.com/d/c/tag/${ID}"></script>`), []);
      assert.deepEqual(
        of(`<script src="https://pxl.iqm.com/i/pixel/${'0'.repeat(32)}"></script>`),
        [],
      );
    });
  });

  it('asks in a piece of a page, and every answer leads somewhere', () => {
    const piece = '{% set title = "x" %}\n<div>\n  <p>x</p>\n</div>\n';
    const answers = (place: 'head' | 'body', offset?: number) => {
      const request = requestOf(piece, {
        kind: 'nunjucks',
        place,
        ...(offset !== undefined && { offset }),
      });
      const placement = planPlacement(request);
      assert.equal(placement.status, 'ask');
      return placement.choices.map((choice) => result(piece, planPlacement(choice.request)));
    };
    const after = (line: number) =>
      piece
        .split('\n')
        .flatMap((text, index) => (index === line ? [text, PX] : [text]))
        .join('\n');
    assert.deepEqual(answers('body'), [after(0), after(3)]);
    assert.deepEqual(answers('head', piece.indexOf('</p>')), [
      piece.replace('</p>', `${PX}</p>`),
      after(0),
      after(3),
    ]);
  });

  it('is refused in AMP, in unclosed things and in plain code, with advice', () => {
    assert.match(refusal('<!doctype html>\n<html amp lang=en>\n<head></head>'), /AMP/);
    assert.match(refusal('<html \u26a14email><head></head>'), /AMP/);
    assert.match(refusal('<html><head><!-- </head>'), /comment/);
    assert.match(refusal('<html><head><title></head>'), /<title> element/);
    assert.match(refusal('<html><head><template></head>'), /<template> element/);
    assert.match(refusal('<html><body><script></body>', { place: 'body' }), /<script> element/);
    assert.match(refusal('<html><body><svg></body>', { place: 'body' }), /<svg> element/);
    assert.match(refusal('<html><body><p', { place: 'body' }), /tag/);
    assert.match(refusal('<html><body><p>', { place: 'body', kind: 'xhtml' }), /end tag/);
    assert.match(refusal('<?php\nclass A {}\n', { kind: 'php' }), /code/);
    assert.match(refusal('{% comment %}<html><head></head>', { kind: 'liquid' }), /comment/);
  });

  describe('that replaces a copy', () => {
    const replace = { place: 'replace' } as const;
    const stage = `<script async\n src="https://pxl.stage.iqm.com/i/pixel/${ID}">\n</script>`;

    it('changes the element and nothing else', () => {
      inserts(`<head>\n  ${stage}\n</head>`, '<head>\n  PX\n</head>', replace);
      inserts(
        `<script>s.src = "https://pxl.stage.iqm.com/i/pixel/${ID}"</script>`,
        `<script>s.src = "${tag.url}"</script>`,
        replace,
      );
      assert.equal(planPlacement(requestOf(`<head>${PX}</head>`, replace)).status, 'already');
    });

    it('needs to know which one', () => {
      assert.match(refusal('<head></head>', replace), /not in the file/);
      assert.match(refusal(stage + stage, replace), /more than once/);
      inserts(`${stage}<p>${stage}</p>`, `${stage}<p>PX</p>`, {
        ...replace,
        offset: stage.length + 9,
      });
    });
  });

  describe('and taking it out', () => {
    const remove = (text: string, at?: number, kind: FileKind = 'html') => {
      const removal = planRemoval(text, kind, ID, { hosts: [] }, at);
      if (removal.status === 'refuse') return removal.reason;
      return removal.edits.reduceRight(
        (all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end),
        text,
      );
    };

    it('leaves no empty line behind', () => {
      assert.equal(remove(`<head>\r\n  ${PX}\r\n</head>`), '<head>\r\n</head>');
      assert.equal(remove(`<p>a${PX}b</p>`), '<p>ab</p>');
      assert.equal(remove(`${PX}\n<p>${PX}</p>`), '<p></p>');
    });

    it('takes the one copy that is asked for, or all that run', () => {
      const text = `${PX}\n<!-- ${PX} -->\n${PX}\n`;
      assert.equal(remove(text), `<!-- ${PX} -->\n`);
      assert.equal(remove(text, 0), `<!-- ${PX} -->\n${PX}\n`);
      assert.equal(remove(text, text.indexOf(PX, 5)), `${PX}\n<!--  -->\n${PX}\n`);
    });

    it('restores component files, too, with the head block and the import that came along', () => {
      const component = 'export default () => (\n  <main>\n    <h1>x</h1>\n  </main>\n);\n';
      const files: readonly (readonly [FileKind, string, Framework?])[] = [
        ['svelte', '<script>\n  let a = 1;\n</script>\n\n<h1>x</h1>\n'],
        ['svelte', '<svelte:head>\n  <title>T</title>\n</svelte:head>\n'],
        ['jsx', component, 'react19'],
        ['jsx', component, 'next'],
        ['jsx', component, 'gatsby'],
        ['jsx', `'use client';\nimport a from 'b';\n\n${component}`, 'next'],
        ['astro', '---\n---\n<html>\n  <head>\n    <title>T</title>\n  </head>\n</html>\n'],
      ];
      for (const [kind, text, framework] of files) {
        const request = requestOf(text, { kind, ...(framework && { framework }) });
        const written = result(text, planPlacement(request));
        assert.ok(written.includes('/i/pixel/'));
        assert.equal(remove(written, undefined, kind), text);
      }
    });

    it('is refused for code, and when there is nothing', () => {
      assert.match(remove(`<script>s.src = "${tag.url}"</script>`), /code/);
      assert.match(remove('<p>'), /not in the file/);
    });
  });

  it('finds every form again that it writes', () => {
    const component =
      'export default function Thanks({ order }) {\n  return (\n    <main>\n      <h1>x</h1>\n    </main>\n  );\n}\n';
    const vue = '<script setup>\nconst a = 1\n</script>\n\n<template>\n  <h1>x</h1>\n</template>\n';
    const page = '<html>\n<head>\n<title>T</title>\n</head>\n<body>\n</body>\n</html>\n';
    const files: readonly (readonly [FileKind, string, Framework?])[] = [
      ...(['react18', 'react19', 'next', 'gatsby'] as const).map(
        (framework) => ['jsx', component, framework] as const,
      ),
      ['vue', vue],
      ['vue', vue, 'nuxt'],
      ['svelte', '<h1>x</h1>\n'],
      ['astro', `---\n---\n${page}`],
      ['mdx', '# x\n'],
      ['wordpressFunctions', '<?php\nadd_theme_support("x");\n'],
      ['wordpressFunctions', '<?php\nadd_theme_support("x");\n', 'woocommerce'],
      ['python', `PAGE = f"""${page}"""\n`],
      ...(
        [
          'html',
          'xhtml',
          'php',
          'jinja',
          'twig',
          'nunjucks',
          'liquid',
          'handlebars',
          'mustache',
          'ejs',
        ] as const
      ).map((kind) => [kind, page] as const),
      ...(['erb', 'razor', 'blade', 'smarty', 'latte', 'go'] as const).map(
        (kind) => [kind, page] as const,
      ),
    ];
    for (const [kind, text, framework] of files) {
      for (const value of [undefined, { kind: 'expression', text: 'total' }] as const) {
        const request: PlacementRequest = {
          text,
          kind,
          tag,
          place: 'head',
          ...(framework && { framework }),
          ...(value && { value }),
        };
        let placement = planPlacement(request);
        while (placement.status === 'ask' || (placement.status === 'refuse' && placement.choices)) {
          placement = planPlacement(placement.choices![0]!.request);
        }
        const written = result(text, placement);
        const again = planPlacement({ ...request, text: written });
        assert.equal(again.status, 'already', `${kind} ${framework ?? ''}\n${written}`);
      }
    }
  });
});
