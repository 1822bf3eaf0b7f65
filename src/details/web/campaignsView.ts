import * as l10n from '@vscode/l10n';
import { campaignRows, type CampaignRow } from '../campaignRows';
import type { PanelState } from '../panelState';
import type { Announcer } from './announcer';
import { element } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { problemsOf, SectionFrame } from './sectionFrame';
import { campaignStatusWord } from './words';

/** The attached campaigns, with what this conversion did in each. */
export class CampaignsView {
  readonly frame: SectionFrame<readonly CampaignRow[]>;
  readonly #formats: Formats;

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#formats = formats;
    this.frame = new SectionFrame({
      title: l10n.t('Campaigns'),
      host,
      announcer,
      skeletonLines: 3,
      draw: (rows) => (rows.length === 0 ? [none()] : [this.#table(rows)]),
    });
  }

  update({ campaigns, counts }: PanelState): void {
    this.frame.update({
      ...(campaigns.data === undefined ? {} : { data: campaignRows(campaigns.data, counts.data) }),
      loading: campaigns.loading || counts.loading,
      problems: [
        ...problemsOf('campaigns', campaigns),
        ...problemsOf('counts', counts).map((problem) =>
          problem.stale
            ? problem
            : {
                ...problem,
                text: l10n.t('The counts per campaign are missing. {0}', problem.text),
              },
        ),
      ],
    });
  }

  // Narrow panels show a row as a grid, which takes the table's roles away; named ones stay.
  #table(rows: readonly CampaignRow[]): HTMLElement {
    const columns = [
      l10n.t('Conversions'),
      l10n.t('Unique'),
      l10n.t('Clicks'),
      l10n.t('Impressions'),
    ];
    const header = (text: string, className = ''): Node =>
      element('th', { class: className, attributes: { scope: 'col', role: 'columnheader' } }, text);
    const group = { role: 'rowgroup' };
    return element(
      'table',
      {
        class: 'campaigns',
        attributes: { role: 'table', 'aria-label': l10n.t('Campaigns') },
      },
      element(
        'thead',
        { attributes: group },
        element(
          'tr',
          { attributes: { role: 'row' } },
          header(l10n.t('Campaign'), 'name'),
          ...columns.map((column) => header(column, 'number')),
        ),
      ),
      element('tbody', { attributes: group }, ...rows.map((row) => this.#row(row))),
    );
  }

  #row({ name, status, insertionOrder, attached, counts }: CampaignRow): Node {
    const about = [
      campaignStatusWord(status),
      attached ? undefined : l10n.t('not attached any more'),
      insertionOrder,
    ].filter((text) => text !== undefined);
    const values = counts && [
      counts.conversions,
      counts.uniqueConversions,
      counts.clicks,
      counts.impressions,
    ];
    return element(
      'tr',
      { attributes: { role: 'row' } },
      element(
        'th',
        { class: 'name', attributes: { scope: 'row', role: 'rowheader' } },
        element('span', { class: 'title' }, name),
        element('span', { class: 'about' }, about.join(' · ')),
      ),
      ...[0, 1, 2, 3].map((column) => {
        const value = values?.[column];
        return element(
          'td',
          { class: 'number', attributes: { role: 'cell' } },
          value === undefined ? unknown() : this.#formats.count(value),
        );
      }),
    );
  }
}

function none(): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    l10n.t('Not attached to any campaign yet. IQM attributes conversions to attached campaigns.'),
  );
}

/** A count that IQM has not told. */
function unknown(): HTMLElement {
  return element(
    'span',
    {},
    element('span', { attributes: { 'aria-hidden': 'true' } }, '–'),
    element('span', { class: 'unseen' }, l10n.t('not known')),
  );
}
