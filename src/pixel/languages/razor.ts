import { planMarkup } from '../placement/markup';
import type { Placement, PlacementRequest } from '../placement/request';
import { valuesOf } from './edits';
import { renderMarkup } from './markupForm';
import { refuseBlazor } from './refusals';
import { TEMPLATE_FORMS } from './templateForms';

/** Words that Blazor components use and Razor pages and views do not. */
const BLAZOR =
  /^[ \t]*@(?:rendermode|attribute|inherits\s+LayoutComponentBase)\b|@code\s*\{|@on\w+\s*=|<(?:PageTitle|HeadContent|EditForm)\b/m;

/** Razor views are pages; Blazor components share their syntax but may hold no script, save the root with the head. */
export function planRazor(request: PlacementRequest): Placement {
  const { text, tag, framework } = request;
  if (BLAZOR.test(text) && !/<head\b/i.test(text)) {
    return refuseBlazor();
  }
  return planMarkup(
    request,
    renderMarkup(tag, valuesOf(request), TEMPLATE_FORMS.razor ?? {}, framework),
  );
}
