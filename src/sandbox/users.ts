import { ADVERTISER, WORKSPACE } from './seed';

/** The one client of the sandbox. Public: it opens nothing but this toy. */
export const CLIENT_ID = 'sandbox-client';
export const CLIENT_SECRET = 'sandbox-secret';

export interface User {
  readonly email: string;
  readonly password: string;
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
  /** Organizations one may work in; the first is the one a sign-in opens. */
  readonly owIds: readonly number[];
  readonly onHold: boolean;
  readonly mfa: boolean;
}

const PASSWORD = 'Sandbox!2026';
const usual = { password: PASSWORD, owIds: [ADVERTISER, WORKSPACE], onHold: false, mfa: false };

export const USERS: readonly User[] = [
  { ...usual, email: 'dev@sandbox.invalid', userId: 88, firstName: 'Dana', lastName: 'Developer' },
  {
    ...usual,
    email: 'hold@sandbox.invalid',
    userId: 89,
    firstName: 'Henry',
    lastName: 'Hold',
    onHold: true,
  },
  {
    ...usual,
    email: 'mfa@sandbox.invalid',
    userId: 90,
    firstName: 'Mira',
    lastName: 'Multifactor',
    owIds: [ADVERTISER],
    mfa: true,
  },
];

export function userByEmail(email: string): User | undefined {
  return USERS.find((user) => user.email === email.toLowerCase());
}
