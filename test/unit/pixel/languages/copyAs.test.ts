import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import { COPY_FORMS, copyAs, type CopyFormId } from '../../../../src/pixel/languages/copyAs';
import { compileVue, evaluate, fakePage, renderSvelte, runReact } from './compilers';
import { onlySource, scriptsOf } from './markup';
import { expression, literal, tagOf, URL_START } from './pixelRequest';

const LEFT = `${URL_START}{CONVERSION_VALUE}`;
const NUMBER = [literal('5.00')];

describe('Copy As', () => {
  it('offers every form under a name and a place of its own', () => {
    const ids = COPY_FORMS.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new Set(COPY_FORMS.map(({ label }) => label)).size, ids.length);
    for (const { id, description } of COPY_FORMS) {
      assert.ok(description.length > 10, id);
      const text = copyAs(id, tagOf(), NUMBER);
      assert.ok(text.includes(`${URL_START}5.00`) && !text.includes('{CONVERSION_VALUE}'), text);
    }
    assert.throws(() => copyAs('word' as CopyFormId, tagOf()), RangeError);
  });

  it('gives markup with one address', () => {
    assert.equal(copyAs('html', tagOf()), tagOf().markup);
    for (const id of ['html', 'php', 'liquid', 'astro', 'gtm'] as const) {
      const [script, ...others] = scriptsOf(copyAs(id, tagOf(), NUMBER));
      assert.equal(others.length, 0);
      assert.equal(script!.attributes.src, `${URL_START}5.00`);
    }
    assert.equal(onlySource(copyAs('gtm', tagOf())), `${URL_START}{{Conversion Value}}`);
  });

  it('gives components that compile and load the address once', async () => {
    const react = `export default () => <main>${copyAs('react', tagOf())}</main>;`;
    assert.equal(onlySource(runReact(react).html.replaceAll('async=""', 'async')), LEFT);
    const next = copyAs('next', tagOf()).replace('<Script', 'export default () => <Script');
    assert.deepEqual(runReact(next).components, [{ src: LEFT, strategy: 'afterInteractive' }]);
    const effect = `import { useEffect } from 'react';
      export default () => { ${copyAs('reactEffect', tagOf())} return null; };`;
    assert.deepEqual(
      runReact(effect).scripts.map(({ src }) => src),
      [LEFT],
    );
    const { head } = await renderSvelte(copyAs('svelte', tagOf()));
    assert.ok(head.includes(LEFT));
    for (const id of ['vue', 'nuxt'] as const) {
      assert.ok(compileVue(`<script setup>\n${copyAs(id, tagOf())}\n</script>`).includes(LEFT));
    }
    const angular = `class Page {\n${copyAs('angular', tagOf())}\n}`;
    assert.ok(
      transformSync(angular, { loader: 'ts' }).code.includes('this.document.createElement'),
    );
  });

  it('takes the total of the order where the target knows it', () => {
    const { scripts, document } = fakePage();
    const listeners: ((event: object) => void)[] = [];
    const analytics = {
      subscribe: (name: string, listener: (event: object) => void) => {
        assert.equal(name, 'checkout_completed');
        listeners.push(listener);
      },
    };
    evaluate(copyAs('shopifyPixel', tagOf()), { analytics, document });
    assert.equal(scripts.length, 0);
    listeners[0]!({ data: { checkout: { totalPrice: { amount: 12.5 } } } });
    listeners[0]!({ data: { checkout: {} } });
    assert.deepEqual(
      scripts.map(({ src }) => src),
      [`${URL_START}12.5`, `${URL_START}0`],
    );
    assert.match(copyAs('woocommerce', tagOf()), /rawurlencode\(\$order->get_total\(\)\)/);
    const own = copyAs('woocommerce', tagOf(), [expression('$order->get_subtotal()')]);
    assert.match(own, /rawurlencode\(\$order->get_subtotal\(\)\)/);
  });

  it('blocks the script until the consent tool switches it on', () => {
    const markup = `<script src='${LEFT}' async type="text/javascript" class="a" id="b"></script>`;
    const tag = { ...tagOf(), markup };
    const gated = (id: CopyFormId) => scriptsOf(copyAs(id, tag))[0]!.attributes;
    assert.deepEqual(gated('cookiebot'), {
      type: 'text/plain',
      'data-cookieconsent': 'marketing',
      src: LEFT,
      async: '',
      class: 'a',
      id: 'b',
    });
    const { class: group, ...rest } = gated('onetrust');
    assert.deepEqual([group, rest.type, rest.src], ['optanon-category-C0004', 'text/plain', LEFT]);
    const klaro = gated('klaro');
    assert.deepEqual([klaro['data-src'], klaro['data-name'], klaro.src], [LEFT, 'iqm', undefined]);
  });
});
