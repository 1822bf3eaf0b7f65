import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { PixelValue } from '../pixel/kinds';
import type { PixelTag } from '../pixel/tag';
import type { DocumentKind } from './pixelDocument';

interface ValueItem extends QuickPickItem {
  readonly act?: () => Promise<PixelValue | 'leave' | undefined>;
}

/** The placeholder that every pixel has: what the conversion is worth. */
const VALUE = 'CONVERSION_VALUE';

/**
 * Asks what takes the place of each placeholder in a tag: a number, code of the file's language, or nothing yet.
 * @returns the values that were given, or undefined if the user left
 */
export async function askValues(
  tag: PixelTag,
  name: string,
  text: string,
  kind: DocumentKind,
): Promise<readonly PixelValue[] | undefined> {
  const values: PixelValue[] = [];
  for (const placeholder of tag.placeholders) {
    const value = await askValue(placeholder, name, text, kind);
    if (value === undefined) {
      return undefined;
    }
    if (value !== 'leave') {
      values.push(value);
    }
  }
  return values;
}

async function askValue(
  placeholder: string,
  name: string,
  text: string,
  { kind, framework, label }: DocumentKind,
): Promise<PixelValue | 'leave' | undefined> {
  const engine = await import('../pixel/engine');
  const known = framework === undefined ? {} : { framework };
  const suggestions = engine.suggestValues({ kind, text, placeholder, ...known });
  const isValue = placeholder === VALUE;
  const title = isValue
    ? l10n.t('What is “{0}” worth?', name)
    : l10n.t('What takes the place of {0}?', `{${placeholder}}`);
  const items: ValueItem[] = [
    ...(suggestions.length > 0
      ? [{ label, kind: QuickPickItemKind.Separator } satisfies ValueItem]
      : []),
    ...suggestions.map((suggestion) => ({
      label: suggestion.label,
      description: suggestion.description,
      iconPath: new ThemeIcon('symbol-variable'),
      act: () => Promise.resolve(suggestion.value),
    })),
    { label: l10n.t('Other'), kind: QuickPickItemKind.Separator },
    {
      label: l10n.t('Enter an Expression…'),
      description: l10n.t('code of this file'),
      iconPath: new ThemeIcon('symbol-method'),
      act: () =>
        typed(title, l10n.t('Expression of this file’s language ({0})', label), (code) =>
          engine.checkExpression(code, kind, framework, placeholder),
        ),
    },
    {
      label: isValue ? l10n.t('Enter a Number…') : l10n.t('Enter a Text…'),
      description: isValue ? l10n.t('the same for every conversion') : '',
      iconPath: new ThemeIcon('symbol-number'),
      act: () =>
        typed(
          title,
          isValue
            ? l10n.t('Digits with a point before the decimals, such as 49.90')
            : l10n.t('Text'),
          (answer) =>
            isValue
              ? engine.checkNumber(answer, placeholder)
              : engine.checkText(answer, placeholder),
        ),
    },
    {
      label: l10n.t('Leave {0}', `{${placeholder}}`),
      description: l10n.t('the page has to replace it before the pixel can count a value'),
      iconPath: new ThemeIcon('debug-continue'),
      act: () => Promise.resolve('leave' as const),
    },
  ];
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('The value goes into the pixel’s address'),
    ignoreFocusOut: true,
  });
  return picked?.act?.();
}

type Checked = { ok: true; value: PixelValue } | { ok: false; message: string };

async function typed(
  title: string,
  prompt: string,
  check: (answer: string) => Checked,
): Promise<PixelValue | undefined> {
  const answer = await window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = check(text);
      return checked.ok ? undefined : checked.message;
    },
  });
  if (answer === undefined) {
    return undefined;
  }
  const checked = check(answer);
  return checked.ok ? checked.value : undefined;
}
