import { l10n, window, type Range, type TextDocument, type Uri } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import type { FoundPixel } from '../pixel/finder';
import type { FileKind } from '../pixel/kinds';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { applyEdits, kindOf, rangeOf } from './pixelDocument';
import { nameOf, reveal, revealRange } from './reveal';
import type { TargetDocument } from './targetDocument';

export interface InPageRequest {
  readonly uri?: Uri;
  readonly conversionId?: number;
}

interface Choice {
  readonly document: TextDocument;
  readonly kind: FileKind;
  readonly pixel: FoundPixel;
  readonly name: string;
}

/** What can be done with a pixel that stands in a page: show it, take it out, name it. */
export class PixelInPage {
  readonly #account: Account;
  readonly #catalog: Catalog;
  readonly #target: TargetDocument;

  constructor(account: Account, catalog: Catalog, target: TargetDocument) {
    this.#account = account;
    this.#catalog = catalog;
    this.#target = target;
  }

  /** Shows a pixel of the page. @returns its line, from 1 */
  async reveal(request: InPageRequest): Promise<{ line: number } | undefined> {
    const choice = await this.#choose(request, l10n.t('Show which pixel?'));
    if (choice === undefined) {
      return undefined;
    }
    await revealRange(choice.document, this.#range(choice));
    return { line: choice.pixel.line };
  }

  /** Takes a pixel out of the page as one undo step, and with it the line it had for itself. */
  async remove(request: InPageRequest): Promise<{ removed: boolean } | undefined> {
    const choice = await this.#choose(request, l10n.t('Remove which pixel?'));
    if (choice === undefined) {
      return undefined;
    }
    const { document, kind, pixel, name } = choice;
    const { planRemoval } = await import('../pixel/engine');
    const plan = planRemoval(document.getText(), kind, pixel.url.id, this.#trust(), pixel.start);
    if (plan.status === 'refuse') {
      throw new UserError(`${plan.reason} ${plan.advice}`);
    }
    const removed = await applyEdits(document, plan.edits);
    if (removed) {
      await reveal(document, Math.min(pixel.line, document.lineCount));
      void window.showInformationMessage(l10n.t('“{0}” removed from {1}.', name, nameOf(document)));
    }
    return { removed };
  }

  /** The conversion that a pixel of the page belongs to, for replacing it. */
  async choose(request: InPageRequest): Promise<{ uri: Uri; conversionId: number } | undefined> {
    const choice = await this.#choose(request, l10n.t('Replace which pixel?'));
    if (choice === undefined) {
      return undefined;
    }
    const conversion = this.#conversionOf(choice.pixel);
    if (conversion === undefined) {
      throw new UserError(
        l10n.t(
          'This pixel belongs to no conversion of the open organization, so its script is not known.',
        ),
      );
    }
    return { uri: choice.document.uri, conversionId: conversion.id };
  }

  async #choose(request: InPageRequest, title: string): Promise<Choice | undefined> {
    const document = await this.#target.resolve(request.uri);
    if (document === undefined) {
      return undefined;
    }
    const { findPixelTags } = await import('../pixel/engine');
    const { kind } = await kindOf(document);
    await this.#catalog.openConversions();
    const all = findPixelTags(document.getText(), kind, this.#trust());
    const wanted = request.conversionId;
    const fitting =
      wanted === undefined ? all : all.filter((pixel) => this.#conversionOf(pixel)?.id === wanted);
    if (fitting.length === 0) {
      throw new UserError(
        wanted === undefined
          ? l10n.t('{0} holds no IQM pixel.', nameOf(document))
          : l10n.t('{0} does not hold this conversion’s pixel.', nameOf(document)),
      );
    }
    const items = fitting.map((pixel) => ({
      label: this.#nameOf(pixel),
      description: l10n.t('line {0}', pixel.line),
      detail: pixel.live ? '' : l10n.t('does not run'),
      pixel,
    }));
    const picked = items.length === 1 ? items[0] : await window.showQuickPick(items, { title });
    return picked && { document, kind, pixel: picked.pixel, name: picked.label };
  }

  #nameOf(pixel: FoundPixel): string {
    return plain(this.#conversionOf(pixel)?.name ?? pixel.url.id);
  }

  #conversionOf({ url }: FoundPixel): { id: number; name: string } | undefined {
    return this.#catalog.byPixelId(url.id);
  }

  #range({ document, pixel }: Choice): Range {
    return rangeOf(document, pixel);
  }

  #trust(): { hosts: readonly string[] } {
    return { hosts: this.#account.trustedPixelHosts() };
  }
}
