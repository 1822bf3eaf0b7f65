import { l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import type { Catalog } from '../catalog/catalog';
import type { Conversion } from '../iqm/shapes/conversion';
import { quickPickFrom } from '../shell/quickPicks';

interface ConversionPick extends QuickPickItem {
  readonly conversion: Conversion;
}

/**
 * Lets the user choose a conversion that has a script.
 * @returns undefined if the user left
 */
export async function pickConversion(
  catalog: Catalog,
  title: string,
): Promise<Conversion | undefined> {
  const picked = await quickPickFrom<ConversionPick>({
    title,
    placeholder: l10n.t('Name or ID of the conversion'),
    none: l10n.t('This organization has no conversion with a script yet.'),
    load: async () => {
      await catalog.openConversions();
      const list = catalog.conversions;
      if (list?.error !== undefined && list.rows.length === 0) {
        throw list.error as Error;
      }
      return (list?.rows ?? [])
        .filter(({ script }) => script !== undefined)
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
