import * as l10n from '@vscode/l10n';
import type { SectionName } from '../messages';
import type { Announcer } from './announcer';
import { button, element } from './element';
import type { Host } from './host';
import { icon } from './icons';

/** What a frame shows: its data, and the problems of the requests that they come from, of which there may be two. */
export interface FrameState<T> {
  readonly data?: T;
  readonly loading: boolean;
  readonly problems: readonly Problem[];
}

/** A request that failed, in words for the user. */
export interface Problem {
  /** What to load again to be rid of it. */
  readonly section: SectionName;
  readonly text: string;
  /** Whether an older answer is shown in place of the missing one. */
  readonly stale: boolean;
}

interface FrameOptions<T> {
  readonly title: string;
  readonly host: Host;
  readonly announcer: Announcer;
  /** Lines that stand in for the body until there is one. */
  readonly skeletonLines: number;
  readonly draw: (data: T) => readonly Node[];
}

let frames = 0;

/**
 * A headed part of the page that is loaded on its own: a skeleton at first, then its body, and the problem of the
 * last request with a way to retry. The body is drawn again only when its data differ, so focus and selection stay.
 */
export class SectionFrame<T> {
  readonly root: HTMLElement;
  readonly heading: HTMLHeadingElement;
  readonly #options: FrameOptions<T>;
  readonly #problems = element('div', { class: 'problems' });
  readonly #body = element('div', { class: 'body' });
  readonly #skeleton: HTMLElement;
  #drawn: string | undefined;
  #told = '';

  constructor(options: FrameOptions<T>) {
    this.#options = options;
    frames += 1;
    const id = `section-${frames}`;
    this.heading = element('h2', { attributes: { id, tabindex: '-1' } }, options.title);
    this.#skeleton = skeleton(options.skeletonLines);
    this.root = element(
      'section',
      { attributes: { 'aria-labelledby': id } },
      this.heading,
      this.#problems,
      this.#skeleton,
      this.#body,
    );
  }

  update({ data, loading, problems }: FrameState<T>): void {
    this.root.setAttribute('aria-busy', String(loading));
    this.#skeleton.hidden = data !== undefined || problems.length > 0;
    this.#body.hidden = data === undefined;
    this.#showProblems(problems);
    const key = data === undefined ? undefined : JSON.stringify(data);
    if (data !== undefined && key !== this.#drawn) {
      this.#drawn = key;
      this.#body.replaceChildren(...this.#options.draw(data));
    }
  }

  #showProblems(problems: readonly Problem[]): void {
    const key = JSON.stringify(problems);
    if (key === this.#told) {
      return;
    }
    this.#told = key;
    const { title, host, announcer } = this.#options;
    this.#problems.replaceChildren(
      ...problems.map(({ section, text, stale }) => {
        const shown = stale ? l10n.t('Could not be refreshed. {0}', text) : text;
        announcer.say(l10n.t('{0}: {1}', title, shown));
        return problemLine(shown, l10n.t('Retry: {0}', title), () => {
          // The button goes while the request is under way; the focus must not go with it.
          this.heading.focus();
          host.send({ type: 'retry', section });
        });
      }),
    );
  }
}

/** The problem of a section as its frame wants it, if there is one. */
export function problemsOf(
  section: SectionName,
  { data, problem }: { readonly data?: unknown; readonly problem?: string },
): readonly Problem[] {
  return problem === undefined ? [] : [{ section, text: problem, stale: data !== undefined }];
}

/**
 * A sentence with a button beside it.
 *
 * @param retryLabel names what is retried, since a page may hold several such buttons; holds the visible text, too
 */
export function problemLine(text: string, retryLabel: string, retry: () => void): HTMLElement {
  const again = button(l10n.t('Retry'), 'secondary', retry);
  again.setAttribute('aria-label', retryLabel);
  return element('div', { class: 'problem' }, icon('warning'), element('p', {}, text), again);
}

/** Grey lines in place of a text that is on its way. */
export function skeleton(lines: number): HTMLElement {
  const root = element('div', { class: 'skeleton' });
  root.append(element('span', { class: 'unseen' }, l10n.t('Loading…')));
  for (let line = 0; line < lines; line += 1) {
    root.append(element('div', { class: 'bone', attributes: { 'aria-hidden': 'true' } }));
  }
  return root;
}
