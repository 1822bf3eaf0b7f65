import { l10n } from 'vscode';
import { IqmClient } from '../iqm/client/client';
import { createConnection, type RequestLog } from '../iqm/connection';
import { IqmError } from '../iqm/errors';
import type { Budget } from '../iqm/budget';
import { loginWithPassword } from '../iqm/login';
import type { Organization } from '../iqm/shapes/organization';
import { tokensOf, type Tokens } from '../iqm/tokens';
import type { SandboxHost } from './sandboxHost';
import type { SignInBackend, SignInResult } from './signInFlow';

/** The sandbox's only developer; its server knows nobody else by a password. */
const SANDBOX_LOGIN = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  email: 'dev@sandbox.invalid',
  password: 'Sandbox!2026',
};

export interface BackendOptions {
  readonly baseUrl: string;
  readonly webHost: string | undefined;
  readonly budget: Budget;
  readonly log: RequestLog;
  readonly sandbox: SandboxHost;
}

/** Carries out what the sign-in flow asks for, against the API address of the settings or the sandbox. */
export class ApiSignIn implements SignInBackend {
  readonly #options: BackendOptions;

  constructor(options: BackendOptions) {
    this.#options = options;
  }

  password(
    input: { clientId: string; clientSecret: string; email: string; password: string },
    signal: AbortSignal,
  ): Promise<Tokens> {
    const { baseUrl, webHost } = this.#options;
    return loginWithPassword({
      baseUrl,
      ...(webHost === undefined ? {} : { webHost }),
      ...input,
      log: this.#options.log,
      signal,
    });
  }

  async token(
    accessToken: string,
    signal: AbortSignal,
  ): Promise<{ tokens: Tokens; label: string }> {
    const tokens = tokensOf(accessToken, Date.now());
    if (tokens === undefined) {
      throw new IqmError('unauthorized', 'This text is no access token.');
    }
    const [organization] = await this.#organizations(tokens, signal);
    return { tokens, label: organization?.name ?? l10n.t('Access token') };
  }

  async sandbox(signal: AbortSignal): Promise<SignInResult> {
    const baseUrl = await this.#options.sandbox.origin();
    const { log } = this.#options;
    const tokens = await loginWithPassword({ baseUrl, ...SANDBOX_LOGIN, log, signal });
    const { clientId, clientSecret } = SANDBOX_LOGIN;
    return {
      method: 'sandbox',
      label: l10n.t('Sandbox'),
      tokens,
      client: { id: clientId, secret: clientSecret },
    };
  }

  #organizations(tokens: Tokens, signal: AbortSignal): Promise<readonly Organization[]> {
    const { baseUrl, budget, log } = this.#options;
    const fixed = Promise.resolve(tokens.accessToken);
    const client = new IqmClient(
      createConnection({
        baseUrl: () => Promise.resolve(baseUrl),
        tokens: {
          accessToken: () => fixed,
          // A pasted token cannot be renewed: its refusal is the answer.
          renew: () =>
            Promise.reject(new IqmError('unauthorized', 'IQM did not accept this access token.')),
        },
        owId: () => undefined,
        budget,
        log,
      }),
    );
    return client.account.organizations({ signal, priority: 'user' });
  }
}
