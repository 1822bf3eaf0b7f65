import * as l10n from '@vscode/l10n';
import type { DraftProblem } from '../../iqm/drafts';
import { problemsOf, withDefaults, type FormFields } from '../formFields';
import { readToWeb, type FormView, type ToHost } from '../protocol';
import { controlFor, element, readControls, writeControls } from './controls';
import { explanation, previewScript } from './explanation';
import { focusOnReturn } from './focusOnReturn';

declare function acquireVsCodeApi(): { postMessage(message: ToHost): void };

const host = acquireVsCodeApi();
const form = element<HTMLFormElement>('form');
let view: FormView | undefined;
/** Fields that were left once: only those complain while one types, all of them after a submit. */
const left = new Set<string>();
let submitted = false;
/** Whether the host has said what stands in the form; before that there is nothing to type into. */
let begun = false;
/** Whether anything was typed since. */
let touched = false;

function send(kind: 'changed' | 'submit'): void {
  host.postMessage({ kind, fields: readControls(form) });
}

/** Shows what depends on the fields alone; runs on every key. */
function showFields(): void {
  const fields = readControls(form);
  for (const part of document.querySelectorAll<HTMLElement>('[data-types]')) {
    part.hidden = !(part.dataset.types ?? '').split(' ').includes(fields.type);
  }
  show('[data-field="clickDays"]', fields.attribution !== 'view');
  show('[data-field="viewDays"]', fields.attribution !== 'click');
  element<HTMLInputElement>('frequency').disabled = fields.repeat === 'every';
  element<HTMLSelectElement>('unit').disabled = fields.repeat === 'every';
  element('explanation').textContent = explanation(fields);
  showProblems(fields);
}

function show(selector: string, visible: boolean): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (found !== null) {
    found.hidden = !visible;
  }
}

function showProblems(fields: FormFields): void {
  const own = problemsOf(fields).filter(({ field }) => submitted || left.has(field));
  const problems = new Map<string, DraftProblem>();
  for (const problem of [...own, ...(view?.problems ?? [])]) {
    if (!problems.has(problem.field)) {
      problems.set(problem.field, problem);
    }
  }
  for (const line of document.querySelectorAll<HTMLElement>('.error')) {
    const field = line.id.replace(/-error$/, '');
    const message = problems.get(field)?.message;
    line.textContent = message === undefined ? '' : l10n.t(message);
    line.hidden = message === undefined;
    const control = controlFor(field);
    if (message === undefined) {
      control?.removeAttribute('aria-invalid');
    } else {
      control?.setAttribute('aria-invalid', 'true');
    }
  }
}

/** The first problem's control, in the order of the page. */
function focusProblem(problems: readonly DraftProblem[]): void {
  const controls = problems.flatMap(({ field }) => controlFor(field) ?? []);
  controls.sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );
  focusOnReturn(controls[0]);
}

function showView(next: FormView): void {
  const before = view;
  view = next;
  const { session, phase, created, failure } = next;
  element('organization').textContent = next.organization;
  element('sandbox').hidden = !next.sandbox;
  element('signed-out').hidden = session === 'signedIn';
  form.hidden = phase === 'created' || !begun;
  element('result').hidden = created === undefined;
  const sending = phase === 'sending' || phase === 'checking';
  const submit = element<HTMLButtonElement>('submit');
  submit.disabled = sending || session !== 'signedIn';
  element('cancel').hidden = !sending;
  element('progress').textContent =
    phase === 'sending' ? l10n.t('Creating…') : phase === 'checking' ? l10n.t('Looking…') : '';
  form.setAttribute('aria-busy', String(sending));
  showDefaults(next);
  showPartners(next);
  showPreview(next);
  showFailure(failure);
  showFields();
  showInsert(next);
  if (created !== undefined && before?.created?.id !== created.id) {
    showCreated(next);
  }
  if (before?.phase === 'sending' && phase === 'editing' && next.problems.length > 0) {
    focusProblem(next.problems);
  }
  if (before?.phase === 'created' && phase === 'editing') {
    submitted = false;
    left.clear();
    element('announcement').textContent = '';
    showFields();
    focusOnReturn(element('name'));
  }
}

function showDefaults({ defaults, session }: FormView): void {
  element('defaults').hidden = defaults === 'ready' || session !== 'signedIn';
  element('retry-defaults').hidden = defaults !== 'failed';
  element('defaults-text').textContent =
    defaults === 'failed'
      ? l10n.t('IQM’s defaults could not be read; the usual ones are filled in.')
      : l10n.t('Reading IQM’s defaults…');
}

/** What will stand in the open page; the bare script while none is open, or where it cannot go. */
function showPreview({ target, inTarget, pixelHost }: FormView): void {
  const planned = inTarget !== undefined && 'text' in inTarget ? inTarget : undefined;
  element('preview-label').textContent =
    planned === undefined || target === undefined
      ? l10n.t('The script will look like this')
      : l10n.t('In {0} it will look like this ({1})', target, planned.label);
  element('preview').textContent = planned?.text ?? previewScript(pixelHost);
  element('preview-note').textContent =
    inTarget !== undefined && 'refusal' in inTarget && target !== undefined
      ? l10n.t('It cannot go into {0}: {1}', target, inTarget.refusal)
      : l10n.t('IQM fills in the ID. The value is asked for when the script is inserted.');
}

function showPartners({ partners }: FormView): void {
  const select = element<HTMLSelectElement>('partnerTypeId');
  const chosen = select.value;
  for (const { id, label } of partners) {
    const known = [...select.options].find((option) => option.value === String(id));
    if (known === undefined) {
      select.add(new Option(label, String(id)));
    } else {
      known.textContent = label;
    }
  }
  select.value = chosen;
}

const STEPS = {
  retry: () => l10n.t('Try Again'),
  signIn: () => l10n.t('Sign In…'),
  check: () => l10n.t('Look for It'),
};

function showFailure(failure: FormView['failure']): void {
  const box = element('failure');
  const text = failure?.text ?? '';
  if (box.dataset.text === text) {
    return;
  }
  // Filled anew only when it changes: an alert that is written again is read aloud again.
  box.dataset.text = text;
  box.replaceChildren();
  if (failure === undefined) {
    return;
  }
  const line = document.createElement('p');
  line.textContent = text;
  box.append(line);
  if (failure.step !== undefined) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'vscode-button secondary';
    button.dataset.step = failure.step;
    button.textContent = STEPS[failure.step]();
    box.append(button);
  }
  // It stands at the end of a long page: nothing of it may be hidden, the next step least of all.
  element('submit').scrollIntoView({ block: 'nearest' });
  box.scrollIntoView({ block: 'nearest' });
}

function showInsert({ target }: FormView): void {
  const insert = element<HTMLButtonElement>('insert');
  insert.textContent =
    target === undefined ? l10n.t('Insert into the Open Page') : l10n.t('Insert into {0}', target);
  insert.disabled = target === undefined;
  element('insert-note').hidden = target !== undefined;
}

function showCreated({ created, sandbox }: FormView): void {
  if (created === undefined) {
    return;
  }
  const title = element('result-title');
  title.textContent = l10n.t('“{0}” was created', created.name);
  // A postback has no script, and is active from the start.
  const { typeLabel, id, script } = created;
  element('result-note').textContent =
    script === undefined
      ? l10n.t('{0}, ID {1}.', typeLabel, id) +
        (sandbox ? ` ${l10n.t('It lives in the sandbox: nothing counts there.')}` : '')
      : l10n.t('{0}, ID {1}. It is pending until its first conversion.', typeLabel, id) +
        (sandbox
          ? ` ${l10n.t('It lives in the sandbox: its script counts nothing anywhere.')}`
          : '');
  element('result-script').hidden = created.script === undefined;
  element<HTMLTextAreaElement>('script').value = created.script ?? '';
  focusOnReturn(title);
  // With the focus on the title a screen reader has heard it.
  element('announcement').textContent = document.hasFocus() ? '' : title.textContent;
}

form.addEventListener('input', () => {
  touched = true;
  if (view !== undefined && view.problems.length > 0) {
    // What IQM said was about the values it was sent.
    view = { ...view, problems: [] };
  }
  showFields();
  send('changed');
});
/** Whether a mouse button or finger is down. */
let pressed = false;
document.addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel'] as const) {
  // The click comes after it.
  document.addEventListener(end, () => setTimeout(released), true);
}

function released(): void {
  pressed = false;
  showFields();
}

form.addEventListener('focusout', ({ target }) => {
  const field =
    target instanceof Element ? target.closest('[data-field]')?.getAttribute('data-field') : null;
  if (field && target instanceof HTMLElement && 'value' in target && target.value !== '') {
    left.add(field);
    // A line that appears would push what is being pressed from under the pointer.
    if (!pressed) {
      showFields();
    }
  }
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (view?.phase !== 'editing' || view.session !== 'signedIn') {
    return;
  }
  submitted = true;
  const problems = problemsOf(readControls(form));
  showFields();
  if (problems.length > 0) {
    focusProblem(problems);
  } else {
    send('submit');
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !form.hidden) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.addEventListener('click', ({ target }) => {
  const step =
    target instanceof Element
      ? target.closest<HTMLElement>('[data-step]')?.dataset.step
      : undefined;
  if (step !== undefined) {
    host.postMessage({ kind: 'step', step } as ToHost);
  }
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToWeb(data);
  if (message?.kind === 'fields') {
    if (touched && message.again) {
      // Typed before the host had answered: the host hears of it instead.
      send('changed');
    } else {
      writeControls(form, message.fields);
    }
    begun = true;
    form.hidden = view === undefined || view.phase === 'created';
    showFields();
  } else if (message?.kind === 'defaults') {
    writeControls(form, withDefaults(readControls(form), message.from, message.to));
    showFields();
    send('changed');
  } else if (message?.kind === 'view') {
    showView(message.view);
  }
});
host.postMessage({ kind: 'ready' });
