import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileKind, Framework } from '../../../src/pixel/kinds';
import { planPlacement } from '../../../src/pixel/placement';
import type { Place, PlacementRequest } from '../../../src/pixel/placement';
import { readPixelTag } from '../../../src/pixel/tag';

const ROOT = join(__dirname, '../../cases/insertion');

interface Case {
  readonly why: string;
  readonly lang: string;
  readonly place: Place;
  readonly snippet: string;
  readonly cursor?: number;
  readonly selection?: readonly [number, number];
  readonly value?: string;
  readonly framework?: Framework;
  readonly expect: { readonly status: string; readonly warnings: readonly string[] };
  readonly policy: 'core' | 'snippet-form' | 'stretch';
}

/** Decodes without dropping a byte order mark, so that a test sees it. */
function read(folder: string, prefix: string): string {
  const name = readdirSync(join(ROOT, folder)).find((file) => file.startsWith(prefix));
  return readFileSync(join(ROOT, folder, name!)).toString('utf8');
}

function requestOf(test: Case, text: string): PlacementRequest {
  const reading = readPixelTag(test.snippet, { hosts: [] });
  assert.ok(reading.ok);
  const kind = test.lang === 'hbs' ? 'handlebars' : (test.lang as FileKind);
  return {
    text,
    kind,
    tag: reading.tag,
    place: test.place,
    ...(test.framework && { framework: test.framework }),
    ...(test.cursor !== undefined && { offset: test.cursor }),
    ...(test.selection && { selection: { start: test.selection[0], end: test.selection[1] } }),
    ...(test.value !== undefined && { value: { kind: 'expression', text: test.value } }),
  };
}

function applied(text: string, request: PlacementRequest): string {
  const placement = planPlacement(request);
  if (placement.status !== 'insert') return text;
  const { start, end, text: inserted } = placement.edit;
  return text.slice(0, start) + inserted + text.slice(end);
}

describe('insertion cases', () => {
  for (const folder of readdirSync(ROOT).sort()) {
    const test = JSON.parse(read(folder, 'case.json')) as Case;
    it(`${folder}: ${test.why}`, () => {
      const text = read(folder, 'input.');
      const request = requestOf(test, text);
      const placement = planPlacement(request);
      assert.equal(placement.status, test.expect.status);
      if (placement.status === 'insert' || placement.status === 'already') {
        assert.deepEqual(placement.warnings, test.expect.warnings);
      }
      const result = applied(text, request);
      assert.equal(result, read(folder, 'expected.'));
      if (placement.status !== 'insert') return;
      const again = planPlacement({ ...request, text: result });
      assert.equal(again.status, 'already', 'a second time changes nothing');
      assert.equal(again.line, placement.line);
    });
  }
});
