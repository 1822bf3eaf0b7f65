import type { FileKind } from '../../kinds';

/** What a file's name says; `undefined` for names that many languages share. */
export interface NamedKind {
  readonly kind: FileKind;
  /** Whether the content may say more: a page may be a template, a .js file may hold JSX. */
  readonly isCertain: boolean;
}

const CERTAIN: Readonly<Record<string, FileKind>> = {
  xhtml: 'xhtml',
  xht: 'xhtml',
  twig: 'twig',
  njk: 'nunjucks',
  nunjucks: 'nunjucks',
  nunjs: 'nunjucks',
  jinja: 'jinja',
  jinja2: 'jinja',
  j2: 'jinja',
  liquid: 'liquid',
  hbs: 'handlebars',
  handlebars: 'handlebars',
  mustache: 'mustache',
  ejs: 'ejs',
  erb: 'erb',
  rhtml: 'erb',
  cshtml: 'razor',
  vbhtml: 'razor',
  razor: 'razor',
  latte: 'latte',
  gohtml: 'go',
  gotmpl: 'go',
  mdx: 'mdx',
  jsx: 'jsx',
  tsx: 'jsx',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  py: 'python',
};

const UNCERTAIN: Readonly<Record<string, FileKind>> = {
  html: 'html',
  htm: 'html',
  shtml: 'html',
  php: 'php',
  phtml: 'php',
  php5: 'php',
  inc: 'php',
  tpl: 'smarty',
  tmpl: 'go',
  js: 'script',
  mjs: 'script',
  cjs: 'script',
  ts: 'script',
  mts: 'script',
  cts: 'script',
};

/** Endings of several parts come first: `page.blade.php` is no plain PHP. */
const COMPOUND: readonly (readonly [RegExp, FileKind])[] = [
  [/\.blade\.php$/, 'blade'],
  [/\.amp\.html?$/, 'amp'],
  [/\.component\.html$/, 'angular'],
  [/\.html?\.(?:jinja2?|j2)$/, 'jinja'],
];

/** @param fileName a path or a bare name, with either kind of slash */
export function kindByName(fileName: string): NamedKind | undefined {
  const name = baseName(fileName).toLowerCase();
  const compound = COMPOUND.find(([pattern]) => pattern.test(name));
  if (compound !== undefined) {
    return { kind: compound[1], isCertain: true };
  }
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? '';
  const certain = CERTAIN[extension];
  if (certain !== undefined) {
    return { kind: certain, isCertain: true };
  }
  const likely = UNCERTAIN[extension];
  return likely === undefined ? undefined : { kind: likely, isCertain: false };
}

export function baseName(fileName: string): string {
  return fileName.split(/[/\\]/).at(-1) ?? fileName;
}
