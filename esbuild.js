// Builds every bundle of the extension into dist/.
//   node esbuild.js               readable, with source maps
//   node esbuild.js --production  minified, as it is shipped
//   node esbuild.js --watch       readable, and again after every change
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const dist = path.join(__dirname, 'dist');

/**
 * node-fetch brings a web-streams polyfill that no Node from 18 on ever runs; it is two thirds of its weight.
 * @type {import('esbuild').Plugin}
 */
const withoutStreamsPolyfill = {
  name: 'without-streams-polyfill',
  setup(build) {
    build.onResolve({ filter: /web-streams-polyfill/ }, () => ({
      path: 'web-streams-polyfill',
      namespace: 'empty',
    }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/**
 * Parts that activation does without: a dynamic import becomes a bundle of its own in dist/lazy, read on first use.
 * @type {Map<string, string>} name of the bundle → what it holds
 */
const lazy = new Map();

/**
 * @param {string} folder of the lazy bundles, as seen from the one that asks for them
 * @returns {import('esbuild').Plugin}
 */
const lazyBundles = (folder) => ({
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve(
      { filter: /.*/ },
      async ({ kind, path: wanted, importer, resolveDir, pluginData }) => {
        const ours = !importer.includes('node_modules');
        if (kind !== 'dynamic-import' || pluginData === 'lazy' || !ours) {
          return undefined;
        }
        const found = await build.resolve(wanted, {
          kind: 'import-statement',
          resolveDir,
          pluginData: 'lazy',
        });
        const name = path.basename(wanted);
        lazy.set(name, found.path);
        return { path: `${folder}/${name}.js`, external: true };
      },
    );
  },
});

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  // Packages recognise their errors by class name. Our own classes set theirs, and activation is kept small.
  keepNames: true,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir: dist,
  metafile: true,
};

/** Code that runs in Node: each entry is loaded on its own, only when it is needed. */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [withoutStreamsPolyfill],
  // So that a lazy bundle is required, not imported: VS Code patches what `require` gives.
  supported: { 'dynamic-import': false },
};

/** Code that runs in a webview. */
const web = { ...shared, platform: 'browser', format: 'iife', target: 'chrome120' };

const builds = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    keepNames: false,
    plugins: [withoutStreamsPolyfill, lazyBundles('./lazy')],
  },
  { ...node, entryPoints: { sandbox: 'src/sandbox/main.ts' } },
  // The thread that reads pages; beside the part that starts it.
  {
    ...node,
    entryPoints: { 'lazy/scanWorker': 'src/pages/scanWorker.ts' },
    plugins: [withoutStreamsPolyfill, lazyBundles('.')],
  },
  { ...web, entryPoints: { form: 'src/form/web/main.ts' } },
  { ...web, entryPoints: { form: 'media/form/form.css' } },
  { ...web, entryPoints: { details: 'src/details/web/main.ts' } },
  { ...web, entryPoints: { details: 'media/details/details.css' } },
].filter(({ entryPoints }) =>
  Object.values(entryPoints).every((file) => fs.existsSync(path.join(__dirname, file))),
);

function lazyOptions() {
  const entryPoints = Object.fromEntries([...lazy].map(([name, file]) => [`lazy/${name}`, file]));
  return { ...node, entryPoints, plugins: [withoutStreamsPolyfill, lazyBundles('.')] };
}

async function main() {
  fs.mkdirSync(dist, { recursive: true });
  if (watch) {
    for (const options of builds) {
      await (await esbuild.context(options)).watch();
    }
    // The first build has named the lazy parts.
    await esbuild.build(builds[0]);
    await (await esbuild.context(lazyOptions())).watch();
    return;
  }
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  for (let built = 0; built < lazy.size;) {
    // Again where a lazy part has named another one.
    built = lazy.size;
    results.push(await esbuild.build(lazyOptions()));
  }
  const meta = { inputs: {}, outputs: {} };
  for (const result of results) {
    Object.assign(meta.inputs, result.metafile.inputs);
    Object.assign(meta.outputs, result.metafile.outputs);
  }
  fs.writeFileSync(path.join(dist, 'meta.json'), JSON.stringify(meta));
  for (const [file, { bytes }] of Object.entries(meta.outputs)) {
    if (!file.endsWith('.map')) {
      console.log(`${file.padEnd(24)} ${(bytes / 1024).toFixed(1).padStart(7)} KB`);
    }
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
