import type { JsxElement } from '../javascript/source';

/** Where among an element's children something can be put. */
export interface Spot {
  readonly offset: number;
  readonly moved: boolean;
}

/** Elements whose children are no HTML, or text only. */
const NO_SCRIPTS =
  /^(?:svg|math|textarea|title|style|script|noscript|template|select|option|iframe|Script|Head)$/;

/**
 * The place for a new child at an offset: the offset itself if it stands among children, else right behind what it
 * stands in.
 * @returns undefined if the offset is in no element, or in one that stands alone in an expression
 */
export function childSpot(elements: readonly JsxElement[], offset: number): Spot | undefined {
  const around = innermost(elements, offset);
  if (around === undefined) {
    return undefined;
  }
  const closed = outermostClosed(around);
  return closed === undefined ? within(around, offset) : behind(closed);
}

/** Whether a range can be replaced by an element: it is one, or it lies among the children of one element. */
export function isReplaceable(
  elements: readonly JsxElement[],
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  if (elements.some((element) => element.start === start && element.end === end)) {
    return true;
  }
  const holder = (offset: number): JsxElement | undefined => {
    const around = innermost(elements, offset);
    return around !== undefined && childSpot(elements, offset)?.moved === false
      ? around
      : undefined;
  };
  const first = holder(start);
  return first !== undefined && first === holder(end);
}

function innermost(elements: readonly JsxElement[], offset: number): JsxElement | undefined {
  return elements.findLast(({ start, end }) => start < offset && offset < end);
}

function within(element: JsxElement, offset: number): Spot | undefined {
  if (offset < element.openEnd) {
    return element.selfClosing ? behind(element) : { offset: element.openEnd, moved: true };
  }
  if (offset > element.closeStart) {
    return behind(element);
  }
  const container = element.containers.find(({ start, end }) => start < offset && offset < end);
  return container === undefined
    ? { offset, moved: false }
    : { offset: container.end, moved: true };
}

/** Behind an element if it is a child; before its end tag if it stands alone; else behind its expression. */
function behind(element: JsxElement): Spot | undefined {
  const { parent, start, end, selfClosing, closeStart, name } = element;
  const container = parent?.containers.find((range) => range.start < start && end < range.end);
  if (parent !== undefined && container === undefined) {
    return { offset: end, moved: true };
  }
  if (!selfClosing && !NO_SCRIPTS.test(name)) {
    return { offset: closeStart, moved: true };
  }
  return container === undefined ? undefined : { offset: container.end, moved: true };
}

function outermostClosed(element: JsxElement): JsxElement | undefined {
  let found: JsxElement | undefined;
  for (let at: JsxElement | undefined = element; at !== undefined; at = at.parent) {
    found = NO_SCRIPTS.test(at.name) ? at : found;
  }
  return found;
}

/** Whether an element takes a further child: one with a function or a single expression inside may count them. */
export function takesChildren(element: JsxElement, text: string): boolean {
  if (element.selfClosing || NO_SCRIPTS.test(element.name)) {
    return false;
  }
  const [only] = element.containers;
  const isComponent = /^[A-Z]|\./.test(element.name);
  const isSingle =
    only !== undefined &&
    text.slice(element.openEnd, only.start).trim() === '' &&
    text.slice(only.end, element.closeStart).trim() === '';
  return !(isComponent && isSingle);
}
