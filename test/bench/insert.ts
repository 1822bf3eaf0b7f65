/**
 * How fast an insertion is planned, side by side with HTML parsers on the same pages in the same run. Prints
 * milliseconds, judges ratios alone, and exits with 1 when one of them is over its limit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { Parser } from 'htmlparser2';
import { parse } from 'parse5';
import { getLanguageService, TextDocument } from 'vscode-html-languageservice';
import type { FileKind } from '../../src/pixel/kinds';
import type * as Placement from '../../src/pixel/placement';
import type { DocumentWalk } from '../../src/pixel/scanner/documentWalk';
import type * as Tag from '../../src/pixel/tag';
import { ADVERSARIES, pageOf } from './insertPages';

const PLAN_TO_PARSE5 = 0.15;
const SCAN_TO_HTMLPARSER2 = 1;
const DOUBLE_SIZE = 2.5;

type Engine = typeof Placement & typeof Tag & { DocumentWalk: typeof DocumentWalk };

/** The engine as it ships: bundled and minified. Run as single modules it is several times slower. */
function loadEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'iqm-bench-'));
  const outfile = join(folder, 'engine.cjs');
  buildSync({
    stdin: {
      contents: `
        export * from './src/pixel/placement';
        export * from './src/pixel/tag';
        export { DocumentWalk } from './src/pixel/scanner/documentWalk';`,
      resolveDir: join(__dirname, '../..'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  try {
    return createRequire(__filename)(outfile) as Engine;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const engine = loadEngine();
const reading = engine.readPixelTag(
  "<script src='https://pxl.iqm.com/i/pixel/8f3165d0-b714-440e-bc1d-621127fa5fad?cv={CONVERSION_VALUE}' async></script>",
  { hosts: [] },
);
if (!reading.ok) throw new Error(reading.reason);
const { tag } = reading;

function scan(text: string): void {
  const walk = new engine.DocumentWalk(text);
  while (walk.next() !== 0);
}

function plan(text: string, kind: FileKind): void {
  engine.planPlacement({ text, kind, tag, place: 'body' });
}

function htmlparser2(text: string): void {
  const parser = new Parser({});
  parser.write(text);
  parser.end();
}

const service = getLanguageService();

const RUNNERS: Readonly<Record<string, (text: string) => void>> = {
  'bare scan': scan,
  'plan html': (text) => plan(text, 'html'),
  'plan jinja': (text) => plan(text, 'jinja'),
  parse5: (text) => void parse(text),
  htmlparser2,
  'vscode-html': (text) =>
    void service.parseHTMLDocument(TextDocument.create('bench:page', 'html', 1, text)),
};

/**
 * Medians of interleaved rounds in milliseconds of processor time: on a machine that does other things, too, that is
 * what the code costs.
 */
function medians(runners: readonly (() => void)[], rounds: number): number[] {
  const times = runners.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    runners.forEach((run, index) => {
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      times[index]!.push((user + system) / 1000);
    });
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]!);
}

const failures: string[] = [];

function limit(what: string, ratio: number, most: number): void {
  if (ratio > most) failures.push(`${what}: ${ratio.toFixed(2)}, at most ${most} is allowed`);
}

function comparePages(): void {
  for (const [label, size, rounds] of [
    ['100 KB', 100_000, 41],
    ['1 MB', 1 << 20, 15],
    ['8 MB', 8 << 20, 5],
  ] as const) {
    const page = pageOf(size);
    const names = Object.keys(RUNNERS);
    const runs = names.map((name) => () => RUNNERS[name]!(page));
    medians(runs, 3);
    const times = medians(runs, rounds);
    const of = (name: string) => times[names.indexOf(name)]!;
    console.log(`\n${label} (${page.length} characters)`);
    for (const [index, name] of names.entries()) {
      const time = times[index]!;
      const perMegabyte = time / (page.length / (1 << 20));
      console.log(
        `  ${name.padEnd(12)} ${time.toFixed(2).padStart(9)} ms ${perMegabyte.toFixed(1).padStart(8)} ms/MB` +
          ` ${(time / of('parse5')).toFixed(3).padStart(7)} of parse5`,
      );
    }
    limit(`plan html / parse5, ${label}`, of('plan html') / of('parse5'), PLAN_TO_PARSE5);
    limit(`plan jinja / parse5, ${label}`, of('plan jinja') / of('parse5'), PLAN_TO_PARSE5);
    limit(`scan / htmlparser2, ${label}`, of('bare scan') / of('htmlparser2'), SCAN_TO_HTMLPARSER2);
  }
}

function compareAdversaries(): void {
  console.log('\nMade to hurt: planned at head and cursor, ms at 1 MB, ms at 2 MB, ratio');
  for (const [name, { kinds, make }] of Object.entries(ADVERSARIES)) {
    const texts = [make(1 << 20), make(2 << 20)];
    for (const kind of kinds) {
      const runs = texts.map((text) => () => {
        engine.planPlacement({ text, kind, tag, place: 'head' });
        engine.planPlacement({ text, kind, tag, place: 'cursor', offset: text.length >> 1 });
      });
      const [one = 0, two = 0] = medians(runs, 5);
      const figures = [one.toFixed(1), two.toFixed(1), (two / one).toFixed(2)];
      console.log(
        `  ${`${name} (${kind})`.padEnd(34)}${figures.map((figure) => figure.padStart(9)).join('')}`,
      );
      // A few milliseconds for two megabytes are linear by any measure, and their ratio is noise.
      if (two > 8) limit(`2 MB / 1 MB of ${name} (${kind})`, two / one, DOUBLE_SIZE);
    }
  }
}

comparePages();
compareAdversaries();
for (const failure of failures) console.error(`over the limit: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
