import type { Conversion, ConversionKind } from './world';

/** What a shop's conversions look like after two years: which, since when, and what they counted. */
export interface ConversionSeed {
  readonly kind: ConversionKind;
  readonly name: string;
  /** Days before the start of the sandbox. */
  readonly age: number;
  readonly status: Conversion['status'];
  /** All fires, and those attributed to a view and to a click. */
  readonly fires: readonly [total: number, view: number, click: number];
  /** 1 hybrid, 2 click based, 3 view based. */
  readonly attributionId?: number;
  readonly customFields?: readonly string[];
  readonly financialMetric?: string;
  readonly piggyback?: Conversion['piggyback'];
  readonly partnerTypeId?: number;
}

type Fires = ConversionSeed['fires'];
type Extras = Partial<Pick<ConversionSeed, 'customFields' | 'financialMetric' | 'piggyback'>>;

/** A pixel is active as soon as it has fired. */
function pixel(name: string, age: number, fires: Fires, attributionId = 1, extras: Extras = {}) {
  const status = fires[0] > 0 ? 'active' : 'pending';
  return { kind: 'pixel', name, age, status, fires, attributionId, ...extras } as const;
}

function universal(name: string, age: number, fires: Fires, attributionId = 1) {
  const status = fires[0] > 0 ? 'active' : 'pending';
  return { kind: 'universalPixel', name, age, status, fires, attributionId } as const;
}

function postback(
  name: string,
  age: number,
  fires: Fires,
  partnerTypeId: number,
  status: Conversion['status'] = 'active',
) {
  return { kind: 'postback', name, age, status, fires, partnerTypeId } as const;
}

const SHOP_VALUE = { customFields: ['order_id', 'coupon'], financialMetric: 'order_value' };

export const CONVERSION_SEEDS: readonly ConversionSeed[] = [
  pixel('Checkout – order confirmed', 702, [18_432, 2_913, 1_207], 1, SHOP_VALUE),
  pixel('Newsletter sign-up', 688, [9_874, 1_420, 866], 1),
  pixel('Account created', 655, [6_204, 742, 391], 2),
  pixel('Store finder – directions', 610, [4_118, 988, 120], 3),
  postback('App install (Android)', 598, [3_310, 402, 611], 3, 'none'),
  postback('App install (iOS)', 598, [2_745, 377, 540], 3, 'none'),
  pixel('Gift card purchase', 540, [1_206, 188, 97], 1, { financialMetric: 'card_value' }),
  pixel('Summit Club membership', 512, [2_087, 301, 214], 1, { customFields: ['tier'] }),
  pixel('Trail guide PDF download', 470, [7_765, 1_630, 402], 3),
  postback('App: first purchase', 455, [918, 77, 163], 4),
  pixel('Tent configurator finished', 401, [1_544, 260, 131], 2),
  pixel('Repair service booking', 377, [893, 104, 88], 1),
  universal('Whole shop – universal tag', 350, [41_920, 5_006, 2_338], 1),
  pixel('Ski rental reservation', 322, [1_377, 290, 205], 1, { financialMetric: 'rental_total' }),
  pixel('Climbing course booking', 301, [604, 91, 73], 2, {
    piggyback: { url: 'https://tags.example.com/course.gif?src=northwind', type: 1 },
  }),
  pixel('Wishlist shared', 288, [2_290, 410, 66], 3),
  postback('App: subscription started', 260, [204, 18, 39], 1),
  pixel('B2B catalogue request', 233, [178, 22, 31], 2),
  universal('Outlet microsite – universal tag', 205, [5_630, 870, 244], 1),
  pixel('Größenberater abgeschlossen (DE)', 190, [733, 96, 41], 1),
  pixel('Kids’ rain gear & boots: purchase', 171, [1_019, 154, 120], 1, SHOP_VALUE),
  pixel('Live chat started', 149, [3_402, 512, 98], 3),
  universal('Blog “The Switchback” – universal tag', 120, [2_204, 466, 51], 3),
  pixel('Click & collect order', 98, [866, 101, 95], 1, {
    ...SHOP_VALUE,
    piggyback: { url: 'https://tags.example.com/collect.js', type: 2 },
  }),
  postback('App: loyalty card linked', 77, [152, 12, 20], 2),
  pixel('Used gear buy-back request', 55, [241, 33, 27], 2),
  universal('Careers site – universal tag', 41, [0, 0, 0], 1),
  pixel('Avalanche training – seat booked', 26, [38, 6, 9], 1),
  pixel('Boot fitting appointment', 18, [0, 0, 0], 1),
  pixel('Winter sale checkout', 9, [0, 0, 0], 1, SHOP_VALUE),
  postback('App: push opt-in', 6, [0, 0, 0], 4),
  pixel('Refer a friend – invitation sent', 3, [0, 0, 0], 2),
];
