import type { CallOptions, Page } from '../callOptions';
import type { ApiCall, Connection } from '../connection';
import {
  validateMail,
  validatePixelDraft,
  validatePostbackDraft,
  validateUniversalPixelDraft,
  type MailDraft,
  type Piggyback,
  type PixelDraft,
  type PostbackDraft,
  type UniversalPixelDraft,
} from '../drafts';
import type { Envelope } from '../envelope';
import { IqmError } from '../errors';
import {
  decodeCampaign,
  decodeInsertionOrders,
  type Assignment,
  type Campaign,
  type InsertionOrder,
} from '../shapes/campaign';
import {
  decodeConversionDetails,
  decodeTypeCount,
  TYPE_IDS,
  type Conversion,
  type ConversionDetails,
  type ConversionType,
  type TypeCount,
} from '../shapes/conversion';
import { rowsOf } from '../shapes/rows';
import type { AttributionChoice, Choice, CreationDefaults } from '../shapes/staticList';
import { Wire } from '../shapes/wire';
import { Assigning, type AssignRequest } from './assigning';
import { changeConversion, deleteConversions, type Change } from './changing';
import { listConversions, MAX_PAGE, type ConversionQuery } from './conversionList';
import { Creation, type Lookup } from './creation';
import { sendOnce, unknownOutcome } from './doubt';
import { StaticLists } from './staticLists';
import { pixelBody, postbackBody, refuseProblems, universalPixelBody } from './wireDrafts';

const BASE = '/api/v3/conversion';

/** Conversions of the organization, and the campaigns they are attached to. All methods throw IqmError only. */
export class Conversions {
  readonly #connection: Connection;
  readonly #creation: Creation;
  readonly #assigning: Assigning;
  readonly #lists: StaticLists;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#creation = new Creation(connection);
    this.#assigning = new Assigning(connection, (id, options) =>
      this.attachedCampaigns(id, options),
    );
    this.#lists = new StaticLists(connection);
  }

  /** `GET /conversion/list`: a page of conversions, newest first unless sorted otherwise. */
  async list(query: ConversionQuery = {}, options?: CallOptions): Promise<Page<Conversion>> {
    const { rows, total, filtered } = await listConversions(this.#connection, query, options);
    this.#creation.seen(rows);
    return { rows, total, filtered };
  }

  /** `GET /conversion/{id}`: all settings of one conversion. Without its type IQM may not find it. */
  async get(id: number, type: ConversionType, options?: CallOptions): Promise<ConversionDetails> {
    const [{ data }, attributions] = await Promise.all([
      this.#read(`/${id}`, { typeId: type === 'unknown' ? undefined : TYPE_IDS[type] }, options),
      this.#lists.attributionsOrUsual(options),
    ]);
    const details = decodeConversionDetails(data, attributions, this.#connection.drift);
    if (!details) {
      throw new IqmError('malformed', 'IQM’s answer does not hold the conversion.');
    }
    return details.type === 'unknown' ? { ...details, type } : details;
  }

  /** `GET /conversion/type-wise-count`: how many conversions of each type match the search. */
  async typeCounts(search?: string, options?: CallOptions): Promise<readonly TypeCount[]> {
    const { data } = await this.#read('/type-wise-count', { searchField: search }, options);
    const { drift } = this.#connection;
    return rowsOf(data, 'typeCounts', ['data'], drift, (row) => decodeTypeCount(row, drift));
  }

  /**
   * `POST /conversion/pixel/add`. Never sent twice: when no answer arrives, the conversion is looked up, and if it is
   * there the call succeeds after all.
   *
   * @throws IqmError `unknownOutcome` when nobody can tell whether it was created; any other means that it was not.
   *   `details[].field` names the draft's field, where a complaint can be told to be about one.
   */
  async createPixel(draft: PixelDraft, options?: CallOptions): Promise<Conversion> {
    refuseProblems(validatePixelDraft(draft));
    const body = pixelBody(draft, await this.#lists.attributionsOrUsual(options));
    return this.#creation.create(post('/pixel/add', body), draft.name.trim(), 'pixel', options);
  }

  /** `POST /conversion/universal-pixel/add`; like {@link createPixel}. */
  async createUniversalPixel(
    draft: UniversalPixelDraft,
    options?: CallOptions,
  ): Promise<Conversion> {
    refuseProblems(validateUniversalPixelDraft(draft));
    const body = universalPixelBody(draft, await this.#lists.attributionsOrUsual(options));
    const call = post('/universal-pixel/add', body);
    return this.#creation.create(call, draft.name.trim(), 'universalPixel', options);
  }

  /** `POST /conversion/postback/add`; like {@link createPixel}. */
  async createPostback(draft: PostbackDraft, options?: CallOptions): Promise<Conversion> {
    refuseProblems(validatePostbackDraft(draft));
    const call = post('/postback/add', postbackBody(draft));
    return this.#creation.create(call, draft.name.trim(), 'postback', options);
  }

  /**
   * `GET /conversion/list`: whether a create that ended with `unknownOutcome` has made its conversion after all.
   *
   * @throws IqmError when the list cannot be read
   */
  lookUpCreated(name: string, type: ConversionType, options?: CallOptions): Promise<Lookup> {
    return this.#creation.lookUp(name.trim(), type, options);
  }

  /** `PATCH /conversion/pixel/update`: name and piggyback are all that IQM lets one change of a pixel. */
  updatePixel(
    id: number,
    update: { readonly name: string; readonly piggyback?: Piggyback },
    options?: CallOptions,
  ): Promise<void> {
    return this.#change({ id, type: 'pixel', ...update }, options);
  }

  /** `PATCH /conversion/universal-pixel/update`: only the name can change. */
  updateUniversalPixel(
    id: number,
    { name }: { readonly name: string },
    options?: CallOptions,
  ): Promise<void> {
    return this.#change({ id, type: 'universalPixel', name }, options);
  }

  /** `PATCH /conversion/postback/update`: only the name can change. */
  updatePostback(
    id: number,
    { name }: { readonly name: string },
    options?: CallOptions,
  ): Promise<void> {
    return this.#change({ id, type: 'postback', name }, options);
  }

  /**
   * `DELETE /conversion/delete`: there is no way back. Repeated after a fault, and checked then.
   *
   * @throws IqmError `invalid` for an unknown conversion and for one in a running campaign, `unknownOutcome` when nobody
   *   can tell whether they are deleted.
   */
  remove(ids: readonly number[], options?: CallOptions): Promise<void> {
    return deleteConversions(this.#connection, ids, options);
  }

  /** `GET /conversion/attached/campaigns/list`: the campaigns that count a conversion. */
  async attachedCampaigns(id: number, options?: CallOptions): Promise<readonly Campaign[]> {
    const { data } = await this.#read('/attached/campaigns/list', { conversionId: id }, options);
    const { drift } = this.#connection;
    return rowsOf(data, 'attachedCampaigns', ['data'], drift, (row) => decodeCampaign(row, drift));
  }

  /**
   * `POST /conversion/allowed/campaign-list`: campaigns that the conversions may still be attached to, by insertion
   * order. IQM's counters of this list do not agree on what they count, so it is asked for as one page of 1000.
   */
  async allowedCampaigns(
    ids: readonly number[],
    options: CallOptions & { readonly search?: string } = {},
  ): Promise<readonly InsertionOrder[]> {
    const { search, ...rest } = options;
    const body = {
      conversionIds: ids,
      pageNo: 1,
      noOfEntries: MAX_PAGE,
      sortBy: '-ioId,-campaignId',
      ...(search && { searchField: search }),
    };
    const call = { ...post('/allowed/campaign-list', body), reads: true };
    const { data } = await this.#connection.call(call, rest);
    return decodeInsertionOrders(data, this.#connection.drift)
      .map((order) => ({ ...order, campaigns: order.campaigns.filter(mayBeAssigned) }))
      .filter((order) => order.campaigns.length > 0);
  }

  /**
   * `POST /conversion/assign-to/campaign`, or PATCH where a server still wants that: attaches and detaches campaigns.
   * Repeated after a fault and then confirmed by the lists of attached campaigns: what is reported as done is done.
   *
   * @returns which campaigns IQM took and which not; a success may hold nothing but refusals
   * @throws IqmError `unknownOutcome` when nobody can tell what is attached; any other means that nothing changed.
   */
  assign(request: AssignRequest, options?: CallOptions): Promise<Assignment> {
    return this.#assigning.assign(request, options);
  }

  /**
   * `POST /conversion/{pixel|universal-pixel}/send-email`: has IQM mail the script. Never sent twice.
   *
   * @throws IqmError `unknownOutcome` when nobody can tell whether the mail went out; any other means that it did not.
   */
  async mail(
    id: number,
    type: 'pixel' | 'universalPixel',
    mail: MailDraft,
    options?: CallOptions,
  ): Promise<void> {
    refuseProblems(validateMail(mail));
    const call = post(`/${type === 'pixel' ? 'pixel' : 'universal-pixel'}/send-email`, {
      conversionId: id,
      recipients: mail.recipients.map((recipient) => recipient.trim()).join(','),
      emailSubject: mail.subject.trim(),
      ...(mail.text?.trim() && { emailText: mail.text }),
    });
    const outcome = await sendOnce(this.#connection, call, options);
    if ('error' in outcome) {
      throw unknownOutcome(
        'IQM did not confirm that the mail was sent.',
        'Ask a recipient whether it arrived before you send it again.',
      );
    }
  }

  /** What a new conversion starts with. Like all lists below, asked for once a day. */
  creationDefaults(options?: CallOptions): Promise<CreationDefaults> {
    return this.#lists.creationDefaults(options);
  }

  /** Measurement partners for postbacks. */
  partners(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#lists.partners(options);
  }

  types(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#lists.types(options);
  }

  statuses(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#lists.statuses(options);
  }

  attributions(options?: CallOptions): Promise<readonly AttributionChoice[]> {
    return this.#lists.attributions(options);
  }

  piggybackTypes(options?: CallOptions): Promise<readonly Choice[]> {
    return this.#lists.piggybackTypes(options);
  }

  /** `POST /ra/conversion/custom-field/list`: names of custom fields in use, each once, to suggest them. */
  async customFieldNames(search?: string, options?: CallOptions): Promise<readonly string[]> {
    const { data } = await this.#connection.call(
      {
        method: 'POST',
        path: '/api/v3/ra/conversion/custom-field/list',
        body: { pageNo: 1, noOfEntries: 200, ...(search && { searchField: search }) },
        reads: true,
      },
      options,
    );
    const { drift } = this.#connection;
    const names = rowsOf(data, 'customFields', ['customFieldData', 'data'], drift, (row) =>
      new Wire(row, 'customField', drift).line('customFieldName'),
    );
    return [...new Set(names)];
  }

  #change(change: Change, options?: CallOptions): Promise<void> {
    const { id, type } = change;
    return changeConversion(this.#connection, change, () => this.get(id, type, options), options);
  }

  #read(path: string, query: ApiCall['query'] & object, options?: CallOptions): Promise<Envelope> {
    return this.#connection.call(
      { method: 'GET', path: `${BASE}${path}`, query, reads: true },
      options,
    );
  }
}

function post(path: string, body: object): ApiCall {
  return { method: 'POST', path: `${BASE}${path}`, body, reads: false };
}

/** IQM's documents agree on draft and pending; one sample lists a running campaign, which assign then refuses. */
function mayBeAssigned({ status }: Campaign): boolean {
  return status === 'draft' || status === 'pending' || status === 'unknown';
}
