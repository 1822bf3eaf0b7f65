import { FaultQueue } from './faults';
import { MfaChallenges } from './mfaChallenges';
import { RateLimit } from './rateLimit';
import { RequestLog } from './requestLog';
import { seedWorld } from './seed';
import type { Switches } from './switches';
import { TokenBook } from './tokens';
import type { World } from './world';

export interface SandboxParts {
  readonly world: World;
  readonly switches: Switches;
  readonly seedSize: number | undefined;
  readonly now: () => number;
  /** Called after every change of the world. */
  readonly onChange: () => void;
}

/** All that the endpoints work on: the world, and how the server shall behave. */
export class Sandbox {
  world: World;
  switches: Switches;
  readonly now: () => number;
  readonly tokens: TokenBook;
  readonly mfa: MfaChallenges;
  readonly faults = new FaultQueue();
  readonly requests = new RequestLog();
  readonly rateLimit: RateLimit;
  readonly #usual: Switches;
  readonly #seedSize: number | undefined;
  readonly #onChange: () => void;

  constructor({ world, switches, seedSize, now, onChange }: SandboxParts) {
    this.world = world;
    this.switches = switches;
    this.now = now;
    this.tokens = new TokenBook(() => this.world, now);
    this.mfa = new MfaChallenges(now);
    this.rateLimit = new RateLimit(switches.rateLimit.limit, switches.rateLimit.windowMs);
    this.#usual = switches;
    this.#seedSize = seedSize;
    this.#onChange = onChange;
  }

  /** To be called after the world was changed, so that it is written to the data file. */
  changed(): void {
    this.#onChange();
  }

  turn(switches: Switches): void {
    this.switches = switches;
    this.rateLimit.limit = switches.rateLimit.limit;
    this.rateLimit.windowMs = switches.rateLimit.windowMs;
  }

  /** Everything works again as at the start. */
  repair(): void {
    this.faults.clear();
    this.turn(this.#usual);
  }

  /** The seeded world again, as if just installed; sign-ins stay valid if asked for. */
  reset({ keepSessions }: { readonly keepSessions: boolean }): void {
    const { grants } = this.world;
    this.world = seedWorld(this.now(), this.#seedSize);
    if (keepSessions) {
      this.world.grants = grants;
    }
    this.repair();
    this.requests.clear();
    this.rateLimit.forget();
    this.changed();
  }
}
