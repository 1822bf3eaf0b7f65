import { l10n, type Disposable } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import { pickConversion } from '../catalog/pickConversion';
import { numberIn } from '../shell/commandArguments';
import type { CommandRegistry } from '../shell/commands';
import type { ConversionDetails } from './conversionDetails';

/** The command that opens the details. */
export function detailsCommands(
  commands: CommandRegistry,
  details: ConversionDetails,
  { account, catalog }: { readonly account: Account; readonly catalog: Catalog },
): Disposable[] {
  return [
    // Arguments: { conversionId? }. Without an id it asks. Answers { conversionId }, or undefined if the user left.
    commands.register('iqm.conversion.show', async (argument) => {
      const conversionId =
        numberIn(argument, 'conversionId') ??
        (await pickConversion(account, catalog, { title: l10n.t('Show Conversion Details') }))?.id;
      if (conversionId === undefined) {
        return undefined;
      }
      await details.show(conversionId);
      return { conversionId };
    }),
  ];
}
