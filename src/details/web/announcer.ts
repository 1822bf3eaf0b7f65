import { element } from './element';

/** Texts that arrive within this time are read as one. */
const TOGETHER_MS = 150;

/** Says to a screen reader what others see: results and troubles, never the ticking of a watch. */
export class Announcer {
  readonly root = element('div', { class: 'unseen', attributes: { role: 'status' } });
  readonly #texts: string[] = [];

  say(text: string): void {
    this.#texts.push(text);
    if (this.#texts.length === 1) {
      setTimeout(() => {
        const texts = this.#texts.splice(0);
        // A new element each time: the same words twice are two events.
        this.root.replaceChildren(element('p', {}, texts.join(' ')));
      }, TOGETHER_MS);
    }
  }
}
