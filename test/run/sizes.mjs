// Packs the extension and compares what it weighs with its limits. Ends with "N passed, N failed".
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, checkNode, ensurePackages, packageExtension, root } from './prepare.mjs';

checkNode();
ensurePackages();
build();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iqm-pack-'));
process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const meta = JSON.parse(fs.readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
const bytes = (name) => meta.outputs[`dist/${name}`]?.bytes ?? Number.NaN;
const inputs = Object.keys(meta.outputs['dist/extension.js']?.inputs ?? {});
const webviews = new Set(['dist/form.js', 'dist/details.js']);
/** Rooms of their own, opened on demand. */
const apart = new Set(
  ['sandbox', 'lazy/pageIndex', 'lazy/scanWorker'].map((name) => `dist/${name}.js`),
);
const host = Object.entries(meta.outputs)
  .filter(([name]) => name.endsWith('.js') && !webviews.has(name) && !apart.has(name))
  .reduce((sum, [, output]) => sum + output.bytes, 0);
const KB = 1024;

/** What may be loaded when, in bytes. */
const LIMITS = [
  ['what activation loads', bytes('extension.js'), 150 * KB],
  ['all code of the extension host', host, 350 * KB],
  ['the form', bytes('form.js'), 100 * KB],
  ['the details view', bytes('details.js'), 150 * KB],
  ['the package', fs.statSync(packageExtension(folder)).size, 500 * KB],
];

const results = LIMITS.map(([what, actual, limit]) => {
  const ok = actual <= limit;
  const of = (size) => `${(size / KB).toFixed(1)} KB`;
  console.log(`${ok ? 'ok     ' : 'TOO BIG'} ${what}: ${of(actual)} of ${of(limit)}`);
  return ok;
});
const foreign = inputs.filter((file) =>
  /src\/sandbox\/|^test\/|src\/(form|details)\/web\//.test(file),
);
console.log(
  `${foreign.length === 0 ? 'ok     ' : 'WRONG  '} activation loads no sandbox, webview or test code ${foreign.join(' ')}`,
);
results.push(foreign.length === 0);

const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
