import type { FileKind, Framework } from '../../kinds';

const KINDS: Readonly<Record<FileKind, string>> = {
  html: 'HTML',
  xhtml: 'XHTML',
  amp: 'AMP page',
  php: 'PHP',
  wordpressFunctions: 'WordPress code',
  jinja: 'Jinja template',
  twig: 'Twig template',
  nunjucks: 'Nunjucks template',
  liquid: 'Liquid template',
  handlebars: 'Handlebars template',
  mustache: 'Mustache template',
  ejs: 'EJS template',
  erb: 'ERB template',
  razor: 'Razor view',
  blade: 'Blade template',
  smarty: 'Smarty template',
  latte: 'Latte template',
  go: 'Go template',
  mdx: 'MDX',
  jsx: 'JSX',
  vue: 'Vue component',
  svelte: 'Svelte component',
  astro: 'Astro',
  angular: 'Angular template',
  python: 'Python',
  script: 'JavaScript',
  text: 'Text',
};

const FRAMEWORKS: Readonly<Record<Framework, string>> = {
  react18: 'React 18',
  react19: 'React 19',
  next: 'Next.js',
  gatsby: 'Gatsby',
  vue: '',
  nuxt: 'Nuxt',
  svelte: '',
  sveltekit: 'SvelteKit',
  astro: '',
  angular: '',
  wordpress: 'WordPress',
  woocommerce: 'WooCommerce',
  shopify: 'Shopify',
  django: 'Django',
  flask: 'Flask',
  symfony: 'Symfony',
  laravel: 'Laravel',
  rails: 'Rails',
  aspnet: 'ASP.NET',
  magento: 'Magento',
  prestashop: 'PrestaShop',
  express: 'Express',
};

/** What a person calls the file: `Jinja template · Django`. Proper names only, so nothing in it is translated. */
export function fileLabel(kind: FileKind, framework: Framework | undefined): string {
  const of = framework === undefined ? '' : FRAMEWORKS[framework];
  return of === '' ? KINDS[kind] : `${KINDS[kind]} · ${of}`;
}
