import assert from 'node:assert/strict';
import type { FileKind, Framework } from '../../../../src/pixel/kinds';
import { adaptPaste, type AdaptedPaste } from '../../../../src/pixel/languages/adapt';
import { KNOWN_PIXEL_HOSTS } from '../../../../src/pixel/tag';
import { runReact } from './compilers';
import { tagOf, URL_START } from './pixelRequest';

const PASTED = `\n${tagOf().markup}\n`;

function paste(kind: FileKind, marked: string, framework?: Framework, pasted = PASTED) {
  const start = marked.indexOf('⟨');
  const text = marked.replace(/[⟨⟩]/g, '');
  const end = marked.indexOf('⟩') - 1;
  const adapted = adaptPaste({
    pasted,
    text,
    kind,
    start,
    end,
    trust: { hosts: KNOWN_PIXEL_HOSTS },
    ...(framework && { framework }),
  });
  return { adapted, result: adapted && applied(text, start, end, adapted) };
}

function applied(
  text: string,
  start: number,
  end: number,
  { insertText, edits }: AdaptedPaste,
): string {
  return [...edits, { start, end, text: insertText }]
    .sort((a, b) => b.start - a.start)
    .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}

describe('a pasted pixel', () => {
  it('is left alone where it works as it is', () => {
    const unchanged: readonly (readonly [FileKind, string])[] = [
      ['html', '<head>⟨⟩</head>'],
      ['php', '<head>⟨⟩</head>'],
      ['jinja', '⟨⟩'],
      ['mdx', '# a\n⟨⟩'],
      ['razor', '⟨⟩'],
    ];
    for (const [kind, text] of unchanged) assert.equal(paste(kind, text).adapted, undefined, kind);
  });

  it('is left alone when it is no pixel, or a page, or nothing helps', () => {
    const svelte = (pasted: string) => paste('svelte', '⟨⟩', undefined, pasted).adapted;
    assert.equal(svelte('hello'), undefined);
    assert.equal(svelte("<script src='https://example.com/a.js'></script>"), undefined);
    assert.equal(svelte(PASTED + PASTED), undefined);
    assert.equal(svelte(PASTED + 'x'.repeat(10_000)), undefined);
    assert.equal(paste('angular', '⟨⟩').adapted, undefined);
    assert.equal(paste('amp', '<html amp>⟨⟩').adapted, undefined);
    assert.equal(paste('python', 'a = ⟨⟩1').adapted, undefined);
  });

  it('takes the form of the file', () => {
    assert.match(paste('xhtml', '<head>⟨⟩</head>').result!, /async='async'/);
    assert.match(paste('smarty', '<head>⟨⟩</head>').result!, /\{literal\}/);
    assert.match(paste('astro', '<head>⟨⟩</head>').result!, /<head><script is:inline src=/);
    assert.match(paste('python', 'f"""<head>⟨⟩</head>"""').result!, /\{\{CONVERSION_VALUE\}\}/);
    assert.match(
      paste('jsx', 'export const A = () => <main>⟨⟩</main>;', 'react19').result!,
      /<main><script async src="[^"]+" \/><\/main>/,
    );
  });

  it('brings what the form needs elsewhere in the file', () => {
    const next = paste(
      'jsx',
      'export default function A() {\n  return <main>⟨⟩</main>;\n}\n',
      'next',
    );
    assert.match(next.result!, /^import Script from 'next\/script';\n[\s\S]+<main><Script src=/);
    const svelte = paste('svelte', '<h1>a</h1>\n⟨⟩\n');
    assert.equal(svelte.adapted?.insertText, '');
    assert.match(svelte.result!, /^<svelte:head>/);
    const vue = paste(
      'vue',
      '<script setup>\nconst a = 1;\n</script>\n<template>⟨⟩<p/></template>',
    );
    assert.match(vue.result!, /onMounted/);
    assert.match(vue.result!, /<template><p\/><\/template>$/);
  });

  it('replaces what is selected', () => {
    const { result } = paste(
      'jsx',
      'export default function A() {\n  return <main>⟨<i/>⟩</main>;\n}\n',
      'react18',
    );
    assert.ok(result!.includes('<main></main>'), result);
    assert.deepEqual(
      runReact(result!).scripts.map(({ src }) => src),
      [`${URL_START}{CONVERSION_VALUE}`],
    );
  });
});
