import { planAt } from '../../placement/markup';
import { eolOf, indentOf, indentUnit, lineOf, startsLine } from '../../placement/lines';
import type { Edit, Placement, PlacementRequest, Warning } from '../../placement/request';
import { addressPieces, type Piece } from '../address';
import { lastChildEdit, placed, valuesOf } from '../edits';
import { importedName, importEdit, readImports, type Wanted } from '../javascript/imports';
import { readSource } from '../javascript/readSource';
import { pairBrackets, type JsxElement, type Source } from '../javascript/source';
import { chooseComponent, findComponents, type Component } from './components';
import { elementForm, writeElement, type ElementForm } from './elementForm';
import { planEffect } from './planEffect';
import { childSpot, isReplaceable, takesChildren } from './spot';

/** Plans a pixel in a JSX or TSX module: an element where the framework runs one, else an effect. */
export function planJsx(request: PlacementRequest): Placement {
  const { text, framework, tag, place, selection, offset } = request;
  const source = readSource(text);
  if (!source.complete || !pairBrackets(source.tokens).balanced) {
    return {
      status: 'refuse',
      reason: 'This file does not end what it opens, so there is no telling where its markup is.',
      advice: 'Finish the open bracket, string or element first.',
    };
  }
  const pieces = addressPieces(tag.url, tag.placeholders, valuesOf(request));
  const at = place === 'selection' ? selection?.start : offset;
  const component = chooseComponent(findComponents(source), at);
  const imports = readImports(source.tokens);
  // Next.js writes this file on the server only, where a plain script is all there is.
  const isDocument = imports.some(({ from }) => from === 'next/document');
  const form = elementForm(isDocument ? 'react19' : framework);
  if (form !== undefined) {
    return planElement(request, source, component, form, pieces);
  }
  if (component === undefined) {
    return noComponent();
  }
  return planEffect(request, source, component, pieces);
}

function noComponent(): Placement {
  return {
    status: 'refuse',
    reason: 'No component that returns markup was found in this file.',
    advice:
      'Open the component of the page that confirms the conversion and insert the pixel there.',
  };
}

function planElement(
  request: PlacementRequest,
  source: Source,
  component: Component | undefined,
  form: ElementForm,
  pieces: readonly Piece[],
): Placement {
  const { text, place, selection, offset } = request;
  const { name, edits } = importFor(text, source, form.wanted, eolOf(text, request.eol));
  const snippet = writeElement({ ...form, element: name ?? form.element }, pieces);
  if (place === 'selection' && selection !== undefined) {
    if (!isReplaceable(source.elements, selection)) {
      return {
        status: 'refuse',
        reason: 'An element cannot stand where the selection is.',
        advice: 'Select a whole element, or text among the children of one.',
      };
    }
    return placed(request, { ...selection, text: snippet }, edits, snippet);
  }
  const spot =
    place === 'cursor' && offset !== undefined ? childSpot(source.elements, offset) : undefined;
  if (spot !== undefined) {
    const warnings: Warning[] = spot.moved ? ['moved'] : [];
    const { edit } = planAt(request, spot.offset, snippet);
    return placed(request, edit, edits, snippet, warnings);
  }
  if (component === undefined) {
    return noComponent();
  }
  const branches = component.branches.filter((branch) => takesChildren(branch, text));
  if (branches.length > 1) {
    return askForBranch(request, branches);
  }
  const root = targetOf(branches[0] ?? component.root, source, place === 'head' ? 'head' : 'body');
  const isDocumentHead = root.name === 'Head' && root !== component.root;
  const edit =
    isDocumentHead || takesChildren(root, text)
      ? lastChildEdit(text, root, childrenOf(root, source), snippet)
      : wrapRoot(text, root, snippet);
  return placed(request, edit, edits, snippet, place === 'cursor' ? ['moved'] : []);
}

/** Only the user knows which of several results confirms the conversion. */
function askForBranch(request: PlacementRequest, branches: readonly JsxElement[]): Placement {
  return {
    status: 'ask',
    reason: 'This component shows one of several results. In which one shall the pixel fire?',
    choices: branches.map(({ name, start, closeStart }) => ({
      label: `In <${name}>, line ${lineOf(request.text, start)}`,
      request: { ...request, place: 'cursor', offset: closeStart },
    })),
  };
}

/** The root, or its head or body where a layout writes the whole document. */
function targetOf(root: JsxElement, { elements }: Source, name: string): JsxElement {
  const inDocument = (wanted: string): JsxElement | undefined =>
    /^html$/i.test(root.name)
      ? elements.find((element) => {
          const isWanted = element.name.toLowerCase() === wanted && !element.selfClosing;
          return element.parent === root && isWanted;
        })
      : undefined;
  return inDocument(name) ?? inDocument('body') ?? root;
}

function childrenOf(root: JsxElement, { elements }: Source): readonly number[] {
  return elements.filter(({ parent }) => parent === root).map(({ start }) => start);
}

/** A fragment around a root that takes no further child. */
function wrapRoot(text: string, root: JsxElement, snippet: string): Edit {
  const written = text.slice(root.start, root.end);
  if (!startsLine(text, root.start)) {
    return { start: root.start, end: root.end, text: `<>${written}${snippet}</>` };
  }
  const outer = indentOf(text, root.start);
  const inner = outer + indentUnit(text);
  return {
    start: root.start,
    end: root.end,
    text: `<>\n${inner}${written}\n${inner}${snippet}\n${outer}</>`,
  };
}

/** The import that a component form needs, under a name that is free in the file. */
function importFor(
  text: string,
  { tokens }: Source,
  wanted: Wanted | undefined,
  eol: string,
): { name: string | undefined; edits: readonly Edit[] } {
  if (wanted === undefined) {
    return { name: undefined, edits: [] };
  }
  const existing = importedName(readImports(tokens), wanted);
  // Under a name that does not tell, the pixel would not be found again.
  if (existing === (wanted.local ?? wanted.name)) {
    return { name: existing, edits: [] };
  }
  const local = wanted.local ?? wanted.name;
  const taken = tokens.some((token) => token.kind === 'word' && token.text === local);
  const name = taken ? `Iqm${local}` : local;
  return { name, edits: [importEdit(text, tokens, { ...wanted, local: name }, eol)] };
}
