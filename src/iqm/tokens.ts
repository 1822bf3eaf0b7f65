/** What signs a request. */
export interface Tokens {
  readonly accessToken: string;
  /** Absent after a sign-in with a bare token or with multi-factor authentication. */
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The organization that the answer named, if it did. */
  readonly owId?: number;
}
