import * as l10n from '@vscode/l10n';
import type { Notice, PanelState } from '../panelState';
import type { Announcer } from './announcer';
import { button, element, relabel, setText } from './element';
import type { Host } from './host';
import { icon } from './icons';
import { SectionFrame } from './sectionFrame';

/** What is drawn of the script; the type decides why there may be none. */
interface Drawn {
  readonly script: string | undefined;
  readonly type: 'pixel' | 'postback' | 'universalPixel' | 'unknown';
}

/** The pixel's script, to read, insert and copy. It is text of IQM's that nobody has checked, so it is only shown. */
export class ScriptView {
  readonly frame: SectionFrame<Drawn>;
  readonly #announcer: Announcer;
  readonly #insert: HTMLButtonElement;
  readonly #buttons: HTMLElement;
  readonly #result = element('p', { class: 'result' });
  #told = 0;

  constructor(host: Host, announcer: Announcer) {
    this.#announcer = announcer;
    const send = (type: 'insert' | 'copy' | 'copyAs') => () => host.send({ type });
    this.#insert = button('', '', send('insert'), icon('insert'));
    this.#buttons = element(
      'div',
      { class: 'toolbar' },
      this.#insert,
      button(l10n.t('Copy'), 'secondary', send('copy'), icon('copy')),
      button(l10n.t('Copy As…'), 'secondary', send('copyAs')),
      this.#result,
    );
    this.frame = new SectionFrame({
      title: l10n.t('Script'),
      host,
      announcer,
      skeletonLines: 2,
      draw: ({ script, type }) => [
        script === undefined ? noScript(type) : element('pre', {}, element('code', {}, script)),
      ],
    });
    this.frame.root.append(this.#buttons);
  }

  update({ summary, settings, target, notice }: PanelState): void {
    const { data } = summary;
    const script = data?.script ?? settings.data?.script;
    this.frame.update({
      ...(data === undefined ? {} : { data: { script, type: data.type } }),
      loading: summary.loading,
      problems: [],
    });
    // Without the conversion there is no script to speak of; the header says why.
    this.frame.root.hidden = data === undefined && summary.problem !== undefined;
    this.#buttons.hidden = script === undefined;
    relabel(
      this.#insert,
      target === undefined ? l10n.t('Insert into a Page…') : l10n.t('Insert into {0}', target),
    );
    const said = notice === undefined ? '' : words(notice);
    setText(this.#result, notice?.kind.startsWith('refresh') ? '' : said);
    if (notice !== undefined && notice.key !== this.#told) {
      this.#told = notice.key;
      this.#announcer.say(said);
    }
  }
}

function noScript(type: Drawn['type']): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    type === 'postback'
      ? l10n.t('A postback has no script: the measurement partner’s server calls IQM itself.')
      : l10n.t('IQM has sent no script for this conversion.'),
  );
}

function words({ kind, file = '', line }: Notice): string {
  switch (kind) {
    case 'inserted':
      return line === undefined || file === ''
        ? l10n.t('Inserted. One undo takes it out again.')
        : l10n.t('Inserted into {0}, line {1}. One undo takes it out again.', file, line);
    case 'already':
      return line === undefined || file === ''
        ? l10n.t('The page carries it already.')
        : l10n.t('{0} carries it already, in line {1}.', file, line);
    case 'notInserted':
      return l10n.t('Not inserted.');
    case 'copied':
      return l10n.t('Copied.');
    case 'refreshed':
      return l10n.t('Refreshed.');
    case 'refreshFailed':
      return l10n.t('Not everything could be refreshed.');
  }
}
