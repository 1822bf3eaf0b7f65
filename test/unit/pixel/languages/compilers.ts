import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';

export const ROOT = join(__dirname, '../../../..');
export const load = createRequire(join(ROOT, 'package.json'));

interface ReactLike {
  readonly createElement: (type: unknown, props?: unknown) => unknown;
}
interface SvelteCompiler {
  readonly compile: (
    source: string,
    options: object,
  ) => { js: { code: string }; warnings: { code: string }[] };
}
interface VueCompiler {
  readonly parse: (
    source: string,
    options: object,
  ) => { descriptor: VueDescriptor; errors: unknown[] };
  readonly compileScript: (descriptor: VueDescriptor, options: object) => { content: string };
  readonly compileTemplate: (options: object) => { code: string; errors: unknown[] };
}
interface VueDescriptor {
  readonly script: unknown;
  readonly scriptSetup: unknown;
  readonly template: { content: string } | null;
}

/**
 * One script from an entry and the modules it imports by name; every other import comes from the project's packages.
 * `modules` may replace packages, too.
 */
export async function bundle(
  entry: string,
  modules: Readonly<Record<string, string>>,
  options: { format: 'cjs' | 'iife'; platform: 'node' | 'browser'; external?: string[] },
): Promise<string> {
  const result = await build({
    stdin: { contents: entry, resolveDir: ROOT, loader: 'tsx' },
    bundle: true,
    write: false,
    jsx: 'automatic',
    logLevel: 'silent',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    ...options,
    plugins: [
      {
        name: 'given modules',
        setup(bundler) {
          bundler.onResolve({ filter: /.*/ }, ({ path }) =>
            path in modules ? { path, namespace: 'given' } : undefined,
          );
          bundler.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({
            contents: modules[path] ?? '',
            loader: 'tsx',
            resolveDir: ROOT,
          }));
        },
      },
    ],
  });
  return result.outputFiles[0]!.text;
}

/** Runs the body of a function in this realm, with these names; `require` loads the project's packages. */
export function evaluate(body: string, names: Readonly<Record<string, unknown>>): unknown {
  const known = { require: load, ...names };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what runs is our own text, or what a compiler made of it
  const code = new Function(...Object.keys(known), body) as (...values: unknown[]) => unknown;
  return code(...Object.values(known));
}

/** Runs a bundle for Node and gives what it exports. */
export function run(code: string, names: Readonly<Record<string, unknown>> = {}): unknown {
  const module = { exports: {} };
  evaluate(code, { module, exports: module.exports, ...names });
  return module.exports;
}

/** A fake of the parts of a page that loading code touches; `scripts` are the elements it added. */
export function fakePage() {
  const scripts: { src?: string; async?: boolean }[] = [];
  const document = {
    createElement: (name: string): object => ({ name }),
    head: { appendChild: (script: object) => scripts.push(script) },
  };
  return { scripts, document };
}

export interface Ran {
  readonly html: string;
  /** What effects added to the page. */
  readonly scripts: readonly { src?: string; async?: boolean }[];
  /** Properties of the framework's own script components. */
  readonly components: readonly Record<string, unknown>[];
}

/** Renders the module's component on the server with real React, then runs its effects. */
export function runReact(source: string, props: object = {}): Ran {
  const { code } = transformSync(source, { loader: 'tsx', jsx: 'automatic', format: 'cjs' });
  const React = load('react') as ReactLike;
  const effects: (() => unknown)[] = [];
  const components: Record<string, unknown>[] = [];
  const hooked = {
    ...React,
    useEffect: (effect: () => unknown, dependencies: unknown) => {
      if (!Array.isArray(dependencies)) throw new Error('The effect would run after every render.');
      effects.push(effect);
    },
  };
  const Script = (given: Record<string, unknown>): null => {
    components.push(given);
    return null;
  };
  const given: Record<string, unknown> = {
    react: { ...hooked, default: hooked, __esModule: true },
    'next/script': { default: Script, __esModule: true },
    gatsby: { Script, graphql: () => null, __esModule: true },
  };
  const { scripts, document } = fakePage();
  const exports = run(code, {
    document,
    require: (name: string): unknown => given[name] ?? load(name),
  }) as Record<string, unknown>;
  const component =
    exports.default ?? Object.values(exports).find((value) => typeof value === 'function');
  const { renderToStaticMarkup } = load('react-dom/server') as {
    renderToStaticMarkup: (element: unknown) => string;
  };
  const html = renderToStaticMarkup(React.createElement(component, props));
  effects.forEach((effect) => effect());
  const { prototype } = component as { prototype?: { componentDidMount?: () => void } };
  prototype?.componentDidMount?.call({ props });
  return { html, scripts, components };
}

export function compileSvelte(source: string, generate: 'server' | 'client') {
  const { compile } = load('svelte/compiler') as SvelteCompiler;
  const { js, warnings } = compile(source, { generate, filename: 'Page.svelte' });
  return { code: js.code, warnings: warnings.map(({ code }) => code) };
}

/** Head and body as Svelte's server renderer writes them. */
export async function renderSvelte(source: string, props: object = {}) {
  const entry = `import Page from 'page'; import { render } from 'svelte/server';
    export const rendered = (props) => render(Page, { props });`;
  const { code, warnings } = compileSvelte(source, 'server');
  const bundled = await bundle(entry, { page: code }, { format: 'cjs', platform: 'node' });
  const { rendered } = run(bundled) as {
    rendered: (props: object) => { head: string; body: string };
  };
  const { head, body } = rendered(props);
  return { head, body, warnings };
}

/** A Vue component as one module. */
export function compileVue(source: string): string {
  const { parse, compileScript, compileTemplate } = load('vue/compiler-sfc') as VueCompiler;
  const { descriptor, errors } = parse(source, { filename: 'Page.vue' });
  if (errors.length > 0) throw errors[0];
  if (descriptor.script !== null || descriptor.scriptSetup !== null) {
    const { content } = compileScript(descriptor, {
      id: 'page',
      inlineTemplate: true,
      genDefaultAs: 'page',
    });
    if (descriptor.scriptSetup !== null || descriptor.template === null) {
      return `${content}\nexport default page;`;
    }
    return `${content}\n${template(descriptor.template.content)}\npage.render = render;\nexport default page;`;
  }
  return `${template(descriptor.template?.content ?? '')}\nexport default { render };`;

  function template(content: string): string {
    const { code, errors: found } = compileTemplate({
      source: content,
      id: 'page',
      filename: 'Page.vue',
    });
    if (found.length > 0) throw found[0];
    return code;
  }
}

/** The page that an Astro file renders, with a runtime of the few functions that such files use. */
export async function renderAstro(source: string, props: object = {}): Promise<string> {
  const { transform } = load('@astrojs/compiler') as {
    transform: (
      source: string,
      options: object,
    ) => Promise<{ code: string; diagnostics: { text: string }[] }>;
  };
  const { code, diagnostics } = await transform(source, { internalURL: 'astro-runtime' });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ text }) => text).join('\n'));
  const entry = `import Page from 'page'; export const rendered = (props) => Page({}, props, {});`;
  const modules = { page: code, 'astro-runtime': ASTRO_RUNTIME, './Layout.astro': ASTRO_LAYOUT };
  const bundled = await bundle(entry, modules, { format: 'cjs', platform: 'node' });
  return (run(bundled) as { rendered: (props: object) => string }).rendered(props);
}

const ASTRO_LAYOUT = `import { renderSlot } from 'astro-runtime';
  export default (result, props, slots) =>
    '<!doctype html><html><head></head><body>' + renderSlot(result, slots.default) + '</body></html>';`;

const ASTRO_RUNTIME = `
  const text = (value) => Array.isArray(value) ? value.map(text).join('') : value === undefined || value === false || value === null ? '' : String(value);
  export const Fragment = Symbol('Fragment');
  export const render = (parts, ...values) => parts.reduce((all, part, at) => all + text(values[at - 1]) + part);
  export const createComponent = (component) => component;
  export const renderComponent = (result, name, component, props, slots = {}) => component(result, props, slots);
  export const renderSlot = (result, slot) => text(slot && slot(result));
  export const renderHead = () => '';
  export const maybeRenderHead = () => '';
  export const addAttribute = (value, name) =>
    value === undefined || value === false ? '' : ' ' + name + '="' + String(value).replaceAll('&', '&#38;').replaceAll('"', '&#34;') + '"';
  export const createAstro = () => ({});
  export const createMetadata = () => ({});
  export const unescapeHTML = (value) => value;
  export const mergeSlots = Object.assign;
  export const spreadAttributes = () => '';
  export const defineStyleVars = () => '';
  export const defineScriptVars = () => '';
  export const renderTransition = () => '';
  export const createTransitionScope = () => '';
  export const renderScript = () => '';
`;
