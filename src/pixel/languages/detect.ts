import type { FileKind, Framework } from '../kinds';
import { detectFramework } from './detect/framework';
import { phpKind, pageKind, scriptKind, tplKind, unnamedKind } from './detect/kindByContent';
import { kindByName } from './detect/kindByName';
import { fileLabel } from './detect/labels';

export interface DetectRequest {
  /** A path or a bare name. */
  readonly fileName: string;
  readonly text: string;
  /** The editor's language, for files whose name and content say nothing, such as a new empty one. */
  readonly languageId?: string;
  /** Text of the nearest package.json, from which the framework and its version come. */
  readonly packageJson?: string;
}

export interface DetectedFile {
  readonly kind: FileKind;
  readonly framework?: Framework;
  /** For people: `Jinja template · Django`. */
  readonly label: string;
}

const KIND_OF_LANGUAGE: Readonly<Record<string, FileKind>> = {
  html: 'html',
  php: 'php',
  blade: 'blade',
  twig: 'twig',
  handlebars: 'handlebars',
  razor: 'razor',
  aspnetcorerazor: 'razor',
  erb: 'erb',
  javascriptreact: 'jsx',
  typescriptreact: 'jsx',
  javascript: 'script',
  typescript: 'script',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  mdx: 'mdx',
  liquid: 'liquid',
  'django-html': 'jinja',
  'jinja-html': 'jinja',
  python: 'python',
};

/** What kind of file this is and which framework runs it. */
export function detectFile(request: DetectRequest): DetectedFile {
  const kind = detectKind(request.fileName, request.text, request.languageId);
  const framework = detectFramework({ ...request, kind });
  return { kind, ...(framework && { framework }), label: fileLabel(kind, framework) };
}

/**
 * The kind by name and content. VS Code's own language only decides for files that show neither: it knows few of these
 * languages and calls a template a page.
 */
export function detectKind(fileName: string, text: string, languageId?: string): FileKind {
  const named = kindByName(fileName);
  if (named?.isCertain === true) {
    return named.kind;
  }
  switch (named?.kind) {
    case 'html':
      return pageKind(text);
    case 'php':
      return phpKind(fileName, text);
    case 'script':
      return scriptKind(text);
    case 'smarty':
      return tplKind(text);
    case 'go':
      return goOr(pageKind(text));
    default: {
      const byContent = unnamedKind(text);
      return byContent === 'text' ? (KIND_OF_LANGUAGE[languageId ?? ''] ?? 'text') : byContent;
    }
  }
}

/** `.tmpl` is mostly Go's. */
function goOr(kind: FileKind): FileKind {
  return kind === 'html' ? 'go' : kind;
}

export { detectFramework };
