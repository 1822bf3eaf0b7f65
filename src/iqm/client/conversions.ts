import type { CallOptions, Page } from '../callOptions';
import type {
  MailDraft,
  Piggyback,
  PixelDraft,
  PostbackDraft,
  UniversalPixelDraft,
} from '../drafts';
import type { Assignment, Campaign, InsertionOrder } from '../shapes/campaign';
import type {
  Conversion,
  ConversionDetails,
  ConversionType,
  TypeCount,
} from '../shapes/conversion';
import type { Choice, AttributionChoice, CreationDefaults } from '../shapes/staticList';

export interface ConversionQuery {
  /** Matches name and id. */
  readonly search?: string;
  /** Counted from 1. */
  readonly page?: number;
  /** At most 1000, IQM's limit; 20 when left out. */
  readonly pageSize?: number;
  /** `+field` or `-field`; `-created` when left out. */
  readonly sortBy?: string;
  /** 1 pixel, 2 postback, 3 universal pixel. */
  readonly typeIds?: readonly number[];
  /** 1 active, 2 pending. */
  readonly statusIds?: readonly number[];
  readonly ids?: readonly number[];
  readonly partnerIds?: readonly number[];
}

export interface AssignRequest {
  readonly conversionIds: readonly number[];
  /** Campaign ids to attach. */
  readonly add?: readonly number[];
  /** Campaign ids to detach. */
  readonly remove?: readonly number[];
}

export interface Conversions {
  list(query?: ConversionQuery, options?: CallOptions): Promise<Page<Conversion>>;
  get(id: number, type: ConversionType, options?: CallOptions): Promise<ConversionDetails>;
  typeCounts(search?: string, options?: CallOptions): Promise<readonly TypeCount[]>;
  createPixel(draft: PixelDraft, options?: CallOptions): Promise<Conversion>;
  createUniversalPixel(draft: UniversalPixelDraft, options?: CallOptions): Promise<Conversion>;
  createPostback(draft: PostbackDraft, options?: CallOptions): Promise<Conversion>;
  updatePixel(
    id: number,
    update: { readonly name: string; readonly piggyback?: Piggyback },
    options?: CallOptions,
  ): Promise<void>;
  updateUniversalPixel(
    id: number,
    update: { readonly name: string },
    options?: CallOptions,
  ): Promise<void>;
  updatePostback(
    id: number,
    update: { readonly name: string },
    options?: CallOptions,
  ): Promise<void>;
  remove(ids: readonly number[], options?: CallOptions): Promise<void>;
  attachedCampaigns(id: number, options?: CallOptions): Promise<readonly Campaign[]>;
  allowedCampaigns(
    ids: readonly number[],
    options?: CallOptions & { readonly search?: string },
  ): Promise<readonly InsertionOrder[]>;
  assign(request: AssignRequest, options?: CallOptions): Promise<Assignment>;
  mail(
    id: number,
    type: 'pixel' | 'universalPixel',
    mail: MailDraft,
    options?: CallOptions,
  ): Promise<void>;
  creationDefaults(options?: CallOptions): Promise<CreationDefaults>;
  partners(options?: CallOptions): Promise<readonly Choice[]>;
  types(options?: CallOptions): Promise<readonly Choice[]>;
  statuses(options?: CallOptions): Promise<readonly Choice[]>;
  attributions(options?: CallOptions): Promise<readonly AttributionChoice[]>;
  piggybackTypes(options?: CallOptions): Promise<readonly Choice[]>;
  customFieldNames(search?: string, options?: CallOptions): Promise<readonly string[]>;
}
