import { IqmError } from '../iqm/errors';
import type { DraftField, DraftProblem } from '../iqm/drafts';
import type { Lookup } from '../iqm/client/creation';
import type { Conversion } from '../iqm/shapes/conversion';
import type { Choice, CreationDefaults } from '../iqm/shapes/staticList';
import {
  draftOf,
  EMPTY_FIELDS,
  problemsOf,
  withDefaults,
  type Defaults,
  type Draft,
  type FormFields,
} from './formFields';
import type { Created, Failure, FormView, InTarget, ToWeb } from './protocol';

/** What the form needs from outside; each call rejects with IqmError. */
export interface FormBackend {
  defaults(signal: AbortSignal): Promise<CreationDefaults>;
  partners(signal: AbortSignal): Promise<readonly Choice[]>;
  create(draft: Draft, signal: AbortSignal): Promise<Conversion>;
  /** Looks for a conversion whose create was not answered. */
  lookUp(draft: Draft, signal: AbortSignal): Promise<Lookup>;
  /** What a look that found nothing certain means, as a sentence for the user. */
  verdict(name: string, lookup: Exclude<Lookup, { status: 'created' }>): string;
  /** An error as a sentence for the user. */
  sentence(error: unknown): string;
  typeLabel(type: Conversion['type']): string;
}

/** Where the form stands: who is signed in, or nobody. */
export interface FormAccount {
  readonly organization: string;
  readonly sandbox: boolean;
  readonly pixelHost: string;
  readonly backend: FormBackend;
}

export interface FormSessionHooks {
  post(message: ToWeb): void;
  /** The form holds something new that must survive a reload. */
  keep(fields: FormFields): void;
  /** The conversion exists now; what was typed has done its work. */
  created(conversion: Conversion): void;
}

/** Inputs an API error may name that the form has; all others go to the message above the button. */
const FIELDS: ReadonlySet<string> = new Set<DraftField>([
  'name',
  'attribution',
  'viewDays',
  'clickDays',
  'repeat.count',
  'repeat.frequency',
  'repeat.unit',
  'crossDevice',
  'customFields',
  'financialMetric',
  'piggyback.url',
  'piggyback.type',
  'partnerTypeId',
  'impressionUrl',
  'clickUrl',
]);

/** The form's state on the host's side, without VS Code: what is asked, what was answered, what is shown. */
export class FormSession {
  readonly #hooks: FormSessionHooks;
  #account: FormAccount | undefined;
  #start: FormFields = EMPTY_FIELDS;
  #fields: FormFields = EMPTY_FIELDS;
  #sending: AbortController | undefined;
  #reading: AbortController | undefined;
  #conversion: Conversion | undefined;
  /** What was sent last, until it is known to be created. */
  #lost: { readonly draft: Draft; readonly fields: FormFields } | undefined;
  /** Typed while it was open whether the one before was created; the next conversion starts with it. */
  #next: FormFields | undefined;
  #view: FormView = {
    session: 'signedOut',
    organization: '',
    sandbox: false,
    phase: 'editing',
    defaults: 'loading',
    partners: [],
    pixelHost: 'pxl.iqm.com',
    problems: [],
  };

  constructor(hooks: FormSessionHooks) {
    this.#hooks = hooks;
  }

  get fields(): FormFields {
    return this.#fields;
  }

  get conversion(): Conversion | undefined {
    return this.#conversion;
  }

  /** Another account or organization, or nobody. What was typed stays. */
  async useAccount(account: FormAccount | undefined): Promise<void> {
    this.#account = account;
    this.#reading?.abort();
    this.#show({
      session: account ? 'signedIn' : 'signedOut',
      organization: account?.organization ?? '',
      sandbox: account?.sandbox ?? false,
      pixelHost: account?.pixelHost ?? this.#view.pixelHost,
      problems: [],
      ...NO_FAILURE,
    });
    await this.readDefaults();
  }

  /** Starts with these fields: a draft of an earlier session, or a copy of another conversion. */
  begin(fields: FormFields): void {
    this.#fields = fields;
    this.#hooks.post({ kind: 'fields', fields, again: false });
  }

  /** Shows everything again; for a webview that has just come up. */
  repeat(): void {
    this.#hooks.post({ kind: 'fields', fields: this.#fields, again: true });
    this.#hooks.post({ kind: 'view', view: this.#view });
  }

  /** The page that *Insert* goes to, and what the script would be there once that is known. */
  target(name: string | undefined, inTarget?: InTarget): void {
    this.#show({ target: name, inTarget });
  }

  change(fields: FormFields): void {
    const { type } = this.#fields;
    this.#fields = fields;
    this.#hooks.keep(fields);
    if (fields.type !== type) {
      this.#show({ problems: [] });
      this.#readPartners().catch(() => this.#show({ defaults: 'failed' }));
    }
  }

  /** Reads IQM's defaults and partners; a field the user has touched keeps what it holds. */
  async readDefaults(): Promise<void> {
    const account = this.#account;
    if (account === undefined) {
      return;
    }
    const reading = new AbortController();
    this.#reading = reading;
    this.#show({ defaults: 'loading' });
    try {
      const { backend } = account;
      const defaults = await backend.defaults(reading.signal);
      if (this.#reading !== reading) {
        return;
      }
      this.#apply(defaults);
      this.#show({ defaults: 'ready' });
      await this.#readPartners();
    } catch {
      if (this.#reading === reading && !reading.signal.aborted) {
        this.#show({ defaults: 'failed' });
      }
    }
  }

  /** Reads the measurement partners, once and only for a postback: each list costs one of twenty requests a minute. */
  async #readPartners(): Promise<void> {
    const { reading, backend } = { reading: this.#reading, backend: this.#account?.backend };
    if (
      this.#fields.type !== 'postback' ||
      this.#view.partners.length > 0 ||
      !reading ||
      !backend
    ) {
      return;
    }
    const partners = await backend.partners(reading.signal);
    if (this.#reading === reading) {
      this.#show({ partners: partners.map(({ id, label }) => ({ id, label })) });
    }
  }

  /** Creates the conversion. A second call while one is under way does nothing: a create is never sent twice. */
  async submit(fields: FormFields): Promise<void> {
    if (this.#sending !== undefined || this.#view.phase === 'created') {
      return;
    }
    this.change(fields);
    const problems = problemsOf(fields);
    const account = this.#account;
    if (problems.length > 0 || account === undefined) {
      this.#show({ problems, ...NO_FAILURE });
      return;
    }
    const { backend } = account;
    const draft = draftOf(fields);
    await this.#during('sending', backend, async (signal) => {
      this.#lost = { draft, fields };
      this.#finish(await backend.create(draft, signal), backend);
    });
  }

  /**
   * Looks whether the create that was not answered has made its conversion after all. What the form holds by now may
   * be something else; it is what was sent that is looked for.
   * @returns whether that is settled now; if not, the list is where to look
   */
  async check(): Promise<boolean> {
    const { backend } = this.#account ?? {};
    const lost = this.#lost;
    if (this.#sending !== undefined || backend === undefined || lost === undefined) {
      return false;
    }
    let settled = false;
    await this.#during('checking', backend, async (signal) => {
      const found = await backend.lookUp(lost.draft, signal);
      settled = found.status !== 'unclear';
      if (found.status === 'created') {
        this.#finish(found.conversion, backend);
        if (JSON.stringify(this.#fields) !== JSON.stringify(lost.fields)) {
          this.#next = this.#fields;
          this.#hooks.keep(this.#fields);
        }
      } else {
        const step = found.status === 'absent' && found.certain ? 'retry' : 'check';
        this.#show({
          phase: 'editing',
          failure: { text: backend.verdict(lost.draft.draft.name, found), step },
        });
      }
    });
    return settled;
  }

  /** Does one thing at a time, tells that it is being done, and shows what goes wrong with it. */
  async #during(
    phase: 'sending' | 'checking',
    backend: FormBackend,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const sending = new AbortController();
    this.#sending = sending;
    this.#show({ phase, problems: [], ...NO_FAILURE });
    try {
      await work(sending.signal);
    } catch (error) {
      const { problems, failure } = this.#explain(error, backend);
      // A look that failed leaves the question open.
      const open: Failure | undefined = failure && { ...failure, step: 'check' };
      this.#show({ phase: 'editing', problems, failure: phase === 'checking' ? open : failure });
    } finally {
      this.#sending = undefined;
    }
  }

  #finish(conversion: Conversion, backend: FormBackend): void {
    this.#lost = undefined;
    this.#conversion = conversion;
    this.#hooks.created(conversion);
    this.#show({ phase: 'created', created: shown(conversion, backend) });
  }

  cancel(): void {
    this.#sending?.abort();
  }

  /** The next conversion: IQM's defaults again and nothing of the last one, or what was typed meanwhile. */
  another(): void {
    this.#conversion = undefined;
    this.begin(this.#next ?? { ...this.#start, type: this.#fields.type });
    this.#next = undefined;
    this.#show({ phase: 'editing', problems: [], created: undefined, failure: undefined });
  }

  /**
   * The webview fits the defaults into what stands in it, by the same rule as here: this side may not have heard of
   * the last keys yet, and must not write over them.
   */
  #apply({ clickDays, viewDays, crossDevice }: CreationDefaults): void {
    const to = { clickDays: String(clickDays), viewDays: String(viewDays), crossDevice };
    const from = this.#start;
    this.#fields = withDefaults(this.#fields, from, to);
    this.#start = { ...from, ...to };
    this.#hooks.post({ kind: 'defaults', from: defaultsIn(from), to });
  }

  #explain(
    error: unknown,
    backend: FormBackend,
  ): { problems: readonly DraftProblem[]; failure: Failure | undefined } {
    if (!(error instanceof IqmError)) {
      return { problems: [], failure: { text: backend.sentence(error) } };
    }
    const problems = error.details.flatMap(({ field, message }) =>
      field !== undefined && FIELDS.has(field) ? { field: field as DraftField, message } : [],
    );
    const rest = error.kind === 'invalid' && problems.length === error.details.length;
    switch (error.kind) {
      case 'cancelled':
        return { problems, failure: undefined };
      case 'unauthorized':
        return { problems, failure: { text: backend.sentence(error), step: 'signIn' } };
      case 'unknownOutcome':
        return { problems, failure: { text: backend.sentence(error), step: 'check' } };
      case 'invalid':
        return {
          problems,
          failure: rest && problems.length > 0 ? undefined : { text: backend.sentence(error) },
        };
      default:
        return { problems, failure: { text: backend.sentence(error), step: 'retry' } };
    }
  }

  #show(change: Change): void {
    const parts = Object.entries({ ...this.#view, ...change });
    const kept = parts.filter(([, value]) => value !== undefined);
    this.#view = Object.fromEntries(kept) as unknown as FormView;
    this.#hooks.post({ kind: 'view', view: this.#view });
  }
}

/** A change of the view; `undefined` takes an optional part away. */
type Change = { readonly [K in keyof FormView]?: FormView[K] | undefined };

const NO_FAILURE = { failure: undefined };

function defaultsIn({ clickDays, viewDays, crossDevice }: FormFields): Defaults {
  return { clickDays, viewDays, crossDevice };
}

function shown({ id, name, type, script }: Conversion, backend: FormBackend): Created {
  return {
    id,
    name,
    typeLabel: backend.typeLabel(type),
    ...(script === undefined ? {} : { script }),
  };
}
