import assert from 'node:assert/strict';
import fc from 'fast-check';
import manifest from '../../../package.json';
import { globPattern } from '../../../src/pages/glob';
import { kindByName } from '../../../src/pixel/languages/detect/kindByName';

const { properties } = manifest.contributes.configuration;
const include = globPattern(properties['iqm.pages.include'].default);
const exclude = globPattern(properties['iqm.pages.exclude'].default);

function expect(glob: string, matching: readonly string[], others: readonly string[]): void {
  const pattern = globPattern(glob);
  matching.forEach((path) => assert.match(path, pattern, glob));
  others.forEach((path) => assert.doesNotMatch(path, pattern, glob));
}

describe('glob patterns', () => {
  it('stay within a name with * and ?', () => {
    expect('*.html', ['a.html', '.html'], ['A.HTML', 'b/a.html', 'a.htm', 'a.html5', 'axhtml']);
    expect('a?.html', ['ab.html'], ['a.html', 'a/.html', 'abc.html']);
  });

  it('cross folders with **', () => {
    expect('**/*.html', ['a.html', 'b/a.html', 'c/b/a.html'], ['a.html/x']);
    expect('**/dist/**', ['dist/a', 'x/dist/a/b'], ['xdist/a', 'dist', 'x/distr/a']);
    expect('shop/**/a.js', ['shop/a.js', 'shop/x/y/a.js'], ['a.js', 'shops/a.js']);
    expect('**', ['a', 'a/b'], []);
  });

  it('choose with braces, also nested, and with brackets', () => {
    expect('**/*.{html,php}', ['a.html', 'b/a.php'], ['a.{html,php}', 'a.js']);
    expect('{**/dist/**,**/*.min.js}', ['dist/a.js', 'x/a.min.js'], ['a.js', 'min.js']);
    expect('{a,b{c,d}}/*.js', ['a/x.js', 'bc/x.js', 'bd/x.js'], ['b/x.js', 'c/x.js']);
    expect('[a-c].[!h]tml', ['a.xtml', 'c.xtml'], ['d.xtml', 'a.html']);
  });

  it('take everything else for what it is', () => {
    expect('a+(b).$^|html', ['a+(b).$^|html'], ['aab.html']);
    expect('a,b.html', ['a,b.html'], ['a', 'b.html']);
    expect('a**b', ['ab', 'axb'], ['a/b']);
    expect('a[b', ['a[b'], ['ab']);
    expect('./a.html', ['a.html'], ['x/a.html']);
  });

  it('match nothing when they are empty or broken', () => {
    expect('', [], ['', 'a', 'a/b']);
    expect('a{b', [], ['a{b', 'ab']);
    expect('[z-a]', [], ['z', '[z-a]']);
  });

  it('never fail, whatever somebody writes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'* ? { } [ ] ! , / a . - \\ ^'.split(' ')) }),
        (glob) => {
          globPattern(glob).test('a/a.a');
        },
      ),
    );
  });

  it('take in every file whose name the pixel floor knows', () => {
    const endings = [
      ...['html', 'htm', 'shtml', 'xhtml', 'php', 'blade.php', 'twig', 'njk', 'jinja2', 'liquid'],
      ...['hbs', 'mustache', 'ejs', 'erb', 'cshtml', 'tpl', 'latte', 'gohtml', 'gotmpl', 'mdx'],
      ...['jsx', 'tsx', 'vue', 'svelte', 'astro', 'js', 'mts', 'py', 'inc', 'component.html'],
    ];
    for (const ending of endings) {
      assert.ok(kindByName(`x.${ending}`), ending);
      assert.match(`shop/x.${ending}`, include);
      assert.doesNotMatch(`shop/x.${ending}`, exclude);
    }
    assert.doesNotMatch('shop/x.css', include);
  });

  it('leave out what others wrote or a build makes', () => {
    for (const path of [
      'node_modules/x/index.html',
      'shop/vendor/x.php',
      'dist/index.html',
      'a/js/jquery.min.js',
      'main.bundle.js',
    ]) {
      assert.match(path, exclude);
    }
    assert.doesNotMatch('shop/distribution/x.html', exclude);
    assert.doesNotMatch('shop/admin.js', exclude);
  });
});
