import type { FileKind, Framework } from '../kinds';
import { percent } from './address';
import { encodedCode } from './javascript/literals';
import type { MarkupRules } from './markupForm';

const CURLY = /^\{[{!%][\s\S]*[}!%]\}$/;
const PHP_TAG = /^<\?[\s\S]*\?>$/;
const ERB_TAG = /^<%[\s\S]*%>$/;

/**
 * How each template language prints an expression as one URL component, and how it keeps a placeholder's braces.
 * Every form gives text that is safe in a URL; the engines that escape HTML by themselves do so on top of it.
 */
export const TEMPLATE_FORMS: Partial<Record<FileKind, MarkupRules>> = {
  php: {
    delimited: PHP_TAG,
    print: (code) => `<?php echo rawurlencode(${statement(code)}); ?>`,
  },
  // Django's filter turns the number into text before the locale can make a comma of its point.
  jinja: { delimited: CURLY, print: (code, framework) => filtered(code, 'urlencode', framework) },
  twig: { delimited: CURLY, print: (code) => filtered(code, 'url_encode') },
  // Nunjucks' urlencode reads a number as an object without keys: it has to be text first.
  nunjucks: {
    delimited: CURLY,
    print: (code) => filtered(code, /\|\s*string\b/.test(code) ? 'urlencode' : 'string|urlencode'),
  },
  // LiquidJS leaves an apostrophe as it is and escapes no HTML: the attribute takes the other quote.
  liquid: {
    delimited: CURLY,
    quote: '"',
    print: (typed) => {
      const code = typed.includes("'") ? typed : typed.replaceAll('"', "'");
      return /\|\s*url_(?:param_)?e(?:ncode|scape)\b/.test(code)
        ? `{{ ${code} }}`
        : `{{ ${code} | url_encode }}`;
    },
  },
  // Both escape HTML, neither knows URLs; their values are numbers here.
  handlebars: { delimited: CURLY, print: (code) => `{{${code}}}` },
  mustache: { delimited: CURLY, print: (code) => `{{${code}}}` },
  ejs: { delimited: ERB_TAG, print: (code) => `<%= ${encodedCode(code)} %>` },
  erb: {
    delimited: ERB_TAG,
    print: (code, framework) =>
      framework === 'rails'
        ? `<%= u(${statement(code)}) %>`
        : `<%= ERB::Util.url_encode(${statement(code)}) %>`,
  },
  // The invariant culture writes a point where the server's own might write a comma.
  razor: {
    delimited: /^@/,
    text: withoutAt,
    print: (code) =>
      `@Uri.EscapeDataString(Convert.ToString(${statement(code)}, System.Globalization.CultureInfo.InvariantCulture))`,
  },
  blade: {
    delimited: /^(?:\{[{!][\s\S]*[}!]\}|<\?[\s\S]*\?>|@)/,
    text: withoutAt,
    print: (code) => `{{ rawurlencode(${statement(code)}) }}`,
  },
  smarty: {
    delimited: /^\{[\s\S]*\}$/,
    placeholder: (name) => `{literal}{${name}}{/literal}`,
    print: (code) => {
      const quote = code.includes('"') ? '"' : "'";
      return /\|\s*escape:/.test(code)
        ? `{${code}}`
        : `{${grouped(code)}|escape:${quote}url${quote}}`;
    },
  },
  latte: {
    delimited: /^\{[\s\S]*\}$/,
    // Latte has no literal block; {l} and {r} print the braces.
    placeholder: (name) => `{l}${name}{r}`,
    print: (code) => (/\|\s*escapeUrl\b/.test(code) ? `{${code}}` : `{${code}|escapeUrl}`),
  },
  // html/template knows that it stands in a URL's query and encodes by itself.
  go: { delimited: CURLY, print: (code) => `{{ ${code} }}` },
};

/** In Razor and Blade an `@` may start code; its percent form never does. */
function withoutAt(text: string): string {
  return text.replaceAll('@', percent);
}

/** People paste the semicolon of a statement along with the expression. */
function statement(code: string): string {
  return code.replace(/[;\s]+$/, '');
}

/** `order.total` or `order.total|default(0)` need no brackets before a further filter; `a + b` does. */
function grouped(code: string): string {
  return /^[^\s+\-*/%~?<>=|]*(?:->[\w()[\]'"]+)*(?:\s*\|[\s\S]*)?$/.test(code) ? code : `(${code})`;
}

function filtered(code: string, filter: string, framework?: Framework): string {
  if (/\|\s*url_?encode\b/.test(code)) {
    return `{{ ${code} }}`;
  }
  // Django's templates know no brackets and no operators, so there is nothing to group.
  return `{{ ${framework === 'django' ? code : grouped(code)}|${filter} }}`;
}
