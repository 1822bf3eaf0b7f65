import { IqmError } from './errors';
import type { Tokens } from './tokens';

export interface LoginRequest {
  readonly baseUrl: string;
  readonly webHost?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly email: string;
  readonly password: string;
  readonly signal?: AbortSignal;
}

/** The second step of a sign-in. Holds what it needs out of sight of logs. */
export interface MfaChallenge {
  /** Has IQM send a code by mail or text message. */
  sendCode(signal?: AbortSignal): Promise<void>;
  /** Ends the sign-in with the code; throws IqmError `unauthorized` when it is wrong or too old. */
  verify(code: string, signal?: AbortSignal): Promise<Tokens>;
}

/** Thrown by a sign-in when the account also wants a code. */
export class MfaRequired extends IqmError {
  readonly challenge: MfaChallenge;

  constructor(message: string, challenge: MfaChallenge) {
    super('mfaRequired', message);
    this.challenge = challenge;
  }
}

export declare function loginWithPassword(request: LoginRequest): Promise<Tokens>;
