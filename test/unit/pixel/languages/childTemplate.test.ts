import assert from 'node:assert/strict';
import type { FileKind } from '../../../../src/pixel/kinds';
import { load } from './compilers';
import { onlySource } from './markup';
import { inserted, plan, URL_START } from './pixelRequest';

const LEFT = `${URL_START}{CONVERSION_VALUE}`;

describe('pixels in a template that extends another', () => {
  const CHILD = `{% extends "base" %}

{% block title %}Thanks{% endblock %}
{# {% block extra_head %} #}
{% block content %}
  <h1>Thanks</h1>
  {% block inner %}{% endblock %}
{% endblock %}
`;
  const WITH_HEAD = CHILD.replace(
    '{% block content %}',
    '{% block extra_head %}\n{% endblock extra_head %}\n{% block content %}',
  );

  it('go into a block, of the head if there is one', () => {
    const content = inserted('jinja', { text: CHILD });
    assert.match(content, /\{% endblock %\}\n {2}<script [^\n]+\n\{% endblock %\}\n$/);
    const head = inserted('jinja', { text: WITH_HEAD });
    assert.match(head, /extra_head %\}\n {2}<script [^\n]+\n\{% endblock extra_head %\}/);
    const body = inserted('jinja', { text: WITH_HEAD, place: 'body' });
    assert.match(body, /\{% endblock %\}\n {2}<script [^\n]+\n\{% endblock %\}\n$/);
  });

  it('are in the page that the engine makes', () => {
    interface Environment {
      readonly render: (name: string) => string;
    }
    const { Environment } = load('nunjucks') as {
      Environment: new (loader: object, options: object) => Environment;
    };
    const base =
      '<!doctype html><html><head><title>{% block title %}{% endblock %}</title>{% block extra_head %}{% endblock %}</head><body>{% block content %}{% endblock %}</body></html>';
    for (const text of [
      CHILD,
      WITH_HEAD,
      CHILD.replace('\n\n', '\n⟨⟩\n'),
      CHILD.replace('<h1', '⟨⟩<h1'),
    ]) {
      const files = { base, child: inserted('nunjucks', { text }) };
      const loader = {
        getSource: (name: 'base' | 'child') => ({ src: files[name], path: name, noCache: true }),
      };
      const page = new Environment(loader, { autoescape: true }).render('child');
      assert.equal(onlySource(page), LEFT);
    }
  });

  it('say so when the cursor stood where nothing is shown', () => {
    const { placement } = plan('twig', { text: CHILD.replace('\n\n', '\n⟨⟩\n') });
    assert.ok(placement.status === 'insert');
    assert.deepEqual(placement.warnings, ['moved']);
  });

  it('find the blocks of every language that has them', () => {
    const children: readonly (readonly [FileKind, string, RegExp])[] = [
      [
        'blade',
        "@extends('layouts.app')\n@section('title', 'Thanks')\n@section('content')\n    <h1>Thanks</h1>\n@endsection\n@push('scripts')\n@endpush\n",
        /@push\('scripts'\)\n {4}<script [^\n]+\n@endpush\n$/,
      ],
      [
        'twig',
        "{% extends 'base.html.twig' %}\n{% block title 'Thanks' %}\n{% block javascripts %}\n    {{ parent() }}\n{% endblock %}\n",
        /\{\{ parent\(\) \}\}\n {4}<script [^\n]+\n\{% endblock %\}/,
      ],
      [
        'smarty',
        "{extends file='page.tpl'}\n{block name='page_content'}\n  <h1>a</h1>\n{/block}\n",
        /<\/h1>\n {2}<script [^\n]+\n\{\/block\}/,
      ],
      [
        'latte',
        "{layout '@layout.latte'}\n{block content}\n\t<h1>a</h1>\n{/block}\n",
        /<\/h1>\n\t<script [^\n]+\n\{\/block\}/,
      ],
      [
        'go',
        '{{ define "main" }}\n  {{ if .Paid }}<h1>a</h1>{{ end }}\n{{ end }}\n',
        /\{\{ end \}\}\n {2}<script [^\n]+\n\{\{ end \}\}\n$/,
      ],
    ];
    for (const [kind, text, expected] of children) {
      assert.match(inserted(kind, { text }), expected, kind);
    }
  });

  it('are refused where there is no block for them', () => {
    const text = '{% extends "base" %}\n{% block title %}a{% endblock %}\n';
    for (const place of ['head', 'body'] as const) {
      const { placement } = plan('jinja', { text, place });
      assert.ok(placement.status === 'refuse');
      assert.match(placement.advice, /block/);
    }
    const open = '{% extends "base" %}\n{% block content %}<!-- {% endblock %}\n';
    assert.equal(plan('jinja', { text: open }).placement.status, 'refuse');
  });
});
