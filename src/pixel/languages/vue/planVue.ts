import type { Edit, Placement, PlacementRequest } from '../../placement/request';
import { eolOf, indentOf, indentUnit } from '../../placement/lines';
import { addressPieces } from '../address';
import { indented, placed, valuesOf } from '../edits';
import { attributeOf, fileBlocks, type Block } from '../fileBlocks';
import { importedName, importEdit, readImports } from '../javascript/imports';
import { addressCode } from '../javascript/literals';
import { loaderLines } from '../javascript/loader';
import { readSource } from '../javascript/readSource';
import { mountedEdit } from './optionsApi';

/** The form in which the component itself loads the script. */
export const MOUNTED = 'mounted';

/**
 * Vue's compiler drops script elements from templates, and one at the file's root collides with `<script setup>`. So
 * a place in the page is refused, with the component's own code as the alternative; a cursor in the file means that
 * component, so that there the code is written at once.
 */
export function planVue(request: PlacementRequest): Placement {
  const { text, framework, place, form, tag } = request;
  const blocks = fileBlocks(text, ['interpolation'], true);
  const scripts = blocks.filter(({ name }) => name === 'script');
  const external = scripts.find((script) => attributeOf(script.tag, 'src') !== undefined);
  if (external !== undefined) {
    return {
      status: 'refuse',
      reason: 'The code of this component is in another file.',
      advice: `Insert the pixel in ${attributeOf(external.tag, 'src') ?? 'that file'}.`,
    };
  }
  if (framework !== 'nuxt' && form !== MOUNTED && (place === 'head' || place === 'body')) {
    return {
      status: 'refuse',
      reason: 'Vue removes script elements from component templates, so the tag would never load.',
      advice:
        'For every page, insert it into index.html. For this page alone, let the component load it when it is shown.',
      choices: [
        {
          label: 'Load it when this component is shown (onMounted)',
          request: { ...request, form: MOUNTED },
        },
      ],
    };
  }
  const address = addressCode(addressPieces(tag.url, tag.placeholders, valuesOf(request)));
  const setup = scripts.find((script) => attributeOf(script.tag, 'setup') !== undefined);
  const options = setup === undefined ? scripts[0] : undefined;
  if (options !== undefined && framework !== 'nuxt') {
    const edit = mountedEdit(text, options, address);
    if (edit !== undefined) {
      return placed(request, edit, removals(request), 'createElement');
    }
  }
  const statement =
    framework === 'nuxt' ? headStatement(text, address) : mountedStatement(text, address);
  const [main, ...more] =
    setup === undefined
      ? [newSetup(text, scripts, blocks, statement)]
      : intoSetup(text, setup, statement, eolOf(text, request.eol));
  const all = [...more, ...removals(request)].sort((a, b) => a.start - b.start);
  return placed(request, main, all, statement.marker);
}

interface Statement {
  readonly lines: readonly string[];
  /** What has to be imported from Vue; Nuxt imports by itself. */
  readonly hook?: string;
  readonly marker: string;
}

function mountedStatement(text: string, address: string): Statement {
  const unit = indentUnit(text);
  return {
    lines: ['onMounted(() => {', ...loaderLines(address).map((line) => unit + line), '});'],
    hook: 'onMounted',
    marker: 'createElement',
  };
}

function headStatement(text: string, address: string): Statement {
  const unit = indentUnit(text);
  return {
    lines: ['useHead({', `${unit}script: [{ src: ${address}, async: true }],`, '});'],
    marker: 'src: ',
  };
}

/** At the end of the script, where every value that the code names is declared. */
function intoSetup(
  text: string,
  setup: Block,
  { lines, hook }: Statement,
  eol: string,
): readonly [Edit, ...Edit[]] {
  const { openEnd, closeStart } = setup;
  const content = text.slice(openEnd, closeStart);
  const { tokens } = readSource(content, { jsx: false });
  const first = tokens[0];
  const wanted = hook === undefined ? undefined : { module: 'vue', name: hook };
  if (first === undefined) {
    const imports = wanted === undefined ? [] : [`import { ${wanted.name} } from 'vue';`, ''];
    const body = [...imports, ...lines].join('\n');
    return [{ start: openEnd, end: closeStart, text: `\n${body}\n` }];
  }
  const known = wanted && importedName(readImports(tokens), wanted);
  const named = known === undefined || hook === undefined ? lines : renamed(lines, hook, known);
  const indentation = indentOf(content, first.start);
  const end = openEnd + content.trimEnd().length;
  const main = { start: end, end: closeStart, text: `\n\n${indented(named, indentation)}\n` };
  if (wanted === undefined || known !== undefined) {
    return [main];
  }
  const edit = importEdit(content, tokens, wanted, eol);
  return [main, { ...edit, start: edit.start + openEnd, end: edit.end + openEnd }];
}

function renamed(lines: readonly string[], name: string, local: string): readonly string[] {
  return lines.map((line) => line.replace(new RegExp(`^${name}\\b`), local));
}

/** A `<script setup>` of its own; it has to speak the language of the other script. */
function newSetup(
  text: string,
  scripts: readonly Block[],
  blocks: readonly Block[],
  { lines, hook }: Statement,
): Edit {
  const lang = scripts[0] && attributeOf(scripts[0].tag, 'lang');
  const imports = hook === undefined ? [] : [`import { ${hook} } from 'vue';`, ''];
  const open = lang === undefined ? '<script setup>' : `<script setup lang="${lang}">`;
  const block = [open, ...imports, ...lines, '</script>'].join('\n');
  const [other] = scripts;
  if (other !== undefined) {
    return { start: other.end, end: other.end, text: `\n\n${block}` };
  }
  const at = blocks[0]?.start ?? text.length;
  return { start: at, end: at, text: `${block}\n${blocks.length > 0 ? '\n' : ''}` };
}

function removals({ place, selection }: PlacementRequest): readonly Edit[] {
  return place === 'selection' && selection !== undefined && selection.end > selection.start
    ? [{ ...selection, text: '' }]
    : [];
}
