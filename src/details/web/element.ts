type Child = Node | string | undefined;

interface Properties {
  readonly class?: string;
  /** Any attributes; never style or an event handler, which the page's policy refuses. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Builds an element. Texts become text nodes, whatever they hold: names that come from IQM may look like markup, and
 * nothing in this panel ever reads markup.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, attributes = {} }: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== undefined) {
    made.className = className;
  }
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/**
 * A button with a text of its own element, so that {@link relabel} can change it and long file names can be cut.
 *
 * @param className `secondary` for all but the one action that matters most
 */
export function button(
  label: string,
  className: string,
  onClick: () => void,
  picture?: Node,
): HTMLButtonElement {
  const made = element(
    'button',
    { class: `vscode-button ${className}`, attributes: { type: 'button' } },
    picture,
    element('span', {}, label),
  );
  made.addEventListener('click', onClick);
  return made;
}

/** Puts another text on a button without losing the focus that may be on it. */
export function relabel(made: HTMLButtonElement, label: string): void {
  const text = made.querySelector('span');
  if (text !== null && text.textContent !== label) {
    text.textContent = label;
  }
}

/** Sets a text only when it differs, so that no live region speaks twice. */
export function setText(made: HTMLElement, text: string): void {
  if (made.textContent !== text) {
    made.textContent = text;
  }
}
