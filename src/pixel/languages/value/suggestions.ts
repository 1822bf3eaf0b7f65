import type { FileKind, Framework, PixelValue } from '../../kinds';
import { VALUE_PLACEHOLDER } from '../address';
import { checkExpression } from './expression';

/** A value that the user may pick instead of typing one. */
export interface ValueSuggestion {
  readonly value: PixelValue;
  /** The code itself. */
  readonly label: string;
  /** Where it comes from, in a few words. */
  readonly description: string;
}

export interface SuggestRequest {
  readonly kind: FileKind;
  readonly framework?: Framework;
  readonly text: string;
  /** `CONVERSION_VALUE` when left out. */
  readonly placeholder?: string;
}

type Entry = readonly [code: string, description: string];

const BY_FRAMEWORK: Partial<Record<Framework, readonly Entry[]>> = {
  woocommerce: [
    ['$order->get_total()', 'WooCommerce: total of the order'],
    ['$order->get_subtotal()', 'WooCommerce: total without shipping and tax'],
  ],
  shopify: [
    [
      'checkout.total_price | divided_by: 100.0',
      'Shopify: total of the checkout, in cents by itself',
    ],
    ['order.total_price | divided_by: 100.0', 'Shopify: total of the order, in cents by itself'],
  ],
  django: [
    ['order.total', 'Django: order in the context'],
    ['object.total', 'Django: object of a detail view'],
  ],
  flask: [['order.total', 'Flask: order given to render_template']],
  symfony: [['order.total', 'Symfony: order given to the template']],
  laravel: [['$order->total', 'Laravel: order given to the view']],
  rails: [
    ['@order.total', 'Rails: order of the controller'],
    ['order.total', 'Rails: local of the partial'],
  ],
  aspnet: [
    ['Model.Total', 'ASP.NET: total of the model'],
    ['Model.Order.Total', 'ASP.NET: order of the model'],
  ],
  magento: [['$order->getGrandTotal()', 'Magento: grand total of the order']],
  prestashop: [['$order.totals.total.amount', 'PrestaShop: total of the order']],
  sveltekit: [['data.order.total', 'SvelteKit: data of the page']],
};

const BY_KIND: Partial<Record<FileKind, readonly Entry[]>> = {
  html: [
    ["new URLSearchParams(location.search).get('total')", 'From the page’s own address: ?total=…'],
  ],
  xhtml: [
    ["new URLSearchParams(location.search).get('total')", 'From the page’s own address: ?total=…'],
  ],
  php: [
    ['$order->total', 'Order of the page'],
    ['$total', 'A variable of the page'],
  ],
  wordpressFunctions: [['$order->get_total()', 'WooCommerce: total of the order']],
  jinja: [['order.total', 'Order in the context']],
  twig: [['order.total', 'Order given to the template']],
  nunjucks: [['order.total', 'Order given to the template']],
  liquid: [['order.total', 'Order given to the template']],
  handlebars: [['order.total', 'Order given to the template']],
  mustache: [['order.total', 'Order given to the template']],
  ejs: [['order.total', 'Order given to the template']],
  erb: [['order.total', 'Order given to the template']],
  razor: [['Model.Total', 'Total of the model']],
  blade: [['$order->total', 'Order given to the view']],
  smarty: [['$order.total', 'Order given to the template']],
  latte: [['$order->total', 'Order given to the template']],
  go: [
    ['.Order.Total', 'Order given to the template'],
    ['.Total', 'Total given to the template'],
  ],
  jsx: [
    ['order.total', 'A property of the component'],
    ['props.order.total', 'Through props'],
  ],
  vue: [
    ['order.total', 'A property of the component'],
    ['order.value.total', 'A ref'],
  ],
  svelte: [['order.total', 'A property of the component']],
  astro: [
    ['order.total', 'A constant of the frontmatter'],
    ['Astro.props.order.total', 'A property of the page'],
  ],
  mdx: [['props.order.total', 'A property of the document']],
  python: [['total', 'A name of the function']],
  script: [['order.total', 'An object of this code']],
};

/** How a chain of names looks in each language. */
const CHAINS: readonly (readonly [readonly FileKind[], RegExp])[] = [
  [['php', 'wordpressFunctions', 'blade', 'latte'], /\$\w+(?:->\w+(?:\(\))?)*/g],
  [['smarty'], /\$\w+(?:\.\w+)*/g],
  [['go'], /(?<=[\s(])\.[A-Z]\w*(?:\.[A-Z]\w*)*/g],
  [['razor'], /(?<=@)(?:Model|ViewBag)(?:\.[A-Z]\w*)+/g],
  [['erb'], /@?[a-z_]\w*(?:\.[a-z_]\w*)+/g],
];
const NAMES = /(?<![\w$.'"/-])[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+/g;

const LOOKED_AT = 100_000;
const MOST = 5;

/** Expressions that likely hold the value: first what the file itself names, then what its framework offers. */
export function suggestValues(request: SuggestRequest): readonly ValueSuggestion[] {
  const { kind, framework, placeholder = VALUE_PLACEHOLDER } = request;
  const usual =
    placeholder === VALUE_PLACEHOLDER
      ? [...((framework && BY_FRAMEWORK[framework]) ?? []), ...(BY_KIND[kind] ?? [])]
      : [];
  const found = namedInFile(request).map((code): Entry => [code, 'Named in this file']);
  const byCode = new Map<string, ValueSuggestion>();
  for (const [code, description] of [...found, ...usual]) {
    const checked = checkExpression(code, kind, framework, request.placeholder);
    if (checked.ok && !byCode.has(code)) {
      byCode.set(code, { value: checked.value, label: code, description });
    }
  }
  return [...byCode.values()];
}

function namedInFile({ kind, text, placeholder = VALUE_PLACEHOLDER }: SuggestRequest): string[] {
  const chain = CHAINS.find(([kinds]) => kinds.includes(kind))?.[1] ?? NAMES;
  const wanted = wantedName(placeholder);
  const found = new Set<string>();
  for (const [code] of text.slice(0, LOOKED_AT).matchAll(chain)) {
    const last = /\w+(?=(?:\(\))?$)/.exec(code)?.[0] ?? '';
    if (wanted.test(last) && !/^(?:Math|console|window|document|this\.set)\b/.test(code)) {
      found.add(code);
    }
    if (found.size === MOST) {
      break;
    }
  }
  return [...found];
}

/** Names that may hold what a placeholder stands for: `ORDER_ID` is `orderId`, `order_id` or `get_order_id`. */
function wantedName(placeholder: string): RegExp {
  if (placeholder === VALUE_PLACEHOLDER) {
    return /(?:total|amount|price|revenue|value|sum)$|^(?:get_?)?(?:grand_?)?total/i;
  }
  const words = placeholder.split('_').filter((word) => word !== '');
  return new RegExp(`${words.join('_?')}$`, 'i');
}
