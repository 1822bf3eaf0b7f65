import { l10n } from 'vscode';
import type { Conversion } from '../iqm/shapes/conversion';
import { runCommand } from '../shell/commands';
import { UserError } from '../shell/errorReport';
import { plain } from '../shell/plainText';

/**
 * The script of a conversion.
 * @throws UserError for conversions that have none: a postback is called by a server
 */
export function scriptOf({ name, type, script }: Conversion): string {
  if (script !== undefined) {
    return script;
  }
  if (type === 'postback') {
    throw new UserError(
      l10n.t('“{0}” is a postback: a server calls it, there is no script for a page.', plain(name)),
    );
  }
  throw new UserError(
    l10n.t('IQM sent no script for “{0}”. Refresh the conversions.', plain(name)),
    [{ title: l10n.t('Refresh'), run: () => runCommand('iqm.conversion.refresh') }],
  );
}
