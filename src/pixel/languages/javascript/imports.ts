import { indentOf } from '../../placement/lines';
import type { Edit } from '../../placement/request';
import type { Range, Token } from './source';

/** One import declaration of a module. */
export interface Import extends Range {
  readonly from: string;
  /** The quote around the module's name. */
  readonly quote: string;
  readonly defaultName?: string;
  readonly namespaceName?: string;
  /** Imported name to local name. */
  readonly named: ReadonlyMap<string, string>;
  /** Offset behind the last name between the braces. */
  readonly namesEnd?: number;
  readonly typeOnly: boolean;
}

export interface Wanted {
  readonly module: string;
  /** `default`, or the exported name. */
  readonly name: string;
  /** The local name, where it is not the exported one. */
  readonly local?: string;
}

/** The import declarations among the tokens of a module. */
export function readImports(tokens: readonly Token[]): readonly Import[] {
  const found: Import[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    // `import(…)` and `import.meta` are expressions.
    if (
      token.text === 'import' &&
      token.kind === 'word' &&
      next?.text !== '(' &&
      next?.text !== '.'
    ) {
      const read = readImport(tokens, index);
      if (read !== undefined && tokens[index - 1]?.text !== '.') {
        found.push(read);
      }
    }
  });
  return found;
}

function readImport(tokens: readonly Token[], first: number): Import | undefined {
  const named = new Map<string, string>();
  let defaultName: string | undefined;
  let namespaceName: string | undefined;
  let namesEnd: number | undefined;
  let typeOnly = false;
  let inBraces = false;
  for (let index = first + 1; index < tokens.length; index += 1) {
    const token = tokens[index];
    // Nothing of the kind: another import begins before this one names a module.
    if (token === undefined || (token.kind === 'word' && token.text === 'import')) {
      return undefined;
    }
    const { kind, text, end } = token;
    if (kind === 'string' && !inBraces) {
      const semicolon = tokens[index + 1];
      const start = tokens[first]?.start ?? 0;
      return {
        start,
        end: semicolon?.text === ';' ? semicolon.end : end,
        from: text.slice(1, -1),
        quote: text.charAt(0),
        ...(defaultName === undefined ? {} : { defaultName }),
        ...(namespaceName === undefined ? {} : { namespaceName }),
        named,
        ...(namesEnd === undefined ? {} : { namesEnd }),
        typeOnly,
      };
    }
    const previous = tokens[index - 1]?.text;
    if (text === '{' || text === '}') {
      inBraces = text === '{';
      namesEnd = inBraces ? end : namesEnd;
    } else if (kind === 'word' && inBraces && text !== 'as') {
      if (previous === 'as') {
        named.set(tokens[index - 2]?.text ?? '', text);
      } else {
        named.set(text, text);
      }
      namesEnd = end;
    } else if (kind === 'word' && previous === 'as') {
      namespaceName = text;
    } else if (
      kind === 'word' &&
      text === 'type' &&
      previous === 'import' &&
      tokens[index + 1]?.text !== 'from'
    ) {
      typeOnly = true;
    } else if (kind === 'word' && text !== 'from' && text !== 'as' && !inBraces) {
      defaultName = text;
    } else if (!/^[,*]$/.test(text) && kind !== 'word') {
      return undefined;
    }
  }
  return undefined;
}

/** The name under which something is imported already. */
export function importedName(
  imports: readonly Import[],
  { module, name }: Wanted,
): string | undefined {
  const same = imports.filter(({ from, typeOnly }) => from === module && !typeOnly);
  for (const found of same) {
    const local =
      name === 'default' ? (found.defaultName ?? found.named.get(name)) : found.named.get(name);
    if (local !== undefined) {
      return local;
    }
  }
  return undefined;
}

/**
 * The edit that imports a name: into the braces of an import of the same module, else as a line of its own behind
 * the last import, else before the first statement (directives such as 'use client' have to stay first).
 */
export function importEdit(
  text: string,
  tokens: readonly Token[],
  { module, name, local = name }: Wanted,
  eol: string,
): Edit {
  const imports = readImports(tokens);
  const named = local === name ? name : `${name} as ${local}`;
  const shared = imports.find(
    ({ from, typeOnly, namesEnd }) => from === module && !typeOnly && namesEnd !== undefined,
  );
  if (name !== 'default' && shared?.namesEnd !== undefined) {
    const at = shared.namesEnd;
    const added = shared.named.size === 0 ? ` ${named} ` : `, ${named}`;
    return { start: at, end: at, text: added };
  }
  const last = imports.at(-1);
  const quote = last?.quote ?? "'";
  const semicolon = last === undefined || text.charAt(last.end - 1) === ';' ? ';' : '';
  const names = name === 'default' ? local : `{ ${named} }`;
  const line = `import ${names} from ${quote}${module}${quote}${semicolon}`;
  if (last !== undefined) {
    return { start: last.end, end: last.end, text: eol + indentOf(text, last.start) + line };
  }
  const directive = lastDirective(tokens);
  if (directive !== undefined) {
    return { start: directive, end: directive, text: eol + line };
  }
  const first = tokens[0]?.start ?? text.length;
  return { start: first, end: first, text: `${line}${eol}${indentOf(text, first)}` };
}

/** End of the last directive at the start of a module. */
function lastDirective(tokens: readonly Token[]): number | undefined {
  let end: number | undefined;
  for (let index = 0; tokens[index]?.kind === 'string'; index += 1) {
    end = tokens[index]?.end;
    if (tokens[index + 1]?.text === ';') {
      index += 1;
      end = tokens[index]?.end;
    }
  }
  return end;
}
