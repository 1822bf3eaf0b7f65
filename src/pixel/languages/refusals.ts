import type { Placement } from '../placement/request';

/** AMP pages run no script but AMP's own; `amp-pixel` would need an image address, which IQM does not give. */
export function refuseAmp(): Placement {
  return {
    status: 'refuse',
    reason: 'AMP pages allow no script but AMP’s own, so the pixel cannot run here.',
    advice:
      'Insert it into the page’s version without AMP, or let the conversion page not be an AMP page.',
  };
}

/** Angular strips script elements from component templates without a word. */
export function refuseAngular(): Placement {
  return {
    status: 'refuse',
    reason:
      'Angular removes script elements from component templates, so the tag would never load.',
    advice:
      'Insert it into src/index.html for every page, or load it in the component’s code: Copy As has that form for Angular.',
  };
}

/** Blazor refuses to build a component with a script element in it. */
export function refuseBlazor(): Placement {
  return {
    status: 'refuse',
    reason: 'Blazor does not build a component that holds a script element.',
    advice: 'Insert it into App.razor, _Host.cshtml or wwwroot/index.html.',
  };
}
