import * as l10n from '@vscode/l10n';
import type { PanelState, ShownConversion } from '../panelState';
import type { Announcer } from './announcer';
import { button, element, setText } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { icon } from './icons';
import { problemLine } from './sectionFrame';
import { WatchView } from './watchView';
import { statusWord, typeWord } from './words';

/** Who the conversion is, and what can be done with it as a whole. */
export class HeaderView {
  readonly root = element('header');
  readonly #host: Host;
  readonly #announcer: Announcer;
  readonly #formats: Formats;
  readonly #sandbox = element('p', { class: 'sandbox' });
  readonly #name = element('h1', { attributes: { tabindex: '-1' } });
  readonly #facts = element('ul', { class: 'facts' });
  readonly #problem = element('div', { class: 'problems' });
  readonly #asOf = element('span', { class: 'as-of' });
  readonly #refresh: HTMLButtonElement;
  readonly #watch: WatchView;
  #drawnFacts = '';
  #told = '';

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#host = host;
    this.#announcer = announcer;
    this.#formats = formats;
    this.#watch = new WatchView(host, announcer, formats);
    const send = (type: 'assign' | 'refresh') => () => host.send({ type });
    this.#refresh = button(l10n.t('Refresh'), 'secondary', send('refresh'), icon('refresh'));
    this.#sandbox.append(
      element('span', { class: 'vscode-badge' }, l10n.t('Sandbox')),
      element('span', {}, l10n.t('Imitated by this machine: nothing here counts in production.')),
    );
    this.root.append(
      this.#sandbox,
      this.#name,
      this.#facts,
      this.#problem,
      element(
        'div',
        { class: 'toolbar' },
        this.#watch.button,
        button(l10n.t('Assign to Campaigns…'), 'secondary', send('assign'), icon('assign')),
        this.#refresh,
        this.#asOf,
      ),
      this.#watch.root,
    );
  }

  update(state: PanelState): void {
    const { summary } = state;
    const conversion = summary.data;
    this.#sandbox.hidden = !state.sandbox;
    setText(this.#name, conversion?.name ?? l10n.t('Conversion {0}', String(state.conversionId)));
    this.#showFacts(state, conversion);
    this.#showProblem(summary.problem, conversion !== undefined);
    this.#showAge(state);
    this.#watch.update(state.watch);
  }

  #showFacts(
    { conversionId, organization }: PanelState,
    conversion: ShownConversion | undefined,
  ): void {
    const key = JSON.stringify([conversion, organization]);
    if (key === this.#drawnFacts) {
      return;
    }
    this.#drawnFacts = key;
    const facts: readonly (Node | undefined)[] = [
      conversion && statusFact(conversion.status),
      conversion && document.createTextNode(typeWord(conversion.type)),
      document.createTextNode(l10n.t('ID {0}', String(conversionId))),
      conversion?.created === undefined
        ? undefined
        : document.createTextNode(l10n.t('Created {0}', this.#formats.day(conversion.created))),
      organization === undefined ? undefined : document.createTextNode(organization),
    ];
    const drawn = facts.filter((fact) => fact !== undefined);
    this.#facts.replaceChildren(...drawn.map((fact) => element('li', {}, fact)));
  }

  #showAge({ summary, waitingSeconds, ...state }: PanelState): void {
    const sections = [state.settings, state.campaigns, state.counts, state.timeline, summary];
    const loading = sections.some((section) => section.loading);
    // Not disabled: the focus of a keyboard user is likely to be on it.
    this.#refresh.setAttribute('aria-disabled', String(loading));
    setText(
      this.#asOf,
      waitingSeconds > 0
        ? l10n.t('Waiting for IQM’s rate limit, {0} s', waitingSeconds)
        : summary.asOf === undefined
          ? ''
          : l10n.t('As of {0}', this.#formats.time(summary.asOf)),
    );
  }

  #showProblem(problem: string | undefined, stale: boolean): void {
    const text =
      problem === undefined
        ? ''
        : stale
          ? l10n.t('What is shown may be out of date. {0}', problem)
          : l10n.t('This conversion could not be read. {0}', problem);
    if (text === this.#told) {
      return;
    }
    this.#told = text;
    this.#problem.replaceChildren();
    if (text !== '') {
      this.#announcer.say(text);
      this.#problem.append(
        problemLine(text, l10n.t('Retry: {0}', l10n.t('Conversion')), () => {
          this.#name.focus();
          this.#host.send({ type: 'retry', section: 'summary' });
        }),
      );
    }
  }
}

function statusFact(status: 'active' | 'pending' | 'none'): Node | undefined {
  const word = statusWord(status);
  return word === undefined
    ? undefined
    : element(
        'span',
        { class: `status ${status}` },
        element('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } }),
        word,
      );
}
