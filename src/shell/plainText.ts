/**
 * Text that came from IQM, made safe to stand in a message, a pick or a tooltip: VS Code turns `[x](command:…)` into
 * a link and `$(bug)` into an icon, wherever they come from. A zero-width space keeps both what they are: text.
 */
export function plain(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('$(', '$\u200B(').replaceAll('](', ']\u200B(');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
