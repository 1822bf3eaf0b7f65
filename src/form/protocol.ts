import type { DraftProblem } from '../iqm/drafts';
import { readFields, type Defaults, type FormFields } from './formFields';

/** The created conversion, as the form shows it. */
export interface Created {
  readonly id: number;
  readonly name: string;
  readonly typeLabel: string;
  readonly script?: string;
}

/** A failure, as one sentence, and what can be done about it. */
export interface Failure {
  readonly text: string;
  readonly step?: 'retry' | 'signIn' | 'check';
}

/** Everything the webview shows besides what the user typed. The host sends it whole after every change. */
export interface FormView {
  readonly session: 'signedIn' | 'signedOut';
  readonly organization: string;
  readonly sandbox: boolean;
  /** `checking`: whether a create that was not answered has made its conversion. */
  readonly phase: 'editing' | 'sending' | 'checking' | 'created';
  readonly defaults: 'loading' | 'ready' | 'failed';
  readonly partners: readonly { readonly id: number; readonly label: string }[];
  /** Hosts of the pixel preview: where the script will point to. */
  readonly pixelHost: string;
  /** Problems that IQM or the host found with the last submit. */
  readonly problems: readonly DraftProblem[];
  readonly failure?: Failure;
  readonly created?: Created;
  /** Name of the page that *Insert* goes to. */
  readonly target?: string;
  /** What the script would be in that page; absent while nobody can tell. */
  readonly inTarget?: InTarget;
}

/** The script to come as it would stand in a page, with the kind of the file; or why it cannot. */
export type InTarget =
  { readonly text: string; readonly label: string } | { readonly refusal: string };

export type ToWeb =
  | { readonly kind: 'view'; readonly view: FormView }
  /**
   * Replaces what stands in the form: at the start, and for the next conversion. `again`: for a page that has just come
   * up; what somebody was quick enough to type into it meanwhile is newer.
   */
  | { readonly kind: 'fields'; readonly fields: FormFields; readonly again: boolean }
  /** IQM's defaults have arrived; they go where nothing else was entered. */
  | { readonly kind: 'defaults'; readonly from: Defaults; readonly to: Defaults };

/** What the user did. The name of each is the name of its handler on the host's side. */
export type ToHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'changed'; readonly fields: FormFields }
  | { readonly kind: 'submit'; readonly fields: FormFields }
  | { readonly kind: 'step'; readonly step: Step };

export const STEPS = [
  'cancel',
  'retryDefaults',
  'retry',
  'signIn',
  'check',
  'insert',
  'copy',
  'assign',
  'details',
  'another',
] as const;
export type Step = (typeof STEPS)[number];

/** A message of the webview, or undefined if it is none of ours. */
export function readToHost(message: unknown): ToHost | undefined {
  const { kind, fields, step } = object(message);
  switch (kind) {
    case 'ready':
      return { kind };
    case 'changed':
    case 'submit':
      return { kind, fields: readFields(fields) };
    case 'step': {
      const known = STEPS.find((each) => each === step);
      return known && { kind, step: known };
    }
    default:
      return undefined;
  }
}

/** A message of the host, or undefined if it is none of ours: other extensions' scripts may post to a page too. */
export function readToWeb(message: unknown): ToWeb | undefined {
  const { kind, fields, view, from, to, again } = object(message);
  if (kind === 'fields') {
    return { kind, fields: readFields(fields), again: again === true };
  }
  if (kind === 'defaults') {
    return { kind, from: readFields(from), to: readFields(to) };
  }
  const { phase, problems, partners } = object(view);
  return kind === 'view' &&
    typeof phase === 'string' &&
    Array.isArray(problems) &&
    Array.isArray(partners)
    ? { kind, view: view as FormView }
    : undefined;
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
