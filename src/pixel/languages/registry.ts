import type { FileKind, IslandSyntax, KindPlan } from '../kinds';
import type { PlacementRequest } from '../placement/request';
import { addressPieces } from './address';
import { planMarkup } from '../placement/markup';
import { planAstro, renderAstro } from './astro';
import { planChildTemplate } from './childTemplate';
import { valuesOf } from './edits';
import { hasExpression, joinedAddressCode } from './javascript/literals';
import { inlineLoader } from './javascript/loader';
import { elementForm, writeElement } from './jsx/elementForm';
import { planJsx } from './jsx/planJsx';
import type { Language } from './language';
import { renderMarkup, type MarkupRules } from './markupForm';
import { planMdx, renderMdx } from './mdx';
import { planPython } from './python/planPython';
import { planRazor } from './razor';
import { refuseAmp, refuseAngular } from './refusals';
import { planScriptFile } from './scriptFile';
import { planSvelte, renderSvelte } from './svelte';
import { TEMPLATE_FORMS } from './templateForms';
import { planVue } from './vue/planVue';
import { planHook } from './wordpress/planHook';

/** A page without a template language: a computed value needs a script that builds the address. */
function page(islands: readonly IslandSyntax[], rules: MarkupRules = {}): Language {
  return {
    islands,
    render: (tag, { values, unit = '  ' }) => {
      const pieces = addressPieces(tag.url, tag.placeholders, values);
      return hasExpression(pieces)
        ? inlineLoader(joinedAddressCode(pieces), unit, rules.xml === true)
        : renderMarkup(tag, values, rules);
    },
  };
}

function template(kind: FileKind, islands: readonly IslandSyntax[]): Language {
  const rules = TEMPLATE_FORMS[kind] ?? {};
  const render: Language['render'] = (tag, { values, framework }) =>
    renderMarkup(tag, values, rules, framework);
  return {
    islands,
    render,
    plan: placedBy((request) => {
      const { tag, framework } = request;
      const options = { values: valuesOf(request), ...(framework && { framework }) };
      const snippet = render(tag, options);
      return planChildTemplate(request, snippet, islands) ?? planMarkup(request, snippet);
    }),
  };
}

/** A plan for the kinds that find the place themselves. */
function placedBy(plan: KindPlan['plan']): KindPlan['plan'] {
  return (request) => plan(atPlace(request));
}

const HTML = page(['frontmatter']);

const LANGUAGES: Readonly<Record<FileKind, Language>> = {
  html: HTML,
  text: HTML,
  xhtml: page([], { xml: true }),
  amp: { ...HTML, plan: refuseAmp },
  php: template('php', ['php']),
  wordpressFunctions: { ...template('php', ['php']), plan: placedBy(planHook) },
  jinja: template('jinja', ['frontmatter', 'jinja']),
  twig: template('twig', ['frontmatter', 'jinja']),
  nunjucks: template('nunjucks', ['frontmatter', 'jinja']),
  liquid: template('liquid', ['frontmatter', 'liquid']),
  handlebars: template('handlebars', ['handlebars']),
  mustache: template('mustache', ['mustache']),
  ejs: template('ejs', ['ejs']),
  erb: template('erb', ['erb']),
  razor: { ...template('razor', ['razor']), plan: placedBy(planRazor) },
  blade: template('blade', ['blade']),
  smarty: template('smarty', ['smarty']),
  latte: template('latte', ['latte']),
  go: template('go', ['go']),
  mdx: {
    islands: ['frontmatter', 'markdown', 'braces'],
    render: renderMdx,
    plan: placedBy(planMdx),
  },
  jsx: {
    islands: [],
    render: (tag, { values, framework = 'react19' }) => {
      const form = elementForm(framework) ?? elementForm('react19');
      const pieces = addressPieces(tag.url, tag.placeholders, values);
      return form === undefined ? tag.markup : writeElement(form, pieces);
    },
    plan: placedBy(planJsx),
  },
  vue: { ...page(['interpolation']), plan: placedBy(planVue) },
  svelte: { islands: ['braces'], render: renderSvelte, plan: placedBy(planSvelte) },
  astro: { islands: ['frontmatter', 'braces'], render: renderAstro, plan: placedBy(planAstro) },
  angular: { ...page(['interpolation']), plan: refuseAngular },
  python: { ...page([]), plan: placedBy(planPython) },
  script: { ...page([]), plan: placedBy(planScriptFile) },
};

/** How pixels are written in a kind of file. */
export function languageOf(kind: FileKind): Language {
  return LANGUAGES[kind];
}

/** An empty selection is a cursor. */
function atPlace(request: PlacementRequest): PlacementRequest {
  const { place, selection } = request;
  if (place !== 'selection' || (selection !== undefined && selection.start < selection.end)) {
    return request;
  }
  return { ...request, place: 'cursor', ...(selection && { offset: selection.start }) };
}
