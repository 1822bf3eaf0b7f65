let waiting: HTMLElement | undefined;

/**
 * Puts the focus on what an answer has brought, or, while the user is elsewhere in the window, once they come back:
 * from within a webview, `focus()` would take the focus out of the editor or the prompt that they type in.
 */
export function focusOnReturn(target: HTMLElement | undefined): void {
  if (document.hasFocus()) {
    waiting = undefined;
    target?.focus();
  } else {
    waiting = target;
  }
}

window.addEventListener('focus', () => {
  const target = waiting;
  waiting = undefined;
  target?.focus();
});
