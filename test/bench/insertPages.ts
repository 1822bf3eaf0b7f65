import type { FileKind } from '../../src/pixel/kinds';

/** Pages for the insertion bench: deterministic, of any size, with what real pages are made of. */

const HEAD = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Order &amp; thank-you</title>
    <link rel="stylesheet" href="/assets/site.css?v=12">
    <style>body { margin: 0 } .a > .b { color: #333 }</style>
    <script>window.data = { "order": 1 < 2, "html": "<\\/head>" };</script>
  </head>
  <body class="page page--order" data-track='{"page":"order"}'>
`;

const TAIL = `  </body>
</html>
`;

const BLOCKS: readonly ((index: number) => string)[] = [
  (index) => `    <section id="s${index}" class="section section--wide">
      <h2>Chapter ${index}</h2>
      <p>Lorem ipsum dolor sit amet, <a href="/chapter/${index}?from=list&amp;n=${index}">consectetur</a> adipiscing
      elit, sed do <em>eiusmod</em> tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam,
      quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat &mdash; duis aute irure.</p>
    </section>
`,
  (index) => `    <ul class="list">
      <li class="item"><a class="link" href="#${index}" title="x > y"><span>First</span></a>
      <li class="item"><a class="link" href="#${index + 1}"><span>Second</span></a>
    </ul>
`,
  (index) => `    <table class="data"><tbody>
      <tr><td>${index}</td><td>${index * 7}.00</td><td><b>ok</b></td></tr>
      <tr><td>${index + 1}</td><td>${index * 9}.50</td><td><i>late</i></td></tr>
    </tbody></table>
`,
  (index) => `    <!-- block ${index}: generated, do not edit -->
    <svg width="24" height="24" viewBox="0 0 24 24"><title>icon</title><path d="M12 2L2 7v10l10 5 10-5V7z"/></svg>
`,
  (
    index,
  ) => `    <pre><code><span class="kw">const</span> <span class="nv">x${index}</span> = <span class="s">"a"</span>;
<span class="kw">if</span> (x &lt; ${index}) { <span class="nf">run</span>(); }</code></pre>
`,
  (index) => `    <script>
      (function (w) { w.q = w.q || []; for (var i = 0; i < ${index}; i++) { w.q.push("<b>" + i + "</b>"); } })(window);
    </script>
`,
];

/** A page of about `size` characters. */
export function pageOf(size: number): string {
  const parts = [HEAD];
  let length = HEAD.length + TAIL.length;
  for (let index = 0; length < size; index++) {
    const block = BLOCKS[(index * 5 + (index >> 3)) % BLOCKS.length]!(index);
    parts.push(block);
    length += block.length;
  }
  parts.push(TAIL);
  return parts.join('');
}

/** An input made to hurt, and the kinds of file it is meant for. */
export interface Adversary {
  readonly kinds: readonly FileKind[];
  /** A text of `size` characters or a few more. */
  readonly make: (size: number) => string;
}

function adversary(make: (size: number) => string, ...kinds: FileKind[]): Adversary {
  return { make, kinds: kinds.length > 0 ? kinds : ['html'] };
}

const PIXEL = '<script src=//pxl.iqm.com/i/pixel/12345678></script>';

export const ADVERSARIES: Readonly<Record<string, Adversary>> = {
  '<': adversary((size) => '<'.repeat(size), 'html', 'ejs'),
  '<!--': adversary((size) => repeated('<!--', size), 'html', 'xhtml', 'svelte'),
  '<!-- and one end': adversary((size) => `${repeated('<!--', size)}-->`),
  '--!': adversary((size) => `<!--${repeated('--!', size)}`, 'html', 'xhtml'),
  '{{': adversary((size) => repeated('{{', size), 'html', 'jinja', 'handlebars', 'go'),
  '{{ " }}': adversary((size) => `${repeated('{{ " }}', size)}{{ '`, 'jinja', 'blade'),
  '{% comment': adversary((size) => repeated('{% comment %}', size), 'jinja', 'liquid'),
  '{a "': adversary((size) => repeated('{a "', size), 'smarty', 'latte', 'svelte'),
  '<?php "': adversary((size) => repeated('<?php "', size), 'php'),
  '<?php heredocs': adversary((size) => repeated('<?php <<<A\n', size), 'php', 'blade'),
  '`${': adversary((size) => repeated('{`${', size), 'svelte', 'mdx'),
  '<script {"': adversary((size) => repeated('<script {"', size), 'svelte', 'astro'),
  "@('": adversary((size) => repeated("@('", size), 'razor', 'blade'),
  'quotes in tags': adversary((size) => repeated('<a "', size)),
  'open quotes': adversary((size) => repeated('<a b="', size)),
  quotes: adversary((size) => repeated(`"'`, size), 'html', 'php'),
  '<script><!--<script>': adversary((size) => repeated('<script><!--<script>', size)),
  '</script': adversary((size) => `<script>${repeated('</script', size)}`),
  '<div>': adversary((size) => repeated('<div>', size)),
  'unmatched end tags': adversary(
    (size) => repeated('<div>', size / 2) + repeated('</span>', size / 2),
  ),
  'end tags behind a bound': adversary(
    (size) => `<div><applet>${repeated('<span>', size / 2)}${repeated('</div>', size / 2)}`,
  ),
  'deep svg': adversary((size) => `<svg>${repeated('<g>', size / 2)}${repeated('</x>', size / 2)}`),
  'one long line of children': adversary((size) => repeated('<br>', size)),
  tables: adversary((size) => repeated('<table><tr><td>', size)),
  pixels: adversary((size) => repeated(PIXEL, size)),
  'pixels in attributes': adversary(
    (size) =>
      `<p ${Array.from({ length: size / 45 }, (_, index) => `a${index}="//pxl.iqm.com/i/pixel/12345678"`).join(' ')}>`,
  ),
  'pixels in one string': adversary(
    (size) => `<script>a = \`${repeated('//pxl.iqm.com/i/pixel/12345678 ', size)}\`</script>`,
    'html',
    'jsx',
  ),
  'pixels and blanks': adversary(
    (size) =>
      `<script>${repeated(`src=${' '.repeat(900)}a"//pxl.iqm.com/i/pixel/12345678"`, size)}</script>`,
  ),
  'pixels in code islands': adversary((size) => repeated(`{{ "${PIXEL}" }}`, size), 'jinja'),
  '<!doctype[>': adversary((size) => repeated('<!doctype[>', size), 'xhtml'),
  'pixels in a comment': adversary((size) => `<!--${repeated(PIXEL, size)}`),
  'pixels in code': adversary(
    (size) => `<script>${repeated("a.src='//pxl.iqm.com/i/pixel/12345678';", size)}</script>`,
    'html',
    'jsx',
  ),
  'quotes in code': adversary(
    (size) => `<script>${repeated("'\\", size)} pxl.iqm.com/i/pixel/12345678`,
    'html',
    'python',
  ),
  'line feeds': adversary((size) => '\n'.repeat(size)),
};

function repeated(text: string, size: number): string {
  return text.repeat(Math.ceil(size / text.length));
}
