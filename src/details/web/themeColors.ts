/** What a canvas needs to know of the theme: it cannot read CSS variables by itself. */
export interface ThemeColors {
  readonly bar: string;
  readonly barEdge: string;
  readonly text: string;
  readonly grid: string;
  readonly font: string;
}

/** The colours of now, as VS Code has set them on the page. */
export function themeColors(): ThemeColors {
  const style = getComputedStyle(document.documentElement);
  const color = (...names: readonly string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find(Boolean) ??
    'currentcolor';
  return {
    bar: color('charts-blue', 'textLink-foreground', 'foreground'),
    // Only high-contrast themes have a contrast border; there a bar gets an edge of its own.
    barEdge: color('contrastBorder', 'charts-blue', 'foreground'),
    text: color('descriptionForeground', 'foreground'),
    grid: color('widget-border', 'panel-border', 'charts-lines'),
    font: `11px ${style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif'}`,
  };
}

/**
 * Calls `changed` when VS Code has put another theme on the page: it sets classes and attributes of the body, and the
 * variables in the style of the root.
 */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id', 'data-vscode-theme-kind'],
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
