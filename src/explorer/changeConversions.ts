import { l10n, window } from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import type { Catalog } from '../catalog/catalog';
import {
  validateMail,
  validateUpdate,
  type DraftField,
  type DraftProblem,
  type Piggyback,
} from '../iqm/drafts';
import { IqmError } from '../iqm/errors';
import type { Conversion } from '../iqm/shapes/conversion';
import { runCommand } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { errorSentence } from '../shell/errorSentence';
import { plain } from '../shell/plainText';
import { withProgress } from '../shell/progress';

/** The few things IQM lets one change of a conversion that exists, and deleting it. */
export class ChangeConversions {
  readonly #account: Account;
  readonly #catalog: Catalog;

  constructor(account: Account, catalog: Catalog) {
    this.#account = account;
    this.#catalog = catalog;
  }

  /**
   * @param name the new name, or undefined to ask
   * @returns the conversion as it is now, or undefined if the user left
   * @throws IqmError as the update call does
   */
  async rename(id: number, name?: string): Promise<Conversion | undefined> {
    const conversion = await this.#conversion(id);
    const wanted =
      name ??
      (await window.showInputBox({
        title: l10n.t('Rename “{0}”', plain(conversion.name)),
        prompt: l10n.t('3 to 255 characters'),
        value: conversion.name,
        validateInput: (value) => nameProblem(value),
      }));
    if (wanted === undefined || wanted.trim() === conversion.name) {
      return wanted === undefined ? undefined : conversion;
    }
    const problem = nameProblem(wanted);
    if (problem !== undefined) {
      throw new UserError(problem);
    }
    const { client } = requireOrganization(this.#account.state);
    const update = { name: wanted.trim() };
    const { conversions } = client;
    await withProgress(l10n.t('Renaming…'), (signal) => {
      const options = { signal, priority: 'user' } as const;
      switch (conversion.type) {
        case 'pixel':
          return conversions.updatePixel(id, update, options);
        case 'universalPixel':
          return conversions.updateUniversalPixel(id, update, options);
        case 'postback':
          return conversions.updatePostback(id, update, options);
        default:
          throw new UserError(l10n.t('Conversions of this type cannot be renamed here.'));
      }
    });
    const renamed = { ...conversion, ...update };
    this.#catalog.put(renamed);
    return renamed;
  }

  /** Sets or replaces the third-party tag that fires along with a pixel. */
  async editPiggyback(id: number): Promise<void> {
    const conversion = await this.#conversion(id);
    if (conversion.type !== 'pixel') {
      throw new UserError(l10n.t('Only a pixel can have a piggyback tag.'));
    }
    const { client } = requireOrganization(this.#account.state);
    const details = await withProgress(l10n.t('Reading the conversion…'), (signal) =>
      client.conversions.get(id, conversion.type, { signal, priority: 'user' }),
    );
    const type = await window.showQuickPick(
      [
        { label: l10n.t('Image Pixel'), type: 'image' as const },
        { label: l10n.t('JavaScript Pixel'), type: 'javascript' as const },
      ].map((item) => ({
        ...item,
        description: item.type === details.piggyback?.type ? l10n.t('current') : '',
      })),
      { title: l10n.t('Piggyback Tag of “{0}”', plain(conversion.name)) },
    );
    if (type === undefined) {
      return;
    }
    const url = await window.showInputBox({
      title: l10n.t('Piggyback Tag of “{0}”', plain(conversion.name)),
      prompt: l10n.t('URL that is called each time the pixel fires'),
      value: details.piggyback?.url ?? '',
      ignoreFocusOut: true,
      validateInput: (value) =>
        problemOf(
          validateUpdate({ name: conversion.name, piggyback: { url: value, type: type.type } }),
          'piggyback.url',
        ),
    });
    if (url === undefined) {
      return;
    }
    const piggyback: Piggyback = { url: url.trim(), type: type.type };
    await withProgress(l10n.t('Saving the piggyback tag…'), (signal) =>
      client.conversions.updatePixel(
        id,
        { name: conversion.name, piggyback },
        { signal, priority: 'user' },
      ),
    );
    void window.showInformationMessage(
      l10n.t('The piggyback tag of “{0}” was saved.', plain(conversion.name)),
    );
  }

  /** Deletes conversions after a modal that names what is lost. IQM has no way to bring one back. */
  async remove(ids: readonly number[]): Promise<void> {
    const conversions = await Promise.all(ids.map((id) => this.#conversion(id)));
    const names = conversions.map(({ name }) => `“${plain(name)}”`).join(', ');
    const total = conversions.reduce((sum, { totalConversions }) => sum + totalConversions, 0);
    const campaigns = conversions.reduce((sum, { campaignCount = 0 }) => sum + campaignCount, 0);
    const confirm = l10n.t('Delete');
    const answer = await window.showWarningMessage(
      conversions.length === 1
        ? l10n.t('Delete the conversion {0}?', names)
        : l10n.t('Delete {0} conversions?', conversions.length),
      {
        modal: true,
        detail: [
          ...(conversions.length === 1 ? [] : [names]),
          total === 0
            ? l10n.t('IQM stops counting; nothing has been counted so far.')
            : l10n.t(
                'IQM stops counting; {0} conversions have been counted so far.',
                total.toLocaleString(),
              ),
          ...(campaigns > 0 ? [l10n.t('{0} campaign assignments end.', campaigns)] : []),
          l10n.t('Tags that stand in pages stay there and count nothing. This cannot be undone.'),
        ].join('\n'),
      },
      confirm,
    );
    if (answer !== confirm) {
      return;
    }
    const { client } = requireOrganization(this.#account.state);
    await withProgress(l10n.t('Deleting…'), (signal) =>
      client.conversions.remove(ids, { signal, priority: 'user' }),
    ).then(undefined, (error: unknown) => {
      throw refusedDeletion(error, names, ids);
    });
    ids.forEach((id) => this.#catalog.remove(id));
    void window.showInformationMessage(l10n.t('Deleted: {0}', names));
  }

  /** Has IQM mail a pixel's snippet to the people who build the page. */
  async mail(id: number): Promise<void> {
    const conversion = await this.#conversion(id);
    const { type } = conversion;
    if (type !== 'pixel' && type !== 'universalPixel') {
      throw new UserError(l10n.t('Only a pixel has a snippet to mail.'));
    }
    const title = l10n.t('Mail the Snippet of “{0}”', plain(conversion.name));
    const ask = (
      step: string,
      value: string,
      field: 'recipients' | 'subject',
    ): Thenable<string | undefined> =>
      window.showInputBox({
        title,
        prompt: step,
        value,
        ignoreFocusOut: true,
        validateInput: (text) =>
          problemOf(
            validateMail({
              recipients: field === 'recipients' ? addresses(text) : ['a@example.com'],
              subject: field === 'subject' ? text : 'x',
            }),
            field,
          ),
      });
    const recipients = await ask(l10n.t('Addresses, separated by commas'), '', 'recipients');
    if (recipients === undefined) {
      return;
    }
    const subject = await ask(
      l10n.t('Subject'),
      l10n.t('IQM conversion pixel: {0}', conversion.name),
      'subject',
    );
    if (subject === undefined) {
      return;
    }
    const text = await window.showInputBox({
      title,
      prompt: l10n.t('A few words to go with it (optional)'),
      ignoreFocusOut: true,
    });
    if (text === undefined) {
      return;
    }
    const { client } = requireOrganization(this.#account.state);
    const to = addresses(recipients);
    await withProgress(l10n.t('IQM is sending the mail…'), (signal) =>
      client.conversions.mail(
        id,
        type,
        { recipients: to, subject, ...(text.trim() === '' ? {} : { text }) },
        { signal, priority: 'user' },
      ),
    );
    void window.showInformationMessage(
      l10n.t('IQM sends the snippet of “{0}” to {1}.', plain(conversion.name), to.join(', ')),
    );
  }

  async #conversion(id: number): Promise<Conversion> {
    requireOrganization(this.#account.state);
    const conversion = await this.#catalog.conversion(id, { priority: 'user' });
    if (conversion === undefined) {
      throw new UserError(l10n.t('This organization has no conversion with the ID {0}.', id));
    }
    return conversion;
  }
}

/** IQM's own words for a refusal, with the name it leaves out and the place that shows what is in the way. */
function refusedDeletion(error: unknown, names: string, ids: readonly number[]): unknown {
  const [id] = ids;
  return error instanceof IqmError && error.kind === 'invalid'
    ? new UserError(l10n.t('{0} not deleted. {1}', names, errorSentence(error)), [
        {
          title: l10n.t('Show Details'),
          run: () => runCommand('iqm.conversion.show', { conversionId: id }),
        },
      ])
    : error;
}

function nameProblem(name: string): string | undefined {
  return problemOf(validateUpdate({ name }), 'name');
}

/** What is wrong with one input, in the user's language. */
function problemOf(problems: readonly DraftProblem[], field: DraftField): string | undefined {
  const message = problems.find((problem) => problem.field === field)?.message;
  return message === undefined ? undefined : l10n.t(message);
}

function addresses(text: string): string[] {
  return text
    .split(/[,;\s]+/)
    .map((address) => address.trim())
    .filter(Boolean);
}
