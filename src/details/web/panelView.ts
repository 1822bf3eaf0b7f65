import * as l10n from '@vscode/l10n';
import type { PanelState } from '../panelState';
import type { Announcer } from './announcer';
import { CampaignsView } from './campaignsView';
import { button, element, setText } from './element';
import type { Formats } from './formats';
import { HeaderView } from './headerView';
import type { Host } from './host';
import { PlacesView } from './placesView';
import { ResultsView } from './resultsView';
import { ScriptView } from './scriptView';
import { skeleton } from './sectionFrame';
import { SettingsView } from './settingsView';
import { TimelineView } from './timelineView';

/** The whole page: the conversion, or one sentence about why there is none, with the next step. */
export class PanelView {
  readonly root = element('div', { class: 'panel' });
  /** Stands outside of the rest: whatever is asked as a container cannot hold what keeps to the window's edge. */
  readonly progress = element('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } });
  readonly #host: Host;
  readonly #parts: readonly { update(state: PanelState): void }[];
  readonly #conversion: HTMLElement;
  readonly #starting: HTMLElement;
  readonly #message: HTMLElement;
  readonly #name = element('h1');
  readonly #sentence = element('h1');
  readonly #signIn: HTMLButtonElement;
  readonly #refresh: HTMLButtonElement;
  #scrolled = false;

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#host = host;
    const header = new HeaderView(host, announcer, formats);
    const script = new ScriptView(host, announcer);
    const results = new ResultsView(host, announcer, formats);
    const timeline = new TimelineView(host, announcer, formats);
    const campaigns = new CampaignsView(host, announcer, formats);
    const settings = new SettingsView(host, announcer);
    const places = new PlacesView(host, announcer, formats);
    this.#parts = [header, script, results, timeline, campaigns, settings, places];
    this.#conversion = element(
      'div',
      {},
      header.root,
      script.frame.root,
      element(
        'div',
        { class: 'columns' },
        element(
          'div',
          { class: 'wide' },
          results.frame.root,
          timeline.frame.root,
          campaigns.frame.root,
        ),
        element('div', { class: 'side' }, settings.frame.root, places.frame.root),
      ),
    );
    this.#starting = element('div', { class: 'starting' }, this.#name, skeleton(4));
    const send = (type: 'signIn' | 'refresh') => () => host.send({ type });
    this.#signIn = button(l10n.t('Sign In…'), '', send('signIn'));
    this.#refresh = button(l10n.t('Refresh'), '', send('refresh'));
    this.#message = element(
      'div',
      { class: 'message' },
      this.#sentence,
      this.#signIn,
      this.#refresh,
    );
    this.root.append(this.#starting, this.#message, this.#conversion);
    addEventListener('scrollend', () => host.keep({ scroll: scrollY }));
  }

  update(state: PanelState): void {
    const { scene } = state;
    this.#starting.hidden = scene !== 'starting';
    this.#message.hidden = scene === 'starting' || scene === 'shown';
    this.#signIn.hidden = scene !== 'signedOut';
    this.#refresh.hidden = scene !== 'gone';
    this.#conversion.hidden = scene !== 'shown';
    setText(this.#name, l10n.t('Conversion {0}', String(state.conversionId)));
    setText(this.#sentence, whyNot(state));
    if (scene === 'shown') {
      for (const part of this.#parts) {
        part.update(state);
      }
    }
    const { summary, settings, campaigns, counts, timeline } = state;
    this.progress.classList.toggle(
      'active',
      [summary, settings, campaigns, counts, timeline].some(({ loading }) => loading),
    );
    this.#scrollBack(state);
  }

  /** A tab that was hidden comes back where its user left it, once there is something to scroll over. */
  #scrollBack({ summary, campaigns }: PanelState): void {
    if (!this.#scrolled && summary.data !== undefined && campaigns.data !== undefined) {
      this.#scrolled = true;
      scrollTo(0, this.#host.kept.scroll ?? 0);
    }
  }
}

/** Why no conversion is shown. */
function whyNot({ scene, conversionId, organization = '', summary }: PanelState): string {
  const id = String(conversionId);
  switch (scene) {
    case 'signedOut':
      return l10n.t('Sign in to IQM to see this conversion.');
    case 'gone':
      return l10n.t(
        'IQM lists no conversion {0} in {1}. It may have been deleted, or belong to another organization.',
        id,
        organization,
      );
    case 'deleted':
      return l10n.t('“{0}” has been deleted.', summary.data?.name ?? l10n.t('Conversion {0}', id));
    default:
      return '';
  }
}
