import type { Placement, PlacementRequest } from './placement/request';

/** What a file is for the purpose of placing a pixel: by name and content, never by VS Code's language id alone. */
export type FileKind =
  | 'html'
  | 'xhtml'
  | 'amp'
  | 'php'
  | 'wordpressFunctions'
  | 'jinja'
  | 'twig'
  | 'nunjucks'
  | 'liquid'
  | 'handlebars'
  | 'mustache'
  | 'ejs'
  | 'erb'
  | 'razor'
  | 'blade'
  | 'smarty'
  | 'latte'
  | 'go'
  | 'mdx'
  | 'jsx'
  | 'vue'
  | 'svelte'
  | 'astro'
  | 'angular'
  | 'python'
  /** JavaScript or TypeScript without markup. */
  | 'script'
  | 'text';

/** What runs the file, where the same kind of file needs another form of the tag or another value expression. */
export type Framework =
  | 'react18'
  | 'react19'
  | 'next'
  | 'gatsby'
  | 'vue'
  | 'nuxt'
  | 'svelte'
  | 'sveltekit'
  | 'astro'
  | 'angular'
  | 'wordpress'
  | 'woocommerce'
  | 'shopify'
  | 'django'
  | 'flask'
  | 'symfony'
  | 'laravel'
  | 'rails'
  | 'aspnet'
  | 'magento'
  | 'prestashop'
  | 'express';

/**
 * A template language whose pieces the HTML scanner steps over in every state, also inside attribute values,
 * comments and scripts. Each name stands for all island forms of that language, comments and raw blocks included;
 * `scanner/islands` holds what they are.
 */
export type IslandSyntax =
  | 'php'
  | 'jinja'
  | 'liquid'
  | 'handlebars'
  | 'mustache'
  | 'ejs'
  | 'erb'
  | 'razor'
  | 'blade'
  | 'smarty'
  | 'latte'
  | 'go'
  | 'interpolation'
  | 'frontmatter'
  | 'braces'
  | 'markdown';

/**
 * What takes the place of a placeholder. `text` of a `literal` is the bare value (`49.90`); of an `expression` it is
 * code of the file's own language, with or without its delimiters (`order.total` or `{{ order.total }}`).
 */
export interface PixelValue {
  readonly kind: 'literal' | 'expression';
  readonly text: string;
  /** The placeholder's name without braces; `CONVERSION_VALUE` when left out. */
  readonly placeholder?: string;
}

/** For kinds that are no HTML pages: they find the place themselves. Called after the "already there" check. */
export interface KindPlan {
  plan(request: PlacementRequest): Placement;
}
