import { endsLine, indentOf, indentUnit, lineStart, startsLine } from '../../placement/lines';
import type { Edit, Placement, PlacementRequest, Warning } from '../../placement/request';
import { VALUE_PLACEHOLDER } from '../address';
import { indented, placed, valuesOf } from '../edits';
import { renderMarkup } from '../markupForm';
import { TEMPLATE_FORMS } from '../templateForms';
import { readPhp } from './phpScan';

/** Which moment of WordPress prints the tag. */
export type HookForm = 'woocommerce' | 'page' | 'everywhere';

/**
 * In a theme's functions.php there is no markup: the tag is printed by a hook. WooCommerce has one for the page that
 * thanks for an order; without it nobody but the user knows which page confirms the conversion.
 */
export function planHook(request: PlacementRequest): Placement {
  const form = hookForm(request);
  if (form === undefined) {
    return {
      status: 'ask',
      reason: 'This theme does not mention WooCommerce. When shall the pixel fire?',
      choices: [
        choice(request, 'woocommerce', 'After a WooCommerce order'),
        choice(request, 'page', 'On one page (is_page: change the slug to yours)'),
        choice(request, 'everywhere', 'On every page (wp_head)'),
      ],
    };
  }
  const lines = hookLines(request, form, indentUnit(request.text));
  const { place, selection } = request;
  if (place === 'selection' && selection !== undefined) {
    const indentation = indentOf(request.text, selection.start);
    const code = indented(lines, indentation).slice(indentation.length);
    return placed(request, { ...selection, text: code }, [], '<script');
  }
  const { edit, moved } = placeFor(request, lines.join('\n'));
  const warnings: Warning[] = moved ? ['moved'] : [];
  return placed(request, edit, [], '<script', warnings);
}

function choice(request: PlacementRequest, form: HookForm, label: string) {
  return { label, request: { ...request, form } };
}

function hookForm({ form, framework, tag }: PlacementRequest): HookForm | undefined {
  if (form === 'woocommerce' || form === 'page' || form === 'everywhere') {
    return form;
  }
  if (tag.family === 'retargeting') {
    return 'everywhere';
  }
  return framework === 'wordpress' ? undefined : 'woocommerce';
}

function hookLines(request: PlacementRequest, form: HookForm, unit: string): string[] {
  const values = valuesOf(request);
  const php = TEMPLATE_FORMS.php ?? {};
  const print = [`${unit}?>`, unit + renderMarkup(request.tag, values, php), `${unit}<?php`, '});'];
  const codes = values
    .filter(({ kind, placeholder = VALUE_PLACEHOLDER }) => {
      return kind === 'expression' && request.tag.placeholders.includes(placeholder);
    })
    .map(({ text }) => text)
    .join(' ');
  switch (form) {
    case 'woocommerce': {
      const needsOrder = /\$order\b/.test(codes);
      const needsId = /\$(?:order_)?id\b/.exec(codes)?.[0] ?? '';
      const parameters = needsOrder ? '$order_id' : needsId;
      const order = [
        `${unit}$order = wc_get_order($order_id);`,
        `${unit}if (!$order) {`,
        `${unit}${unit}return;`,
        `${unit}}`,
      ];
      return [
        `add_action('woocommerce_thankyou', function (${parameters}) {`,
        ...(needsOrder ? order : []),
        ...print,
      ];
    }
    case 'page':
      return [
        "add_action('wp_head', function () {",
        `${unit}if (!is_page('thank-you')) {`,
        `${unit}${unit}return;`,
        `${unit}}`,
        ...print,
      ];
    case 'everywhere':
      return ["add_action('wp_head', function () {", ...print];
  }
}

function placeFor(
  { text, place, offset }: PlacementRequest,
  code: string,
): { edit: Edit; moved: boolean } {
  const php = readPhp(text);
  if (place === 'cursor' && offset !== undefined) {
    const before = php.boundaries.findLast((boundary) => boundary <= offset);
    const isFree = before !== undefined && text.slice(before, offset).trim() === '';
    const next = php.boundaries.find((boundary) => boundary > offset);
    const at = isFree ? offset : (next ?? php.boundaries.at(-1));
    if (at !== undefined) {
      return { edit: statementAt(text, at, code), moved: !isFree };
    }
  }
  return { edit: atFileEnd(text, php.endsInCode, php.lastClose, code), moved: false };
}

function statementAt(text: string, at: number, code: string): Edit {
  if (startsLine(text, at) && endsLine(text, at)) {
    return { start: lineStart(text, at), end: at, text: code };
  }
  return { start: at, end: at, text: `\n\n${code}${endsLine(text, at) ? '' : '\n'}` };
}

function atFileEnd(
  text: string,
  endsInCode: boolean,
  lastClose: number | undefined,
  code: string,
): Edit {
  const end = text.trimEnd().length;
  if (endsInCode) {
    return { start: end, end, text: `${end === 0 ? '' : '\n\n'}${code}` };
  }
  if (lastClose !== undefined && text.slice(lastClose + 2).trim() === '') {
    const last = text.slice(0, lastClose).trimEnd().length;
    return { start: last, end: lastClose, text: `\n\n${code}\n` };
  }
  return { start: end, end, text: `${end === 0 ? '' : '\n\n'}<?php\n${code}` };
}
