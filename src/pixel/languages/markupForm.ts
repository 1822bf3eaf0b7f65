import type { Framework, PixelValue } from '../kinds';
import type { PixelTag } from '../tag';
import { addressPieces, legalAddress } from './address';
import { ValueError } from './language';
import { scriptAttributes } from './scriptMarkup';

/** What one template language does with the text of a tag. */
export interface MarkupRules {
  /** An expression without delimiters as it prints a URL component. */
  readonly print?: (code: string, framework: Framework | undefined) => string;
  /** Matches an expression that brings its own delimiters; it is written as it is. */
  readonly delimited?: RegExp;
  /** A placeholder that stays, where the language would evaluate `{NAME}`. */
  readonly placeholder?: (name: string) => string;
  /** Characters that start code although a URL may hold them. */
  readonly text?: (text: string) => string;
  /** The quote around a printed value, where the language's encoding lets the other one through. */
  readonly quote?: '"';
  /** Goes between `<script` and the first attribute. */
  readonly directive?: string;
  /** Every attribute gets a quoted value, every `&` its reference. */
  readonly xml?: boolean;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The tag as IQM wrote it, changed only where the file's language or a value asks for it: quotes, blanks and
 * attributes stay. Without a value most languages get the markup back byte for byte.
 * @throws ValueError when an expression holds both kinds of quotes
 */
export function renderMarkup(
  tag: PixelTag,
  values: readonly PixelValue[],
  rules: MarkupRules,
  framework?: Framework,
): string {
  const { markup } = tag;
  const splices: Splice[] = [];
  for (const attribute of scriptAttributes(markup)) {
    if (attribute.name === 'src' && attribute.raw !== undefined) {
      const changed = source(attribute, tag, values, rules, framework);
      const written = markup.slice(attribute.start, attribute.end);
      if (!sameValue(written, changed.text)) {
        splices.push(changed);
      }
    } else if (rules.xml === true) {
      const quote = attribute.quote || sourceQuote(markup);
      const raw = strictReferences(attribute.raw ?? attribute.name);
      splices.push({ ...attribute, text: `${attribute.name}=${quote}${raw}${quote}` });
    }
  }
  if (rules.directive !== undefined) {
    const at = '<script'.length;
    splices.push({ start: at, end: at, text: ` ${rules.directive}` });
  }
  const text = splice(markup, splices);
  return rules.xml === true
    ? text.replace(/^<script/i, '<script').replace(/<\/script/gi, '</script')
    : text;
}

function source(
  attribute: { raw?: string; quote: '"' | "'" | ''; start: number; end: number },
  { placeholders }: PixelTag,
  values: readonly PixelValue[],
  rules: MarkupRules,
  framework: Framework | undefined,
): Splice {
  const { raw = '', start, end } = attribute;
  const pieces = addressPieces(raw, placeholders, values);
  const codes = pieces.flatMap((piece) =>
    piece.kind === 'expression' ? [printed(piece.code, rules, framework)] : [],
  );
  const wanted = (codes.length > 0 ? rules.quote : undefined) ?? (attribute.quote || '"');
  const quote = quoteFor(codes.join(''), wanted);
  let expressions = 0;
  const text = pieces.map((piece) => {
    switch (piece.kind) {
      case 'expression':
        return codes[expressions++] ?? '';
      case 'placeholder':
        return rules.placeholder?.(piece.name) ?? `{${piece.name}}`;
      case 'text': {
        const legal = legalAddress(rules.text?.(piece.text) ?? piece.text);
        const written = rules.xml === true ? strictReferences(legal) : legal;
        return written.replaceAll(quote, quote === '"' ? '&quot;' : '&#39;');
      }
    }
  });
  return { start, end, text: `src=${quote}${text.join('')}${quote}` };
}

/** True if only the spelling around the value differs (`SRC = 'x'`): then IQM's spelling stays. */
function sameValue(written: string, changed: string): boolean {
  return written.replace(/^src\s*=\s*/i, 'src=') === changed;
}

function printed(code: string, rules: MarkupRules, framework: Framework | undefined): string {
  if (rules.delimited?.test(code) === true || rules.print === undefined) {
    return code;
  }
  return rules.print(code, framework);
}

/** The quote that the code inside the attribute does not use, the wanted one if it may be. */
function quoteFor(code: string, wanted: '"' | "'"): '"' | "'" {
  if (!code.includes(wanted)) {
    return wanted;
  }
  const other = wanted === '"' ? "'" : '"';
  if (code.includes(other)) {
    throw new ValueError(
      'The expression uses both kinds of quotes, so no attribute can hold it. Use one kind.',
    );
  }
  return other;
}

function sourceQuote(markup: string): '"' | "'" {
  return scriptAttributes(markup).find(({ name }) => name === 'src')?.quote === '"' ? '"' : "'";
}

/** XML knows five named references; a bare ampersand ends the page. */
function strictReferences(raw: string): string {
  return raw
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;')
    .replaceAll('<', '&lt;');
}

function splice(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (all, { start, end, text: piece }) => all.slice(0, start) + piece + all.slice(end),
      text,
    );
}
