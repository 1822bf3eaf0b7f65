import type { IslandSyntax } from '../kinds';
import type { Closers } from './closers';
import { balancedEnd, delimitedEnd, NEVER, phpEnd } from './codeEnds';

export { NEVER } from './codeEnds';

/** A piece of template code in a text: the engine reads it, the browser never sees it. */
export interface Island {
  readonly start: number;
  readonly end: number;
  readonly comment: boolean;
  /** False when the text ends before the island does. */
  readonly closed: boolean;
}

/** One form of island of a template language. */
export interface IslandForm {
  /** Source of a regular expression for its opening mark, without capture groups. */
  readonly open: string;
  /** The end of the island that opens at `at` with a mark that ends at `from`; −1 when it is no island after all. `NEVER` when it takes the rest of the text. A form may add islands of its own to `islands`. */
  end(closers: Closers, at: number, from: number, islands: Island[]): number;
  /** People read it, no engine runs it: a pixel inside is a commented copy. */
  readonly comment?: true;
  /** Scan on behind the next match of this: what lies between is markup without islands. */
  readonly literalUntil?: RegExp;
  /** No island: HTML that the following forms must not look into. */
  readonly skip?: true;
}

const JINJA_QUOTES = `'"`;
const GO_QUOTES = '"`';

/** From an opening mark to a closing mark, whatever is in between. A comment that never ends hides the rest. */
function between(open: string, close: string, comment?: true): IslandForm {
  return {
    open,
    end: (closers, _at, from) => {
      const found = closers.find(close, from);
      if (found !== -1) return found + close.length;
      return comment ? NEVER : -1;
    },
    ...(comment && { comment }),
  };
}

/** Code between marks, whose strings may hold the closing mark. */
function code(open: string, close: string, quotes: string): IslandForm {
  return { open, end: (closers, _at, from) => delimitedEnd(closers, from, close, quotes) };
}

/** A pair of block tags whose content is no page text. */
function block(open: string, close: RegExp, comment?: true): IslandForm {
  return {
    open,
    end: (closers, _at, from) => {
      close.lastIndex = from;
      return close.exec(closers.text) ? close.lastIndex : NEVER;
    },
    ...(comment && { comment }),
  };
}

function literal(open: string, until: RegExp): IslandForm {
  return { open, end: (_closers, _at, from) => from, literalUntil: until };
}

/** Code in brackets; the mark's last character is the opening bracket. */
function brackets(open: string): IslandForm {
  return { open, end: (closers, _at, from) => balancedEnd(closers, from - 1) };
}

/**
 * Elements whose content is JavaScript or CSS, whose braces are no islands; those in the attributes of their start tags
 * are.
 */
function rawElement(name: string): IslandForm {
  const close = new RegExp(String.raw`</${name}\b`, 'gi');
  return {
    open: String.raw`<${name}\b`,
    end: (closers, _at, from, islands) => {
      close.lastIndex = braceTagEnd(closers, from, islands);
      return close.exec(closers.text) ? close.lastIndex : closers.text.length;
    },
    skip: true,
  };
}

const TAG_MARK = /["'{>]/g;

/** Behind the `>` of a start tag with braces in its attributes, from behind its name. */
function braceTagEnd(closers: Closers, from: number, islands: Island[]): number {
  let quote = '';
  TAG_MARK.lastIndex = from;
  for (let mark = TAG_MARK.exec(closers.text); mark; mark = TAG_MARK.exec(closers.text)) {
    if (mark[0] === '{') {
      const end = balancedEnd(closers, mark.index);
      if (end === -1) continue;
      islands.push({ start: mark.index, end, comment: false, closed: true });
      TAG_MARK.lastIndex = end;
    } else if (mark[0] === '>') {
      if (quote === '') return TAG_MARK.lastIndex;
    } else if (quote === '') {
      quote = mark[0];
    } else if (quote === mark[0]) {
      quote = '';
    }
  }
  return closers.text.length;
}

const PHP: readonly IslandForm[] = [
  {
    open: String.raw`<\?(?:php\b|=|(?=\s))`,
    end: (closers, _at, from) => phpEnd(closers.text, from),
  },
];

const tag = (names: string) => String.raw`\{%-?\s*(?:${names})\b[^%]*%\}`;

const JINJA: readonly IslandForm[] = [
  // Django takes a `{#` with no end on its line for text.
  { ...between(String.raw`\{#`, '#}'), comment: true },
  block(tag('comment'), /\{%-?\s*endcomment\s*-?%\}/g, true),
  literal(tag('raw|verbatim'), /\{%-?\s*end(?:raw|verbatim)\b/g),
  code(String.raw`\{\{`, '}}', JINJA_QUOTES),
  code(String.raw`\{%`, '%}', JINJA_QUOTES),
];

const LIQUID: readonly IslandForm[] = [
  block(tag('comment|doc'), /\{%-?\s*end(?:comment|doc)\s*-?%\}/g, true),
  block(
    tag('schema|javascript|stylesheet'),
    /\{%-?\s*end(?:schema|javascript|stylesheet)\s*-?%\}/g,
  ),
  literal(tag('raw'), /\{%-?\s*endraw\b/g),
  between(String.raw`\{\{`, '}}'),
  between(String.raw`\{%`, '%}'),
];

const MUSTACHE: readonly IslandForm[] = [
  between(String.raw`\{\{!`, '}}', true),
  between(String.raw`\{\{\{`, '}}}'),
  between(String.raw`\{\{`, '}}'),
];

const HANDLEBARS: readonly IslandForm[] = [
  block(String.raw`\{\{~?!--`, /--~?\}\}/g, true),
  between(String.raw`\{\{~?!`, '}}', true),
  literal(String.raw`\{\{\{\{[^{}/]+\}\}\}\}`, /\{\{\{\{\/[^{}]+\}\}\}\}/g),
  code(String.raw`\{\{\{`, '}}}', JINJA_QUOTES),
  code(String.raw`\{\{`, '}}', JINJA_QUOTES),
];

/** `<%%` stands for the characters `<%` themselves. */
const PERCENT: readonly IslandForm[] = [
  between(String.raw`<%%`, ''),
  between(String.raw`<%#`, '%>', true),
  between(String.raw`<%`, '%>'),
];

const BLADE: readonly IslandForm[] = [
  between(String.raw`\{\{--`, '--}}', true),
  literal('@verbatim\\b', /@endverbatim\b/g),
  block(String.raw`@php\b(?!\s*\()`, /@endphp\b/g),
  code(String.raw`\{!!`, '!!}', JINJA_QUOTES),
  code(String.raw`\{\{`, '}}', JINJA_QUOTES),
  brackets(String.raw`(?<![\w@])@[A-Za-z]+[ \t]*\(`),
  ...PHP,
];

const RAZOR_CONTROL = 'if|for|foreach|while|switch|using|lock|elseif';

const RAZOR: readonly IslandForm[] = [
  between(String.raw`@\*`, '*@', true),
  { open: '@@', end: (_closers, _at, from) => from },
  brackets(String.raw`(?<!\w)@(?:functions|code)?\s*\{`),
  brackets(String.raw`(?<!\w)@(?:await\s+)?\(`),
  brackets(String.raw`(?<!\w)@(?:${RAZOR_CONTROL})\s*\(`),
  {
    open: String.raw`(?<!\w)@(?:model|using|inject|inherits|implements|namespace|page|addTagHelper|layout)\b[^\r\n]*`,
    end: (_closers, _at, from) => from,
  },
  { open: String.raw`(?<!\w)@(?:await\s+)?[A-Za-z_]\w*`, end: razorExpressionEnd },
];

const MEMBER = /\??\.[A-Za-z_]\w*|\??[([]/y;

/** `@Model.Items[0].Name(x)`: members, calls and indexes directly behind each other. */
function razorExpressionEnd(closers: Closers, _at: number, from: number): number {
  let at = from;
  for (;;) {
    MEMBER.lastIndex = at;
    const member = MEMBER.exec(closers.text);
    if (!member) return at;
    if (/[([]$/.test(member[0])) {
      const end = balancedEnd(closers, MEMBER.lastIndex - 1);
      if (end === -1) return at;
      at = end;
    } else {
      at = MEMBER.lastIndex;
    }
  }
}

/** Smarty and Latte leave a brace alone that white space follows; Latte one with a quote behind it, too. */
const SMARTY: readonly IslandForm[] = [
  between(String.raw`\{\*`, '*}', true),
  literal(String.raw`\{literal\}`, /(?=\{\/literal\})/g),
  block(String.raw`\{php\}`, /\{\/php\}/g),
  code(String.raw`\{(?=[A-Za-z_$/"'#@])`, '}', JINJA_QUOTES),
];

const LATTE: readonly IslandForm[] = [
  between(String.raw`\{\*`, '*}', true),
  code(String.raw`\{(?=[^\s'"{}*])`, '}', JINJA_QUOTES),
];

const GO: readonly IslandForm[] = [
  between(String.raw`\{\{(?:- )?\/\*`, '*/', true),
  code(String.raw`\{\{`, '}}', GO_QUOTES),
];

/** Braces that hold JavaScript: not in scripts, styles and HTML comments, where they are what they are. */
const BRACES: readonly IslandForm[] = [
  { ...block('<!--', /-->/g), skip: true },
  rawElement('script'),
  rawElement('style'),
  between(String.raw`\{\/\*`, '*/}', true),
  brackets(String.raw`\{`),
];

const MARKDOWN: readonly IslandForm[] = [
  {
    open: '(?<=^|\\n)[ \\t]*(?:`{3,}|~{3,})',
    end: (closers, at, from) => {
      const fence = closers.text.slice(at, from).trimStart();
      const close = closers.find(`\n${fence}`, from);
      return close === -1 ? NEVER : close + 1 + fence.length;
    },
  },
  {
    open: '`+',
    end: (closers, at, from) => {
      const run = closers.text.slice(at, Math.min(from, at + 8));
      const close = closers.find(run, from);
      return close === -1 || close > lineEnd(closers, from) ? -1 : close + run.length;
    },
  },
];

function lineEnd(closers: Closers, from: number): number {
  const end = closers.find('\n', from);
  return end === -1 ? closers.text.length : end;
}

const FRONT_MATTER_END = /\n---[ \t]*(?=\r|\n|$)/g;

/** The forms of each language; of two that fit at one place the earlier counts. */
export const ISLAND_FORMS: Readonly<Record<IslandSyntax, readonly IslandForm[]>> = {
  php: PHP,
  jinja: JINJA,
  liquid: LIQUID,
  handlebars: HANDLEBARS,
  mustache: MUSTACHE,
  ejs: PERCENT,
  erb: PERCENT,
  razor: RAZOR,
  blade: BLADE,
  smarty: SMARTY,
  latte: LATTE,
  go: GO,
  interpolation: [code(String.raw`\{\{`, '}}', JINJA_QUOTES + '`')],
  frontmatter: [
    {
      open: String.raw`^\uFEFF?---[ \t]*(?=\r?\n)`,
      end: (closers, _at, from) => {
        FRONT_MATTER_END.lastIndex = from;
        return FRONT_MATTER_END.exec(closers.text) ? FRONT_MATTER_END.lastIndex : -1;
      },
    },
  ],
  braces: BRACES,
  markdown: MARKDOWN,
};
