import assert from 'node:assert/strict';
import {
  bundle,
  compileSvelte,
  compileVue,
  fakePage,
  load,
  renderAstro,
  renderSvelte,
  run,
} from './compilers';
import { expression, inserted, literal, plan, URL_START } from './pixelRequest';

const LEFT = `${URL_START}{CONVERSION_VALUE}`;
const ORDER = { order: { total: 49.9 } };
const VALUES = [
  [undefined, LEFT],
  [literal('12.50'), `${URL_START}12.50`],
  [expression('order.total'), `${URL_START}49.9`],
] as const;

describe('pixels in Svelte', () => {
  const PAGES: Readonly<Record<string, string>> = {
    'a script first': '<script>\n  export let order;\n</script>\n\n<h1>Thanks</h1>\n',
    runes:
      '<script lang="ts">\n\tlet { order }: { order: { total: number } } = $props();\n</script>\n\n{#if order.total > 1}\n\t<h1>{order.total}</h1>\n{/if}\n',
    'a module script':
      '<!-- thanks -->\n<script module>\n  export const a = "</head>";\n</script>\n<script>\n  let { order } = $props();\n</script>\n<h1>Thanks</h1>\n',
    'a head that is there':
      '<script>\n  let { order } = $props();\n</script>\n\n<svelte:head>\n  <title>{order.total > 2 ? "a" : "<b>"}</title>\n</svelte:head>\n\n<h1>Thanks</h1>\n',
    'an empty head':
      '<svelte:head></svelte:head>\n<script>\n  let { order } = $props();\n</script>\n',
    'the script last':
      '<h1 onclick={() => order.total > 1}>Thanks</h1>\n\n<script>\n  let { order } = $props();\n</script>\n',
    'a script alone': '<script>\n  let { order } = $props();\n</script>',
  };
  for (const [name, text] of Object.entries(PAGES)) {
    for (const place of ['head', 'body'] as const) {
      for (const [value, url] of VALUES) {
        // Head and body differ in nothing but the request.
        if (place === 'body' && value !== undefined) continue;
        it(`load once: ${name}, ${place}, ${value?.text ?? 'placeholder'}`, async () => {
          const result = inserted('svelte', { text, place, ...(value && { value }) });
          const { head, warnings } = await renderSvelte(result, ORDER);
          assert.deepEqual(sourcesIn(head), [url], result);
          const before = compileSvelte(text, 'server').warnings;
          assert.deepEqual(
            warnings.filter((code) => !before.includes(code)),
            [],
          );
          compileSvelte(result, 'client');
        });
      }
    }
  }

  it('stay at a cursor inside the head, else go to the head and say so', () => {
    const outside = plan('svelte', { text: '<div>⟨⟩</div>\n' }).placement;
    assert.ok(outside.status === 'insert');
    assert.deepEqual(outside.warnings, ['moved']);
    const inside = plan('svelte', {
      text: '<svelte:head>\n  ⟨⟩\n  <title>a</title>\n</svelte:head>\n',
    });
    assert.ok(inside.placement.status === 'insert');
    assert.deepEqual(inside.placement.warnings, []);
    assert.equal(inside.placement.line, 2);
  });
});

describe('pixels in Vue', () => {
  const PAGES: Readonly<Record<string, string>> = {
    'script setup':
      '<script setup>\nconst { order } = defineProps(["order"])\n</script>\n\n<template>\n  <h1>Thanks</h1>\n</template>\n',
    'script setup with imports':
      '<template>\n  <h1 v-if="order.total > 1">{{ order.total }}</h1>\n</template>\n\n<script setup lang="ts">\nimport { computed } from \'vue\';\nimport type { Ref } from \'vue\';\n\nconst { order } = defineProps<{ order: { total: number } }>();\nconst twice = computed<number>(() => order.total * 2);\n</script>\n\n<style scoped>\nh1 { color: red }\n</style>\n',
    'a hook that is imported':
      "<script setup>\nimport { onMounted as shown } from 'vue'\nconst { order } = defineProps(['order'])\nshown(() => {})\n</script>\n<template><h1>Thanks</h1></template>\n",
    'an indented script':
      '<script setup>\n  const { order } = defineProps(["order"]);\n</script>\n<template><h1>Thanks</h1></template>\n',
    options:
      "<template>\n  <h1>Thanks</h1>\n</template>\n\n<script>\nexport default {\n  props: ['order'],\n  data() {\n    return { a: 1 };\n  },\n};\n</script>\n",
    'options with mounted':
      "<script>\nimport { defineComponent } from 'vue';\nexport default defineComponent({\n  props: ['order'],\n  mounted() {\n    this.a = 1;\n  },\n});\n</script>\n<template><h1>Thanks</h1></template>\n",
  };
  for (const [name, text] of Object.entries(PAGES)) {
    for (const [value, url] of VALUES) {
      it(`load once when shown: ${name}, ${value?.text ?? 'placeholder'}`, async () => {
        const own = name.startsWith('options') && value?.kind === 'expression';
        const asked = own ? expression('this.order.total') : value;
        const at = text.includes('Thanks') ? text.indexOf('Thanks') : text.indexOf('<h1');
        const wanted = {
          text,
          place: 'cursor',
          offset: at,
          ...(asked && { value: asked }),
        } as const;
        const result = inserted('vue', wanted);
        assert.deepEqual(await mounted(compileVue(result)), [url], result);
      });
    }
  }

  it('get a script setup of their own in a component without code', async () => {
    const text = '<template>\n  <h1>Thanks</h1>\n</template>\n';
    const result = inserted('vue', { text, place: 'cursor', offset: 15 });
    assert.match(result, /^<script setup>\nimport \{ onMounted \} from 'vue';\n/);
    assert.deepEqual(await mounted(compileVue(result)), [LEFT]);
  });

  it('are refused for the page, with the component’s own code as a choice', async () => {
    const text = PAGES['script setup']!;
    for (const place of ['head', 'body'] as const) {
      const { placement } = plan('vue', { text, place });
      assert.ok(placement.status === 'refuse');
      assert.match(placement.advice, /index\.html/);
      const chosen = inserted('vue', placement.choices![0]!.request);
      assert.deepEqual(await mounted(compileVue(chosen)), [LEFT]);
    }
  });

  it('use Nuxt’s head without being asked', async () => {
    for (const text of [PAGES['script setup']!, '<template>\n  <h1>Thanks</h1>\n</template>\n']) {
      const result = inserted('vue', { text, framework: 'nuxt' });
      const heads: unknown[] = [];
      await mounted(compileVue(result), { useHead: (head: unknown) => heads.push(head) });
      assert.deepEqual(heads, [{ script: [{ src: LEFT, async: true }] }]);
    }
  });

  it('are refused when the code is in another file', () => {
    const { placement } = plan('vue', {
      text: '<script src="./a.ts"></script>\n<template><p/></template>',
    });
    assert.ok(placement.status === 'refuse' && placement.advice.includes('./a.ts'));
  });
});

describe('pixels in Astro', () => {
  const PAGES: Readonly<Record<string, string>> = {
    'a layout':
      '---\nconst { order } = Astro.props;\nconst old = "</head>";\n---\n<html>\n  <head>\n    <title>{order.total > 2 ? "</head>" : ""}</title>\n  </head>\n  <body><slot /></body>\n</html>\n',
    'a page in a layout':
      '---\nimport Layout from \'./Layout.astro\';\nconst { order } = Astro.props;\n---\n\n<Layout title="Thanks">\n  <h1>Thanks</h1>\n</Layout>\n',
    'a component': '---\nconst { order } = Astro.props;\n---\n<section><h1>Thanks</h1></section>\n',
  };
  for (const [name, text] of Object.entries(PAGES)) {
    for (const place of ['head', 'body'] as const) {
      for (const [value, url] of VALUES) {
        it(`load once: ${name}, ${place}, ${value?.text ?? 'placeholder'}`, async () => {
          const result = inserted('astro', { text, place, ...(value && { value }) });
          const page = await renderAstro(result.replaceAll('Astro.props', '$$$$props'), ORDER);
          assert.deepEqual(sourcesIn(page), [url], result);
          if (name === 'a page in a layout') assert.match(page, /^<!doctype html>/);
        });
      }
    }
  }
  after(async () => {
    // The compiler's wasm would keep the process alive.
    await (load('@astrojs/compiler') as { teardown(): Promise<void> | void }).teardown();
  });
});

function sourcesIn(html: string): string[] {
  return [...html.matchAll(/<script\b[^>]*?\ssrc=(?:"([^"]*)"|'([^']*)')[^>]*>/g)].map(
    ([, double, single]) => (double ?? single ?? '').replaceAll('&amp;', '&'),
  );
}

/** Addresses that a component's mounted hooks load. */
async function mounted(
  component: string,
  globals: Record<string, unknown> = {},
): Promise<string[]> {
  const hooks: (() => void)[] = [];
  const vue = { ...(load('vue') as object), onMounted: (hook: () => void) => hooks.push(hook) };
  const code = await bundle(
    `export { default } from 'page';`,
    { page: component },
    { format: 'cjs', platform: 'node', external: ['vue'] },
  );
  const { scripts, document } = fakePage();
  const require = (name: string): unknown => (name === 'vue' ? vue : load(name));
  const { default: page } = run(code, { document, require, ...globals }) as {
    default: {
      setup?: (props: object, context: object) => unknown;
      mounted?: (this: object) => void;
    };
  };
  page.setup?.(ORDER, { expose: () => undefined });
  page.mounted?.call({ ...ORDER });
  hooks.forEach((hook) => hook());
  return scripts.map(({ src = '' }) => src);
}
