import { l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import type { Account } from '../account/account';
import { requireOrganization } from '../account/accountState';
import type { Conversion } from '../iqm/shapes/conversion';
import { quickPickFrom } from '../shell/quickPicks';
import type { Catalog } from './catalog';

interface ConversionPick extends QuickPickItem {
  readonly conversion: Conversion;
}

/**
 * Lets the user choose a conversion of the open organization.
 * @returns undefined if the user left
 * @throws UserError if no organization is open
 */
export async function pickConversion(
  account: Account,
  catalog: Catalog,
  { title, withScript }: { readonly title: string; readonly withScript?: boolean },
): Promise<Conversion | undefined> {
  requireOrganization(account.state);
  const picked = await quickPickFrom<ConversionPick>({
    title,
    placeholder: l10n.t('Name or ID of the conversion'),
    none: withScript
      ? l10n.t('This organization has no conversion with a script yet.')
      : l10n.t('This organization has no conversion yet.'),
    load: async () => {
      await catalog.openConversions();
      const list = catalog.conversions;
      if (list?.error !== undefined && list.rows.length === 0) {
        throw list.error as Error;
      }
      return (list?.rows ?? [])
        .filter(({ script }) => !withScript || script !== undefined)
        .map((conversion) => ({
          label: conversion.name,
          description: conversion.status === 'pending' ? l10n.t('Pending') : '',
          detail: l10n.t('ID {0}', conversion.id),
          iconPath: new ThemeIcon(conversion.type === 'universalPixel' ? 'globe' : 'code'),
          conversion,
        }));
    },
  });
  return picked?.[0]?.conversion;
}
