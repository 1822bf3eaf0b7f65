import type { FileKind, Framework, PixelValue } from '../kinds';
import type { PixelTag } from '../tag';
import { addressPieces, VALUE_PLACEHOLDER } from './address';
import { consentGated, type ConsentTool } from './copy/consent';
import { addressCode } from './javascript/literals';
import { loaderLines } from './javascript/loader';
import { renderMarkup } from './markupForm';
import { languageOf } from './registry';

export type CopyFormId =
  | 'html'
  | 'react'
  | 'reactEffect'
  | 'next'
  | 'svelte'
  | 'vue'
  | 'nuxt'
  | 'angular'
  | 'astro'
  | 'gtm'
  | 'liquid'
  | 'php'
  | 'woocommerce'
  | 'shopifyPixel'
  | ConsentTool;

/** One way to copy a pixel. */
export interface CopyForm {
  readonly id: CopyFormId;
  /** A name: not translated. */
  readonly label: string;
  /** Where the text belongs, as one phrase. */
  readonly description: string;
  /** VS Code's language of the text, for a preview. */
  readonly languageId: string;
  /**
   * The text to copy.
   * @param values what takes the place of placeholders; expressions are code of this form's language
   * @throws ValueError when a value cannot be written in this form
   */
  text(tag: PixelTag, values?: readonly PixelValue[]): string;
}

const rendered =
  (kind: FileKind, framework?: Framework) =>
  (tag: PixelTag, values: readonly PixelValue[] = []): string =>
    languageOf(kind).render(tag, { values, ...(framework && { framework }) });

const addressOf = (tag: PixelTag, values: readonly PixelValue[] = []): string =>
  addressCode(addressPieces(tag.url, tag.placeholders, values));

const gated =
  (tool: ConsentTool) =>
  (tag: PixelTag, values: readonly PixelValue[] = []): string => {
    const written = values.every(({ kind }) => kind === 'literal') ? values : [];
    return consentGated(renderMarkup(tag, written, {}), tool);
  };

const block = (first: string, lines: readonly string[], last: string): string =>
  [first, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), last].join('\n');

/** Placeholders without a value filled by what the target offers for a conversion's value. */
const valueOr = (
  values: readonly PixelValue[] | undefined,
  code: string,
): readonly PixelValue[] => [
  ...(values ?? []),
  { kind: 'expression', text: code, placeholder: VALUE_PLACEHOLDER },
];

/** Every form that a pixel can be copied in, in the order of a menu. */
export const COPY_FORMS: readonly CopyForm[] = [
  {
    id: 'html',
    label: 'HTML',
    description: 'for the head of a page',
    languageId: 'html',
    text: rendered('html'),
  },
  {
    id: 'react',
    label: 'React 19 (JSX)',
    description: 'among the markup of a component',
    languageId: 'javascriptreact',
    text: rendered('jsx', 'react19'),
  },
  {
    id: 'reactEffect',
    label: 'React (effect)',
    description: 'inside a component, for every version of React',
    languageId: 'javascriptreact',
    text: (tag, values) =>
      block('useEffect(() => {', loaderLines(addressOf(tag, values)), '}, []);'),
  },
  {
    id: 'next',
    label: 'Next.js',
    description: 'the Script component with its import, for a page',
    languageId: 'javascriptreact',
    text: (tag, values) =>
      `import Script from 'next/script';\n\n${rendered('jsx', 'next')(tag, values)}`,
  },
  {
    id: 'svelte',
    label: 'Svelte',
    description: 'for a component or a page of SvelteKit',
    languageId: 'html',
    text: (tag, values) =>
      block('<svelte:head>', [rendered('svelte')(tag, values)], '</svelte:head>'),
  },
  {
    id: 'vue',
    label: 'Vue',
    description: 'for the script setup of a component',
    languageId: 'javascript',
    text: (tag, values) =>
      `import { onMounted } from 'vue';\n\n${block('onMounted(() => {', loaderLines(addressOf(tag, values)), '});')}`,
  },
  {
    id: 'nuxt',
    label: 'Nuxt',
    description: 'for the script setup of a page',
    languageId: 'javascript',
    text: (tag, values) =>
      block('useHead({', [`script: [{ src: ${addressOf(tag, values)}, async: true }],`], '});'),
  },
  {
    id: 'angular',
    label: 'Angular',
    description: 'a method of a component, with inject(DOCUMENT) as document',
    languageId: 'typescript',
    text: (tag, values) => {
      const lines = loaderLines(addressOf(tag, values)).map((line) =>
        line.replace(/\bdocument\./, 'this.document.'),
      );
      return `private readonly document = inject(DOCUMENT);\n\n${block('ngOnInit(): void {', lines, '}')}`;
    },
  },
  {
    id: 'astro',
    label: 'Astro',
    description: 'for the head of a layout or a page',
    languageId: 'html',
    text: rendered('astro'),
  },
  {
    id: 'gtm',
    label: 'Google Tag Manager',
    description: 'custom HTML tag; the value comes from a variable named Conversion Value',
    languageId: 'html',
    text: (tag, values) =>
      renderMarkup(tag, valueOr(values, '{{Conversion Value}}'), { delimited: /^\{\{/ }),
  },
  {
    id: 'liquid',
    label: 'Liquid',
    description: 'for a theme or an order page; Shopify’s new checkout takes the custom pixel only',
    languageId: 'html',
    text: rendered('liquid'),
  },
  {
    id: 'php',
    label: 'PHP',
    description: 'for the head of a page',
    languageId: 'php',
    text: rendered('php'),
  },
  {
    id: 'woocommerce',
    label: 'WordPress with WooCommerce',
    description: 'for a theme’s functions.php: fires on the page that thanks for an order',
    languageId: 'php',
    text: (tag, values) =>
      [
        "add_action('woocommerce_thankyou', function ($order_id) {",
        '    $order = wc_get_order($order_id);',
        '    if (!$order) {',
        '        return;',
        '    }',
        '    ?>',
        `    ${rendered('php')(tag, valueOr(values, '$order->get_total()'))}`,
        '    <?php',
        '});',
      ].join('\n'),
  },
  {
    id: 'shopifyPixel',
    label: 'Shopify custom pixel',
    description:
      'Settings > Customer events > Add custom pixel: fires when a checkout is completed',
    languageId: 'javascript',
    text: (tag, values) =>
      block(
        "analytics.subscribe('checkout_completed', (event) => {",
        loaderLines(addressOf(tag, valueOr(values, 'event.data.checkout.totalPrice?.amount ?? 0'))),
        '});',
      ),
  },
  {
    id: 'cookiebot',
    label: 'HTML with Cookiebot',
    description: 'runs once the visitor allows marketing cookies',
    languageId: 'html',
    text: gated('cookiebot'),
  },
  {
    id: 'onetrust',
    label: 'HTML with OneTrust',
    description: 'runs once the visitor allows targeting cookies (group C0004)',
    languageId: 'html',
    text: gated('onetrust'),
  },
  {
    id: 'klaro',
    label: 'HTML with Klaro',
    description: 'runs once the visitor allows the service named iqm',
    languageId: 'html',
    text: gated('klaro'),
  },
];

/**
 * @throws RangeError for an id that is none
 * @throws ValueError when a value cannot be written in this form
 */
export function copyAs(id: CopyFormId, tag: PixelTag, values?: readonly PixelValue[]): string {
  const form = COPY_FORMS.find((candidate) => candidate.id === id);
  if (form === undefined) {
    throw new RangeError(`There is no form ${id}.`);
  }
  return form.text(tag, values);
}
