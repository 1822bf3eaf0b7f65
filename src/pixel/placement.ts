import { ValueError } from './languages/language';
import { languageOf } from './languages/registry';
import type { Language, RenderOptions } from './languages/language';
import type { PixelValue } from './kinds';
import { indentUnit } from './placement/lines';
import { planMarkup } from './placement/markup';
import { presenceOf, presentWarnings } from './placement/presence';
import type { Presence } from './placement/presence';
import { planReplacement } from './placement/replacement';
import type { Placement, PlacementRequest } from './placement/request';

export type {
  Choice,
  Edit,
  Place,
  Placement,
  PlacementRequest,
  Warning,
} from './placement/request';
export { planRemoval } from './placement/removal';
export type { Removal } from './placement/removal';

/**
 * Where a pixel goes in a text: one edit, or where it is already, or why it cannot go there, or a question. The text is
 * read as a browser reads it, with the template code of its kind stepped over. Applying the edit and asking again
 * answers `already`; nothing outside the edit changes, line ends, byte order mark and final newline included.
 */
export function planPlacement(request: PlacementRequest): Placement {
  try {
    return plan(request);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return {
      status: 'refuse',
      reason: error.message,
      advice: 'Choose another value, or leave the placeholder for now.',
    };
  }
}

function plan(request: PlacementRequest): Placement {
  const presence = presenceOf(request);
  const language = languageOf(request.kind);
  if (request.place === 'replace') {
    return planReplacement(request, presence, snippetOf(request, language));
  }
  const outside = copyOutsideSelection(request, presence);
  if (outside) {
    const { start, end, line } = outside;
    return { status: 'already', start, end, line, warnings: presentWarnings(outside, request.tag) };
  }
  const placement = language.plan?.(request) ?? planMarkup(request, snippetOf(request, language));
  if (placement.status !== 'insert') return placement;
  return { ...placement, warnings: [...placement.warnings, ...presence.warnings] };
}

/** A copy inside the selection goes with it; it does not stand in the way. */
function copyOutsideSelection(request: PlacementRequest, presence: Presence) {
  const { place, selection } = request;
  if (place !== 'selection' || !selection) return presence.found;
  return presence.present.find(({ start, end }) => start < selection.start || end > selection.end);
}

function snippetOf(request: PlacementRequest, language: Language): string {
  const { framework, text, value } = request;
  const options: RenderOptions = {
    ...(framework && { framework }),
    values: valuesOf(value),
    unit: indentUnit(text),
  };
  return language.render(request.tag, options);
}

function valuesOf(value: PlacementRequest['value']): readonly PixelValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly PixelValue[]) : [value as PixelValue];
}
