import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Record<string, readonly { readonly command: string; readonly when?: string }[]>;
    readonly keybindings: readonly { readonly command: string }[];
    readonly viewsWelcome: readonly { readonly contents: string; readonly when: string }[];
  };
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
const declared = manifest.contributes.commands.map(({ command }) => command);

function sources(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
}

describe('package.json', () => {
  it('declares the commands that the code knows, and no other', () => {
    const source = readFileSync(join(ROOT, 'src/shell/commands.ts'), 'utf8');
    const start = source.indexOf('CommandId =');
    const union = source.slice(start, source.indexOf(';', start));
    const known = [...union.matchAll(/'([^']+)'/g)].map(([, id]) => id);
    assert.deepEqual([...known].sort(), [...declared].sort());
  });

  it('uses only commands that it declares', () => {
    const { menus, keybindings } = manifest.contributes;
    const used = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !declared.includes(command)),
      [],
    );
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id!),
    );
    const unknown = linked.filter(
      (id) => !declared.includes(id) && !id.endsWith('.focus') && !id.startsWith('workbench.'),
    );
    assert.deepEqual(unknown, []);
  });

  it('hides the adapters of menus from the palette', () => {
    const hidden = (manifest.contributes.menus.commandPalette ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    const adapters = declared.filter((id) => /^iqm\.(tree|editor)\./.test(id));
    assert.deepEqual([...hidden].sort(), [...adapters].sort());
  });

  it('has a text for every placeholder, and no text for none', () => {
    const text = JSON.stringify(manifest);
    const used = new Set([...text.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key!));
    assert.deepEqual(
      [...used].filter((key) => !(key in texts)),
      [],
    );
    assert.deepEqual(
      Object.keys(texts).filter((key) => !used.has(key)),
      [],
    );
  });

  it('asks only for context keys that the code sets', () => {
    const keys = new Set(
      [
        ...JSON.stringify(manifest).matchAll(
          /\biqm\.(?:session|sandbox|conversions|campaigns|\w*Filtered|manyOrganizations)\b(?= *(?:==|!=|&&|\)|"))/g,
        ),
      ].map(([key]) => key),
    );
    const known = readFileSync(join(ROOT, 'src/shell/contextKeys.ts'), 'utf8');
    assert.deepEqual(
      [...keys].filter((key) => !known.includes(`'${key}'`)),
      [],
    );
  });
});

describe('the house', () => {
  it('goes through the registry and the context keys, never round them', () => {
    const code = sources('src').split('\n');
    const rounds = code.filter(
      (line) => line.includes('registerCommand(') || /executeCommand\(\s*'setContext'/.test(line),
    );
    assert.equal(rounds.length, 2, rounds.join('\n'));
  });
});
