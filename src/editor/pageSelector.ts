import type { DocumentSelector } from 'vscode';

/** Languages that VS Code, or a popular extension, has a name for. */
const LANGUAGES = [
  'html',
  'php',
  'blade',
  'twig',
  'handlebars',
  'razor',
  'aspnetcorerazor',
  'erb',
  'javascriptreact',
  'typescriptreact',
  'vue',
  'svelte',
  'astro',
  'mdx',
  'liquid',
  'django-html',
  'jinja-html',
];

/** Files that stock VS Code opens as plain text or as another language. Also stands in package.json's `when` clauses. */
const PAGE_FILES =
  '**/*.{htm,html,xhtml,xht,php,phtml,twig,njk,nunjucks,jinja,jinja2,j2,liquid,hbs,handlebars,mustache,ejs,erb,cshtml,vbhtml,razor,tpl,latte,gohtml,tmpl,mdx,jsx,tsx,vue,svelte,astro}';

/** Where pixels can go: by language where there is one, by file name everywhere. */
export const PAGES: DocumentSelector = [
  ...LANGUAGES.map((language) => ({ language })),
  { pattern: PAGE_FILES },
];
