import { l10n, type Disposable } from 'vscode';
import type { Conversion, ConversionDetails } from '../iqm/shapes/conversion';
import { numberIn, stringIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { withProgress } from '../shell/progress';
import { create, type CreateForm, type FormServices } from './createForm';
import { draftOf, EMPTY_FIELDS, problemsOf, readFields } from './formFields';

export interface FormCommandServices extends FormServices {
  /** Asks which conversion; undefined if the user left. */
  pick(title: string): Promise<Conversion | undefined>;
  conversion(id: number): Promise<Conversion | undefined>;
  /** @throws UserError with the next step if nobody is signed in */
  requireSignIn(): void;
}

/** The commands that create conversions. */
export function formCommands(
  commands: CommandRegistry,
  form: CreateForm,
  services: FormCommandServices,
): Disposable[] {
  return [
    // Arguments: { name, type?, attribution?, clickDays?, viewDays?, … }. With a name it creates and answers the
    // conversion, without one it opens the form.
    commands.register('iqm.conversion.create', (argument) => {
      services.requireSignIn();
      return stringIn(argument, 'name') === undefined
        ? form.open()
        : createFrom(argument, services);
    }),
    // Arguments: { conversionId? }. Most settings cannot be changed afterwards; copying them is the way.
    commands.register('iqm.conversion.duplicate', async (argument) => {
      services.requireSignIn();
      const id = numberIn(argument, 'conversionId');
      const conversion =
        id === undefined
          ? await services.pick(l10n.t('Duplicate Conversion'))
          : await services.conversion(id);
      if (conversion !== undefined) {
        await form.open(await read(conversion, services));
      }
    }),
  ];
}

/** @throws UserError naming the first field that does not fit; IqmError as the create call does */
async function createFrom(argument: unknown, services: FormServices): Promise<Conversion> {
  const current = services.current();
  if (current === undefined) {
    throw new UserError(l10n.t('Sign in to IQM first.'));
  }
  const defaults = await current.client.conversions.creationDefaults({ priority: 'user' });
  const given = Object.entries(argument as object).map(([key, value]: [string, unknown]) => [
    key,
    typeof value === 'number' ? String(value) : Array.isArray(value) ? value.join('\n') : value,
  ]);
  const fields = readFields(Object.fromEntries(given), {
    ...EMPTY_FIELDS,
    clickDays: String(defaults.clickDays),
    viewDays: String(defaults.viewDays),
    crossDevice: defaults.crossDevice,
  });
  const [problem] = problemsOf(fields);
  if (problem !== undefined) {
    throw new UserError(`${problem.field}: ${problem.message}`);
  }
  const conversion = await withProgress(l10n.t('Creating “{0}”…', fields.name), (signal) =>
    create(current.client, draftOf(fields), signal),
  );
  services.created(conversion);
  return conversion;
}

function read({ id, type }: Conversion, services: FormServices): Promise<ConversionDetails> {
  const current = services.current();
  if (current === undefined) {
    throw new UserError(l10n.t('Sign in to IQM first.'));
  }
  return Promise.resolve(
    withProgress(l10n.t('Reading the conversion…'), (signal) =>
      current.client.conversions.get(id, type, { signal, priority: 'user' }),
    ),
  );
}
