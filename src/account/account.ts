import { randomUUID } from 'node:crypto';
import {
  commands,
  EventEmitter,
  l10n,
  window,
  workspace,
  type AuthenticationSession,
  type Event,
  type SecretStorage,
} from 'vscode';
import { Budget } from '../iqm/budget';
import { IqmClient } from '../iqm/client/client';
import { createConnection, type DayCache, type RequestLog } from '../iqm/connection';
import { IqmError } from '../iqm/errors';
import { Session, type SessionOptions } from '../iqm/session';
import type { Organization } from '../iqm/shapes/organization';
import { SANDBOX_PIXEL_HOST } from '../pixel/pixelUrl';
import { setContext } from '../shell/contextKeys';
import { runCommand } from '../shell/commands';
import { Disposables } from '../shell/disposables';
import { isCancelled, UserError } from '../shell/errorReport';
import { errorSentence } from '../shell/errorSentence';
import type { Log } from '../shell/log';
import type { AccountRecord, AccountRecords } from './accountRecords';
import type { AccountIdentity, AccountState } from './accountState';
import { chooseOrganization, preferredOrganization } from './organizationPicker';
import type { SandboxHost } from './sandboxHost';
import { ApiSignIn } from './signInBackend';
import { SignInFlow, type SignInMethod, type SignInResult } from './signInFlow';

export interface AccountServices {
  readonly secrets: SecretStorage;
  readonly records: AccountRecords;
  readonly sandbox: SandboxHost;
  readonly log: Log;
  readonly requests: RequestLog;
  /** Length of IQM's rate-limit window in ms, where it is not a minute: tests scale time down. */
  readonly windowMs?: number;
}

/** One signed-in account of this window: its record, its tokens, and the requests it may still send. */
interface Seat {
  readonly record: AccountRecord;
  readonly session: Session;
  readonly budget: Budget;
  /** IQM's static lists; shared by all connections of the account, so that a day asks for them once. */
  readonly dayCache: DayCache;
}

/** Where a sandbox session lives: never a port, since the sandbox may come back on another. */
const SANDBOX_HOME = 'sandbox';

/** Who is signed in, and where. The one place that knows tokens; everybody else gets a client. */
export class Account extends Disposables {
  readonly #services: AccountServices;
  readonly #changed = this.own(new EventEmitter<void>());
  readonly #signedOut = this.own(new EventEmitter<string>());
  readonly #waiting = this.own(new EventEmitter<void>());
  readonly #seats = new Map<string, Seat>();
  #state: AccountState = { kind: 'starting' };

  /** The state changed; it is a new object. */
  readonly onDidChange: Event<void> = this.#changed.event;
  /** {@link waitingSeconds} began, ended or grew. */
  readonly onDidChangeWaiting: Event<void> = this.#waiting.event;
  /** An account left this machine; the event is its id. What was kept for it goes too. */
  readonly onDidSignOut: Event<string> = this.#signedOut.event;

  constructor(services: AccountServices) {
    super();
    this.#services = services;
    setContext('iqm.session', 'starting');
    this.own({ dispose: () => this.#seats.forEach(({ session }) => session.dispose()) });
  }

  get state(): AccountState {
    return this.#state;
  }

  /** Takes up the accounts of earlier sessions from the secret storage; sends no request. */
  async start(): Promise<void> {
    const { records } = this.#services;
    const active = records.active;
    for (const record of records.all) {
      await this.#restore(record);
    }
    const seat = active && this.#seats.get(active.id);
    await this.#enter(seat ?? this.#seats.values().next().value);
  }

  /**
   * Signs in: asks how, or takes the way given.
   * @returns the account's id, or undefined if the user left
   */
  async signIn(method?: SignInMethod): Promise<string | undefined> {
    const settings = workspace.getConfiguration('iqm');
    const baseUrl = settings.get<string>('apiUrl', 'https://api.iqm.com').replace(/\/+$/, '');
    const webHost = settings.get<string>('webHost', '').trim() || undefined;
    const budget = this.#budget();
    const { sandbox, requests } = this.#services;
    const backend = new ApiSignIn({ baseUrl, webHost, budget, log: requests, sandbox });
    const result = await new SignInFlow(backend).run(method);
    if (result === undefined) {
      return undefined;
    }
    const home = result.method === 'sandbox' ? SANDBOX_HOME : baseUrl;
    const seat = await this.#seatFor(result, home, webHost, budget);
    await this.#enter(seat, { ask: true });
    return seat.record.id;
  }

  /** Signs an account out for good: its secret is deleted, IQM is told, what was kept for it goes. */
  async signOut(id = this.#activeId()): Promise<void> {
    const seat = id === undefined ? undefined : this.#seats.get(id);
    if (id === undefined || seat === undefined) {
      return;
    }
    this.#seats.delete(id);
    await this.#services.records.remove(id);
    const wasActive = this.#activeId() === id;
    // Local traces first: IQM may be out of reach, and the user wants to be gone now.
    this.#signedOut.fire(id);
    if (wasActive) {
      await this.#enter(this.#seats.values().next().value);
    }
    await seat.session.signOut();
    seat.session.dispose();
    this.#changed.fire();
  }

  /** Every account that is signed in on this machine; the one in use first. */
  get accounts(): readonly AccountIdentity[] {
    const active = this.#activeId();
    return [...this.#seats.values()]
      .map(({ record }) => identity(record))
      .sort((a, b) => Number(b.id === active) - Number(a.id === active));
  }

  /** Works with another account that is signed in. @returns whether there is one with this id */
  async use(id: string): Promise<boolean> {
    const seat = this.#seats.get(id);
    if (seat !== undefined && id !== this.#activeId()) {
      await this.#enter(seat);
    }
    return seat !== undefined;
  }

  /**
   * Opens another organization of the account.
   * @param owId the organization, or undefined to ask
   * @returns the organization that is open then
   */
  async switchOrganization(owId?: number): Promise<Organization | undefined> {
    const id = this.#activeId();
    const seat = id === undefined ? undefined : this.#seats.get(id);
    if (seat === undefined) {
      return undefined;
    }
    const before = this.#state;
    const client = this.#clientFor(seat, undefined);
    const current = seat.record.organization?.owId;
    const chosen = await chooseOrganization(client, { current, wanted: owId });
    // Signed out, or switched elsewhere, while the list was open: the choice was for another state.
    if (chosen === undefined || this.#state !== before) {
      return undefined;
    }
    await this.#open(seat, chosen.organization, chosen.many);
    return chosen.organization;
  }

  /** Seconds until IQM's rate limit lets the next request of this account leave; 0 when none waits. */
  get waitingSeconds(): number {
    const id = this.#activeId();
    return (id === undefined ? undefined : this.#seats.get(id))?.budget.waiting.seconds ?? 0;
  }

  /** What the Accounts menu lists; from memory, without a request. */
  authenticationSessions(): readonly AuthenticationSession[] {
    return [...this.#seats.values()].map(({ record, session }) => ({
      id: record.id,
      accessToken: session.knownToken,
      account: { id: record.id, label: record.label },
      scopes: [],
    }));
  }

  /** Hosts beside IQM's own that a pixel's URL may name. The sandbox's counts only while it is the session. */
  trustedPixelHosts(): readonly string[] {
    const added = workspace.getConfiguration('iqm').get<string[]>('pixelHosts', []);
    return this.#isSandbox() ? [...added, SANDBOX_PIXEL_HOST] : added;
  }

  #budget(): Budget {
    const { windowMs } = this.#services;
    const budget = new Budget(windowMs === undefined ? {} : { windowMs });
    budget.waiting.onChange(() => this.#waiting.fire());
    return budget;
  }

  #isSandbox(): boolean {
    return 'account' in this.#state && this.#state.account.kind === 'sandbox';
  }

  #activeId(): string | undefined {
    return 'account' in this.#state ? this.#state.account.id : undefined;
  }

  async #seatFor(
    { method, label, tokens, client }: SignInResult,
    home: string,
    webHost: string | undefined,
    budget: Budget,
  ): Promise<Seat> {
    const grant = {
      home,
      label,
      tokens,
      ...(webHost === undefined ? {} : { webHost }),
      ...(client === undefined ? {} : { clientId: client.id, clientSecret: client.secret }),
    };
    // The same user at the same address is the same account: a new sign-in ends its suspension.
    const known = [...this.#seats.values()].find(
      ({ session }) => session.home === home && session.label === label,
    );
    if (known !== undefined) {
      await known.session.replace(grant);
      return known;
    }
    const record: AccountRecord = {
      id: randomUUID(),
      label,
      kind: method === 'sandbox' ? 'sandbox' : 'iqm',
    };
    const session = await Session.begin(grant, this.#sessionOptions(record.id));
    return this.#take({ record, session, budget, dayCache: new Map() });
  }

  async #restore(record: AccountRecord): Promise<Seat | undefined> {
    const session = await Session.restore(this.#sessionOptions(record.id));
    return session && this.#take({ record, session, budget: this.#budget(), dayCache: new Map() });
  }

  #take(seat: Seat): Seat {
    const { id } = seat.record;
    this.#seats.set(id, seat);
    seat.session.onDidChangeState((state) => {
      if (state.status === 'suspended') {
        this.#suspended(id, state);
      } else if (state.status === 'signedOut') {
        void this.#gone(id);
      } else if (this.#state.kind === 'suspended' && this.#activeId() === id) {
        void this.#enter(this.#seats.get(id));
      }
    });
    return seat;
  }

  #sessionOptions(id: string): SessionOptions {
    const { secrets, sandbox, log } = this.#services;
    return {
      key: `iqm.account.${id}`,
      store: secrets,
      resolveHome: (home) => (home === SANDBOX_HOME ? sandbox.origin() : Promise.resolve(home)),
      onMemoryOnly: () => {
        log.warn('The secret storage failed; the session lives in memory only.');
        void window.showWarningMessage(
          l10n.t(
            'The secret storage of this machine does not work. You stay signed in until this window closes.',
          ),
        );
      },
    };
  }

  /** Works with `seat` from now on. Only a fresh sign-in may ask which organization; a restart never does. */
  async #enter(seat: Seat | undefined, { ask }: { ask?: boolean } = {}): Promise<void> {
    await this.#services.records.activate(seat?.record.id);
    if (seat === undefined) {
      this.#set({ kind: 'signedOut' });
      return;
    }
    const { record, session } = seat;
    const account = identity(record);
    if (session.state.status === 'suspended') {
      this.#set({ kind: 'suspended', account });
      return;
    }
    if (!ask && record.organization !== undefined) {
      await this.#open(seat, record.organization, record.manyOrganizations ?? false);
      return;
    }
    const client = this.#clientFor(seat, undefined);
    // Also what is left should the list not arrive: the account is signed in, the view offers to choose.
    this.#set({ kind: 'noOrganization', account, client });
    if (!ask) {
      return;
    }
    const asked = this.#state;
    let organizations: readonly Organization[];
    try {
      organizations = await client.account.organizations({ priority: 'user' });
    } catch (error) {
      if (this.#state !== asked) {
        return;
      }
      throw error instanceof IqmError && !isCancelled(error) ? withoutOrganization(error) : error;
    }
    const preferred = preferredOrganization(
      organizations,
      record.organization?.owId ?? session.owId,
    );
    // Whoever has chosen in the view meanwhile, or left, is not led elsewhere.
    if (preferred !== undefined && this.#state === asked) {
      await this.#open(seat, preferred, organizations.length > 1);
    }
  }

  async #open(seat: Seat, organization: Organization, many: boolean): Promise<void> {
    const record: AccountRecord = { ...seat.record, organization, manyOrganizations: many };
    this.#seats.set(record.id, { ...seat, record });
    await this.#services.records.put(record);
    setContext('iqm.manyOrganizations', many);
    const client = this.#clientFor(seat, organization.owId);
    this.#set({ kind: 'signedIn', account: identity(record), organization, client });
  }

  #clientFor({ session, budget, dayCache }: Seat, owId: number | undefined): IqmClient {
    const { requests, sandbox } = this.#services;
    let last = '';
    const baseUrl = async (): Promise<string> => (last = await session.baseUrl());
    const log: RequestLog = {
      drift: (where) => requests.drift(where),
      request: (report) => {
        requests.request(report);
        if (report.failure === 'offline' && session.home === SANDBOX_HOME) {
          void sandbox.lost(last);
        }
      },
    };
    return new IqmClient(
      createConnection({
        baseUrl,
        ...(session.webHost === undefined ? {} : { webHost: session.webHost }),
        tokens: session,
        owId: () => owId,
        budget,
        log,
        dayCache,
      }),
    );
  }

  /** Another window signed the account out and deleted its secret. */
  async #gone(id: string): Promise<void> {
    const seat = this.#seats.get(id);
    if (seat === undefined) {
      return;
    }
    this.#seats.delete(id);
    await this.#services.records.remove(id);
    seat.session.dispose();
    if (this.#activeId() === id) {
      await this.#enter(this.#seats.values().next().value);
    }
    this.#changed.fire();
  }

  /** A refused refresh: the account stays, one toast says what to do. */
  #suspended(
    id: string,
    { reason, maybeElsewhere }: { reason: string; maybeElsewhere: boolean },
  ): void {
    if (
      this.#activeId() !== id ||
      this.#state.kind === 'suspended' ||
      !('account' in this.#state)
    ) {
      return;
    }
    this.#set({ kind: 'suspended', account: this.#state.account });
    const signIn = l10n.t('Sign In Again…');
    const reload = l10n.t('Reload Window');
    const steps = maybeElsewhere ? [reload, signIn] : [signIn];
    void window.showWarningMessage(reason, ...steps).then((chosen) => {
      switch (chosen) {
        case signIn:
          return commands.executeCommand('iqm.account.signIn');
        case reload:
          return commands.executeCommand('workbench.action.reloadWindow');
        default:
          return undefined;
      }
    });
  }

  #set(state: AccountState): void {
    this.#state = state;
    setContext('iqm.session', state.kind);
    setContext('iqm.sandbox', this.#isSandbox());
    this.#changed.fire();
  }
}

/** The sign-in itself has worked: trying again must not ask for the password once more. */
function withoutOrganization(error: IqmError): UserError {
  return new UserError(
    l10n.t(
      'You are signed in, but your organizations could not be listed. {0}',
      errorSentence(error),
    ),
    [{ title: l10n.t('Choose Organization…'), run: () => runCommand('iqm.organization.switch') }],
  );
}

function identity({ id, label, kind }: AccountRecord): AccountIdentity {
  return { id, label, kind };
}
