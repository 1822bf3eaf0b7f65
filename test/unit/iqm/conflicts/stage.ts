import assert from 'node:assert/strict';
import type { IqmClient } from '../../../../src/iqm/client/client';
import type { PixelDraft } from '../../../../src/iqm/drafts';
import type { Campaign } from '../../../../src/iqm/shapes/campaign';
import type { Conversion } from '../../../../src/iqm/shapes/conversion';
import { connect } from '../support/connect';
import type { TestServer } from '../support/server';
import { type Handler, type Seen } from '../support/server';

/** One of the places where IQM's documents contradict each other: what it is about, and the proof that we cope. */
export interface Row {
  readonly topic: string;
  readonly copes: (stage: Stage) => Promise<void>;
}

export interface Sent {
  readonly headers: Seen['headers'];
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** A server that says what a row wants it to, and clients of it. */
export class Stage {
  readonly #server: TestServer;

  constructor(server: TestServer) {
    this.#server = server;
  }

  get origin(): string {
    return this.#server.origin;
  }

  get seen(): Seen[] {
    return this.#server.seen;
  }

  /** Answers every request like this from now on; returns a fresh client. */
  answer(handler: Handler | object): IqmClient {
    this.#server.handler =
      typeof handler === 'function' ? (handler as Handler) : () => ({ json: handler });
    return connect(this.origin).client;
  }

  /** Answers creates with a pixel and everything else with a list. */
  creating(list: object[] = []): IqmClient {
    return this.answer(({ path }) => ({
      json: path.endsWith('/add') ? data(pixel) : page(...list),
    }));
  }

  /** What the last request to a path that ends like this held. */
  sent(end: string): Sent {
    const seen = this.#server.to(end).at(-1);
    assert.ok(seen, `nothing was sent to ${end}`);
    return {
      headers: seen.headers,
      query: seen.query,
      body: seen.body as Record<string, unknown>,
    };
  }

  /** What the client makes of a conversion that has these fields. */
  async conversion(row: object): Promise<Conversion> {
    const { rows } = await this.answer(page({ ...pixel, ...row })).conversions.list();
    return rows[0]!;
  }

  /** What the client makes of a campaign that has these fields. */
  async campaign(row: object): Promise<Campaign> {
    const list = [{ campaignId: 1, campaignName: 'C', status: 'draft', ...row }];
    return (await this.answer(data(list)).conversions.attachedCampaigns(7001))[0]!;
  }
}

export const draft: PixelDraft = {
  name: '  Checkout ',
  attribution: 'view',
  viewDays: 15,
  clickDays: 28,
  repeat: { count: 1, frequency: 2, unit: 'Day' },
  crossDevice: false,
  customFields: ['orderId'],
  financialMetric: 'revenue',
  piggyback: { url: 'https://p.example/x', type: 'javascript' },
};

export const data = (value: unknown): object => ({ success: true, data: value });
export const page = (...rows: object[]): object =>
  data({ data: rows, totalRecords: rows.length, filteredRecords: rows.length });
export const pixel = { id: 7001, name: 'Checkout', type: 'Pixel', status: 'Pending' };

export const SECONDS = 1_777_939_200;
export const MILLISECONDS = SECONDS * 1000;
export const login = { clientId: 'c', clientSecret: 's-s-s', email: 'a@b.c', password: 'p-p-p' };
export const granted = { access_token: 'uuid-token', expires_in: 35999 };
