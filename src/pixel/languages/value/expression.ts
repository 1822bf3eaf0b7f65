import type { FileKind, Framework } from '../../kinds';
import { findIslands } from '../../scanner/islands';
import { bareCode } from '../javascript/literals';
import { readSource } from '../javascript/readSource';
import { pairBrackets } from '../javascript/source';
import type { MarkupRules } from '../markupForm';
import { languageOf } from '../registry';
import { TEMPLATE_FORMS } from '../templateForms';
import type { CheckedValue } from './number';

const SCRIPT_KINDS: ReadonlySet<FileKind> = new Set<FileKind>([
  'html',
  'xhtml',
  'text',
  'amp',
  'jsx',
  'vue',
  'svelte',
  'astro',
  'mdx',
  'angular',
  'script',
]);

/**
 * Checks code that a user typed for a value: it has to be one expression that ends where it is put, so that nothing
 * of it can close the attribute, the tag, the script or the template's island around it. It is not run or resolved.
 */
export function checkExpression(
  text: string,
  kind: FileKind,
  framework?: Framework,
  placeholder?: string,
): CheckedValue {
  const code = text.trim();
  const rules = TEMPLATE_FORMS[kind === 'wordpressFunctions' ? 'php' : kind];
  const message =
    complaint(code) ??
    (rules !== undefined
      ? templateComplaint(code, kind, rules, framework)
      : SCRIPT_KINDS.has(kind)
        ? scriptComplaint(bareCode(code))
        : bracketComplaint(code));
  return message === undefined
    ? { ok: true, value: { kind: 'expression', text: code, ...(placeholder && { placeholder }) } }
    : { ok: false, message };
}

function complaint(code: string): string | undefined {
  if (code === '') {
    return 'Enter an expression.';
  }
  if (/[\r\n\u2028\u2029]/.test(code)) {
    return 'Write the expression on one line.';
  }
  if (/<\/?script|<!--|-->|\]\]>/i.test(code)) {
    return 'The expression would end the script around it.';
  }
  return undefined;
}

const OWN_DELIMITERS =
  'The expression holds its language’s own delimiters. Enter the code between them.';

/** Printed in its language, the expression has to be one island from the first character to the last. */
function templateComplaint(
  code: string,
  kind: FileKind,
  rules: MarkupRules,
  framework: Framework | undefined,
): string | undefined {
  const isDelimited = rules.delimited?.test(code) === true;
  if (!isDelimited && /\{[{%#]|<[%?]/.test(code)) {
    return OWN_DELIMITERS;
  }
  const printed = isDelimited ? code : (rules.print?.(code, framework) ?? code);
  const [island, ...others] = findIslands(printed, languageOf(kind).islands);
  const isWhole = island?.start === 0 && island.end === printed.length && others.length === 0;
  if (!isWhole || island.comment) {
    return isDelimited
      ? 'Enter one expression with nothing before, behind or between its delimiters.'
      : OWN_DELIMITERS;
  }
  if (printed.includes('"') && printed.includes("'")) {
    return 'The expression uses both kinds of quotes, so no attribute can hold it. Use one kind.';
  }
  return bracketComplaint(code);
}

function scriptComplaint(code: string): string | undefined {
  const source = readSource(code, { jsx: false });
  const { opener, balanced } = pairBrackets(source.tokens);
  if (!source.complete || !balanced || source.tokens.length === 0) {
    return 'A bracket or a quote has no partner.';
  }
  if (source.comments.length > 0) {
    return 'Leave comments out of the expression.';
  }
  const parts = source.tokens.some(
    ({ text, kind }, at) => kind === 'punctuation' && /^[;,]$/.test(text) && opener[at] === -1,
  );
  const [first] = source.tokens;
  const isStatement = /^(?:return|const|let|var|if|for|while|throw|import|export)$/.test(
    first?.text ?? '',
  );
  return parts || isStatement ? 'Enter one expression, not a statement or a list.' : undefined;
}

const PARTNER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Brackets and quotes in pairs, for languages that are not read further. */
function bracketComplaint(code: string): string | undefined {
  const open: string[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const character = code.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      at = quoteEnd(code, at);
      if (at === -1) {
        return 'A bracket or a quote has no partner.';
      }
    } else if (/[([{]/.test(character)) {
      open.push(character);
    } else if (PARTNER[character] !== undefined && open.pop() !== PARTNER[character]) {
      return 'A bracket or a quote has no partner.';
    }
  }
  return open.length === 0 ? undefined : 'A bracket or a quote has no partner.';
}

function quoteEnd(code: string, start: number): number {
  for (let at = start + 1; at < code.length; at += 1) {
    if (code.charAt(at) === code.charAt(start)) {
      return at;
    }
    at += code.charAt(at) === '\\' ? 1 : 0;
  }
  return -1;
}
