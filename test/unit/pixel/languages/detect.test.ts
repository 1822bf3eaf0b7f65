import assert from 'node:assert/strict';
import { detectFile } from '../../../../src/pixel/languages/detect';

const file = (
  fileName: string,
  text: string,
  packages?: Readonly<Record<string, string>>,
  languageId?: string,
): string =>
  detectFile({
    fileName,
    text,
    ...(packages && { packageJson: JSON.stringify({ dependencies: packages }) }),
    ...(languageId && { languageId }),
  }).label;

describe('what a file is', () => {
  it('comes from the name where the name says it', () => {
    const names: Readonly<Record<string, string>> = {
      'a.html': 'HTML',
      'a.HTM': 'HTML',
      'a.xhtml': 'XHTML',
      'a.php': 'PHP',
      'a.phtml': 'PHP',
      'a.html.twig': 'Twig template',
      'a.njk': 'Nunjucks template',
      'a.html.j2': 'Jinja template',
      'a.jinja': 'Jinja template',
      'a.liquid': 'Liquid template',
      'a.hbs': 'Handlebars template',
      'a.mustache': 'Mustache template',
      'a.ejs': 'EJS template',
      'a.html.erb': 'ERB template',
      'a.cshtml': 'Razor view · ASP.NET',
      'a.blade.php': 'Blade template · Laravel',
      'a.tpl': 'Smarty template',
      'a.latte': 'Latte template',
      'a.gohtml': 'Go template',
      'a.tmpl': 'Go template',
      'a.mdx': 'MDX',
      'a.jsx': 'JSX',
      'a.tsx': 'JSX',
      'a.vue': 'Vue component',
      'a.svelte': 'Svelte component',
      'a.astro': 'Astro',
      'a.component.html': 'Angular template',
      'a.amp.html': 'AMP page',
      'a.py': 'Python',
      'a.js': 'JavaScript',
      'C:\\shop\\thanks.cshtml': 'Razor view · ASP.NET',
      'a.css': 'Text',
      Makefile: 'Text',
    };
    for (const [name, label] of Object.entries(names)) assert.equal(file(name, ''), label, name);
  });

  it('comes from the content where a template is called .html', () => {
    const contents: readonly (readonly [string, string])[] = [
      ['<!doctype html><html lang="en"><head></head></html>', 'HTML'],
      ['<html ⚡ lang="en">', 'AMP page'],
      ['<!doctype html>\n<html lang="en" amp>', 'AMP page'],
      ['<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', 'XHTML'],
      [
        '{% load static %}<html><body>{% block a %}{% endblock %}</body></html>',
        'Jinja template · Django',
      ],
      [
        "<link href=\"{{ url_for('static', filename='a.css') }}\">{% if a %}{% endif %}",
        'Jinja template · Flask',
      ],
      ['{% extends "base.html" %}', 'Jinja template'],
      ["{{ content_for_header }}<body>{% section 'header' %}</body>", 'Liquid template · Shopify'],
      ['<html>{% assign a = 1 %}</html>', 'Liquid template'],
      ['<head>{{ encore_entry_link_tags("app") }}</head>', 'Twig template · Symfony'],
      ['<ul>{{#each items}}<li>{{this}}</li>{{/each}}</ul>', 'Handlebars template'],
      ['<ul>{{#items}}<li>{{name}}</li>{{/items}}</ul>', 'Mustache template'],
      ['{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}', 'Go template'],
      ['<body><% if (user) { %><p><%= user.name %></p><% } %></body>', 'EJS template'],
      ['<body><%= yield %></body>', 'ERB template · Rails'],
      ['<html><body><?php echo 1; ?></body></html>', 'PHP'],
      ['<div *ngIf="order"><p [class]="a">{{ order.total }}</p></div>', 'Angular template'],
      ['<html><body><app-root></app-root></body></html>', 'HTML'],
      ['<html><body><div id="app">{{ message }}</div></body></html>', 'HTML'],
      ['<html><script>const a = {{b: 1}}; if (a < 2) {}</script></html>', 'HTML'],
    ];
    for (const [text, label] of contents) assert.equal(file('page.html', text), label, text);
  });

  it('tells a WordPress theme’s code from its pages', () => {
    const functions = "<?php\nadd_action('wp_enqueue_scripts', 'theme_styles');\n";
    assert.equal(file('functions.php', functions), 'WordPress code · WordPress');
    assert.equal(
      file('functions.php', `${functions}add_filter('woocommerce_cart', 'a');`),
      'WordPress code · WooCommerce',
    );
    assert.equal(
      file('/site/wp-content/themes/a/functions.php', '<?php\n'),
      'WordPress code · WordPress',
    );
    assert.equal(file('functions.php', '<?php\nfunction add($a, $b) { return $a + $b; }'), 'PHP');
    assert.equal(file('header.php', '<html><head><?php wp_head(); ?></head>'), 'PHP · WordPress');
    assert.equal(
      file('thankyou.php', '<p><?php echo $order->get_id(); wc_get_order(1); ?></p>'),
      'PHP · WooCommerce',
    );
  });

  it('tells markup in scripts from scripts', () => {
    assert.equal(file('a.js', 'export default () => <main>a</main>;'), 'JSX');
    assert.equal(file('a.js', "const a = '<p>' + b + '</p>'; if (a <b) c();"), 'JavaScript');
    assert.equal(file('a.ts', 'export const a = (b: number) => b < 3;'), 'JavaScript');
    assert.equal(
      file(
        'a.ts',
        "import { Component } from '@angular/core';\n@Component({ template: '<p></p>' })",
      ),
      'Angular template',
    );
  });

  it('takes the editor’s word for files that show nothing', () => {
    assert.equal(file('Untitled-1', '', undefined, 'html'), 'HTML');
    assert.equal(file('Untitled-1', '', undefined, 'plaintext'), 'Text');
    assert.equal(file('Untitled-1', '<!doctype html><title>a</title>'), 'HTML');
    assert.equal(
      file('Untitled-1', '{% extends "a" %}<div>b</div>', undefined, 'html'),
      'Jinja template',
    );
  });

  it('takes the framework and its version from the nearest package.json', () => {
    const component = 'export default () => <p />;';
    const versions: readonly (readonly [string, string])[] = [
      ['^19.0.0', 'JSX · React 19'],
      ['19', 'JSX · React 19'],
      ['>=18.2 <20', 'JSX · React 18'],
      ['~18.3.1', 'JSX · React 18'],
      ['17.x', 'JSX · React 18'],
      ['npm:react@19.1.0', 'JSX · React 19'],
      ['19.0.0-rc.1', 'JSX · React 19'],
      ['latest', 'JSX · React 19'],
      ['workspace:*', 'JSX'],
    ];
    for (const [react, label] of versions)
      assert.equal(file('a.jsx', component, { react }), label, react);
    assert.equal(file('a.jsx', component), 'JSX');
    assert.equal(file('a.jsx', component, { next: '15', react: '18' }), 'JSX · Next.js');
    assert.equal(file('a.jsx', component, { gatsby: '5', react: '18' }), 'JSX · Gatsby');
    assert.equal(file('a.vue', '', { nuxt: '3' }), 'Vue component · Nuxt');
    assert.equal(file('a.svelte', '', { '@sveltejs/kit': '2' }), 'Svelte component · SvelteKit');
    assert.equal(file('a.ejs', '', { express: '5' }), 'EJS template · Express');
    assert.equal(detectFile({ fileName: 'a.jsx', text: component, packageJson: '{' }).label, 'JSX');
  });

  it('believes the file’s imports before the package.json', () => {
    const next = "import Link from 'next/link';\nexport default () => <Link />;";
    assert.equal(file('a.tsx', next, { react: '19' }), 'JSX · Next.js');
    const gatsby = "import { graphql } from 'gatsby';\nexport default () => <p />;";
    assert.equal(file('a.js', gatsby), 'JSX · Gatsby');
    assert.equal(file('/shop/app/thanks/page.tsx', 'export default () => <p />;'), 'JSX · Next.js');
  });
});
