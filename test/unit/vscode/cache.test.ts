import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fillOnce } from '../../vscode/cache.mjs';

const MODULE = pathToFileURL(join(__dirname, '../../vscode/cache.mjs')).href;

describe('a folder of the cache', () => {
  let folder: string;
  let home: string;
  const stamp = (): string => join(home, 'stamp');
  const isReady = (): boolean => existsSync(stamp()) && readFileSync(stamp(), 'utf8') === 'new';
  const fill = (draft: string): void => writeFileSync(join(draft, 'stamp'), 'new');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cache-'));
    home = join(folder, 'tool-1.0');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is filled once', () => {
    fillOnce(home, isReady, fill);
    fillOnce(home, isReady, () => assert.fail('it is there'));
    assert.deepEqual(readdirSync(folder), ['tool-1.0']);
  });

  it('replaces what an older pin left there', () => {
    mkdirSync(home);
    writeFileSync(stamp(), 'old');
    fillOnce(home, isReady, fill);
    assert.equal(isReady(), true);
    assert.deepEqual(readdirSync(folder), ['tool-1.0']);
  });

  it('holds nothing half done after a failure', () => {
    const broken = (draft: string): never => {
      fill(draft);
      throw new Error('no network');
    };
    assert.throws(() => fillOnce(home, isReady, broken), /no network/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is rid of what a killed run left, and leaves a living one alone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    mkdirSync(`${home}.draft-${child.pid}`);
    mkdirSync(`${home}.draft-${process.ppid}`);
    fillOnce(home, isReady, fill);
    assert.deepEqual(readdirSync(folder).sort(), ['tool-1.0', `tool-1.0.draft-${process.ppid}`]);
  });

  it('is whole for each of several runs that fill it at the same moment', async () => {
    const program = `
      import { fillOnce } from ${JSON.stringify(MODULE)};
      import fs from 'node:fs';
      const stamp = ${JSON.stringify(stamp())};
      const isReady = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === 'new';
      fillOnce(${JSON.stringify(home)}, isReady, (draft) => {
        // All have found it empty before one of them is done.
        fs.writeFileSync(${JSON.stringify(folder)} + '/arrived-' + process.pid, '');
        while (fs.readdirSync(${JSON.stringify(folder)}).filter((name) => name.startsWith('arrived')).length < 4);
        fs.writeFileSync(draft + '/stamp', 'new');
      });
      process.exit(isReady() ? 0 : 1);`;
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        return (await once(child, 'exit'))[0] as number;
      }),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    assert.deepEqual(
      readdirSync(folder).filter((name) => !name.startsWith('arrived')),
      ['tool-1.0'],
    );
  });
});
