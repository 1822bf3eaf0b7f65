/**
 * A glob pattern as VS Code reads it in settings: `*` and `?` stay within a name, `**` crosses folders, `{a,b}` and
 * `[a-z]` choose.
 * @returns matches a path relative to its workspace folder, with `/`; nothing, if the pattern is empty or broken
 */
export function globPattern(glob: string): RegExp {
  try {
    return new RegExp(`^(?:${translated(glob.trim().replace(/^\.?\//, '')) || '(?!)'})$`, 's');
  } catch {
    return /(?!)/;
  }
}

/** One part of a pattern at a time: whole folders, a sign, or text. */
const PART = /(?<=^|[/{,])\*\*(?:\/|$|(?=[,}]))|\*+|\?|\[[!^]?[^\]]+\]|[{},]|[^*?[{},]+|\[/g;

function translated(glob: string): string {
  let depth = 0;
  return Array.from(glob.matchAll(PART), ({ 0: part, index }) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return isFolders(glob, index) ? '.*' : '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        depth += 1;
        return '(?:';
      case '}':
        depth -= 1;
        return ')';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return part.startsWith('*') ? '[^/]*' : part.length > 1 ? classOr(part) : escaped(part);
    }
  }).join('');
}

/** Whether two stars stand for a whole path, as in `dist/**`, and not within a name. */
function isFolders(glob: string, index: number): boolean {
  return /(?:^|[/{,])$/.test(glob.slice(0, index)) && /^(?:$|[,}])/.test(glob.slice(index + 2));
}

function classOr(part: string): string {
  return part.startsWith('[')
    ? `[${part
        .slice(1, -1)
        .replace(/^!/, '^')
        .replaceAll('\\', String.raw`\\`)}]`
    : escaped(part);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
