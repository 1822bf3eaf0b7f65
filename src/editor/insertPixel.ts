import { env, l10n, window, workspace, type TextDocument, type Uri } from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import type { Catalog } from '../catalog/catalog';
import { pickConversion } from '../catalog/pickConversion';
import type { PixelValue } from '../pixel/kinds';
import type { Choice, Edit, Place, Placement, PlacementRequest } from '../pixel/placement/request';
import type { PixelTag } from '../pixel/tag';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { askValues } from './askValue';
import { applyEdits, eolOf, kindOf, offsetsOf, type DocumentKind } from './pixelDocument';
import { confirmChange } from './previewChange';
import { scriptOf } from './pixelScript';
import { isReadOnly } from './readOnly';
import { nameOf, reveal } from './reveal';
import type { TargetDocument } from './targetDocument';
import { placementWarning } from './warnings';

export interface InsertRequest {
  readonly uri?: Uri;
  readonly conversionId?: number;
  readonly script?: string;
  readonly place?: Place;
  /** What takes the place of `{CONVERSION_VALUE}`; null leaves it, undefined asks. */
  readonly value?: PixelValue | null;
}

/** What the public command answers; `line` is counted from 1. */
export interface InsertResult {
  readonly status: 'inserted' | 'already' | 'refused' | 'copied' | 'cancelled';
  readonly line?: number;
  readonly reason?: string;
  readonly warnings: readonly string[];
}

/** A tag on its way into a document. */
interface Job {
  readonly document: TextDocument;
  readonly tag: PixelTag;
  readonly name: string;
  readonly file: DocumentKind;
  readonly place: Place;
  readonly values: readonly PixelValue[];
}

const CANCELLED: InsertResult = { status: 'cancelled', warnings: [] };

/** Documents change while a plan is made; after so many tries in a row somebody else is writing all the time. */
const MAX_TRIES = 3;

/** Puts a conversion's pixel into a page: one undoable edit, never saved, then revealed. */
export class InsertPixel {
  readonly #account: Account;
  readonly #catalog: Catalog;
  readonly #target: TargetDocument;

  constructor(account: Account, catalog: Catalog, target: TargetDocument) {
    this.#account = account;
    this.#catalog = catalog;
    this.#target = target;
  }

  /**
   * @throws UserError when there is no conversion or no script to insert
   * @throws IqmError when the conversion cannot be read
   */
  async run(request: InsertRequest): Promise<InsertResult> {
    const source = await this.#source(request);
    if (source === undefined) {
      return CANCELLED;
    }
    const document = await this.#target.resolve(request.uri);
    if (document === undefined) {
      return CANCELLED;
    }
    const { readPixelTag } = await import('../pixel/engine');
    const read = readPixelTag(source.script, { hosts: this.#account.trustedPixelHosts() });
    if (!read.ok) {
      return distrust(source, read.reason);
    }
    const { tag } = read;
    if (await isReadOnly(document)) {
      await env.clipboard.writeText(tag.markup);
      const reason = l10n.t('{0} is read-only. The script was copied instead.', nameOf(document));
      void window.showInformationMessage(reason);
      return { status: 'copied', reason, warnings: [] };
    }
    const setting = workspace.getConfiguration('iqm', document.uri);
    const job: Omit<Job, 'values'> = {
      document,
      tag,
      name: source.name,
      file: await kindOf(document),
      place: request.place ?? setting.get<Place>('insert.place', 'head'),
    };
    // Asked only once it is clear that there is a place: a question for nothing is a nuisance.
    const first = await this.#plan({ ...job, values: [] });
    if (first.status === 'already' && job.place !== 'replace') {
      return this.#already(job, first);
    }
    const values =
      first.status === 'refuse' && first.choices === undefined
        ? []
        : await valuesFor(request.value, job);
    return values === undefined ? CANCELLED : this.#place({ ...job, values });
  }

  async #place(job: Job): Promise<InsertResult> {
    const { document } = job;
    const { planPlacement } = await import('../pixel/engine');
    let asked: PlacementRequest | undefined;
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const version = document.version;
      const plan = planPlacement(asked ?? this.#request(job));
      asked = undefined;
      switch (plan.status) {
        case 'already':
          return this.#already(job, plan);
        case 'refuse': {
          const choice = await refused(job.tag, plan);
          if (choice === undefined) {
            return { status: 'refused', reason: plan.reason, warnings: [] };
          }
          asked = { ...choice.request, text: document.getText() };
          break;
        }
        case 'ask': {
          const choice = await ask(plan.reason, plan.choices);
          if (choice === undefined) {
            return CANCELLED;
          }
          // The answer counts for the text it was given for; a newer text is planned anew.
          asked = document.version === version ? choice.request : undefined;
          break;
        }
        case 'insert': {
          const preview = previewTitle(document, job.name);
          if (preview !== undefined && !(await confirmChange(document, editsOf(plan), preview))) {
            return CANCELLED;
          }
          if (document.version === version && (await applyEdits(document, editsOf(plan)))) {
            return inserted(job, plan);
          }
        }
      }
    }
    throw new UserError(
      l10n.t('{0} kept changing while the pixel was being placed. Try again.', nameOf(document)),
    );
  }

  async #plan(job: Job): Promise<Placement> {
    const { planPlacement } = await import('../pixel/engine');
    return planPlacement(this.#request(job));
  }

  #request({ document, tag, file, place, values }: Job): PlacementRequest {
    const { kind, framework } = file;
    const editor = this.#target.editorOf(document);
    return {
      text: document.getText(),
      kind,
      ...(framework === undefined ? {} : { framework }),
      tag,
      place,
      value: values,
      eol: eolOf(document),
      ...(editor === undefined ? {} : offsetsOf(editor)),
    };
  }

  async #source({
    conversionId,
    script,
  }: InsertRequest): Promise<{ name: string; script: string } | undefined> {
    if (script !== undefined) {
      return { name: l10n.t('Pixel'), script };
    }
    requireOrganization(this.#account.state);
    const conversion =
      conversionId === undefined
        ? await pickConversion(this.#account, this.#catalog, {
            title: l10n.t('Insert which conversion pixel?'),
            withScript: true,
          })
        : await this.#catalog.conversion(conversionId, { priority: 'user' });
    if (conversion === undefined && conversionId !== undefined) {
      throw new UserError(
        l10n.t('This organization has no conversion with the ID {0}.', conversionId),
      );
    }
    return conversion && { name: conversion.name, script: scriptOf(conversion) };
  }

  /** The pixel is there: shown, and offered to be replaced. Nothing changes by itself. */
  async #already(
    job: Omit<Job, 'values'>,
    plan: Extract<Placement, { status: 'already' }>,
  ): Promise<InsertResult> {
    const { document, name, tag } = job;
    await reveal(document, plan.line);
    const replace = l10n.t('Replace');
    const text = [
      l10n.t('“{0}” is already in {1}, line {2}.', plain(name), nameOf(document), plan.line),
      ...plan.warnings.map(placementWarning),
    ].join(' ');
    void window.showInformationMessage(text, replace).then((chosen) => {
      return chosen === replace
        ? this.run({ uri: document.uri, script: tag.markup, place: 'replace' })
        : undefined;
    });
    return { status: 'already', line: plan.line, warnings: plan.warnings };
  }
}

function editsOf({ edit, more = [] }: Extract<Placement, { status: 'insert' }>): readonly Edit[] {
  return [edit, ...more];
}

async function valuesFor(
  value: PixelValue | null | undefined,
  { tag, name, document, file }: Omit<Job, 'values'>,
): Promise<readonly PixelValue[] | undefined> {
  if (value === null || tag.placeholders.length === 0) {
    return [];
  }
  return value === undefined ? askValues(tag, plain(name), document.getText(), file) : [value];
}

/** What stands above the change, if the user wants to see it first. */
function previewTitle(document: TextDocument, name: string): string | undefined {
  return workspace.getConfiguration('iqm', document.uri).get<boolean>('insert.preview', false)
    ? l10n.t('Insert “{0}”', plain(name))
    : undefined;
}

async function ask(reason: string, choices: readonly Choice[]): Promise<Choice | undefined> {
  const chosen = await window.showQuickPick(
    choices.map((choice) => ({ label: choice.label, choice })),
    { title: l10n.t('Where does the pixel go?'), placeHolder: reason, ignoreFocusOut: true },
  );
  return chosen?.choice;
}

async function inserted(
  { document, name, file }: Job,
  plan: Extract<Placement, { status: 'insert' }>,
): Promise<InsertResult> {
  await reveal(document, plan.line);
  const message = l10n.t(
    '“{0}” inserted in {1}, line {2} ({3}).',
    plain(name),
    nameOf(document),
    plan.line,
    file.label,
  );
  const warnings = plan.warnings.map(placementWarning);
  const show = warnings.length === 0 ? window.showInformationMessage : window.showWarningMessage;
  void show([message, ...warnings].join(' '));
  return { status: 'inserted', line: plan.line, warnings: plan.warnings };
}

/** Says why not and where it belongs. Other forms, where there are any, are offered; they wait for an answer. */
async function refused(
  tag: PixelTag,
  { reason, advice, choices = [] }: Extract<Placement, { status: 'refuse' }>,
): Promise<Choice | undefined> {
  const copy = l10n.t('Copy Script');
  const shown = window.showWarningMessage(
    `${reason} ${advice}`,
    ...choices.map(({ label }) => label),
    copy,
  );
  const answer = async (): Promise<Choice | undefined> => {
    const chosen = await shown;
    if (chosen === copy) {
      await env.clipboard.writeText(tag.markup);
    }
    return choices.find(({ label }) => label === chosen);
  };
  if (choices.length > 0) {
    return answer();
  }
  void answer();
  return undefined;
}

/** A script that is not a plain pixel tag is shown, never written: it came over the network. */
function distrust(source: { name: string; script: string }, reason: string): InsertResult {
  const show = l10n.t('Show Script');
  void window
    .showErrorMessage(
      l10n.t('The script of “{0}” was not inserted: {1}', plain(source.name), reason),
      show,
    )
    .then(async (chosen) => {
      if (chosen === show) {
        const document = await workspace.openTextDocument({ content: source.script });
        await window.showTextDocument(document, { preview: true });
      }
    });
  return { status: 'refused', reason, warnings: [] };
}
