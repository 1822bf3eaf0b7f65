import { planMarkup } from '../../placement/markup';
import type { Placement, PlacementRequest } from '../../placement/request';
import { lineOf } from '../../placement/lines';
import { valuesOf } from '../edits';
import { ValueError } from '../language';
import { renderMarkup, type MarkupRules } from '../markupForm';
import { TEMPLATE_FORMS } from '../templateForms';
import { pythonStrings, type PythonString } from './strings';

const NO_PAGE: Placement = {
  status: 'refuse',
  reason: 'No string of this file holds a page.',
  advice:
    'Put the cursor into the string with the markup, or open the template that the page is made from.',
};

/** In Python the page is a string, and what fills the string decides how braces and percent signs are written. */
export function planPython(request: PlacementRequest): Placement {
  const { text, place, selection } = request;
  const at = place === 'selection' ? selection?.start : request.offset;
  const strings = pythonStrings(text);
  const holder = strings.find(
    ({ contentStart, contentEnd }) => at !== undefined && contentStart <= at && at <= contentEnd,
  );
  const isAnywhere = place === 'head' || place === 'body';
  const page = isAnywhere ? pageOf(text, strings, holder) : holder;
  if (
    page === undefined ||
    (selection !== undefined && place === 'selection' && selection.end > page.contentEnd)
  ) {
    return NO_PAGE;
  }
  return inside(request, page, renderMarkup(request.tag, valuesOf(request), rulesFor(page)));
}

function pageOf(
  text: string,
  strings: readonly PythonString[],
  holder: PythonString | undefined,
): PythonString | undefined {
  const holds = (string: PythonString, mark: RegExp): boolean =>
    mark.test(text.slice(string.contentStart, string.contentEnd));
  return [/<\/head\b/i, /<\/body\b/i, /<html\b/i]
    .map((mark) =>
      [holder, ...strings].find((string) => string !== undefined && holds(string, mark)),
    )
    .find((found) => found !== undefined);
}

/** Plans inside the string's text as if it were a file of its own. */
function inside(request: PlacementRequest, string: PythonString, markup: string): Placement {
  const { contentStart: from, contentEnd, quote } = string;
  const { offset, selection } = request;
  const plan = planMarkup(
    {
      ...request,
      kind: 'html',
      text: request.text.slice(from, contentEnd),
      ...(offset === undefined ? {} : { offset: offset - from }),
      ...(selection === undefined
        ? {}
        : { selection: { start: selection.start - from, end: selection.end - from } }),
    },
    withoutQuote(markup, quote),
  );
  if (plan.status === 'ask') {
    return NO_PAGE;
  }
  if (plan.status === 'refuse') {
    return plan;
  }
  const line = plan.line + lineOf(request.text, from) - 1;
  if (plan.status === 'already') {
    return { ...plan, start: plan.start + from, end: plan.end + from, line };
  }
  const { start, end, text } = plan.edit;
  return { ...plan, edit: { start: start + from, end: end + from, text }, line };
}

/** A quote that ends the string needs a backslash; other quotes are free. */
function withoutQuote(markup: string, quote: string): string {
  if (quote.length === 3 || !markup.includes(quote)) {
    return markup;
  }
  const other = quote === '"' ? "'" : '"';
  return markup.includes(other)
    ? markup.replaceAll(quote, `\\${quote}`)
    : markup.replaceAll(quote, other);
}

function rulesFor({ format, takesExpressions }: PythonString): MarkupRules {
  switch (format) {
    case 'braces':
      return {
        placeholder: (name) => `{{${name}}}`,
        delimited: /^\{[\s\S]*\}$/,
        print: (code) => {
          if (!takesExpressions && !/^[\w.[\]]+$/.test(code)) {
            throw new ValueError('A string filled by format() takes a name here, no expression.');
          }
          return `{${code}}`;
        },
      };
    case 'percent':
      return {
        text: (part) => part.replaceAll('%', '%%'),
        delimited: /^%\(/,
        print: (code) => `%(${code})s`,
      };
    case 'jinja':
      return TEMPLATE_FORMS.jinja ?? {};
    case 'plain':
      return {
        print: () => {
          throw new ValueError(
            'This string is not filled with values. Make it an f-string, or enter a number.',
          );
        },
      };
  }
}
