import assert from 'node:assert/strict';
import { EMPTY_FIELDS } from '../../src/form/formFields';
import { IqmError } from '../../src/iqm/errors';
import type { Conversion } from '../../src/iqm/shapes/conversion';
import type { CreationDefaults } from '../../src/iqm/shapes/staticList';
import { accessibilityTree } from './details/accessibilityTree';
import { faults } from './details/axe';
import {
  backend,
  CREATED,
  CREATED_POSTBACK,
  FormSite,
  THEMES,
  type FormView,
  type OpenOptions,
} from './form/formSite';

/** Looks again until `holds` does; the page's policy forbids what playwright would do in the page. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('The create form in a browser', function () {
  this.timeout(60_000);
  let site: FormSite;
  const views: FormView[] = [];

  before(async () => {
    site = await FormSite.start();
  });
  after(() => site.stop());
  afterEach(async () => {
    for (const view of views.splice(0)) {
      assert.deepEqual(view.complaints, []);
      await view.close();
    }
  });

  async function open(options?: OpenOptions): Promise<FormView> {
    const view = await site.open(options);
    views.push(view);
    return view;
  }

  const create = (view: FormView): Promise<void> =>
    view.page.getByRole('button', { name: 'Create', exact: true }).click();
  const invalid = (view: FormView): Promise<string[]> =>
    view.page.evaluate<string[]>(
      `[...document.querySelectorAll('[aria-invalid="true"]')].map(({ id }) => id)`,
    );

  it('starts with IQM’s defaults and says what they mean', async () => {
    const view = await open();
    assert.equal(await view.page.getByLabel('Post-click window').inputValue(), '15');
    assert.equal(await view.page.getByLabel('Post-view window').inputValue(), '28');
    const text = await view.page.locator('#explanation').textContent();
    assert.match(text ?? '', /15 days after a click on an ad, or at most 28 days after a view/);
    await view.screenshot('empty-dark');
  });

  it('is filled and sent with the keyboard alone', async () => {
    const view = await open({ target: 'thank-you.html' });
    const { keyboard } = view.page;
    await view.page.getByLabel('Name').focus();
    await keyboard.type('Order placed');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    assert.equal(await view.page.getByLabel('Post-view window').isVisible(), false, 'clicks only');
    await keyboard.press('Control+Enter');
    const heading = view.page.getByRole('heading', { name: '“Order placed” was created' });
    await heading.waitFor();
    assert.equal(await view.page.evaluate('document.activeElement.id'), 'result-title');
    await view.page.getByRole('button', { name: 'Insert into thank-you.html' }).click();
    assert.deepEqual(view.steps, ['insert']);
    assert.equal(view.created.length, 1);
    await view.screenshot('created-dark');
  });

  it('hides the window that the attribution does not use', async () => {
    const view = await open();
    await view.page.getByText('View Based').click();
    assert.equal(await view.page.getByLabel('Post-click window').isVisible(), false);
    await view.page.getByText('Hybrid').click();
    assert.equal(await view.page.getByLabel('Post-click window').isVisible(), true);
  });

  it('complains at the fields, and goes to the first of them', async () => {
    const view = await open();
    await view.page.getByLabel('Name').fill('ab');
    await view.page.getByLabel('Post-view window').fill('31');
    await view.page.getByLabel('Piggyback URL').fill('partner.example/p');
    await view.page.getByLabel('Custom fields').fill('size\nsize');
    await create(view);
    assert.deepEqual(await invalid(view), ['name', 'viewDays', 'customFields', 'piggyback.url']);
    assert.equal(await view.page.evaluate('document.activeElement.id'), 'name');
    const tree = await accessibilityTree(view.page);
    assert.ok(tree.some((line) => line.startsWith('textbox "Name"')));
    assert.equal(view.created.length, 0);
    await view.screenshot('problems-dark');
    await view.page.getByLabel('Name').fill('abc');
    assert.equal((await invalid(view)).includes('name'), false, 'a problem goes when it is solved');
  });

  it('shows what IQM complains about at its field, and keeps everything', async () => {
    const view = await open({
      backend: backend({
        create: () =>
          Promise.reject(
            new IqmError('invalid', 'IQM did not accept this.', {
              status: 422,
              details: [{ field: 'name', message: 'This name is taken.' }],
            }),
          ),
      }),
    });
    await view.page.getByLabel('Name').fill('Order placed');
    await create(view);
    await view.page.getByText('This name is taken.').waitFor();
    assert.deepEqual(await invalid(view), ['name']);
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Order placed');
    await view.page.getByLabel('Name').press('End');
    await view.page.keyboard.type('!');
    assert.deepEqual(await invalid(view), [], 'IQM spoke of the value before');
  });

  it('sends one create, however often one clicks, and can be cancelled', async () => {
    let calls = 0;
    let aborted = false;
    const view = await open({
      backend: backend({
        create: (_draft, signal) => {
          calls += 1;
          return new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => {
              aborted = true;
              reject(new IqmError('cancelled', 'Cancelled.'));
            }),
          );
        },
      }),
    });
    await view.page.getByLabel('Name').fill('Order placed');
    await create(view);
    await view.page.keyboard.press('Control+Enter');
    await view.page.keyboard.press('Control+Enter');
    await view.page.getByText('Creating…').waitFor();
    await view.screenshot('sending-dark');
    await view.page.getByRole('button', { name: 'Cancel' }).click();
    await view.page.getByRole('button', { name: 'Create', exact: true, disabled: false }).waitFor();
    assert.deepEqual([calls, aborted], [1, true]);
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Order placed');
  });

  it('says that nobody knows when the answer was lost, and how to check', async () => {
    const view = await open({
      backend: backend({
        create: () =>
          Promise.reject(new IqmError('unknownOutcome', 'It is not known whether it was created.')),
      }),
    });
    await view.page.getByLabel('Name').fill('Order placed');
    await create(view);
    await view.page.getByRole('alert').getByText('not known whether').waitFor();
    await view.page.getByRole('button', { name: 'Check the Conversions' }).click();
    assert.deepEqual(view.steps, ['check']);
  });

  it('works with the usual values when the defaults cannot be read', async () => {
    let fail = true;
    const view = await open({
      backend: backend({
        defaults: () =>
          fail
            ? Promise.reject(new IqmError('offline', 'down'))
            : Promise.resolve({ clickDays: 9, viewDays: 9, crossDevice: false, attributions: [] }),
      }),
    });
    await view.page.getByText('could not be read').waitFor();
    await view.screenshot('defaults-failed-dark');
    await view.page.getByLabel('Post-view window').fill('12');
    fail = false;
    await view.page.getByRole('button', { name: 'Try Again' }).click();
    await view.page.getByText('could not be read').waitFor({ state: 'hidden' });
    assert.equal(await view.page.getByLabel('Post-click window').inputValue(), '9');
    assert.equal(await view.page.getByLabel('Post-view window').inputValue(), '12', 'typed stays');
  });

  it('never writes over what is typed while the defaults are on their way', async () => {
    let resolve: (defaults: CreationDefaults) => void = () => undefined;
    const promise = new Promise<CreationDefaults>((settle) => (resolve = settle));
    const view = await open({ backend: backend({ defaults: () => promise }), opensAtOnce: true });
    await view.page.getByLabel('Post-view window').fill('12');
    await view.page.getByLabel('Name').focus();
    const typing = view.page.keyboard.type('Order placed', { delay: 15 });
    await until(async () => (await view.page.getByLabel('Name').inputValue()).length > 3);
    resolve({ clickDays: 9, viewDays: 9, crossDevice: false, attributions: [] });
    await typing;
    await until(async () => (await view.page.getByLabel('Post-click window').inputValue()) === '9');
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Order placed');
    assert.equal(await view.page.getByLabel('Post-view window').inputValue(), '12');
    assert.equal(view.session.fields.name, 'Order placed');
  });

  it('tells the host every input at once, so that a reload loses nothing', async () => {
    const view = await open();
    await view.page.getByLabel('Name').focus();
    await view.page.keyboard.type('abc');
    assert.deepEqual(
      view.kept.map(({ name }) => name).filter((name) => name !== ''),
      ['a', 'ab', 'abc'],
    );
  });

  it('takes up a draft of an earlier session as it was', async () => {
    const draft = { ...EMPTY_FIELDS, name: 'Half-ty', viewDays: '1x', repeat: 'once' as const };
    const view = await open({ draft });
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Half-ty');
    assert.equal(await view.page.getByLabel('Post-view window').inputValue(), '1x');
    assert.equal(await view.page.getByLabel('Number of days or hours').isEnabled(), true);
  });

  it('shows the script to come as it will stand in the open page, and what can be changed later', async () => {
    const view = await site.open({ target: 'page.tsx' });
    const { page } = view;
    const label = page.locator('#preview-label');
    assert.equal(await label.textContent(), 'The script will look like this');
    assert.match((await page.locator('#preview').textContent())!, /^<script src='https:\/\/pxl/);
    view.session.target('page.tsx', { text: '<Script src="…" />', label: 'Next.js' });
    await page.getByText('In page.tsx it will look like this (Next.js)').waitFor();
    assert.equal(await page.locator('#preview').textContent(), '<Script src="…" />');
    view.session.target('mail.html', {
      refusal: 'AMP pages run no scripts. <b>Use amp-pixel.</b>',
    });
    await page.getByText('It cannot go into mail.html: AMP pages run no scripts. <b>').waitFor();
    assert.match((await page.locator('#preview').textContent())!, /^<script/);
    await page.getByText('only its name and its piggyback tag can be changed').waitFor();
    await page.getByRole('radio', { name: /Postback/ }).check();
    await page.getByText('only its name can be changed').waitFor();
    assert.equal(await page.locator('#preview').isVisible(), false);
    await view.close();
  });

  it('creates universal pixels and postbacks', async () => {
    const made: string[] = [];
    const answer = (type: string): Promise<Conversion> => {
      made.push(type);
      return Promise.resolve(type === 'postback' ? CREATED_POSTBACK : CREATED);
    };
    const view = await open({ backend: backend({ create: ({ type }) => answer(type) }) });
    await view.page.getByText('Universal Pixel').click();
    assert.equal(await view.page.getByLabel('Custom fields').isVisible(), false);
    await view.page.getByLabel('Name').fill('Whole site');
    await create(view);
    await view.page.getByRole('button', { name: 'Create Another' }).click();
    await view.page.getByText('Postback').click();
    await view.page.getByLabel('Name').fill('App install');
    await view.page.getByLabel('Partner', { exact: true }).selectOption('Adjust');
    await view.page.getByLabel('Impression URL').fill('https://partner.example/v?c={click_id}');
    await view.page.getByLabel('Click URL').fill('https://partner.example/c?c={click_id}');
    await view.screenshot('postback-dark');
    await create(view);
    await view.page.getByRole('heading', { name: /was created/ }).waitFor();
    assert.equal(await view.page.getByLabel('Script', { exact: true }).isVisible(), false);
    assert.deepEqual(made, ['universalPixel', 'postback']);
  });

  it('shows a hostile name as text', async () => {
    const name = '</script><img src=x onerror=alert(1)>[x](command:y)';
    const view = await open();
    await view.page.getByLabel('Name').fill(name);
    await create(view);
    await view.page.getByRole('heading', { name: `“${name}” was created` }).waitFor();
    assert.equal(await view.page.locator('img').count(), 0);
  });

  it('keeps what was typed while nobody is signed in', async () => {
    const view = await open({ signedOut: true, draft: { ...EMPTY_FIELDS, name: 'Waiting' } });
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Waiting');
    assert.equal(
      await view.page.getByRole('button', { name: 'Create', exact: true }).isDisabled(),
      true,
    );
    await view.page.getByRole('button', { name: 'Sign In…' }).click();
    assert.deepEqual(view.steps, ['signIn']);
  });

  it('fits a window of half the width, or twice the zoom', async () => {
    const view = await open({ viewport: { width: 420, height: 800 } });
    const overflow = await view.page.evaluate('document.documentElement.scrollWidth > innerWidth');
    assert.equal(overflow, false);
    await view.screenshot('narrow-dark');
  });

  for (const theme of THEMES) {
    it(`has no fault that axe finds in ${theme}, empty, with problems and created`, async () => {
      const view = await open({ theme, target: 'thank-you.html' });
      assert.deepEqual(await faults(view.page), []);
      await create(view);
      assert.deepEqual(await faults(view.page), []);
      await view.screenshot(`problems-${theme}`);
      await view.page.getByLabel('Name').fill('Order placed');
      await create(view);
      await view.page.getByRole('heading', { name: /was created/ }).waitFor();
      assert.deepEqual(await faults(view.page), []);
      await view.screenshot(`created-${theme}`);
    });
  }

  it('names every control and says which is invalid', async () => {
    const view = await open();
    await create(view);
    const tree = await accessibilityTree(view.page);
    const controls = tree.filter((line) =>
      /^(textbox|radio|checkbox|combobox|button|spinbutton)/.test(line),
    );
    assert.deepEqual(
      controls.filter((line) => line.includes(' ""')),
      [],
      'no control without a name',
    );
    const described = await view.page.getByLabel('Name').getAttribute('aria-describedby');
    assert.equal(described, 'name-help name-error');
    assert.equal(await view.page.getByLabel('Name').getAttribute('aria-invalid'), 'true');
  });
});
