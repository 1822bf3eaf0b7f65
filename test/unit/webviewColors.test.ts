import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import themes from '../ui/themes.json';

const MEDIA = join(__dirname, '../../media');

describe('the colours of the webviews', () => {
  // The recorded themes hold what VS Code gave a webview in each of them; a theme may leave a colour out.
  const known = new Set(Object.values(themes).flatMap(({ variables }) => Object.keys(variables)));

  for (const sheet of ['form/form.css', 'details/details.css']) {
    it(`are ones that VS Code has, in ${sheet}`, () => {
      const used = readFileSync(join(MEDIA, sheet), 'utf8').matchAll(/--vscode-([\w-]+)/g);
      const unknown = new Set(
        [...used].map(([, name]) => name!).filter((name) => !known.has(name)),
      );
      assert.deepEqual([...unknown], []);
    });
  }
});
