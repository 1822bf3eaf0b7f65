import type { FileKind, Framework } from '../../kinds';

export interface FrameworkHints {
  readonly fileName: string;
  readonly text: string;
  readonly kind: FileKind;
  /** Text of the nearest package.json. */
  readonly packageJson?: string;
}

/** Which framework runs a file: its own imports and words first, then the project's packages. */
export function detectFramework(hints: FrameworkHints): Framework | undefined {
  const packages = readPackages(hints.packageJson);
  switch (hints.kind) {
    case 'jsx':
    case 'script':
      return reactFramework(hints, packages);
    case 'mdx':
      return packages.has('astro') ? 'astro' : reactFramework(hints, packages);
    case 'vue':
      return packages.has('nuxt') || packages.has('nuxt3') || isNuxt(hints) ? 'nuxt' : 'vue';
    case 'svelte':
      return packages.has('@sveltejs/kit') || isKit(hints) ? 'sveltekit' : 'svelte';
    case 'astro':
      return 'astro';
    case 'angular':
      return 'angular';
    default:
      return templateFramework(hints, packages);
  }
}

function reactFramework(
  { text, fileName }: FrameworkHints,
  packages: ReadonlyMap<string, string>,
): Framework | undefined {
  const imports = (name: string): boolean =>
    new RegExp(`\\b(?:from|import|require\\()\\s*['"]${name}(?:/[\\w/.-]*)?['"]`).test(text);
  if (imports('next')) {
    return 'next';
  }
  if (imports('gatsby')) {
    return 'gatsby';
  }
  if (imports('solid-js') || imports('preact')) {
    return undefined;
  }
  if (packages.has('next') || (packages.size === 0 && isNextFile(fileName, text))) {
    return 'next';
  }
  if (packages.has('gatsby')) {
    return 'gatsby';
  }
  return reactVersion(packages.get('react') ?? packages.get('react-dom'));
}

/** React runs script elements since 19; where no version is known, the form for all versions is the right one. */
function reactVersion(range: string | undefined): Framework | undefined {
  if (range === undefined) {
    return undefined;
  }
  const major = /(\d+)(?:\.|$|-|\s)/.exec(range)?.[1];
  if (major !== undefined) {
    return Number(major) >= 19 ? 'react19' : 'react18';
  }
  return /^(?:latest|next|canary|rc)$/.test(range.trim()) ? 'react19' : undefined;
}

function isNextFile(fileName: string, text: string): boolean {
  return (
    /[/\\]app[/\\](?:.*[/\\])?(?:page|layout|template)\.[jt]sx?$/.test(fileName) ||
    /\bexport\s+(?:async\s+)?(?:const|function)\s+(?:getServerSideProps|getStaticProps|getStaticPaths|generateMetadata|generateStaticParams)\b/.test(
      text,
    )
  );
}

function isNuxt({ text }: FrameworkHints): boolean {
  return /\b(?:definePageMeta|useHead|useSeoMeta|useFetch|useAsyncData|defineNuxtComponent)\s*\(|<Nuxt(?:Link|Page|Layout)\b/.test(
    text,
  );
}

function isKit({ fileName, text }: FrameworkHints): boolean {
  return (
    /(?:^|[/\\])\+(?:page|layout|error)(?:@\w*)?\.svelte$/.test(fileName) ||
    /['"]\$app\//.test(text)
  );
}

function templateFramework(
  { kind, text, fileName }: FrameworkHints,
  packages: ReadonlyMap<string, string>,
): Framework | undefined {
  switch (kind) {
    case 'php':
    case 'wordpressFunctions':
      return phpFramework(kind, text, fileName);
    case 'jinja':
      return jinjaFramework(text);
    case 'twig':
      return /\b(?:path|asset|encore_entry_\w+|form_\w+|is_granted)\s*\(/.test(text)
        ? 'symfony'
        : undefined;
    case 'liquid':
      return isShopify(text, fileName) ? 'shopify' : undefined;
    case 'blade':
      return 'laravel';
    case 'erb':
      return /\b(?:yield|render|content_for|csrf_meta_tags|stylesheet_link_tag|link_to|form_with)\b|[/\\]app[/\\]views[/\\]/.test(
        text + fileName,
      )
        ? 'rails'
        : undefined;
    case 'razor':
      return 'aspnet';
    case 'smarty':
      return /\{(?:hook|l\s+s=|url\s+entity)/.test(text) ||
        /[/\\]themes[/\\].*[/\\]templates[/\\]/.test(fileName)
        ? 'prestashop'
        : undefined;
    case 'ejs':
    case 'handlebars':
    case 'mustache':
    case 'nunjucks':
      return packages.has('express') ? 'express' : undefined;
    default:
      return undefined;
  }
}

function phpFramework(kind: FileKind, text: string, fileName: string): Framework | undefined {
  if (
    /\b(?:woocommerce|wc_get_order|WC\(\))/i.test(text) ||
    /[/\\]woocommerce[/\\]/.test(fileName)
  ) {
    return 'woocommerce';
  }
  if (
    kind === 'wordpressFunctions' ||
    /\b(?:wp_head|wp_footer|get_header|get_footer|the_content|body_class|bloginfo)\s*\(/.test(
      text,
    ) ||
    /[/\\]wp-content[/\\]/.test(fileName)
  ) {
    return 'wordpress';
  }
  return /\$(?:block|this)->(?:getChildHtml|escapeHtml|getOrder)\b|Magento\\/.test(text)
    ? 'magento'
    : undefined;
}

function jinjaFramework(text: string): Framework | undefined {
  if (
    /\{%-?\s*(?:load|csrf_token|static|comment|blocktrans(?:late)?|trans(?:late)?|url)\b/.test(text)
  ) {
    return 'django';
  }
  return /\burl_for\s*\(|\bget_flashed_messages\s*\(/.test(text) ? 'flask' : undefined;
}

function isShopify(text: string, fileName: string): boolean {
  return (
    /\bcontent_for_(?:header|layout)\b|\|\s*(?:asset_url|money|stylesheet_tag|image_url)\b|\{%-?\s*(?:section|sections|schema|form)\b|\b(?:checkout|shop|cart)\.\w/.test(
      text,
    ) || /(?:^|[/\\])(?:layout|sections|snippets|templates)[/\\][\w.-]+\.liquid$/.test(fileName)
  );
}

/** Names and version ranges of a package.json; nothing if it is broken. */
function readPackages(packageJson: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let content: unknown;
  try {
    content = JSON.parse(packageJson ?? '{}');
  } catch {
    return found;
  }
  for (const field of ['peerDependencies', 'devDependencies', 'dependencies']) {
    const packages: unknown = isRecord(content) ? content[field] : undefined;
    for (const [name, range] of Object.entries(isRecord(packages) ? packages : {})) {
      if (typeof range === 'string') {
        found.set(name, range);
      }
    }
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
