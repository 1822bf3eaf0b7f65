import * as l10n from '@vscode/l10n';
import type { PanelState, ShownConversion } from '../panelState';
import type { Announcer } from './announcer';
import { element } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { SectionFrame } from './sectionFrame';

type Counts = Pick<
  ShownConversion,
  | 'totalConversions'
  | 'attributedConversions'
  | 'attributedClickThrough'
  | 'attributedViewThrough'
  | 'type'
  | 'status'
>;

/** The counters of the conversion's row: total, and attributed click-through against view-through. */
export class ResultsView {
  readonly frame: SectionFrame<Counts>;
  readonly #formats: Formats;

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#formats = formats;
    this.frame = new SectionFrame({
      title: l10n.t('Conversions'),
      host,
      announcer,
      skeletonLines: 3,
      draw: (counts) => this.#draw(counts),
    });
  }

  update({ summary }: PanelState): void {
    const { data } = summary;
    this.frame.root.hidden = data === undefined && summary.problem !== undefined;
    this.frame.update({
      // Only what is drawn: a new name is no reason to draw the numbers again.
      ...(data === undefined
        ? {}
        : {
            data: {
              totalConversions: data.totalConversions,
              attributedConversions: data.attributedConversions,
              attributedClickThrough: data.attributedClickThrough,
              attributedViewThrough: data.attributedViewThrough,
              type: data.type,
              status: data.status,
            },
          }),
      loading: summary.loading,
      problems: [],
    });
  }

  #draw(counts: Counts): readonly Node[] {
    const { totalConversions, attributedConversions } = counts;
    if (totalConversions === 0 && attributedConversions === 0) {
      return [
        element(
          'p',
          { class: 'figure' },
          counts.status === 'pending' ? l10n.t('Not fired yet') : l10n.t('No conversions yet'),
        ),
        element('p', { class: 'empty' }, whatToDo(counts)),
      ];
    }
    return [
      element(
        'dl',
        { class: 'figures' },
        this.#figure(l10n.t('Total'), totalConversions, l10n.t('every fire, attributed or not')),
        this.#figure(
          l10n.t('Attributed'),
          attributedConversions,
          l10n.t('follow a click on or a view of an ad'),
        ),
      ),
      ...(attributedConversions === 0 ? [] : this.#split(counts)),
    ];
  }

  #figure(term: string, value: number, note: string): Node {
    return element(
      'div',
      {},
      element('dt', {}, term),
      element('dd', { class: 'figure' }, this.#formats.count(value)),
      element('dd', { class: 'note' }, note),
    );
  }

  #split({ attributedClickThrough: clicks, attributedViewThrough: views }: Counts): Node[] {
    const sum = clicks + views;
    if (sum === 0) {
      return [];
    }
    const bar = element('div', { class: 'split', attributes: { 'aria-hidden': 'true' } });
    const parts = [
      { kind: 'click', term: l10n.t('Click-through'), value: clicks },
      { kind: 'view', term: l10n.t('View-through'), value: views },
    ];
    for (const { kind, value } of parts) {
      if (value > 0) {
        const part = element('div', { class: kind });
        part.style.flexGrow = String(value);
        bar.append(part);
      }
    }
    const { count, percent } = this.#formats;
    const legend = parts.map(({ kind, term, value }) =>
      element(
        'div',
        {},
        element('span', { class: `key ${kind}`, attributes: { 'aria-hidden': 'true' } }),
        element('dt', {}, term),
        element('dd', {}, l10n.t('{0} ({1})', count(value), percent(value / sum))),
      ),
    );
    return [bar, element('dl', { class: 'legend' }, ...legend)];
  }
}

function whatToDo({ type, status }: Pick<Counts, 'type' | 'status'>): string {
  if (type === 'postback') {
    return l10n.t('The measurement partner’s server has reported no conversion.');
  }
  return status === 'pending'
    ? l10n.t(
        'Put the script on the page that means success, and open that page. IQM keeps the conversion pending until its first one arrives.',
      )
    : l10n.t('IQM has counted no conversion so far.');
}
