import * as l10n from '@vscode/l10n';
import type { PanelState, ShownConversion, ShownSettings } from '../panelState';
import type { Announcer } from './announcer';
import { element } from './element';
import type { Host } from './host';
import { problemsOf, SectionFrame } from './sectionFrame';
import { attributionWord, days, repeatWords } from './words';

interface Drawn {
  readonly settings: ShownSettings;
  readonly id: number;
  /** What the list says about them, and what the settings leave out for some types. */
  readonly row: Pick<ShownConversion, 'type' | 'uuid' | 'financialMetric' | 'partnerName'>;
}

/** The conversion's settings. Which ones there are depends on its type, so only those that IQM names are shown. */
export class SettingsView {
  readonly frame: SectionFrame<Drawn>;

  constructor(host: Host, announcer: Announcer) {
    this.frame = new SectionFrame({
      title: l10n.t('Settings'),
      host,
      announcer,
      skeletonLines: 6,
      draw: (drawn) => [list(drawn)],
    });
  }

  update({ settings, summary, conversionId }: PanelState): void {
    const { data, loading } = settings;
    const { type = 'unknown', uuid, financialMetric, partnerName } = summary.data ?? {};
    this.frame.root.hidden = summary.data === undefined && summary.problem !== undefined;
    this.frame.update({
      ...(data === undefined
        ? {}
        : {
            data: {
              settings: data,
              id: conversionId,
              row: {
                type,
                ...(uuid === undefined ? {} : { uuid }),
                ...(financialMetric === undefined ? {} : { financialMetric }),
                ...(partnerName === undefined ? {} : { partnerName }),
              },
            },
          }),
      loading,
      problems: problemsOf('settings', settings),
    });
  }
}

type Value = string | Node | undefined;

function list(drawn: Drawn): HTMLElement {
  return element(
    'dl',
    { class: 'settings' },
    ...rows(drawn).flatMap(([term, value]) =>
      value === undefined || value === ''
        ? []
        : [element('dt', {}, term), element('dd', {}, value)],
    ),
  );
}

function rows({ settings, id, row }: Drawn): readonly (readonly [term: string, value: Value])[] {
  const { attribution, clickDays, viewDays, repeat, crossDevice, piggyback } = settings;
  // A pixel has these settings even when they are empty, other types have them not at all.
  const none = row.type === 'pixel' ? l10n.t('None') : undefined;
  const metric = settings.financialMetric ?? row.financialMetric;
  return [
    [l10n.t('Partner'), row.partnerName ?? partnerById(settings.partnerTypeId)],
    [l10n.t('Attribution'), attribution && attributionWord(attribution)],
    // A window of the other kind has no effect and would only mislead.
    [l10n.t('Post-click window'), period(attribution === 'view' ? undefined : clickDays)],
    [l10n.t('Post-view window'), period(attribution === 'click' ? undefined : viewDays)],
    [l10n.t('Repeats'), repeat && repeatWords(repeat)],
    [l10n.t('Cross-device'), crossDevice === undefined ? undefined : onOrOff(crossDevice)],
    [l10n.t('Custom fields'), customFields(settings.customFields) ?? none],
    [l10n.t('Financial metric'), metric === undefined || metric === '' ? none : code(metric)],
    [
      piggyback?.type === 'javascript'
        ? l10n.t('Piggyback (JavaScript)')
        : piggyback?.type === 'image'
          ? l10n.t('Piggyback (image)')
          : l10n.t('Piggyback'),
      code(piggyback?.url) ?? none,
    ],
    [l10n.t('Impression URL'), code(settings.impressionUrl)],
    [l10n.t('Click URL'), code(settings.clickUrl)],
    // An id is a name made of digits, so it is never grouped.
    [l10n.t('ID'), code(String(id))],
    [l10n.t('UUID'), code(settings.uuid ?? row.uuid)],
  ];
}

function partnerById(id: number | undefined): string | undefined {
  return id === undefined ? undefined : l10n.t('Partner {0}', id);
}

function period(count: number | undefined): string | undefined {
  return count === undefined ? undefined : days(count);
}

function onOrOff(on: boolean): string {
  return on ? l10n.t('On') : l10n.t('Off');
}

function customFields(fields: readonly string[]): Node | undefined {
  return fields.length === 0
    ? undefined
    : element(
        'ul',
        { class: 'chips' },
        ...fields.map((field) => element('li', {}, element('code', {}, field))),
      );
}

function code(text: string | undefined): Node | undefined {
  return text === undefined || text === '' ? undefined : element('code', {}, text);
}
