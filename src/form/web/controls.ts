import { EMPTY_FIELDS, readFields, type FormFields } from '../formFields';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The page's element with this id; the page and this script are built together, so it is there. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the page
export function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no #${id}.`);
  }
  return found as T;
}

/** Control names that differ from the field they hold, because error fields are written with a dot. */
const CONTROL_NAMES: Partial<Record<keyof FormFields, string>> = { piggybackUrl: 'piggyback.url' };

function controlsOf(form: HTMLFormElement, field: string): Control[] {
  const name = CONTROL_NAMES[field as keyof FormFields] ?? field;
  return [...form.elements].filter(
    (control): control is Control => 'name' in control && control.name === name,
  );
}

/** What stands in the form's controls now. */
export function readControls(form: HTMLFormElement): FormFields {
  const entries = Object.keys(EMPTY_FIELDS).map((field) => {
    const controls = controlsOf(form, field);
    const [first] = controls;
    if (first instanceof HTMLInputElement && first.type === 'checkbox') {
      return [field, first.checked];
    }
    if (first instanceof HTMLInputElement && first.type === 'radio') {
      const checked = controls.find((each) => each instanceof HTMLInputElement && each.checked);
      return [field, checked?.value];
    }
    return [field, first?.value];
  });
  return readFields(Object.fromEntries(entries));
}

/** Puts fields into the controls; one that holds its value already keeps its cursor. */
export function writeControls(form: HTMLFormElement, fields: FormFields): void {
  for (const [field, value] of Object.entries(fields) as [string, string | boolean][]) {
    for (const control of controlsOf(form, field)) {
      if (control instanceof HTMLInputElement && control.type === 'checkbox') {
        control.checked = value === true;
      } else if (control instanceof HTMLInputElement && control.type === 'radio') {
        control.checked = control.value === value;
      } else if (control.value !== value) {
        if (control instanceof HTMLSelectElement && typeof value === 'string') {
          offer(control, value);
        }
        control.value = String(value);
      }
    }
  }
}

/** A select shows only values it offers: one that a draft brought along is offered too. */
function offer(select: HTMLSelectElement, value: string): void {
  if (value !== '' && ![...select.options].some((option) => option.value === value)) {
    select.add(new Option(value, value));
  }
}

/** The control that a problem's field means. */
export function controlFor(field: string): HTMLElement | null {
  const id = field === 'repeat.frequency' ? 'frequency' : field === 'repeat.unit' ? 'unit' : field;
  return (
    document.getElementById(id) ??
    document.querySelector<HTMLElement>(`input[name="${CSS.escape(id)}"]`)
  );
}
