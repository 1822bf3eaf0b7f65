import { l10n } from 'vscode';
import type { IqmError, IqmErrorKind } from '../iqm/errors';

/** What IQM itself said, as one text without line breaks, or '' when it said nothing a user can read. */
function saidByIqm(error: IqmError): string {
  return error.details
    .flatMap(({ message, reason }) => [message, reason ?? ''])
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ')
    .slice(0, 400);
}

/** Kinds whose own message already names the particulars (a host, a certificate, a wait) better than a general one. */
const SELF_EXPLAINING: ReadonlySet<IqmErrorKind> = new Set([
  'certificate',
  'insecure',
  'redirected',
  'unknownOutcome',
  'mfaRequired',
]);

/** One sentence for a user: what went wrong, in the words of the field, and what IQM said about it. */
export function errorSentence(error: IqmError): string {
  if (SELF_EXPLAINING.has(error.kind)) {
    return error.message;
  }
  const said = saidByIqm(error);
  const withDetail = (sentence: string): string => (said ? `${sentence} IQM: ${said}` : sentence);
  switch (error.kind) {
    case 'timeout':
      return l10n.t('IQM did not answer in time.');
    case 'offline':
      return l10n.t('IQM cannot be reached. Check your connection or proxy.');
    case 'unauthorized':
      return l10n.t('Your IQM session has expired. Sign in again.');
    case 'forbidden':
      return withDetail(l10n.t('IQM does not allow this here.'));
    case 'onHold':
      return error.supportEmail
        ? l10n.t(
            'This IQM account is on hold. {0} Write to {1} to have it released.',
            said,
            error.supportEmail,
          )
        : l10n.t('This IQM account is on hold. {0}', said);
    case 'notFound':
    case 'methodNotAllowed':
      return withDetail(l10n.t('IQM does not know this (any more).'));
    case 'invalid':
      return said
        ? l10n.t('IQM did not accept this: {0}', said)
        : l10n.t('IQM did not accept this.');
    case 'rateLimited':
      return l10n.t('IQM allows 20 requests a minute, and more were sent. Try again in a minute.');
    case 'server':
      return withDetail(l10n.t('IQM has a problem at the moment.'));
    case 'tooLarge':
    case 'malformed':
      return l10n.t(
        'The answer was not what IQM documents. A proxy or a wrong API address may have answered instead.',
      );
    default:
      return error.message;
  }
}
