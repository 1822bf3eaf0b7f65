import { env, l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import { IqmError } from '../iqm/errors';
import { MfaRequired, type MfaChallenge } from '../iqm/login';
import type { Tokens } from '../iqm/tokens';
import { errorSentence } from '../shell/errorSentence';
import { isCancelled } from '../shell/errorReport';
import { askChoice, askText, StepBack } from './quickInputs';

export type SignInMethod = 'credentials' | 'token' | 'sandbox';

/** What a finished sign-in leaves behind. The password is not part of it: it is used once and forgotten. */
export interface SignInResult {
  readonly method: SignInMethod;
  readonly label: string;
  readonly tokens: Tokens;
  /** Needed again for every refresh; absent for a plain access token. */
  readonly client?: { readonly id: string; readonly secret: string };
}

/** What the flow asks of IQM (or the sandbox). Each throws IqmError. */
export interface SignInBackend {
  password(
    input: { clientId: string; clientSecret: string; email: string; password: string },
    signal: AbortSignal,
  ): Promise<Tokens>;
  /** Checks a token by using it; resolves to what is known of it. */
  token(accessToken: string, signal: AbortSignal): Promise<{ tokens: Tokens; label: string }>;
  sandbox(signal: AbortSignal): Promise<SignInResult>;
}

interface MethodItem extends QuickPickItem {
  readonly method: SignInMethod;
}

/** Says what IQM answered to a sign-in, in place, so that the user can correct it there. */
function problem(error: unknown): string | undefined {
  if (isCancelled(error)) {
    return undefined;
  }
  return error instanceof IqmError ? signInSentence(error) : String(error);
}

/** At sign-in a refusal means the credentials, not a session that ran out. */
function signInSentence(error: IqmError): string {
  const said = error.details.map(({ message, reason }) => reason ?? message).join(' ');
  switch (error.kind) {
    case 'unauthorized':
      return said
        ? l10n.t('IQM did not accept these credentials: {0}', said)
        : l10n.t(
            'IQM did not accept these credentials. Check the client ID and secret, then the password.',
          );
    case 'forbidden':
      return l10n.t(
        'IQM did not let this user in: {0} Check the e-mail address and the password.',
        said || l10n.t('access was refused.'),
      );
    case 'invalid':
      return l10n.t('IQM did not accept this sign-in: {0}', said);
    default:
      return errorSentence(error);
  }
}

/** The questions of *Sign In*: way, then what that way needs. Every step can go back; problems show at the step. */
export class SignInFlow {
  readonly #backend: SignInBackend;

  constructor(backend: SignInBackend) {
    this.#backend = backend;
  }

  /** @returns undefined if the user left */
  async run(method?: SignInMethod): Promise<SignInResult | undefined> {
    if (method !== undefined) {
      return this.#by(method, 1);
    }
    for (;;) {
      const chosen = await askChoice<MethodItem>({
        title: l10n.t('Sign In to IQM'),
        step: 1,
        totalSteps: 0,
        placeholder: l10n.t('How do you want to sign in?'),
        items: [
          {
            method: 'credentials',
            iconPath: new ThemeIcon('account'),
            label: l10n.t('E-mail and Password'),
            detail: l10n.t('With the client ID and secret that IQM mailed to your organization'),
          },
          {
            method: 'token',
            iconPath: new ThemeIcon('key'),
            label: l10n.t('Access Token'),
            detail: l10n.t('A token copied from IQM; no client ID needed'),
          },
          {
            method: 'sandbox',
            iconPath: new ThemeIcon('beaker'),
            label: l10n.t('Sandbox'),
            detail: l10n.t('Try everything offline, on this machine, with a made-up shop'),
          },
        ],
      });
      if (chosen === undefined) {
        return undefined;
      }
      try {
        return await this.#by(chosen.method, 2);
      } catch (error) {
        if (!(error instanceof StepBack)) {
          throw error;
        }
      }
    }
  }

  #by(method: SignInMethod, firstStep: number): Promise<SignInResult | undefined> {
    switch (method) {
      case 'credentials':
        return this.#credentials(firstStep);
      case 'token':
        return this.#token(firstStep);
      case 'sandbox':
        return this.#backend.sandbox(new AbortController().signal);
    }
  }

  async #credentials(firstStep: number): Promise<SignInResult | undefined> {
    const title = l10n.t('Sign In to IQM');
    const given = { clientId: '', clientSecret: '', email: '', password: '' };
    let tokens: Tokens | undefined;
    let challenge: MfaChallenge | undefined;
    const needed = (message: string) => (value: string) => (value === '' ? message : undefined);
    const login = async (password: string, signal: AbortSignal): Promise<string | undefined> => {
      try {
        tokens = await this.#backend.password({ ...given, password }, signal);
        return undefined;
      } catch (error) {
        if (!(error instanceof MfaRequired)) {
          return problem(error);
        }
        challenge = error.challenge;
        return challenge.sendCode(signal).then(() => undefined, problem);
      }
    };
    const fields = [
      {
        key: 'clientId',
        prompt: l10n.t('Client ID, from the mail of IQM support'),
        check: needed(
          l10n.t('Enter the client ID. IQM support sends it on request: support@iqm.com.'),
        ),
      },
      {
        key: 'clientSecret',
        prompt: l10n.t('Client secret, from the same mail'),
        password: true,
        check: needed(l10n.t('Enter the client secret.')),
      },
      {
        key: 'email',
        prompt: l10n.t('E-mail address of your IQM account'),
        check: (value: string) =>
          /^[^\s@]+@[^\s@]+$/.test(value)
            ? undefined
            : l10n.t('Enter the e-mail address you use for IQM.'),
      },
      {
        key: 'password',
        prompt: l10n.t('Password; it is used once and not stored'),
        password: true,
        check: needed(l10n.t('Enter the password.')),
        submit: login,
      },
    ] as const;
    for (let at = 0; at < fields.length;) {
      const field = fields[at];
      if (field === undefined) {
        break;
      }
      try {
        const value = await askText({
          ...field,
          title,
          step: firstStep + at,
          totalSteps: firstStep - 1 + fields.length,
          value: field.key === 'password' ? '' : given[field.key],
        });
        if (value === undefined) {
          return undefined;
        }
        if (field.key !== 'password') {
          given[field.key] = value;
        }
        at += 1;
      } catch (error) {
        if (!(error instanceof StepBack) || at === 0) {
          throw error;
        }
        at -= 1;
      }
    }
    tokens ??= challenge && (await this.#oneTimeCode(challenge));
    return (
      tokens && {
        method: 'credentials',
        label: given.email,
        tokens,
        client: { id: given.clientId, secret: given.clientSecret },
      }
    );
  }

  async #oneTimeCode(challenge: MfaChallenge): Promise<Tokens | undefined> {
    let tokens: Tokens | undefined;
    await askText({
      title: l10n.t('Sign In to IQM: One-Time Code'),
      prompt: l10n.t('One-time code that IQM sent by mail or text message'),
      password: true,
      check: (value) =>
        /^\d{4,10}$/.test(value) ? undefined : l10n.t('Enter the digits of the code.'),
      submit: async (code, signal) => {
        try {
          tokens = await challenge.verify(code, signal);
          return undefined;
        } catch (error) {
          const wrong = error instanceof IqmError && error.kind === 'unauthorized';
          return wrong
            ? l10n.t('IQM did not accept this code. Codes run out after a few minutes.')
            : problem(error);
        }
      },
    });
    return tokens;
  }

  async #token(firstStep: number): Promise<SignInResult | undefined> {
    let found: { tokens: Tokens; label: string } | undefined;
    await askText({
      title: l10n.t('Sign In to IQM with an Access Token'),
      step: firstStep,
      totalSteps: firstStep,
      prompt: l10n.t('Access token; it is kept in the secret storage of {0} only', env.appName),
      password: true,
      check: (value) => {
        const token = bareToken(value);
        if (token === '') {
          return l10n.t('Paste the access token.');
        }
        return /^[\x21-\x7e]+$/.test(token)
          ? undefined
          : l10n.t('An access token has no blanks and no special characters; copy it again.');
      },
      submit: async (value, signal) => {
        try {
          found = await this.#backend.token(bareToken(value), signal);
          return undefined;
        } catch (error) {
          return problem(error);
        }
      },
    });
    return found && { method: 'token', ...found };
  }
}

/** The token without the word "Bearer", which is copied along from a header or a curl line. */
function bareToken(pasted: string): string {
  return pasted.trim().replace(/^Bearer\s+/i, '');
}
