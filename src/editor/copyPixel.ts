import { env, l10n, window } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import { pickConversion } from '../catalog/pickConversion';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';
import { scriptOf } from './pixelScript';

/** *Copy As*: a pixel in the form that its new home needs. */
export class CopyPixel {
  readonly #account: Account;
  readonly #catalog: Catalog;

  constructor(account: Account, catalog: Catalog) {
    this.#account = account;
    this.#catalog = catalog;
  }

  /**
   * @param form id of a form, or undefined to ask
   * @returns the copied text, or undefined if the user left
   * @throws UserError when there is nothing that can be copied
   */
  async run(conversionId: number | undefined, form?: string): Promise<string | undefined> {
    const conversion =
      conversionId === undefined
        ? await pickConversion(this.#account, this.#catalog, {
            title: l10n.t('Copy which conversion pixel?'),
            withScript: true,
          })
        : await this.#catalog.conversion(conversionId, { priority: 'user' });
    if (conversion === undefined) {
      return undefined;
    }
    const { COPY_FORMS, readPixelTag } = await import('../pixel/engine');
    const read = readPixelTag(scriptOf(conversion), { hosts: this.#account.trustedPixelHosts() });
    if (!read.ok) {
      throw new UserError(
        l10n.t('The script of “{0}” was not copied: {1}', plain(conversion.name), read.reason),
      );
    }
    const wanted =
      form === undefined
        ? await window.showQuickPick(
            COPY_FORMS.map((each) => ({
              label: each.label,
              description: each.description,
              id: each.id,
            })),
            { title: l10n.t('Copy “{0}” As', plain(conversion.name)), matchOnDescription: true },
          )
        : { id: form };
    if (wanted === undefined) {
      return undefined;
    }
    const chosen = COPY_FORMS.find(({ id }) => id === wanted.id);
    if (chosen === undefined) {
      throw new UserError(
        l10n.t(
          'There is no form “{0}”. Known: {1}',
          wanted.id,
          COPY_FORMS.map(({ id }) => id).join(', '),
        ),
      );
    }
    const text = chosen.text(read.tag);
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(
      l10n.t('“{0}” copied as {1}', plain(conversion.name), chosen.label),
      4000,
    );
    return text;
  }
}
