import { l10n, type Event, type Uri } from 'vscode';
import type { Account } from '../account/account';
import type { Catalog } from '../catalog/catalog';
import { IqmError } from '../iqm/errors';
import type { Conversion } from '../iqm/shapes/conversion';
import type { ErrorReport } from '../shell/errorReport';
import { errorSentence } from '../shell/errorSentence';
import type { Log } from '../shell/log';
import type { ConversionDetailsServices } from './conversionDetails';
import type { Place } from './detailsModel';

/** The parts of the extension that the details are connected with. */
export interface DetailsParts {
  readonly extensionUri: Uri;
  readonly account: Account;
  readonly catalog: Catalog;
  readonly report: ErrorReport;
  readonly log: Log;
  /** The open page. */
  readonly target: {
    readonly name: { readonly uri: Uri; readonly name: string } | undefined;
    readonly onDidChange: Event<void>;
  };
  /** Where a conversion's pixel stands in the workspace, if anybody can tell. */
  readonly places?: {
    placesOf(conversion: Conversion, signal: AbortSignal): Promise<readonly Place[]>;
    readonly onDidChange: Event<unknown>;
  };
  /** The minute of IQM's rate limit, where tests have scaled it down; a watch is scaled with it. */
  readonly minuteMs?: number | undefined;
}

/** What the details may use of the account, the catalog and the open page. */
export function detailsServicesOf(parts: DetailsParts): ConversionDetailsServices {
  const { extensionUri, account, catalog, report, log, target, places, minuteMs } = parts;
  const rateLimit = {
    get seconds() {
      return account.waitingSeconds;
    },
    onChange: account.onDidChangeWaiting,
  };
  return {
    extensionUri,
    current: () => {
      const { state } = account;
      return state.kind === 'signedIn'
        ? {
            client: state.client,
            sandbox: state.account.kind === 'sandbox',
            organizationName: state.organization.name,
            rateLimit,
          }
        : undefined;
    },
    starting: () => account.state.kind === 'starting',
    onDidChangeCurrent: account.onDidChange,
    known: (id) => catalog.known(id),
    keep: (conversion) => {
      // Only what the list shows already, and only news: every put is an event and a write of the cache.
      const known = catalog.known(conversion.id);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(conversion)) {
        catalog.put(conversion);
      }
    },
    onDidChangeConversions: catalog.onDidChangeConversions,
    onDidRemoveConversion: catalog.onDidRemoveConversion,
    target: () => target.name,
    onDidChangeTarget: target.onDidChange,
    ...(minuteMs === undefined ? {} : { watchEveryMs: minuteMs / 2 }),
    ...(places
      ? {
          placesOf: (conversion, signal) => places.placesOf(conversion, signal),
          onDidChangePlaces: places.onDidChange,
        }
      : {}),
    sentence: (error) => {
      if (error instanceof IqmError) {
        return errorSentence(error);
      }
      log.error(error);
      return l10n.t(
        'Something unexpected went wrong: {0}',
        error instanceof Error ? error.message : String(error),
      );
    },
    report: (error) => void report.show(error),
  };
}
