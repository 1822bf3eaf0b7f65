import type { FileKind } from '../../kinds';

/** Marks of a language, the surest first; the first language with a mark in the text is taken. */
type Marks = readonly (readonly [FileKind, RegExp])[];

/** How much of a file is looked at. A template shows what it is in its first lines; a big page costs nothing. */
const LOOKED_AT = 60_000;

const TEMPLATES: Marks = [
  ['php', /<\?(?:php\b|=)/],
  ['ejs', /<%[-=_]?\s*(?:include\s*\(|(?:if|for|while)\s*\(|[\w.]+\.forEach|locals\.)/],
  [
    'erb',
    /<%[-=]?\s*(?:yield\b|[\w.@]+\s+do\b|end\s*-?%>|render\s|content_for|csrf_meta|stylesheet_link|if\s+[@\w.?]+\s*-?%>)/,
  ],
  ['razor', /^[ \t]*@(?:model|page|using|inject|section|await|RenderBody|RenderSection)\b/m],
  ['blade', /^[ \t]*@(?:extends|section|yield|include|csrf|foreach|push|stack)\s*(?:\(|$)/m],
  [
    'liquid',
    /\{%-?\s*(?:assign|capture|render|section|sections|liquid|schema|case|unless|layout\s+none|paginate)\b|\{\{-?\s*(?:content_for_(?:header|layout|index)|[\w.'"-]+\s*\|\s*[\w_]+:\s)/,
  ],
  [
    'jinja',
    /\{%-?\s*(?:load|csrf_token|url|static|comment|with|blocktrans(?:late)?|trans(?:late)?|autoescape)\b/,
  ],
  [
    'twig',
    /\{\{-?\s*(?:path|asset|encore_entry_\w+)\s*\(|\{%-?\s*(?:embed|form_theme|trans_default_domain|apply|use)\b|\bis\s+(?:same as|divisible by)\b/,
  ],
  ['nunjucks', /\{%-?\s*(?:asyncEach|asyncAll|ifAsync)\b/],
  ['jinja', /\{%-?\s*(?:extends|block|if|for|include|macro|set|import|from|raw)\b|\{#[^{}#]*#\}/],
  ['handlebars', /\{\{~?[#/](?:if|each|unless|with)\b|\{\{~?>|\{\{!--|\{\{else\}\}/],
  [
    'go',
    /\{\{-?\s*(?:define|template|block|range|end|partial)\b|\{\{-?\s*(?:if|with)\s|\{\{-?\s*\.[A-Za-z]?/,
  ],
  ['mustache', /\{\{[#^]\s*[\w.]+\s*\}\}/],
  ['jinja', /\{\{-?\s*[\w.]+(?:\(\))?(?:\s*\|\s*\w+)+\s*-?\}\}/],
];

const ANGULAR =
  /\s(?:\*ng(?:If|For|Switch\w*)|\[\w[\w.-]*\]|\(\w[\w.-]*\)|\[\(ngModel\)\])\s*=|<(?:router-outlet|ng-container|ng-template|ng-content)\b|^[ \t]*@(?:if|for|switch|defer)\s*\([^)]*\)\s*\{/m;
const AMP = /<html\b[^<>]*\s(?:\u26a1\ufe0f?|amp)(?:4\w+)?(?=[\s=>])/i;
const XHTML =
  /^\ufeff?\s*<\?xml\b[\s\S]{0,600}?<html\b[^<>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml/i;
const DOCUMENT = /<!doctype\s+html|<html\b|<\/?(?:head|body)\b/i;
const MARKUP = /<(?:div|p|h[1-6]|main|section|script|meta|title|table|ul|span|a|img|form)\b[^<]*>/i;

/** What a page is, by its content: pages of most template languages are called `.html`. */
export function pageKind(text: string): FileKind {
  const start = text.slice(0, LOOKED_AT);
  if (AMP.test(start)) {
    return 'amp';
  }
  if (XHTML.test(start)) {
    return 'xhtml';
  }
  const scripts = /<script\b[\s\S]*?<\/script\s*>/gi;
  // A script's own code may look like any template.
  const markup = start.replace(scripts, (script) => (/\{[{%]|<[%?]/.test(script) ? script : ''));
  const template = TEMPLATES.find(([, mark]) => mark.test(markup));
  if (template !== undefined) {
    return template[0];
  }
  return ANGULAR.test(markup) && !DOCUMENT.test(markup) ? 'angular' : 'html';
}

/** PHP that is a theme's or plugin's code rather than a page. */
export function phpKind(fileName: string, text: string): FileKind {
  const start = text.slice(0, LOOKED_AT);
  const isWordPress =
    /\b(?:add_action|add_filter|wp_enqueue_\w+|register_nav_menus|add_theme_support|get_template_directory\w*)\s*\(|^[ \t*]*Plugin Name:/m.test(
      start,
    ) || /[/\\]wp-content[/\\]/.test(fileName);
  const isCode =
    /(?:^|[/\\])functions\.php$/i.test(fileName) || /^[ \t*]*Plugin Name:/m.test(start);
  return isWordPress && isCode && !DOCUMENT.test(start) ? 'wordpressFunctions' : 'php';
}

/** A `.tpl` is Smarty's ending, but not only Smarty's. */
export function tplKind(text: string): FileKind {
  const start = text.slice(0, LOOKED_AT);
  if (/\{(?:\$|\*|if\b|foreach\b|include\b|block\b|extends\b|literal\}|strip\}|l\s)/.test(start)) {
    return 'smarty';
  }
  const kind = pageKind(text);
  return kind === 'html' ? 'smarty' : kind;
}

/** Code with markup is JSX; an Angular component with a template of its own is a template. */
export function scriptKind(text: string): FileKind {
  const start = text.slice(0, LOOKED_AT);
  if (/@Component\s*\(\s*\{/.test(start) && /['"]@angular\/core['"]/.test(start)) {
    return 'angular';
  }
  const importsReact = /\bfrom\s*['"](?:react|preact|next\/[\w/-]+|gatsby|solid-js)['"]/.test(
    start,
  );
  const returnsMarkup =
    /(?:\breturn|=>|[=(?:]|&&)\s*(?:\(\s*)?<(?:[A-Za-z][\w.]*(?:\s|>|\/>)|>)/.test(start);
  const closesMarkup = /<\/[A-Za-z][\w.]*>|<\/>|\/>/.test(start);
  return returnsMarkup && closesMarkup && (importsReact || !/<\/[a-z]+>['"`]/.test(start))
    ? 'jsx'
    : 'script';
}

/** For files whose name says nothing, such as untitled ones. */
export function unnamedKind(text: string): FileKind {
  const start = text.slice(0, LOOKED_AT);
  if (/^\s*<\?php\b/.test(start) && !MARKUP.test(start)) {
    return phpKind('functions.php', text);
  }
  return DOCUMENT.test(start) || MARKUP.test(start) ? pageKind(text) : 'text';
}
