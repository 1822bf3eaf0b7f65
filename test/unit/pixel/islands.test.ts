import assert from 'node:assert/strict';
import type { FileKind } from '../../../src/pixel/kinds';
import { languageOf } from '../../../src/pixel/languages/registry';
import { planPlacement } from '../../../src/pixel/placement';
import { findIslands, islandAt, maskIslands } from '../../../src/pixel/scanner/islands';
import { readPixelTag } from '../../../src/pixel/tag';

const reading = readPixelTag(
  "<script src='https://pxl.iqm.com/i/pixel/8f3165d0b714440ebc1d621127fa5fad' async></script>",
  { hosts: [] },
);
assert.ok(reading.ok);
const { tag } = reading;

/** Template code of each kind of file that an HTML parser would take for markup. */
const ISLANDS: Partial<Record<FileKind, readonly string[]>> = {
  php: [
    `<?php echo "</head>"; ?>`,
    `<?= $a > 1 ? "x" : 'y' ?>`,
    `<?php /* ?> </head> */ ?>`,
    `<?php // it's "one\n echo '?></head>'; ?>`,
    `<?php # it's\n $x = <<<HTML\n</head>?>"\n  HTML;\n ?>`,
    `<? if ($x->y > 2): ?>`,
    `<?php #[Attribute('">')]\n f(); ?>`,
  ],
  wordpressFunctions: [`<?php add_action('wp_head', fn() => print("</head>")); ?>`],
  jinja: [
    `{{ "</head>" | safe }}`,
    `{{ "}} </head>" }}`,
    `{# </head> "{{ #}`,
    `{% if a > "b" %}`,
    `{% comment %}</head>{% endcomment %}`,
    `{%- comment "note" -%} "> </head> {%- endcomment -%}`,
    `{% raw %}{{ x }}{% endraw %}`,
  ],
  twig: [`{{ '</head>' }}`, `{# " > </head> #}`, `{% set x = "%}</head>" %}`],
  nunjucks: [`{{ "</head>" }}`],
  liquid: [
    `{{ '</head>' }}`,
    `{%- if a > b -%}`,
    `{% comment %} </head> " {% endcomment %}`,
    `{% schema %}{ "a": "</head>" }{% endschema %}`,
    `{% raw %}{{ "</title>" }}{% endraw %}`,
  ],
  handlebars: [
    `{{!-- </head> {{x}} --}}`,
    `{{! </head> }}`,
    `{{{ helper "</head>" }}}`,
    `{{#if (gt a "}}</head>")}}`,
    `{{~!-- > " --~}}`,
    `{{{{raw}}}} {{x}} {{{{/raw}}}}`,
  ],
  mustache: [`{{! </head> " > }}`, `{{{a}}}`, `{{> head}}`],
  ejs: [`<% if (a > 1) { %>`, `<%= "</head>" %>`, `<%# </head> %>`, `<%- include("head") -%>`],
  erb: [`<%= link_to ">", "</head>" -%>`, `<%# </head> %>`],
  razor: [
    `@* </head> " > *@`,
    `@{ var a = "</head>"; if (1 > 0) { b(); } }`,
    `@(a > b ? "</head>" : "}")`,
    `@Html.Raw("</head>")`,
    `@await Html.PartialAsync("</head>")`,
    `@Model.Items[1].Name("\\">")`,
    `@if (a > 2 && b == "</head>")`,
  ],
  blade: [
    `{{-- </head> " --}}`,
    `{!! "</head>" !!}`,
    `{{ $a > 1 ? '</head>' : "}}" }}`,
    `@php echo "</head>"; @endphp`,
    `@if($a > 1 && $b == "</head>")`,
    `@class(['a' => $b > 1, "</head>"])`,
    `<?php echo "</head>" ?>`,
    `@verbatim {{ x }} @endverbatim`,
  ],
  smarty: [
    `{* </head> " *}`,
    `{if $a > "</head>"}`,
    `{$a|default:'}</head>'}`,
    `{literal}{$x}{/literal}`,
  ],
  latte: [`{* </head> *}`, `{if $a > '</head>'}`, `{$a|truncate:5, '</head>'}`],
  go: [
    `{{/* </head> " */}}`,
    `{{- /* > */ -}}`,
    '{{ `</head>}}` }}',
    `{{ printf "%s}}</head>" .X }}`,
  ],
};

/** The states of an HTML tokenizer that template code can stand in. */
const STATES: Readonly<Record<string, (island: string) => string>> = {
  text: (island) => island,
  'a double-quoted value': (island) => `<meta name="x" content="a ${island} b">`,
  'a single-quoted value': (island) => `<meta content='${island}' name=x>`,
  'an unquoted value': (island) => `<meta content=${island}>`,
  'a tag': (island) => `<meta name=x ${island} >`,
  'a comment': (island) => `<!-- ${island} -->`,
  'a script': (island) => `<script>var x = ${island};</script>`,
  'a style': (island) => `<style>a { color: ${island} }</style>`,
  'a title': (island) => `<title>${island}</title>`,
};

describe('template islands', () => {
  for (const [kind, islands] of Object.entries(ISLANDS) as [FileKind, readonly string[]][]) {
    for (const [state, write] of Object.entries(STATES)) {
      it(`of ${kind} hide what they hold in ${state}`, () => {
        for (const island of islands) {
          const head = `<html>\n<head>\n  <meta charset=utf-8>\n  ${write(island)}\n`;
          const text = `${head}</head>\n<body>\n</body>\n</html>\n`;
          const placement = planPlacement({
            text,
            // Its own plan puts code into functions.php; as a page it is PHP like any other.
            kind: kind === 'wordpressFunctions' ? 'php' : kind,
            tag,
            place: 'head',
          });
          assert.equal(placement.status, 'insert', text);
          assert.equal(placement.edit.start, head.length, text);
        }
      });
    }
  }

  it('give every kind of file a text of the same length', () => {
    const text = Object.values(ISLANDS).flat().join('\n<p>x</p>\n');
    for (const kind of Object.keys(ISLANDS) as FileKind[]) {
      const islands = findIslands(text, languageOf(kind).islands);
      const masked = maskIslands(text, islands);
      assert.equal(masked.length, text.length);
      assert.ok(islands.length > 3, kind);
      let last = 0;
      for (const { start, end } of islands) {
        assert.ok(start >= last && end > start, 'in order, not empty, not overlapping');
        last = end;
        assert.equal(islandAt(islands, start), undefined);
        if (end - start > 1) assert.equal(islandAt(islands, start + 1)?.start, start);
        assert.notEqual(islandAt(islands, end)?.start, start);
      }
    }
  });

  it('that never end are text, or take the rest as a comment and as PHP do', () => {
    const ends = (text: string, kind: FileKind) =>
      findIslands(text, languageOf(kind).islands).map(({ end, closed }) => [end, closed]);
    assert.deepEqual(ends('{{ a <p>', 'jinja'), []);
    assert.deepEqual(ends('{# a <p>', 'jinja'), []);
    assert.deepEqual(ends('{% comment %} <p>', 'jinja'), [[17, false]]);
    assert.deepEqual(ends('<p><?php echo "', 'php'), [[15, false]]);
    assert.deepEqual(ends('<% a <p>', 'ejs'), []);
    assert.deepEqual(ends('{{!-- a', 'handlebars'), [[7, false]]);
  });

  it('leave alone what only looks like code', () => {
    const none = (text: string, kind: FileKind) =>
      assert.deepEqual(findIslands(text, languageOf(kind).islands), [], text);
    none('<?xml version="1.0"?>', 'php');
    none('mail me@example.org', 'razor');
    none('a@b.example (x)', 'blade');
    none('<style>a { color: red }</style>', 'smarty');
    none('<script>if (a) { "b" }</script>', 'latte');
    none('<script>const a = { b: "}" };</script>', 'svelte');
    none('<!-- { -->', 'svelte');
  });

  it('of component files are balanced braces with strings', () => {
    const text = `<p title={a ? "}" : '</p>'}>{#if a > 1}{\`\${b({})}}\`}{/if}</p> it's {don't} {/* { */}`;
    const islands = findIslands(text, languageOf('svelte').islands).map(({ start, end }) =>
      text.slice(start, end),
    );
    assert.deepEqual(islands, [
      `{a ? "}" : '</p>'}`,
      '{#if a > 1}',
      '{`${b({})}}`}',
      '{/if}',
      "{don't}",
      '{/* { */}',
    ]);
  });

  it('of component files are in the attributes of scripts, not in their content', () => {
    const text = "<script src={`a>${b}`} async lang='a>{b}'>if (a) { b() }</script><p>{c}</p>";
    const islands = findIslands(text, languageOf('svelte').islands);
    assert.deepEqual(
      islands.map(({ start, end }) => text.slice(start, end)),
      ['{`a>${b}`}', '{b}', '{c}'],
    );
  });
});
