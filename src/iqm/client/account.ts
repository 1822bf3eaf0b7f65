import type { CallOptions } from '../callOptions';
import type { Connection } from '../connection';
import { IqmError } from '../errors';
import { registerSecret } from '../redact';
import {
  decodeOrganizations,
  decodeProfile,
  type Organization,
  type Profile,
} from '../shapes/organization';
import { decodeTokens, type Tokens } from '../tokens';

const BASE = '/api/v3/ua';

/** Who is signed in, and what for. All methods throw IqmError only. */
export class Account {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * `GET /ua/user/accessible-organizations`, or, where a server does not have it yet, the older
   * `allowed-organizations`. Advertisers first: conversions live with them. It also proves that a token works.
   */
  async organizations(options?: CallOptions): Promise<readonly Organization[]> {
    let data: unknown;
    try {
      data = await this.#organizations('accessible-organizations', {}, options);
    } catch (error) {
      if (!(error instanceof IqmError) || (error.status !== 404 && error.status !== 405)) {
        throw error;
      }
      // Otherwise it hides the organization that the token belongs to.
      const query = { limit: 1000, pageNo: 1, isOrganizationAccess: 'false' };
      data = await this.#organizations('allowed-organizations', query, options);
    }
    const organizations = decodeOrganizations(data, this.#connection.drift);
    const isAdvertiser = ({ customerType }: Organization): boolean =>
      customerType?.toLowerCase() === 'advertiser';
    return [
      ...organizations.filter(isAdvertiser),
      ...organizations.filter((organization) => !isAdvertiser(organization)),
    ];
  }

  /** `GET /ua/profile`. */
  async profile(options?: CallOptions): Promise<Profile> {
    const { data } = await this.#connection.call(
      { method: 'GET', path: `${BASE}/profile`, reads: true },
      options,
    );
    return decodeProfile(data, this.#connection.drift);
  }

  /** `POST /ua/logout`: IQM forgets the access token. A session's own `signOut` also deletes its secret. */
  async logout(options?: CallOptions): Promise<void> {
    await this.#connection.call(
      { method: 'POST', path: `${BASE}/logout`, reads: false, anyOrganization: true },
      options,
    );
  }

  /**
   * `POST /ua/auth/mfa/send`: has IQM send a code by mail or text message.
   *
   * @throws IqmError `invalid` for an unknown organization, and where no such code is set up
   */
  async sendMfaCode(owId: number, options?: CallOptions): Promise<void> {
    await this.#connection.call(
      {
        method: 'POST',
        path: `${BASE}/auth/mfa/send`,
        body: { owId },
        reads: false,
        anyOrganization: true,
      },
      options,
    );
  }

  /**
   * `POST /ua/auth/mfa/verify`: tokens for a code; IQM sends no refresh token with them.
   *
   * @throws IqmError `unauthorized` for a wrong or old code
   */
  async verifyMfaCode(code: string, options?: CallOptions): Promise<Tokens> {
    const { data } = await this.#connection.call(
      {
        method: 'POST',
        path: `${BASE}/auth/mfa/verify`,
        body: { otp: code.trim() },
        reads: false,
        anyOrganization: true,
        refusesContent: true,
      },
      options,
    );
    const tokens = decodeTokens(data, Date.now(), this.#connection.drift);
    if (!tokens) {
      throw new IqmError('malformed', 'IQM’s answer to the code holds no access token.');
    }
    registerSecret(tokens.accessToken);
    return tokens;
  }

  async #organizations(
    list: string,
    query: Readonly<Record<string, string | number>>,
    options?: CallOptions,
  ): Promise<unknown> {
    const { data } = await this.#connection.call(
      { method: 'GET', path: `${BASE}/user/${list}`, query, reads: true, anyOrganization: true },
      options,
    );
    return data;
  }
}
