import type { Context, Hono } from 'hono';
import { bodyText } from './bodyText';
import { Complaint, forbidden, unauthorized } from './complaint';
import { Fields } from './fields';
import { TOKEN_PATH, type Env } from './guard';
import type { Sandbox } from './sandbox';
import { userByEmail, type User } from './users';
import type { Grant, Organization } from './world';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request, as far as anybody may make it. */
export interface Call {
  readonly method: string;
  readonly query: Fields;
  /** Of the JSON body, or of the form at the token endpoint. */
  readonly body: Fields;
  readonly header: (name: string) => string | undefined;
  /** A part of the path. */
  readonly param: (name: string) => string;
}

export interface UserCall extends Call {
  readonly user: User;
  readonly grant: Grant;
}

export interface MemberCall extends UserCall {
  readonly organization: Organization;
  readonly owId: number;
}

/** What an endpoint answers with status 200; errors are thrown as Complaint. */
type Answer<C> = (call: C) => object;

/** Registers endpoints by who may call them. Handlers never wait, so that none sees another's half-done work. */
export class Endpoints {
  readonly #app: Hono<Env>;
  readonly #sandbox: Sandbox;

  constructor(app: Hono<Env>, sandbox: Sandbox) {
    this.#app = app;
    this.#sandbox = sandbox;
  }

  /** For anybody: the handler looks at the credentials itself. */
  open(method: Method, path: string, answer: Answer<Call>): void {
    this.#app.on(method, path, async (c) => c.json(answer(await readCall(c))));
  }

  /** For a signed-in user, in whatever organization. */
  user(method: Method, path: string, answer: Answer<UserCall>): void {
    this.open(method, path, (call) => answer(this.#signedIn(call)));
  }

  /** For a signed-in user in the organization that `X-IAA-OW-ID` names. */
  member(method: Method, path: string, answer: Answer<MemberCall>): void {
    this.open(method, path, (call) => {
      const userCall = this.#signedIn(call);
      const organization = organizationOf(this.#sandbox, userCall);
      if (!organization) {
        throw forbidden();
      }
      return answer({ ...userCall, organization, owId: organization.owId });
    });
  }

  #signedIn(call: Call): UserCall {
    const token = bearerOf(call);
    const grant = token === undefined ? undefined : this.#sandbox.tokens.find(token);
    const user = grant && userByEmail(grant.email);
    if (!grant || !user) {
      throw unauthorized(
        call.header('authentication') === undefined
          ? undefined
          : 'Send the header Authorization, not Authentication.',
      );
    }
    return { ...call, user, grant };
  }
}

/** `{success: true, data}`, with counters beside the data where IQM puts them there. */
export function ok(data: unknown, beside: object = {}): object {
  return { success: true, data, ...beside };
}

/** The wrapping of version 2. */
export function okV2(responseObject: unknown): object {
  return { statusCode: 200, responseObject };
}

export function bearerOf(call: Call): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(call.header('authorization') ?? '')?.[1];
}

/** The organization that a call names, if it exists and is the user's. */
export function organizationOf(
  sandbox: Sandbox,
  { user, header }: UserCall,
): Organization | undefined {
  const named = header('x-iaa-ow-id') ?? '';
  return /^\d{1,15}$/.test(named) && user.owIds.includes(Number(named))
    ? sandbox.world.organizations.find(({ owId }) => owId === Number(named))
    : undefined;
}

async function readCall(c: Context<Env>): Promise<Call> {
  const { req } = c;
  const text = ['GET', 'DELETE'].includes(req.method) ? '' : await bodyText(c);
  return {
    method: req.method,
    query: Fields.ofParams(new URL(req.url).searchParams),
    body:
      req.path === TOKEN_PATH
        ? Fields.ofParams(new URLSearchParams(text))
        : Fields.ofJson(parse(text)),
    header: (name) => req.header(name),
    param: (name) => req.param(name) ?? '',
  };
}

function parse(text: string): unknown {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Complaint(400, 'Malformed JSON request.');
  }
}
