import type { IqmClient } from '../iqm/client/client';
import type { Conversion } from '../iqm/shapes/conversion';
import { Actions, type ActionPorts } from './actions';
import type { Clock } from './clock';
import { DetailsModel, type Place, type PlacesOf } from './detailsModel';
import type { FromWeb } from './messages';
import type { Notice, PanelState } from './panelState';
import { RateWait, type RateLimit } from './rateWait';
import type { Range } from './timeline';
import { Watch, type Vitals } from './watch';

/** The open organization: a new object, with a new client, for every session. */
export interface CurrentSession {
  readonly client: Pick<IqmClient, 'conversions' | 'performance'>;
  readonly sandbox: boolean;
  readonly organizationName: string;
  /** The session's request budget, to explain a long wait. */
  readonly rateLimit?: RateLimit;
}

/** What the panel needs from the rest of the extension. */
export interface DetailsServices {
  /** The open organization, or undefined while there is none. */
  readonly current: () => CurrentSession | undefined;
  /** Whether the session of last time is still being restored, so that "signed out" would be said too early. */
  readonly starting?: () => boolean;
  /** The conversion as the lists know it, without a request. */
  readonly known: (id: number) => Conversion | undefined;
  /** Told of every row that the panel has read anew. */
  readonly keep?: (conversion: Conversion) => void;
  /** Where the conversion's pixel stands in the workspace; without it the section is left out. */
  readonly placesOf?: PlacesOf;
  /** How often a watch looks; its own usual interval when left out. */
  readonly watchEveryMs?: number;
}

/** What a presenter does to the world. */
export interface PresenterPorts extends ActionPorts {
  readonly show: (state: PanelState) => void;
  readonly openPlace: (place: Place) => void;
  /** The watch has ended with news. */
  readonly fired: (conversion: Conversion, from: Vitals, to: Vitals) => void;
  /** Whether the user can see the panel now. */
  readonly visible: () => boolean;
  readonly sentence: (error: unknown) => string;
  readonly clock: Clock;
}

/** One panel without its window: follows the session, keeps the model, answers the webview's messages. */
export class Presenter {
  readonly #id: number;
  readonly #services: DetailsServices;
  readonly #ports: PresenterPorts;
  readonly #actions: Actions;
  #session: CurrentSession | undefined;
  #model: DetailsModel | undefined;
  #watch: Watch | undefined;
  #wait: RateWait | undefined;
  #notice: Notice | undefined;
  #noticeSeen = true;
  #notices = 0;
  #posting = false;
  #disposed = false;

  constructor(id: number, services: DetailsServices, ports: PresenterPorts) {
    this.#id = id;
    this.#services = services;
    this.#ports = ports;
    this.#actions = new Actions(id, ports, (notice) => this.#note(notice));
    this.sessionChanged();
  }

  /** Another session, or none: what was shown belongs to the old one and goes with it. */
  sessionChanged(): void {
    const session = this.#services.current();
    if (session?.client !== this.#session?.client) {
      this.#close();
      if (session !== undefined) {
        this.#open(session);
      }
    }
    this.#session = session;
    this.#changed();
  }

  /** The lists of conversions have changed. */
  listsChanged(): void {
    this.#model?.listsChanged();
  }

  /** The conversion has been deleted. */
  removed(): void {
    this.#watch?.cancel();
    this.#model?.removed();
  }

  /** Pages of the workspace have changed. */
  placesChanged(): void {
    void this.#model?.loadPlaces();
  }

  /** Another file is the one that *Insert* would work on. */
  targetChanged(): void {
    this.#changed();
  }

  async handle(message: FromWeb): Promise<void> {
    switch (message.type) {
      case 'ready':
        // A page that starts anew, such as that of a tab that was hidden, has nothing to do with results that were
        // seen; an insertion may have brought its file in front of the panel, and is told when the user is back.
        if (this.#noticeSeen) {
          this.#notice = undefined;
        }
        this.#noticeSeen = true;
        this.#ports.show(this.state());
        return;
      case 'retry':
        await this.#model?.retry(message.section);
        return;
      case 'range':
        await this.#model?.chooseRange(message.days);
        return;
      case 'watch':
        this.#watch?.start(this.#freshVitals());
        return;
      case 'stop':
        this.#watch?.cancel();
        return;
      case 'openPlace': {
        const place = this.#model?.places?.state.data?.[message.index];
        if (place !== undefined) {
          this.#ports.openPlace(place);
        }
        return;
      }
      default:
        await this.#actions.run(message.type, this.#model);
    }
  }

  /** The name to put on the panel's tab, once it is known. */
  get title(): string | undefined {
    return this.#model?.gone ? undefined : this.#model?.summary.state.data?.name;
  }

  state(): PanelState {
    const model = this.#model;
    const target = this.#ports.target();
    return {
      conversionId: this.#id,
      scene: this.#scene(),
      sandbox: this.#session?.sandbox ?? false,
      ...(this.#session ? { organization: this.#session.organizationName } : {}),
      ...(target ? { target: target.name } : {}),
      range: model?.range ?? DEFAULT_RANGE,
      waitingSeconds: this.#wait?.seconds ?? 0,
      summary: model?.summary.state ?? NOT_ASKED,
      settings: model?.settings.state ?? NOT_ASKED,
      campaigns: model?.campaigns.state ?? NOT_ASKED,
      counts: model?.counts.state ?? NOT_ASKED,
      timeline: model?.timeline.state ?? NOT_ASKED,
      ...(model?.places ? { places: model.places.state } : {}),
      watch: this.#watch?.state ?? { kind: 'off' },
      ...(this.#notice ? { notice: this.#notice } : {}),
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#close();
  }

  #scene(): PanelState['scene'] {
    if (this.#session === undefined) {
      return this.#services.starting?.() ? 'starting' : 'signedOut';
    }
    if (this.#model?.deleted) {
      return 'deleted';
    }
    return this.#model?.gone ? 'gone' : 'shown';
  }

  #open(session: CurrentSession): void {
    const { clock, sentence } = this.#ports;
    const { known, keep, placesOf, watchEveryMs } = this.#services;
    const changed = (): void => this.#changed();
    const model = new DetailsModel(this.#id, DEFAULT_RANGE, {
      client: session.client,
      changed,
      sentence,
      now: clock.now,
      known,
      keep,
      placesOf,
    });
    this.#model = model;
    this.#wait = new RateWait(session.rateLimit, clock, changed);
    this.#watch = new Watch({
      read: (signal) => model.check(signal),
      changed: () => this.#watched(model),
      sentence,
      clock,
      ...(watchEveryMs === undefined ? {} : { everyMs: watchEveryMs }),
    });
    void model.open();
  }

  #close(): void {
    this.#watch?.cancel();
    this.#model?.stop();
    this.#wait?.dispose();
    this.#watch = undefined;
    this.#model = undefined;
    this.#wait = undefined;
    this.#notice = undefined;
  }

  #watched(model: DetailsModel): void {
    if (model.gone) {
      this.#watch?.cancel();
    }
    const state = this.#watch?.state;
    const conversion = model.summary.state.data;
    if (state?.kind === 'fired' && conversion !== undefined) {
      this.#ports.fired(conversion, state.from, state.to);
    }
    this.#changed();
  }

  /** Status and total that the user sees, if IQM told them to this panel; rows out of a cache may be days old. */
  #freshVitals(): Vitals | undefined {
    const { data, asOf } = this.#model?.summary.state ?? {};
    return data === undefined || asOf === undefined
      ? undefined
      : { status: data.status, total: data.totalConversions };
  }

  #note(notice: Omit<Notice, 'key'>): void {
    this.#notices += 1;
    this.#notice = { ...notice, key: this.#notices };
    this.#noticeSeen = this.#ports.visible();
    this.#changed();
  }

  /** Many things change in one go; the webview hears of them once. */
  #changed(): void {
    this.#wait?.follow(this.#model?.loading ?? false);
    if (this.#posting || this.#disposed) {
      return;
    }
    this.#posting = true;
    queueMicrotask(() => {
      this.#posting = false;
      if (!this.#disposed) {
        this.#ports.show(this.state());
      }
    });
  }
}

const DEFAULT_RANGE: Range = 30;
const NOT_ASKED = { loading: false } as const;
