import {
  EndOfLine,
  env,
  l10n,
  Range,
  TextEditorRevealType,
  window,
  workspace,
  WorkspaceEdit,
  type TextDocument,
  type TextEditor,
  type Uri,
} from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import type { Catalog } from '../catalog/catalog';
import { pickConversion } from '../catalog/pickConversion';
import type { Conversion } from '../iqm/shapes/conversion';
import { detectFile } from '../pixel/languages/detect';
import { planPlacement } from '../pixel/placement';
import type { Place, Placement, PlacementRequest } from '../pixel/placement/request';
import { readPixelTag, type PixelTag } from '../pixel/tag';
import { runCommand } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { isReadOnly } from './readOnly';
import type { TargetDocument } from './targetDocument';
import { placementWarning } from './warnings';

export interface InsertRequest {
  readonly uri?: Uri;
  readonly conversionId?: number;
  readonly script?: string;
  readonly place?: Place;
}

/** What the public command answers; `line` is counted from 1. */
export interface InsertResult {
  readonly status: 'inserted' | 'already' | 'refused' | 'copied' | 'cancelled';
  readonly line?: number;
  readonly reason?: string;
  readonly warnings: readonly string[];
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
    const read = readPixelTag(source.script, { hosts: this.#trustedHosts() });
    if (!read.ok) {
      return this.#distrust(source, read.reason);
    }
    if (await isReadOnly(document)) {
      return this.#copyInstead(
        read.tag,
        l10n.t('{0} is read-only. The script was copied instead.', nameOf(document)),
      );
    }
    return this.#place(document, read.tag, source.name, request.place);
  }

  async #place(
    document: TextDocument,
    tag: PixelTag,
    name: string,
    place: Place | undefined,
  ): Promise<InsertResult> {
    let asked: PlacementRequest | undefined;
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const version = document.version;
      const request = asked ?? this.#requestFor(document, tag, place);
      const plan = planPlacement(request);
      switch (plan.status) {
        case 'already':
          return this.#already(document, plan, name);
        case 'refuse':
          return this.#refused(tag, plan);
        case 'ask': {
          const chosen = await window.showQuickPick(
            plan.choices.map((choice) => ({ label: choice.label, choice })),
            { title: l10n.t('Where does the pixel go?'), placeHolder: plan.reason },
          );
          if (chosen === undefined) {
            return CANCELLED;
          }
          // The answer counts for the text it was given for; a newer text is planned anew.
          asked = document.version === version ? chosen.choice.request : undefined;
          continue;
        }
        case 'insert':
          if (document.version === version && (await apply(document, plan))) {
            return this.#inserted(document, plan, name);
          }
          asked = undefined;
      }
    }
    throw new UserError(
      l10n.t('{0} kept changing while the pixel was being placed. Try again.', nameOf(document)),
    );
  }

  #requestFor(document: TextDocument, tag: PixelTag, place: Place | undefined): PlacementRequest {
    const text = document.getText();
    const { kind, framework } = detectFile({ fileName: document.fileName, text });
    const setting = workspace
      .getConfiguration('iqm', document.uri)
      .get<Place>('insert.place', 'head');
    const editor = this.#editorOf(document);
    const selection = editor?.selection;
    return {
      text,
      kind,
      ...(framework === undefined ? {} : { framework }),
      tag,
      place: place ?? setting,
      eol: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
      ...(selection === undefined
        ? {}
        : {
            offset: document.offsetAt(selection.active),
            selection: {
              start: document.offsetAt(selection.start),
              end: document.offsetAt(selection.end),
            },
          }),
    };
  }

  #editorOf(document: TextDocument): TextEditor | undefined {
    const current = this.#target.current;
    return current?.document === document
      ? current
      : window.visibleTextEditors.find((editor) => editor.document === document);
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
    if (conversion === undefined) {
      if (conversionId === undefined) {
        return undefined;
      }
      throw new UserError(
        l10n.t('This organization has no conversion with the ID {0}.', conversionId),
      );
    }
    return { name: conversion.name, script: scriptOf(conversion) };
  }

  #trustedHosts(): readonly string[] {
    return this.#account.trustedPixelHosts();
  }

  async #inserted(
    document: TextDocument,
    plan: Extract<Placement, { status: 'insert' }>,
    name: string,
  ): Promise<InsertResult> {
    await reveal(document, plan.line);
    const warnings = plan.warnings.map(placementWarning);
    const message = l10n.t(
      '“{0}” inserted in {1}, line {2}.',
      plain(name),
      nameOf(document),
      plan.line,
    );
    if (warnings.length === 0) {
      void window.showInformationMessage(message);
    } else {
      void window.showWarningMessage([message, ...warnings].join(' '));
    }
    return { status: 'inserted', line: plan.line, warnings: plan.warnings };
  }

  async #already(
    document: TextDocument,
    plan: Extract<Placement, { status: 'already' }>,
    name: string,
  ): Promise<InsertResult> {
    await reveal(document, plan.line);
    const warnings = plan.warnings.map(placementWarning);
    void window.showInformationMessage(
      [
        l10n.t('“{0}” is already in {1}, line {2}.', plain(name), nameOf(document), plan.line),
        ...warnings,
      ].join(' '),
    );
    return { status: 'already', line: plan.line, warnings: plan.warnings };
  }

  async #refused(
    tag: PixelTag,
    plan: Extract<Placement, { status: 'refuse' }>,
  ): Promise<InsertResult> {
    const copy = l10n.t('Copy Script');
    void window.showWarningMessage(`${plan.reason} ${plan.advice}`, copy).then((chosen) => {
      return chosen === copy ? env.clipboard.writeText(tag.markup) : undefined;
    });
    return Promise.resolve({ status: 'refused', reason: plan.reason, warnings: [] });
  }

  /** A script that is not a plain pixel tag is shown, never written: it came over the network. */
  async #distrust(source: { name: string; script: string }, reason: string): Promise<InsertResult> {
    const show = l10n.t('Show Script');
    void window
      .showErrorMessage(
        l10n.t('The script of “{0}” was not inserted: {1}', plain(source.name), reason),
        show,
      )
      .then(async (chosen) => {
        if (chosen === show) {
          const document = await workspace.openTextDocument({
            content: source.script,
            language: 'plaintext',
          });
          await window.showTextDocument(document, { preview: true });
        }
      });
    return Promise.resolve({ status: 'refused', reason, warnings: [] });
  }

  async #copyInstead(tag: PixelTag, message: string): Promise<InsertResult> {
    await env.clipboard.writeText(tag.markup);
    void window.showInformationMessage(message);
    return { status: 'copied', reason: message, warnings: [] };
  }
}

/**
 * The script of a conversion.
 * @throws UserError for conversions that have none: a postback is called by a server
 */
export function scriptOf({ name, type, script }: Conversion): string {
  if (script === undefined) {
    throw new UserError(
      type === 'postback'
        ? l10n.t(
            '“{0}” is a postback: a server calls it, there is no script for a page.',
            plain(name),
          )
        : l10n.t('IQM sent no script for “{0}”. Refresh the conversions.', plain(name)),
      type === 'postback'
        ? []
        : [{ title: l10n.t('Refresh'), run: () => runCommand('iqm.conversion.refresh') }],
    );
  }
  return script;
}

function nameOf(document: TextDocument): string {
  return plain(document.uri.path.split('/').pop() ?? document.fileName);
}

async function apply(
  document: TextDocument,
  { edit, more = [] }: Extract<Placement, { status: 'insert' }>,
): Promise<boolean> {
  const change = new WorkspaceEdit();
  for (const { start, end, text } of [edit, ...more]) {
    change.replace(
      document.uri,
      new Range(document.positionAt(start), document.positionAt(end)),
      text,
    );
  }
  return workspace.applyEdit(change);
}

async function reveal(document: TextDocument, line: number): Promise<void> {
  const editor = await window.showTextDocument(document, { preview: false, preserveFocus: false });
  const range = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
