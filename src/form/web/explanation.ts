import * as l10n from '@vscode/l10n';
import type { FormFields } from '../formFields';

/** The chosen rules as sentences, so that the windows mean something before they are set for good. */
export function explanation(fields: FormFields): string {
  const { attribution, clickDays, viewDays, repeat, frequency, unit, crossDevice } = fields;
  const click = l10n.t('at most {0} days after a click on an ad', clickDays || '…');
  const view = l10n.t('at most {0} days after a view of it', viewDays || '…');
  const window =
    attribution === 'click'
      ? click
      : attribution === 'view'
        ? l10n.t('at most {0} days after a view of an ad', viewDays || '…')
        : l10n.t('{0}, or {1}', click, view);
  const often =
    repeat === 'every'
      ? l10n.t('Every conversion counts.')
      : l10n.t(
          'One conversion per person counts every {0} {1}.',
          frequency || '…',
          unit === 'Hour' ? l10n.t('hours') : l10n.t('days'),
        );
  const devices = crossDevice ? l10n.t('It may happen on another device of the same person.') : '';
  return [l10n.t('A conversion is attributed to a campaign {0}.', window), often, devices]
    .filter(Boolean)
    .join(' ');
}

/** The form of the script to come, with a blank where its id will be. */
export function previewScript(pixelHost: string): string {
  return `<script src='https://${pixelHost}/i/pixel/…?cv={CONVERSION_VALUE}' async></script>`;
}
