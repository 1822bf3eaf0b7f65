import type { MarkdownString } from 'vscode';
import { plain } from '../shell/plainText';

/**
 * Appends text that came from IQM so that it stays text: a name like `[x](command:…)` or `$(bug)` must neither
 * become a link nor an icon. VS Code's own appendText leaves icons alive, so they go first.
 */
export function appendText(markdown: MarkdownString, text: string): void {
  markdown.appendText(plain(text));
}
