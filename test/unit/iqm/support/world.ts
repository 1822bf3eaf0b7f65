import type { Handler, Reply, Seen } from './server';

/** What goes wrong with one request, before or after the server does what it asks. */
export type Fault =
  | 'none'
  | 'refused'
  | 'tooMany'
  | 'broken before'
  | 'broken after'
  | 'gateway before'
  | 'gateway after'
  | 'reset before'
  | 'reset after'
  | 'half an answer'
  | 'a page'
  | 'silence'
  | 'silence, then done';

export const FAULTS: readonly Fault[] = [
  'none',
  'refused',
  'tooMany',
  'broken before',
  'broken after',
  'gateway before',
  'gateway after',
  'reset before',
  'reset after',
  'half an answer',
  'a page',
  'silence',
  'silence, then done',
];

export interface StoredConversion {
  readonly id: number;
  name: string;
  readonly created: number;
}

interface AssignBody {
  readonly conversionIdList: number[];
  readonly addCampaignsList: number[];
  readonly removeCampaignsList: number[];
}

/** A request whose sender gave up is done at last before so many further ones. */
const LATE_BY = 3;

/** Conversions and their campaigns behind a network that fails as it is told, request by request. */
export class World {
  readonly conversions: StoredConversion[] = [];
  /** `conversion campaign` pairs. */
  readonly attached = new Set<string>();
  /** Campaigns that IQM attaches and detaches. */
  readonly eligible = new Set<number>([1, 2, 3, 4]);
  faults: Fault[] = [];
  #nextId = 100;
  #late: { seen: Seen; requests: number }[] = [];

  add(name: string, created = Date.now()): StoredConversion {
    const conversion = { id: this.#nextId++, name, created: Math.floor(created / 1000) };
    this.conversions.unshift(conversion);
    return conversion;
  }

  /** Does what is still under way. */
  settle(): void {
    this.#late.splice(0).forEach(({ seen }) => this.#do(seen));
  }

  readonly handler: Handler = (seen): Reply => {
    const due = this.#late.filter((late) => --late.requests === 0);
    this.#late = this.#late.filter((late) => late.requests > 0);
    due.forEach((late) => this.#do(late.seen));
    const fault = this.faults.shift() ?? 'none';
    const error = (status: number, text: string): Reply => ({
      status,
      json: { success: false, errorObjects: [{ error: text }] },
    });
    switch (fault) {
      case 'none':
        return this.#do(seen);
      case 'refused':
        return error(422, 'Invalid conversion id.');
      case 'tooMany':
        return { ...error(429, 'Too many requests'), headers: { 'Retry-After': '0.002' } };
      case 'broken before':
        return error(500, 'server encountered an error !');
      case 'broken after':
        this.#do(seen);
        return error(500, 'server encountered an error !');
      case 'gateway before':
        return { status: 502, text: '<html>Bad gateway' };
      case 'gateway after':
        this.#do(seen);
        return { status: 504, text: '<html>Gateway timeout' };
      case 'reset before':
        return { raw: (_response, socket) => socket.resetAndDestroy() };
      case 'reset after':
        this.#do(seen);
        return { raw: (_response, socket) => socket.resetAndDestroy() };
      case 'half an answer': {
        const reply = this.#do(seen);
        const text = 'json' in reply ? JSON.stringify(reply.json) : '';
        return { text: text.slice(0, text.length / 2) };
      }
      case 'a page':
        this.#do(seen);
        return { text: '<html>Welcome to the Wi-Fi' };
      case 'silence':
        return { raw: () => undefined };
      case 'silence, then done':
        this.#late.push({ seen, requests: LATE_BY });
        return { raw: () => undefined };
    }
  };

  #do({ path, query, body }: Seen): Reply {
    const ok = (data: unknown): Reply => ({ json: { success: true, data } });
    if (path.endsWith('/postback/add')) {
      const added = this.add((body as { name: string }).name);
      return ok({ ...added, type: 'Postback', status: 'Active' });
    }
    if (path.endsWith('/conversion/list')) {
      const ids = query.get('conversionIds');
      const rows = this.conversions
        .filter(({ id }) => ids === null || ids.split(',').includes(String(id)))
        .map((row) => ({ ...row, type: 'Postback' }));
      const data = rows.slice(0, Number(query.get('limit')));
      return ok({ data, totalRecords: rows.length, filteredRecords: rows.length });
    }
    if (path.endsWith('/conversion/delete')) {
      const ids = (query.get('conversionIds') ?? '').split(',').map(Number);
      if (!ids.every((id) => this.conversions.some((each) => each.id === id))) {
        return {
          status: 422,
          json: { success: false, errorObjects: [{ error: 'Invalid conversion id.' }] },
        };
      }
      for (const id of ids) {
        this.conversions.splice(
          this.conversions.findIndex((each) => each.id === id),
          1,
        );
      }
      return ok('Conversion has been deleted successfully!');
    }
    if (path.endsWith('/postback/update')) {
      const { id, name } = body as { id: number; name: string };
      const found = this.conversions.find((each) => each.id === id);
      if (found) {
        found.name = name;
      }
      return ok({ id, name });
    }
    if (path.endsWith('/assign-to/campaign')) {
      return ok(this.#assign(body as AssignBody));
    }
    if (path.endsWith('/attached/campaigns/list')) {
      const id = query.get('conversionId');
      const list = [...this.attached]
        .map((pair) => pair.split(' '))
        .filter(([conversion]) => conversion === id);
      return ok(
        list.map(([, campaign]) => ({
          campaignId: Number(campaign),
          campaignName: 'C',
          status: 'draft',
        })),
      );
    }
    const id = Number(path.split('/').at(-1));
    const found = this.conversions.find((each) => each.id === id);
    return found ? ok({ ...found, typeId: 2 }) : ok({ data: [] });
  }

  /** IQM's rule: to add is valid once, to remove is valid while attached. */
  #assign(request: AssignBody): object {
    const [conversion = 0] = request.conversionIdList;
    const may = (attached: boolean) => (campaign: number) =>
      this.eligible.has(campaign) && this.attached.has(`${conversion} ${campaign}`) === attached;
    const validAdd = request.addCampaignsList.filter(may(false));
    const validRemove = request.removeCampaignsList.filter(may(true));
    validAdd.forEach((campaign) => this.attached.add(`${conversion} ${campaign}`));
    validRemove.forEach((campaign) => this.attached.delete(`${conversion} ${campaign}`));
    return {
      conversionIdsList: request.conversionIdList,
      validAddCampaignIdsList: validAdd,
      invalidAddCampaignIdsList: request.addCampaignsList.filter((id) => !validAdd.includes(id)),
      validRemoveCampaignIdsList: validRemove,
      invalidRemoveCampaignIdsList: request.removeCampaignsList.filter(
        (id) => !validRemove.includes(id),
      ),
    };
  }
}
