import { EventEmitter, type Event } from 'vscode';
import type { Account } from '../account/account';
import type { SignedIn } from '../account/accountState';
import type { CallOptions } from '../iqm/callOptions';
import type { IqmClient } from '../iqm/client/client';
import type { Campaign, CampaignStatus, InsertionOrder } from '../iqm/shapes/campaign';
import type { Conversion } from '../iqm/shapes/conversion';
import { Disposables } from '../shell/disposables';
import type { Log } from '../shell/log';
import type { CatalogFile } from './catalogFile';
import { KeptAnswers } from './keptAnswers';
import { PagedList, type ListSnapshot } from './pagedList';

/** What narrows the conversion list; IQM does the searching. */
export interface ConversionQuery {
  readonly search?: string;
  readonly typeIds?: readonly number[];
  readonly statusIds?: readonly number[];
  readonly sortBy?: string;
}

/** What narrows the campaign list. */
export interface CampaignQuery {
  readonly search?: string;
  readonly statuses?: readonly CampaignStatus[];
}

/** IQM's largest page: a list of 10,000 rows is read in ten of the twenty requests a minute allows. */
const CONVERSIONS_PER_PAGE = 1000;
const CAMPAIGNS_PER_PAGE = 500;

/** Rows change in bursts; the cache file is written once, this many ms after the last change. */
const SAVE_DELAY_MS = 500;

/** The lists of one account in one organization. Thrown away when either changes, and late answers with it. */
interface Shelf {
  readonly session: SignedIn;
  readonly conversions: PagedList<Conversion, ConversionQuery>;
  readonly insertionOrders: PagedList<InsertionOrder, CampaignQuery>;
  /** Campaigns of a conversion, by its id. */
  readonly attached: KeptAnswers<readonly Campaign[]>;
  /** Conversions of a campaign, by its id. */
  readonly measured: KeptAnswers<readonly Conversion[]>;
  /** Lists that IQM has been asked for in this session. */
  readonly opened: Set<'conversions' | 'campaigns'>;
  readonly restored: Promise<void>;
}

/** Conversions and campaigns of the signed-in organization: in memory, from a file at first, fresh on demand. */
export class Catalog extends Disposables {
  readonly #account: Account;
  readonly #file: CatalogFile;
  readonly #log: Log;
  readonly #conversionsChanged = this.own(new EventEmitter<void>());
  readonly #campaignsChanged = this.own(new EventEmitter<void>());
  readonly #removed = this.own(new EventEmitter<number>());
  #shelf: Shelf | undefined;
  #save: NodeJS.Timeout | undefined;

  /** The conversion list changed: its rows, its state, or whose list it is. */
  readonly onDidChangeConversions: Event<void> = this.#conversionsChanged.event;
  /** The campaign list changed. */
  readonly onDidChangeCampaigns: Event<void> = this.#campaignsChanged.event;
  /** IQM has confirmed that the conversion of this id is deleted; one that only leaves a narrowed list is not. */
  readonly onDidRemoveConversion: Event<number> = this.#removed.event;

  constructor(account: Account, file: CatalogFile, log: Log) {
    super();
    this.#account = account;
    this.#file = file;
    this.#log = log;
    this.own(account.onDidChange(() => this.#follow()));
    this.own(account.onDidSignOut((id) => void this.#forget(id)));
    this.own({ dispose: () => this.#close() });
    this.#follow();
  }

  /** The conversions as they are known now; undefined while no organization is open. */
  get conversions(): ListSnapshot<Conversion> | undefined {
    return this.#shelf?.conversions.snapshot;
  }

  /** The insertion orders with their campaigns as they are known now. */
  get insertionOrders(): ListSnapshot<InsertionOrder> | undefined {
    return this.#shelf?.insertionOrders.snapshot;
  }

  get conversionQuery(): ConversionQuery {
    return this.#shelf?.conversions.query ?? {};
  }

  get campaignQuery(): CampaignQuery {
    return this.#shelf?.insertionOrders.query ?? {};
  }

  /** Reads the conversions unless this session has; rows of an earlier one are shown meanwhile. */
  async openConversions(): Promise<void> {
    await this.#open('conversions', (shelf) => shelf.conversions.refresh());
  }

  /** Reads the campaigns unless this session has. */
  async openCampaigns(): Promise<void> {
    await this.#open('campaigns', (shelf) => shelf.insertionOrders.refresh());
  }

  async refreshConversions(): Promise<void> {
    this.#ageChildren();
    this.#shelf?.opened.add('conversions');
    await this.#shelf?.conversions.refresh();
  }

  async refreshCampaigns(): Promise<void> {
    this.#ageChildren();
    this.#shelf?.opened.add('campaigns');
    await this.#shelf?.insertionOrders.refresh();
  }

  async loadMoreConversions(): Promise<void> {
    await this.#shelf?.conversions.loadMore();
  }

  async loadMoreCampaigns(): Promise<void> {
    await this.#shelf?.insertionOrders.loadMore();
  }

  async askConversions(query: ConversionQuery): Promise<void> {
    this.#shelf?.opened.add('conversions');
    await this.#shelf?.conversions.ask(query);
  }

  async askCampaigns(query: CampaignQuery): Promise<void> {
    this.#shelf?.opened.add('campaigns');
    await this.#shelf?.insertionOrders.ask(query);
  }

  /** A conversion that is known here, without a request. */
  known(id: number): Conversion | undefined {
    return this.conversions?.rows.find((row) => row.id === id);
  }

  /** The conversion whose script holds this pixel id (no hyphens, lower case), as far as it is known here. */
  byPixelId(pixelId: string): Conversion | undefined {
    return this.conversions?.rows.find(
      ({ script }) => script?.replaceAll('-', '').toLowerCase().includes(pixelId) ?? false,
    );
  }

  /**
   * A conversion by its id; asks IQM if it is not known here.
   * @returns undefined if the organization has none with this id
   */
  async conversion(id: number, options: CallOptions = {}): Promise<Conversion | undefined> {
    const known = this.known(id);
    const client = this.#shelf?.session.client;
    if (known !== undefined || client === undefined) {
      return known;
    }
    const page = await client.conversions.list({ ids: [id], pageSize: 20 }, options);
    return page.rows.find((row) => row.id === id);
  }

  /**
   * Campaigns a conversion is attached to: asked for once, and after a refresh once more behind the scenes.
   * @param options `fresh` for the campaigns of now, for somebody who is about to change them
   */
  async attached(
    id: number,
    { fresh = false, ...options }: CallOptions & { readonly fresh?: boolean } = {},
  ): Promise<readonly Campaign[]> {
    const answers = this.#shelf?.attached;
    return (await (fresh ? answers?.fresh(id, options) : answers?.get(id, options))) ?? [];
  }

  /** Conversions that a campaign measures; likewise, and two requests where some are not known here. */
  async conversionsOf(
    campaignId: number,
    options: CallOptions = {},
  ): Promise<readonly Conversion[]> {
    const conversions = (await this.#shelf?.measured.get(campaignId, options)) ?? [];
    // The list may have newer rows of them.
    return conversions.map((conversion) => this.known(conversion.id) ?? conversion);
  }

  /** Shows a conversion that IQM has just created or changed. */
  put(conversion: Conversion): void {
    this.#shelf?.conversions.put(conversion);
  }

  /** Takes out a conversion that IQM has confirmed to be deleted. */
  remove(id: number): void {
    this.#shelf?.attached.forget(id);
    this.#shelf?.conversions.remove(id);
    this.#removed.fire(id);
  }

  /** Notes that IQM has attached a conversion to campaigns and taken it from others, all by their ids. */
  reassigned(id: number, added: readonly number[], removed: readonly number[]): void {
    const shelf = this.#shelf;
    shelf?.attached.forget(id);
    [...added, ...removed].forEach((campaign) => shelf?.measured.forget(campaign));
    const known = this.known(id);
    if (known !== undefined) {
      const count = (known.campaignCount ?? 0) + added.length - removed.length;
      this.put({ ...known, campaignCount: Math.max(0, count) });
    }
    shelf?.insertionOrders.touch();
  }

  /** Nobody can tell what became of a change of these conversions and campaigns: whoever shows them asks again. */
  doubt(conversionIds: readonly number[], campaignIds: readonly number[]): void {
    const shelf = this.#shelf;
    conversionIds.forEach((id) => shelf?.attached.forget(id));
    campaignIds.forEach((id) => shelf?.measured.forget(id));
    shelf?.conversions.touch();
    shelf?.insertionOrders.touch();
  }

  /** What stands below the rows is as old as the rows. */
  #ageChildren(): void {
    this.#shelf?.attached.age();
    this.#shelf?.measured.age();
  }

  #follow(): void {
    const state = this.#account.state;
    const session = state.kind === 'signedIn' ? state : undefined;
    if (session === this.#shelf?.session) {
      return;
    }
    this.#close();
    this.#shelf = session && this.#shelfFor(session);
    this.#conversionsChanged.fire();
    this.#campaignsChanged.fire();
  }

  #shelfFor(session: SignedIn): Shelf {
    const { client } = session;
    const changed = (event: EventEmitter<void>) => () => {
      if (this.#shelf === shelf) {
        event.fire();
        this.#saveSoon(shelf);
      }
    };
    const conversions = new PagedList<Conversion, ConversionQuery>(
      {
        load: (query, page, signal) =>
          client.conversions.list(
            { ...query, page, pageSize: CONVERSIONS_PER_PAGE },
            { signal, priority: 'view' },
          ),
        key: ({ id }) => id,
        merge: (_known, again) => again,
        now: Date.now,
      },
      {},
      changed(this.#conversionsChanged),
    );
    const insertionOrders = new PagedList<InsertionOrder, CampaignQuery>(
      {
        load: (query, page, signal) =>
          client.campaigns.byInsertionOrder(
            { ...query, page, pageSize: CAMPAIGNS_PER_PAGE },
            { signal, priority: 'view' },
          ),
        key: ({ id }) => id,
        // An order whose campaigns are spread over two pages comes twice.
        merge: (known, again) => ({
          ...again,
          campaigns: [...known.campaigns, ...again.campaigns],
        }),
        now: Date.now,
      },
      {},
      changed(this.#campaignsChanged),
    );
    const restored = this.#file
      .load(session.account.id, session.organization.owId)
      .then((saved) => {
        for (const [list, rows] of [
          [conversions, saved.conversions],
          [insertionOrders, saved.insertionOrders],
        ] as const) {
          if (rows !== undefined) {
            (list as PagedList<unknown, unknown>).restore(
              rows.rows,
              rows.total,
              rows.filtered,
              rows.asOf,
            );
          }
        }
      });
    const shelf: Shelf = {
      session,
      conversions,
      insertionOrders,
      attached: new KeptAnswers(
        (id, options) => client.conversions.attachedCampaigns(id, options),
        () => conversions.touch(),
      ),
      measured: new KeptAnswers(
        (id, options) => this.#measuredBy(client, id, options),
        () => insertionOrders.touch(),
      ),
      opened: new Set(),
      restored,
    };
    return shelf;
  }

  async #measuredBy(
    client: IqmClient,
    campaignId: number,
    options: CallOptions,
  ): Promise<readonly Conversion[]> {
    const { conversionIds } = await client.campaigns.detail(campaignId, options);
    const unknown = conversionIds.filter((id) => this.known(id) === undefined);
    const asked =
      unknown.length === 0
        ? []
        : (await client.conversions.list({ ids: unknown, pageSize: 1000 }, options)).rows;
    return conversionIds.flatMap(
      (id) => this.known(id) ?? asked.find((row) => row.id === id) ?? [],
    );
  }

  async #open(
    list: 'conversions' | 'campaigns',
    read: (shelf: Shelf) => Promise<void>,
  ): Promise<void> {
    const shelf = this.#shelf;
    if (shelf === undefined || shelf.opened.has(list)) {
      return;
    }
    shelf.opened.add(list);
    await shelf.restored;
    if (shelf === this.#shelf) {
      await read(shelf);
    }
  }

  #saveSoon(shelf: Shelf): void {
    clearTimeout(this.#save);
    this.#save = setTimeout(() => {
      this.#save = undefined;
      void this.#saveNow(shelf);
    }, SAVE_DELAY_MS);
  }

  /** Only unnarrowed lists are kept: a search of the last session is not what the next one starts with. */
  async #saveNow({ session, conversions, insertionOrders }: Shelf): Promise<void> {
    const saved = {
      ...kept('conversions', conversions),
      ...kept('insertionOrders', insertionOrders),
    };
    try {
      await this.#file.save(session.account.id, session.organization.owId, saved);
    } catch (error) {
      this.#log.warn(`The list cache could not be written: ${String(error)}`);
    }
  }

  async #forget(account: string): Promise<void> {
    clearTimeout(this.#save);
    this.#save = undefined;
    await this.#file.forget(account);
  }

  #close(): void {
    if (this.#save !== undefined && this.#shelf !== undefined) {
      void this.#saveNow(this.#shelf);
    }
    clearTimeout(this.#save);
    this.#save = undefined;
    this.#shelf?.conversions.stop();
    this.#shelf?.insertionOrders.stop();
    this.#shelf = undefined;
  }
}

function kept<Row, Query extends object>(
  name: string,
  list: PagedList<Row, Query>,
): Record<string, { rows: readonly Row[]; total: number; filtered: number; asOf: number }> {
  const { rows, total, filtered, asOf } = list.snapshot;
  const narrowed = Object.values(list.query).some((value) => value !== undefined);
  return asOf === undefined || narrowed ? {} : { [name]: { rows, total, filtered, asOf } };
}
