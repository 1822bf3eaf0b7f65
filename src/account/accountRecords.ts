import type { Memento } from 'vscode';
import type { Organization } from '../iqm/shapes/organization';
import type { AccountIdentity } from './accountState';

/** What is remembered of an account besides its secret: enough to show it again without a request. */
export interface AccountRecord extends AccountIdentity {
  /** The organization that was open last. */
  readonly organization?: Organization;
  /** Whether it reaches more than that one, as of the last look. */
  readonly manyOrganizations?: boolean;
}

const ACCOUNTS = 'iqm.accounts';
const ACTIVE = 'iqm.activeAccount';

/** The list of accounts on this machine. SecretStorage cannot be listed, so the list stands beside it. */
export class AccountRecords {
  readonly #everywhere: Memento;
  readonly #here: Memento;

  /**
   * @param everywhere shared by all windows
   * @param here of this workspace: two windows may work with two accounts
   */
  constructor(everywhere: Memento, here: Memento) {
    this.#everywhere = everywhere;
    this.#here = here;
  }

  get all(): readonly AccountRecord[] {
    return this.#everywhere.get<AccountRecord[]>(ACCOUNTS, []);
  }

  /** The account this workspace used last, else the one used last anywhere. */
  get active(): AccountRecord | undefined {
    const id = this.#here.get<string>(ACTIVE) ?? this.#everywhere.get<string>(ACTIVE);
    return this.all.find((record) => record.id === id) ?? this.all[0];
  }

  async put(record: AccountRecord): Promise<void> {
    const others = this.all.filter(({ id }) => id !== record.id);
    await this.#everywhere.update(ACCOUNTS, [...others, record]);
  }

  async remove(id: string): Promise<void> {
    await this.#everywhere.update(
      ACCOUNTS,
      this.all.filter((record) => record.id !== id),
    );
  }

  async activate(id: string | undefined): Promise<void> {
    await Promise.all([this.#here.update(ACTIVE, id), this.#everywhere.update(ACTIVE, id)]);
  }
}
