import type { FileKind, IslandSyntax } from '../kinds';
import { findIslands } from '../scanner/islands';
import { planMarkup } from '../placement/markup';
import type { Placement, PlacementRequest } from '../placement/request';
import { lastChildEdit, placed } from './edits';

/** How a template says that it fills the blocks of another one. */
interface Inheritance {
  readonly extends: RegExp;
  /** Opening and closing marks; the first group is an opened block's name, quotes included. */
  readonly marks: RegExp;
  readonly opens: RegExp;
}

interface TemplateBlock {
  readonly name: string;
  readonly openEnd: number;
  readonly closeStart: number;
}

const CURLY: Inheritance = {
  extends: /\{%-?\s*extends\b/,
  // A block with a value behind its name (Twig) is complete: it has no end.
  marks: /\{%-?\s*(?:block\s+([\w-]+)(?:\s+(?:scoped|required))*\s*|endblock\b[^{}%]*)-?%\}/g,
  opens: /^\{%-?\s*block/,
};

const INHERITANCE: Partial<Record<FileKind, Inheritance>> = {
  jinja: CURLY,
  nunjucks: CURLY,
  twig: CURLY,
  blade: {
    extends: /^[ \t]*@extends\s*\(/m,
    marks:
      /@(?:section|push|prepend)\s*\(\s*('[^']*'|"[^"]*")\s*\)|@(?:endsection|stop|show|append|overwrite|endpush|endprepend)\b/g,
    opens: /^@(?:section|push|prepend)/,
  },
  smarty: {
    extends: /\{extends\b/,
    marks: /\{block\s+(?:name\s*=\s*)?(['"]?[\w-]+['"]?)[^{}]*\}|\{\/block\}/g,
    opens: /^\{block/,
  },
  latte: {
    extends: /\{(?:extends|layout)\b/,
    marks: /\{(?:block|define)\s+#?([\w-]+)[^{}]*\}|\{\/(?:block|define)(?:\s[^{}]*)?\}/g,
    opens: /^\{(?:block|define)/,
  },
  go: {
    extends: /^\s*(?:\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}\s*)*\{\{-?\s*define\b/,
    // `end` closes all of these.
    marks:
      /\{\{-?\s*(?:define\s+("[^"]*"|`[^`]*`)|block\s+("[^"]*")[^{}]*|(?:if|range|with)\b[^{}]*|end)\s*-?\}\}/g,
    opens: /^\{\{-?\s*(?:define|block|if|range|with)/,
  },
};

/** What stands in these is no markup, or ends up inside an attribute. */
const NO_MARKUP = /title|desc|keyword|class|lang|canonical|url|subject/i;
/** Every try reads the whole file. */
const MOST_TRIES = 8;

const HEAD_FIRST = [/head/i, /script|js/i, /meta|css|style|link/i, /content|body|main/i];
const BODY_FIRST = [/script|js/i, /content|body|main/i, /foot/i];

/**
 * Plans in a template that fills another one's blocks: what stands outside them is dropped, or sent in front of the
 * page.
 * @returns undefined for a template that stands alone
 */
export function planChildTemplate(
  request: PlacementRequest,
  snippet: string,
  islands: readonly IslandSyntax[],
): Placement | undefined {
  const { text, kind, place } = request;
  const inheritance = INHERITANCE[kind];
  if (inheritance?.extends.test(text) !== true) {
    return undefined;
  }
  const blocks = blocksOf(text, inheritance, islands);
  const isInside = (start: number, end: number): boolean =>
    blocks.some(({ openEnd, closeStart }) => openEnd <= start && end <= closeStart);
  if (place === 'cursor' || place === 'selection') {
    const plan = planMarkup(request, snippet);
    if (plan.status !== 'insert' || isInside(plan.edit.start, plan.edit.end)) {
      return plan;
    }
  }
  const target = chooseBlock(request, snippet, blocks);
  if (target === undefined || place === 'selection') {
    return {
      status: 'refuse',
      reason: 'This template fills blocks of another one; what stands outside them is never shown.',
      advice:
        target === undefined
          ? 'Add a block for scripts or for the content, or insert the pixel into the template it extends.'
          : 'Select text inside a block.',
    };
  }
  const first = /\S/.exec(text.slice(target.openEnd, target.closeStart));
  const children = first === null ? [] : [target.openEnd + first.index];
  const edit = lastChildEdit(text, target, children, snippet);
  return placed(request, edit, [], snippet, place === 'cursor' ? ['moved'] : []);
}

function chooseBlock(
  request: PlacementRequest,
  snippet: string,
  blocks: readonly TemplateBlock[],
): TemplateBlock | undefined {
  const order = request.place === 'body' ? BODY_FIRST : HEAD_FIRST;
  const rank = ({ name }: TemplateBlock): number => {
    const at = order.findIndex((pattern) => pattern.test(name));
    return at === -1 ? order.length : at;
  };
  return blocks
    .filter(({ name }) => !NO_MARKUP.test(name))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_TRIES)
    .find(({ closeStart }) => {
      // The end of a block may lie in a comment or a script that the block leaves open.
      const plan = planMarkup({ ...request, place: 'cursor', offset: closeStart }, snippet);
      return plan.status === 'insert' && plan.edit.start === closeStart;
    });
}

/** The outermost blocks that have an end, comments left out. */
function blocksOf(
  text: string,
  { marks, opens }: Inheritance,
  islands: readonly IslandSyntax[],
): readonly TemplateBlock[] {
  const comments = findIslands(text, islands).filter(({ comment }) => comment);
  const blocks: TemplateBlock[] = [];
  const open: { name: string; openEnd: number }[] = [];
  let next = 0;
  for (const { 0: mark, 1: name, 2: otherName, index } of text.matchAll(marks)) {
    while ((comments[next]?.end ?? Infinity) <= index) {
      next += 1;
    }
    if ((comments[next]?.start ?? Infinity) <= index) {
      continue;
    }
    if (opens.test(mark)) {
      const bare = (name ?? otherName ?? '').replace(/['"`]/g, '');
      open.push({ name: bare, openEnd: index + mark.length });
    } else {
      const block = open.pop();
      if (block !== undefined && open.length === 0) {
        blocks.push({ ...block, closeStart: index });
      }
    }
  }
  return blocks;
}
