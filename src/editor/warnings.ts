import { l10n } from 'vscode';
import type { Warning } from '../pixel/placement/request';

/** What a placement warning means for the user, as one sentence. */
export function placementWarning(warning: Warning): string {
  switch (warning) {
    case 'moved':
      return l10n.t('Nothing runs where the cursor was, so it went right behind that place.');
    case 'commented-copy':
      return l10n.t('A commented-out copy is in this page too.');
    case 'inert-copy':
      return l10n.t('A copy that never runs is in this page too.');
    case 'stage-host':
      return l10n.t('That tag loads from IQM’s stage host and counts nothing in production.');
    case 'consent-gated':
      return l10n.t('That tag waits for the visitor’s consent.');
    case 'in-code':
      return l10n.t('It is loaded by code of this file.');
    case 'broken-url':
      return l10n.t(
        'That tag’s address lacks “//”, so a browser asks the page’s own server for it.',
      );
  }
}
