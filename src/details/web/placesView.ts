import * as l10n from '@vscode/l10n';
import type { PanelState, ShownPlace } from '../panelState';
import type { Announcer } from './announcer';
import { element } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { icon } from './icons';
import { problemsOf, SectionFrame } from './sectionFrame';

/** A pixel in a layout that was copied may stand in thousands of pages; nobody goes through all of them here. */
const MOST_SHOWN = 50;

/** Where the pixel stands in the workspace, each place a way there. */
export class PlacesView {
  readonly frame: SectionFrame<readonly ShownPlace[]>;

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.frame = new SectionFrame({
      title: l10n.t('In This Workspace'),
      host,
      announcer,
      skeletonLines: 1,
      draw: (places) =>
        places.length === 0
          ? [element('p', { class: 'empty' }, l10n.t('No page of this workspace carries it yet.'))]
          : [
              element(
                'ul',
                { class: 'places' },
                ...places.slice(0, MOST_SHOWN).map((place, index) =>
                  element(
                    'li',
                    {},
                    way(place, () => host.send({ type: 'openPlace', index })),
                    ...(place.live
                      ? []
                      : [element('span', { class: 'inert' }, l10n.t('does not run there'))]),
                  ),
                ),
                ...(places.length > MOST_SHOWN
                  ? [
                      element(
                        'li',
                        { class: 'empty' },
                        l10n.t('and {0} more', formats.count(places.length - MOST_SHOWN)),
                      ),
                    ]
                  : []),
              ),
            ],
    });
  }

  update({ places, summary }: PanelState): void {
    this.frame.root.hidden =
      places === undefined ||
      // A postback has nothing that could stand in a page.
      summary.data?.type === 'postback' ||
      (summary.data === undefined && summary.problem !== undefined);
    if (places !== undefined) {
      this.frame.update({
        ...(places.data === undefined ? {} : { data: places.data }),
        loading: places.loading,
        problems: problemsOf('places', places),
      });
    }
  }
}

function way({ label, line }: ShownPlace, open: () => void): HTMLElement {
  const made = element(
    'button',
    { class: 'link', attributes: { type: 'button' } },
    icon('page'),
    element('span', {}, l10n.t('{0}, line {1}', label, line + 1)),
  );
  made.addEventListener('click', open);
  return made;
}
