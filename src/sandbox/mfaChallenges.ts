import { randomUUID } from 'node:crypto';

/** Always the same: nobody gets mail from the sandbox, so people must be able to know it. */
export const MFA_CODE = '123456';

const LIFE_MS = 10 * 60_000;
const MOST_TRIES = 5;

interface Challenge {
  readonly email: string;
  readonly expires: number;
  sent: boolean;
  tries: number;
}

/** Sign-ins that wait for a code. Not kept over a restart, as a code would not be either. */
export class MfaChallenges {
  readonly #now: () => number;
  readonly #challenges = new Map<string, Challenge>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Opens a challenge and returns the interim token that names it. */
  open(email: string): string {
    for (const [token, { expires }] of this.#challenges) {
      if (expires <= this.#now()) {
        this.#challenges.delete(token);
      }
    }
    const token = randomUUID();
    this.#challenges.set(token, {
      email,
      expires: this.#now() + LIFE_MS,
      sent: false,
      tries: 0,
    });
    return token;
  }

  /** The open challenge of an interim token; without one, the newest open challenge. */
  find(token: string | undefined): { readonly token: string; readonly email: string } | undefined {
    const open = [...this.#challenges].filter(([, { expires }]) => expires > this.#now());
    const [found, challenge] =
      (token === undefined ? open.at(-1) : open.find(([each]) => each === token)) ?? [];
    return found !== undefined && challenge ? { token: found, email: challenge.email } : undefined;
  }

  markSent(token: string): void {
    const challenge = this.#challenges.get(token);
    if (challenge) {
      challenge.sent = true;
    }
  }

  /** Whether a code ends the challenge; it counts only once, and only after it was sent. */
  verify(token: string, code: string): 'right' | 'wrong' | 'locked' {
    const challenge = this.#challenges.get(token);
    if (!challenge) {
      return 'wrong';
    }
    if (challenge.tries >= MOST_TRIES) {
      return 'locked';
    }
    challenge.tries += 1;
    if (!challenge.sent || code !== MFA_CODE) {
      return challenge.tries >= MOST_TRIES ? 'locked' : 'wrong';
    }
    this.#challenges.delete(token);
    return 'right';
  }
}
