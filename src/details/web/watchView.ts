import * as l10n from '@vscode/l10n';
import type { ShownWatch } from '../panelState';
import type { Announcer } from './announcer';
import { button, element, relabel, setText } from './element';
import type { Formats } from './formats';
import type { Host } from './host';
import { icon } from './icons';

/** The watch: one button that starts and stops it, and a line that says how it goes. */
export class WatchView {
  readonly root = element('div', { class: 'watch' });
  readonly button: HTMLButtonElement;
  readonly #announcer: Announcer;
  readonly #formats: Formats;
  readonly #text = element('p');
  #kind: ShownWatch['kind'] = 'off';
  #problem: string | undefined;

  constructor(host: Host, announcer: Announcer, formats: Formats) {
    this.#announcer = announcer;
    this.#formats = formats;
    this.button = button(
      l10n.t('Watch Until It Fires'),
      'secondary',
      () => host.send({ type: this.#kind === 'on' ? 'stop' : 'watch' }),
      icon('watch'),
    );
    this.root.append(
      element('span', { class: 'pulse', attributes: { 'aria-hidden': 'true' } }),
      icon('check'),
      this.#text,
    );
  }

  update(watch: ShownWatch): void {
    const text = this.#words(watch);
    this.root.hidden = text === '';
    this.root.className = `watch ${watch.kind}`;
    setText(this.#text, text);
    relabel(
      this.button,
      watch.kind === 'on' ? l10n.t('Stop Watching') : l10n.t('Watch Until It Fires'),
    );
    this.#tell(watch, text);
    this.#kind = watch.kind;
    this.#problem = watch.kind === 'on' ? watch.problem : undefined;
  }

  /** Announces what changes the picture; that another check found nothing is not worth an interruption. */
  #tell(watch: ShownWatch, text: string): void {
    if (watch.kind !== this.#kind) {
      this.#announcer.say(text === '' ? l10n.t('Watching stopped.') : text);
    } else if (watch.kind === 'on' && watch.problem !== undefined && this.#problem === undefined) {
      this.#announcer.say(text);
    }
  }

  #words(watch: ShownWatch): string {
    const { clock, count, time } = this.#formats;
    switch (watch.kind) {
      case 'off':
        return '';
      case 'on': {
        const { checks, lastCheck, nextCheck, problem } = watch;
        if (lastCheck === undefined || nextCheck === undefined) {
          return l10n.t('Watching. Open the page that carries the pixel.');
        }
        const next = clock(nextCheck);
        return problem === undefined
          ? checks === 1
            ? l10n.t('Watching. Nothing new at {0}; next check at {1}.', clock(lastCheck), next)
            : l10n.t(
                'Watching. Nothing new at {0}, after {1} checks; next check at {2}.',
                clock(lastCheck),
                count(checks),
                next,
              )
          : l10n.t('Watching. The last check failed; next try at {0}. {1}', next, problem);
      }
      case 'fired': {
        const { at, from, to } = watch;
        return to.total > from.total
          ? l10n.t(
              'It fired: total conversions rose from {0} to {1} at {2}.',
              count(from.total),
              count(to.total),
              clock(at),
            )
          : l10n.t('It fired: Pending turned Active at {0}.', clock(at));
      }
      case 'ended':
        return l10n.t('Nothing new until {0}; watching has ended.', time(watch.at));
    }
  }
}
