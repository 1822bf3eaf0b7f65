import type { Connection } from '../connection';
import { Account } from './account';
import { Campaigns } from './campaigns';
import { Conversions } from './conversions';
import { Performance } from './performance';

/** IQM's API as one signed-in account sees it in one organization. */
export class IqmClient {
  readonly conversions: Conversions;
  readonly campaigns: Campaigns;
  readonly performance: Performance;
  readonly account: Account;

  constructor(connection: Connection) {
    this.conversions = new Conversions(connection);
    this.campaigns = new Campaigns(connection);
    this.performance = new Performance(connection);
    this.account = new Account(connection);
  }
}
