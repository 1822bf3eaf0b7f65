import assert from 'node:assert/strict';
import { request, type IncomingHttpHeaders } from 'node:http';
import type {
  AssignAnswer,
  ConversionRow,
  Created,
  Failure,
  OrderList,
  Page,
  State,
  TokenAnswer,
} from './wire';
import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from '../../../../src/sandbox/server';

export const CONTROL = 'control-token-of-the-tests';
export const ADVERTISER = 202_001;
export const WORKSPACE = 202_000;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body, or undefined when it is no JSON. */
  readonly json: unknown;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; the caller names its type. */
  readonly text?: string;
}

/** Asks a server of this machine. Unlike `fetch` this can send any Host, and follows nobody. */
export function ask(
  origin: string,
  method: string,
  path: string,
  { headers = {}, body, text }: Asking = {},
): Promise<Answer> {
  const content = body === undefined ? text : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: new URL(origin).port,
        method,
        path,
        agent: false,
        headers: {
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(content !== undefined && { 'Content-Length': Buffer.byteLength(content) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: answer,
            json: parse(answer),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(content);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const BASIC = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`;

/** A running sandbox and somebody who uses it. Without a rate limit, unless a test asks for one. */
export class Visitor {
  readonly sandbox: RunningSandbox;
  access = '';
  refresh = '';

  private constructor(sandbox: RunningSandbox) {
    this.sandbox = sandbox;
  }

  static async start(options: SandboxOptions = {}): Promise<Visitor> {
    return new Visitor(await startSandbox({ rateLimit: 0, controlToken: CONTROL, ...options }));
  }

  /** The same, signed in. */
  static async signedIn(options: SandboxOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.start(options);
    await visitor.signIn();
    return visitor;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  ask(method: string, path: string, asking?: Asking): Promise<Answer> {
    return ask(this.sandbox.origin, method, path, asking);
  }

  login(email = 'dev@sandbox.invalid', password = 'Sandbox!2026'): Promise<Answer> {
    return this.ask('POST', '/api/v3/ua/login', {
      headers: { Authorization: BASIC },
      body: { grantType: 'password', email, password },
    });
  }

  form(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', '/api/v3/ua/oauth/token', {
      headers: {
        Authorization: BASIC,
        'Content-Type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      text: new URLSearchParams(fields).toString(),
    });
  }

  async signIn(): Promise<void> {
    const { status, json } = await this.login();
    assert.equal(status, 200);
    const { data } = json as { data: TokenAnswer };
    this.access = data.access_token;
    this.refresh = data.refresh_token;
  }

  /** A call of the API as the signed-in user, in the advertiser unless said otherwise. */
  api(
    method: string,
    path: string,
    body?: unknown,
    { owId = ADVERTISER, headers = {} } = {},
  ): Promise<Answer> {
    return this.ask(method, path, {
      headers: {
        Authorization: `Bearer ${this.access}`,
        'X-IAA-OW-ID': String(owId),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
  }

  /** `data` of a call that has to succeed. */
  async data(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.api(method, path, body);
    assert.equal(answer.status, 200, answer.text);
    const json = answer.json as { success: boolean; data: unknown };
    assert.equal(json.success, true);
    return json.data;
  }

  /** The texts of `errorObjects` of a call that has to fail with this status. */
  async refusal(status: number, method: string, path: string, body?: unknown): Promise<string[]> {
    const answer = await this.api(method, path, body);
    assert.equal(answer.status, status, answer.text);
    const json = answer.json as Failure;
    assert.equal(json.success, false);
    return json.errorObjects.map(({ error }) => error);
  }

  async list(query = ''): Promise<Page<ConversionRow>> {
    return (await this.data('GET', `/api/v3/conversion/list?${query}`)) as Page<ConversionRow>;
  }

  async create(body: object = PIXEL, kind = 'pixel'): Promise<Created> {
    return (await this.data('POST', `/api/v3/conversion/${kind}/add`, body)) as Created;
  }

  async assign(body: object): Promise<AssignAnswer> {
    const path = '/api/v3/conversion/assign-to/campaign';
    return (await this.data('POST', path, body)) as AssignAnswer;
  }

  /** Ids of the campaigns that a conversion may still be attached to. */
  async allowed(conversionId: number): Promise<number[]> {
    const list = (await this.data('POST', '/api/v3/conversion/allowed/campaign-list', {
      conversionIds: [conversionId],
    })) as OrderList;
    return list.ioCampaignsList.flatMap(({ campaigns }) => campaigns.map(({ id }) => id));
  }

  async state(): Promise<State> {
    return (await this.control('state')) as State;
  }

  /** A control endpoint; with a body it is a POST. */
  async control(path: string, body?: unknown): Promise<unknown> {
    const answer = await this.ask(body === undefined ? 'GET' : 'POST', `/sandbox/${path}`, {
      headers: { 'X-Sandbox-Control': CONTROL },
      ...(body !== undefined && { body }),
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  }
}

/** A body of pixel/add that is right in every part. */
export const PIXEL = {
  name: 'Order confirmed',
  attributionId: 1,
  conversionSetting: {
    conversionDuration: { view: 10, click: 20 },
    repeatConversion: { count: 1, frequency: 30, unit: 'Day' },
    crossModelling: true,
  },
  customFields: ['order_id', 'coupon'],
  financialMetrics: 'order_value',
  piggybackData: { url: 'https://tags.example.com/p.js', type: 2 },
};

/** The same with another value at a dotted path; undefined leaves it out. */
export function pixelWith(path: string, value: unknown): object {
  const [name = '', ...rest] = path.split('.');
  const change = (body: object, [first = '', ...others]: readonly string[]): object => ({
    ...body,
    [first]:
      others.length === 0 ? value : change((body as Record<string, object>)[first] ?? {}, others),
  });
  // JSON drops what is undefined.
  return change(PIXEL, [name, ...rest]);
}
