import type { CallOptions, Priority } from '../iqm/callOptions';
import type { IqmClient } from '../iqm/client/client';
import type { Campaign } from '../iqm/shapes/campaign';
import type { Conversion, ConversionDetails } from '../iqm/shapes/conversion';
import type { TimelinePoint } from '../iqm/shapes/performance';
import type { CampaignCounts } from './campaignRows';
import type { SectionName } from './messages';
import { Section, type SectionOptions } from './section';
import { inOrder, rangeUntil, type Range } from './timeline';
import type { Vitals } from './watch';

/** Where a conversion's pixel stands in the workspace; `line` counts from 0. */
export interface Place {
  readonly label: string;
  readonly uri: string;
  readonly line: number;
  /** Whether a browser that opens the page runs it. */
  readonly live: boolean;
}

/** Finds them; ended by the signal. */
export type PlacesOf = (conversion: Conversion, signal: AbortSignal) => Promise<readonly Place[]>;

/** Counts over a range, of all the conversion's campaigns together; both ends in ms since 1970. */
export interface Timeline {
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  readonly campaigns: number;
  readonly points: readonly TimelinePoint[];
}

/** What a model needs of the session it belongs to. */
export interface ModelServices extends SectionOptions {
  readonly client: Pick<IqmClient, 'conversions' | 'performance'>;
  /** The conversion as the lists know it, without a request. */
  readonly known: (id: number) => Conversion | undefined;
  /** Told of every row that was read anew, so that the lists show it too. */
  readonly keep?: ((conversion: Conversion) => void) | undefined;
  readonly placesOf?: PlacesOf | undefined;
}

/** IQM's largest page. */
const ALL = 1000;

/**
 * Everything about one conversion, as one session sees it. A new session gets a new model, so that nothing of one
 * organization is ever shown under another's name.
 */
export class DetailsModel {
  readonly summary: Section<Conversion>;
  readonly settings: Section<ConversionDetails>;
  readonly campaigns: Section<readonly Campaign[]>;
  readonly counts: Section<CampaignCounts>;
  readonly timeline: Section<Timeline>;
  readonly places: Section<readonly Place[]> | undefined;
  readonly #id: number;
  readonly #services: ModelServices;
  #lastKnown: Conversion | undefined;
  #gone = false;
  #deleted = false;
  #range: Range;

  constructor(id: number, range: Range, services: ModelServices) {
    this.#id = id;
    this.#range = range;
    this.#services = services;
    this.summary = new Section(services);
    this.settings = new Section(services);
    this.campaigns = new Section(services);
    this.counts = new Section(services);
    this.timeline = new Section(services);
    this.places = services.placesOf && new Section(services);
  }

  /** Whether IQM lists no such conversion. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Whether it is gone because it was deleted from here. */
  get deleted(): boolean {
    return this.#deleted;
  }

  get range(): Range {
    return this.#range;
  }

  get loading(): boolean {
    return this.#sections().some(({ state }) => state.loading);
  }

  /** Whether any part could not be read when it was last asked for. */
  get failed(): boolean {
    return this.#sections().some(({ state }) => state.problem !== undefined);
  }

  /** Shows what the lists know at once, and asks IQM for all of it. */
  async open(): Promise<void> {
    this.#lastKnown = this.#services.known(this.#id);
    if (this.#lastKnown !== undefined) {
      this.summary.put(this.#lastKnown);
    }
    await this.#loadAll('view');
  }

  /** Asks IQM for everything anew because the user wants it; what is shown stays meanwhile. */
  refresh(): Promise<void> {
    return this.#loadAll('user');
  }

  async retry(section: SectionName): Promise<void> {
    switch (section) {
      case 'summary':
        await this.#loadSummary('user');
        return;
      case 'settings':
        await this.#loadSettings('user');
        return;
      case 'campaigns':
        await this.#loadCampaigns('user');
        return;
      case 'counts':
        await this.#loadCounts('user');
        return;
      case 'timeline':
        // Without its campaigns there is nothing to draw, so they come first.
        await (this.campaigns.state.data
          ? this.#loadTimeline('user')
          : this.#loadCampaigns('user'));
        return;
      case 'places':
        await this.loadPlaces();
    }
  }

  async chooseRange(range: Range): Promise<void> {
    this.#range = range;
    this.#services.changed();
    if (this.campaigns.state.data !== undefined) {
      await this.#loadTimeline('user');
    }
  }

  /** Asks anew for what an assignment has changed. */
  async campaignsChanged(): Promise<void> {
    // The lists hear of an assignment first, so the campaigns may be on their way already.
    const underWay = this.campaigns.state.loading;
    await Promise.all([
      ...(underWay ? [] : [this.#loadCampaigns('user')]),
      this.#loadCounts('user'),
    ]);
  }

  /** The lists have changed: takes over what they know now, without a request where none is needed. */
  listsChanged(): void {
    const known = this.#services.known(this.#id);
    const before = this.#lastKnown;
    if (known === undefined || known === before) {
      return;
    }
    this.#lastKnown = known;
    // A first row may come from a cache file and be older than what IQM has just told this panel.
    if (before !== undefined || this.summary.state.data === undefined) {
      this.summary.put(known);
    }
    if (before?.campaignCount !== known.campaignCount && before && !this.campaigns.state.loading) {
      void this.#loadCampaigns('view');
    }
  }

  /** IQM has confirmed that the conversion is deleted, so that there is nothing left to ask for. */
  removed(): void {
    this.#gone = true;
    this.#deleted = true;
    this.stop();
    this.#services.changed();
  }

  /**
   * Status and total of now, for somebody who waits for them to change.
   * @throws IqmError when IQM cannot be asked, NotListed when the conversion is gone
   */
  async check(signal: AbortSignal): Promise<Vitals> {
    const row = await this.#row({ signal, priority: 'background' });
    this.summary.put(row, this.#services.now());
    return { status: row.status, total: row.totalConversions };
  }

  async loadPlaces(): Promise<void> {
    const { placesOf } = this.#services;
    const conversion = this.summary.state.data;
    if (placesOf && conversion) {
      await this.places?.load((signal) => placesOf(conversion, signal));
    }
  }

  /** Cancels every request that is under way. */
  stop(): void {
    for (const section of this.#sections()) {
      section.stop();
    }
  }

  async #loadAll(priority: Priority): Promise<void> {
    await Promise.all([
      this.#loadSummary(priority),
      this.#loadSettings(priority),
      this.loadPlaces(),
      this.#loadCampaigns(priority),
      this.#loadCounts(priority),
    ]);
  }

  async #loadSummary(priority: Priority): Promise<void> {
    const hadNone = this.summary.state.data === undefined;
    const row = await this.summary.load((signal) => this.#row({ signal, priority }));
    if (hadNone && row !== undefined) {
      // These are asked for by type and pixel, and so have waited for the row.
      await Promise.all([this.#loadSettings(priority), this.loadPlaces()]);
    }
  }

  /** @throws NotListed when the organization has no such conversion */
  async #row(options: CallOptions): Promise<Conversion> {
    const { client, keep, known } = this.#services;
    const page = await client.conversions.list({ ids: [this.#id], pageSize: 20 }, options);
    const row = page.rows.find(({ id }) => id === this.#id);
    if (row !== undefined) {
      this.#gone = false;
      keep?.(row);
      return row;
    }
    const shown = this.summary.state.data ?? known(this.#id);
    if (shown !== undefined && page.rows.length > 0) {
      // Other rows than the wanted one: this IQM does not filter by id, so the answer tells nothing.
      return shown;
    }
    this.#gone = true;
    throw new NotListed();
  }

  async #loadSettings(priority: Priority): Promise<void> {
    const type = this.summary.state.data?.type;
    if (type !== undefined) {
      const { client } = this.#services;
      await this.settings.load((signal) =>
        client.conversions.get(this.#id, type, { signal, priority }),
      );
    }
  }

  async #loadCampaigns(priority: Priority): Promise<void> {
    const { client } = this.#services;
    const campaigns = await this.campaigns.load((signal) =>
      client.conversions.attachedCampaigns(this.#id, { signal, priority }),
    );
    if (campaigns !== undefined) {
      await this.#loadTimeline(priority);
    }
  }

  async #loadCounts(priority: Priority): Promise<void> {
    const { client } = this.#services;
    await this.counts.load(async (signal) => {
      const query = { page: 1, pageSize: ALL };
      const options = { signal, priority };
      const { rows, filtered } = await client.performance.perCampaign(this.#id, query, options);
      return { rows, complete: rows.length >= filtered };
    });
  }

  async #loadTimeline(priority: Priority): Promise<void> {
    const { client, now } = this.#services;
    const range = this.#range;
    await this.timeline.load(async (signal) => {
      const ids = [...new Set(this.campaigns.state.data?.map(({ id }) => id))];
      const { start, end } = rangeUntil(now(), range);
      // Without campaigns IQM would answer for the whole organization.
      const points =
        ids.length === 0
          ? []
          : await client.performance.timeline(ids, start, end, { signal, priority });
      return { range, start, end, campaigns: ids.length, points: inOrder(points) };
    });
  }

  #sections(): readonly Section<unknown>[] {
    const { summary, settings, campaigns, counts, timeline, places } = this;
    return [summary, settings, campaigns, counts, timeline, ...(places ? [places] : [])];
  }
}

/** IQM lists no conversion of this id; the panel says so with a text of its own. */
export class NotListed extends Error {
  constructor() {
    super('IQM lists no such conversion.');
    this.name = 'NotListed';
  }
}
