import * as l10n from '@vscode/l10n';
import type { PanelState, ShownTimeline } from '../panelState';
import { RANGES, summarize, type Range } from '../timeline';
import type { Announcer } from './announcer';
import { Chart } from './chart';
import { button, element } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { problemsOf, SectionFrame } from './sectionFrame';
import { days } from './words';

/** Attributed conversions over time: a chart, and the same as a table that readers always have and others can show. */
export class TimelineView {
  readonly frame: SectionFrame<ShownTimeline>;
  readonly #host: Host;
  readonly #formats: Formats;
  readonly #chart: Chart;
  readonly #ranges: ReadonlyMap<Range, HTMLInputElement>;
  readonly #controls: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #table = element('div', { class: 'timeline-table' });

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#host = host;
    this.#formats = formats;
    this.#chart = new Chart(formats);
    this.#ranges = new Map(RANGES.map((range) => [range, this.#choice(range)]));
    this.#toggle = button(l10n.t('Show as Table'), 'secondary', () =>
      this.#showTable(!this.#tableShown),
    );
    this.#controls = element(
      'div',
      { class: 'toolbar' },
      element(
        'fieldset',
        { class: 'ranges' },
        element('legend', { class: 'unseen' }, l10n.t('Time range')),
        ...[...this.#ranges].map(([range, input]) =>
          element('label', {}, input, element('span', {}, days(range))),
        ),
      ),
      this.#toggle,
    );
    this.frame = new SectionFrame({
      title: l10n.t('Over Time'),
      host,
      announcer,
      skeletonLines: 5,
      draw: (timeline) => this.#draw(timeline),
    });
    this.frame.heading.after(this.#controls);
    this.#showTable(host.kept.table ?? false);
  }

  update({ timeline, campaigns, range }: PanelState): void {
    for (const [each, input] of this.#ranges) {
      input.checked = each === range;
    }
    const { data } = timeline;
    const withoutCampaigns = data === undefined && campaigns.problem !== undefined;
    this.#controls.hidden = data?.campaigns === 0;
    this.#toggle.hidden = data === undefined;
    this.frame.update({
      ...(data === undefined ? {} : { data }),
      loading: timeline.loading,
      problems: withoutCampaigns
        ? [
            {
              section: 'timeline',
              text: l10n.t('It needs the campaigns, which could not be read.'),
              stale: false,
            },
          ]
        : problemsOf('timeline', timeline),
    });
  }

  #choice(range: Range): HTMLInputElement {
    const input = element('input', {
      attributes: { type: 'radio', name: 'range', value: String(range) },
    });
    input.addEventListener('change', () => this.#host.send({ type: 'range', days: range }));
    return input;
  }

  get #tableShown(): boolean {
    return !this.#table.classList.contains('unseen');
  }

  #showTable(shown: boolean): void {
    this.#table.classList.toggle('unseen', !shown);
    this.#toggle.setAttribute('aria-pressed', String(shown));
    if (shown !== (this.#host.kept.table ?? false)) {
      this.#host.keep({ table: shown });
    }
  }

  #draw(timeline: ShownTimeline): readonly Node[] {
    const { campaigns, points, range } = timeline;
    if (campaigns === 0) {
      return [
        element(
          'p',
          { class: 'empty' },
          l10n.t('IQM counts over time per campaign only, and this conversion has none yet.'),
        ),
      ];
    }
    const { total, highest } = summarize(points);
    const caption =
      campaigns === 1
        ? l10n.t('Attributed conversions of its campaign, last {0} days', range)
        : l10n.t('Attributed conversions of its {0} campaigns, last {1} days', campaigns, range);
    const counted =
      campaigns === 1
        ? l10n.t('attributed conversions of its campaign, last {0} days', range)
        : l10n.t('attributed conversions of its {0} campaigns, last {1} days', campaigns, range);
    const note = element(
      'p',
      { class: 'note' },
      l10n.t(
        'All attributed conversions of its campaigns, not of this conversion alone: IQM counts over time per campaign only.',
      ),
    );
    this.#table.replaceChildren(this.#rows(timeline, caption));
    if (highest === undefined) {
      const none = l10n.t('No attributed conversions in the last {0} days.', range);
      return [element('p', { class: 'empty' }, none), note, this.#table];
    }
    const { count, period } = this.#formats;
    const summary = l10n.t(
      '{0} in total, most in {1}: {2}',
      count(total),
      period(highest),
      count(highest.attributedConversions),
    );
    // A canvas has a size only once it is on the page.
    queueMicrotask(() => this.#chart.show(points, `${caption}. ${summary}`));
    return [
      element('p', { class: 'caption' }, element('strong', {}, count(total)), ` ${counted}`),
      this.#chart.root,
      note,
      this.#table,
    ];
  }

  // As with the campaigns, a narrow panel shows a row as a grid, which takes the table's roles away; named ones stay.
  #rows({ points }: ShownTimeline, caption: string): HTMLElement {
    const { count, period } = this.#formats;
    const role = (name: string) => ({ attributes: { role: name } });
    const header = (text: string, className = 'number'): Node =>
      element('th', { class: className, attributes: { scope: 'col', role: 'columnheader' } }, text);
    return element(
      'table',
      { attributes: { role: 'table', 'aria-label': caption } },
      element(
        'thead',
        role('rowgroup'),
        element(
          'tr',
          role('row'),
          header(l10n.t('Period'), ''),
          header(l10n.t('Attributed')),
          header(l10n.t('Clicks')),
          header(l10n.t('Impressions')),
        ),
      ),
      element(
        'tbody',
        role('rowgroup'),
        ...points.map((point) =>
          element(
            'tr',
            role('row'),
            element('th', { attributes: { scope: 'row', role: 'rowheader' } }, period(point)),
            ...[point.attributedConversions, point.clicks, point.impressions].map((value) =>
              element('td', { class: 'number', attributes: { role: 'cell' } }, count(value)),
            ),
          ),
        ),
      ),
    );
  }
}
