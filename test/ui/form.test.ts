import assert from 'node:assert/strict';
import { EMPTY_FIELDS } from '../../src/form/formFields';
import type { Lookup } from '../../src/iqm/client/creation';
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
    await view.page.getByRole('button', { name: 'Look for It' }).click();
    await view.page.getByRole('alert').getByText('“Order placed” is unclear').waitFor();
    assert.deepEqual(view.steps, ['check']);
  });

  it('finds out whether it was created after all, whatever the form holds by then', async () => {
    const looked: string[] = [];
    const finds: Lookup[] = [
      { status: 'absent', certain: false },
      { status: 'created', conversion: CREATED },
    ];
    let fail = true;
    const view = await open({
      backend: backend({
        create: () => Promise.reject(new IqmError('unknownOutcome', 'It is not known.')),
        lookUp: ({ draft }) => {
          looked.push(draft.name);
          return fail
            ? Promise.reject(new IqmError('offline', 'IQM cannot be reached.'))
            : Promise.resolve(finds.shift()!);
        },
      }),
    });
    const look = view.page.getByRole('button', { name: 'Look for It' });
    await view.page.getByLabel('Name').fill('Order placed');
    await create(view);
    await view.page.getByRole('alert').getByText('It is not known.').waitFor();
    await view.page.getByLabel('Name').fill('Another one');
    await look.click();
    await view.page.getByRole('alert').getByText('IQM cannot be reached.').waitFor();
    fail = false;
    await look.click();
    await view.page.getByRole('alert').getByText('“Order placed” is absent.').waitFor();
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Another one');
    await look.click();
    await view.page.getByRole('heading', { name: '“Order placed” was created' }).waitFor();
    assert.deepEqual(looked, ['Order placed', 'Order placed', 'Order placed']);
    assert.equal(view.kept.at(-1)?.name, 'Another one');
    await view.page.getByRole('button', { name: 'Create Another' }).click();
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Another one');
    assert.deepEqual(
      view.created.map(({ id }) => id),
      [CREATED.id],
    );
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

  it('keeps what is typed before a slow host has answered a page that has just come up', async () => {
    const view = await open({ draft: { ...EMPTY_FIELDS, name: 'Kept', clickDays: '21' } });
    const post = (message: object): Promise<void> =>
      view.page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
    await view.page.getByLabel('Name').fill('Typed');
    const fields = { ...EMPTY_FIELDS, name: 'Kept', clickDays: '21' };
    await post({ kind: 'fields', fields, again: true });
    await view.page.waitForTimeout(100);
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Typed');
    assert.equal(view.kept.at(-1)?.name, 'Typed');
    // Another one is what the user has asked for.
    await post({ kind: 'fields', fields, again: false });
    await view.page.waitForTimeout(100);
    assert.equal(await view.page.getByLabel('Name').inputValue(), 'Kept');
  });

  it('shows nothing to type into before the host has said what stands there', async () => {
    const view = await open({ mute: true });
    assert.equal(await view.page.locator('#form').isVisible(), false);
    view.session.repeat();
    await view.page.locator('#form').waitFor();
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

  describe('tells a screen reader of every control', () => {
    const CONTROL =
      /^(textbox|radio|checkbox|combobox|button|spinbutton|group|radiogroup|region)\b/;
    const controls = async ({ page }: FormView): Promise<readonly string[]> =>
      (await accessibilityTree(page)).filter((line) => CONTROL.test(line));

    const TYPE = (chosen: string): readonly string[] => [
      'group "Type"',
      ...[
        ['Pixel', 'One script on the page that means success'],
        ['Universal Pixel', 'One script for several events'],
        ['Postback', 'Called by a mobile measurement partner; no script'],
      ].map(([name, help]) =>
        [`radio "${name}"`, ...(name === chosen ? ['checked=true'] : []), `– ${help}`].join(' '),
      ),
    ];
    const NAME_HELP = 'As it will stand in lists and reports; 3 to 255 characters';
    const NAME = `textbox "Name" required=true – ${NAME_HELP}`;
    const BAD_NAME = `textbox "Name" invalid=true required=true – ${NAME_HELP} Enter a name of 3 to 255 characters.`;
    const HYBRID = [
      'group "What counts"',
      'radio "Hybrid" checked=true – Clicks and views of an ad count',
      'radio "Click Based" – Only clicks count',
      'radio "View Based" – Only views count',
    ];
    const CLICK =
      'textbox "Post-click window" – days 7–60 How long after a click a conversion still counts';
    const VIEW =
      'textbox "Post-view window" – days 1–30 How long after a view a conversion still counts';
    const EVERY = [
      'radiogroup "Repeats"',
      'radio "Count every conversion" checked=true',
      'radio "Count one per person every"',
      'textbox "Number of days or hours" disabled=true',
      'combobox "Unit of time" disabled=true',
    ];
    const DEVICES =
      'checkbox "Across devices" checked=true – Count a conversion on another device of the same person';
    const VALUES = [
      'group "Values and further tags (optional)"',
      'textbox "Custom fields" – Names of further parameters that the page sends, one a line',
      'textbox "Financial metric" – Name of the field that holds the value, for return on ad spend; for example revenue',
      'textbox "Piggyback URL" – A third party’s tag that fires along with the pixel',
      'combobox "Type of the piggyback tag"',
    ];
    const PREVIEW = 'group "The script will look like this"';
    const PIXEL = [...HYBRID, CLICK, VIEW, ...EVERY, DEVICES, ...VALUES, PREVIEW];

    it('of a pixel', async () => {
      const view = await open();
      assert.deepEqual(await controls(view), [...TYPE('Pixel'), NAME, ...PIXEL, 'button "Create"']);
    });

    it('of a pixel with problems', async () => {
      const view = await open();
      await view.page.getByLabel('Post-click window').fill('99');
      await view.page.getByRole('radio', { name: 'Count one per person every' }).check();
      await view.page.getByLabel('Number of days or hours').fill('x');
      await view.page.getByLabel('Piggyback URL').fill('nonsense');
      await create(view);
      const said = await controls(view);
      assert.deepEqual(
        said.filter((line) => line.includes('invalid=true')),
        [
          BAD_NAME,
          'textbox "Post-click window" invalid=true – days 7–60 How long after a click a conversion still counts Enter a whole number of days from 7 to 60.',
          'textbox "Number of days or hours" invalid=true – Enter a whole number of at least 1.',
          'textbox "Piggyback URL" invalid=true – A third party’s tag that fires along with the pixel Enter a full URL that starts with https:// or http://.',
        ],
      );
    });

    it('of a universal pixel that counts views only, once per person', async () => {
      const view = await open();
      await view.page.getByRole('radio', { name: 'Universal Pixel' }).check();
      await view.page.getByRole('radio', { name: 'View Based' }).check();
      await view.page.getByRole('radio', { name: 'Count one per person every' }).check();
      assert.deepEqual(await controls(view), [
        ...TYPE('Universal Pixel'),
        NAME,
        'group "What counts"',
        'radio "Hybrid" – Clicks and views of an ad count',
        'radio "Click Based" – Only clicks count',
        'radio "View Based" checked=true – Only views count',
        VIEW,
        'radiogroup "Repeats"',
        'radio "Count every conversion"',
        'radio "Count one per person every" checked=true',
        'textbox "Number of days or hours"',
        'combobox "Unit of time"',
        DEVICES,
        PREVIEW,
        'button "Create"',
      ]);
    });

    it('of a postback, empty and with problems', async () => {
      const view = await open();
      await view.page.getByRole('radio', { name: 'Postback' }).check();
      const impressions = 'Called for each view; may hold macros such as {click_id}';
      const clicks = 'Called for each click; may hold macros such as {click_id}';
      assert.deepEqual(await controls(view), [
        ...TYPE('Postback'),
        NAME,
        'group "Measurement partner"',
        'combobox "Partner"',
        `textbox "Impression URL" required=true – ${impressions}`,
        `textbox "Click URL" required=true – ${clicks}`,
        'button "Create"',
      ]);
      await create(view);
      const url = 'Enter a full URL that starts with https:// or http://.';
      assert.deepEqual(await controls(view), [
        ...TYPE('Postback'),
        BAD_NAME,
        'group "Measurement partner"',
        'combobox "Partner" invalid=true – Choose a measurement partner.',
        `textbox "Impression URL" invalid=true required=true – ${impressions} ${url}`,
        `textbox "Click URL" invalid=true required=true – ${clicks} ${url}`,
        'button "Create"',
      ]);
    });

    it('while it is being sent, and when that has failed', async () => {
      let fail: (error: Error) => void = () => undefined;
      const view = await open({
        backend: backend({ create: () => new Promise((_resolve, reject) => (fail = reject)) }),
      });
      await view.page.getByLabel('Name').fill('Order placed');
      await create(view);
      await view.page.getByRole('button', { name: 'Cancel' }).waitFor();
      const busy = await accessibilityTree(view.page);
      assert.ok(busy.includes('form "" busy=1'));
      assert.deepEqual(await controls(view), [
        ...TYPE('Pixel'),
        NAME,
        ...PIXEL,
        'button "Create" disabled=true',
        'button "Cancel"',
      ]);
      fail(new IqmError('unknownOutcome', 'It is not known.'));
      await view.page.getByRole('button', { name: 'Look for It' }).waitFor();
      assert.deepEqual(await controls(view), [
        ...TYPE('Pixel'),
        NAME,
        ...PIXEL,
        'button "Look for It"',
        'button "Create"',
      ]);
    });

    it('while nobody is signed in', async () => {
      const view = await open({ signedOut: true });
      const said = await controls(view);
      assert.equal(said[0], 'button "Sign In…"');
      assert.equal(said.at(-1), 'button "Create" disabled=true');
    });

    it('when it is created', async () => {
      const view = await open({ target: 'thank-you.html' });
      await view.page.getByLabel('Name').fill('Order placed');
      await create(view);
      await view.page.getByRole('heading', { name: /was created/ }).waitFor();
      assert.deepEqual(await controls(view), [
        'region "“Order placed” was created"',
        'textbox "Script"',
        'button "Insert into thank-you.html"',
        'button "Copy"',
        'button "Assign to Campaigns…"',
        'button "Show Details"',
        'button "Create Another"',
      ]);
    });
  });
});
