import type { Connection } from '../connection';
import type { Account } from './account';
import type { Campaigns } from './campaigns';
import type { Conversions } from './conversions';
import type { Performance } from './performance';

/** IQM's API as one signed-in account sees it in one organization. */
export declare class IqmClient {
  readonly conversions: Conversions;
  readonly campaigns: Campaigns;
  readonly performance: Performance;
  readonly account: Account;
  constructor(connection: Connection);
}
