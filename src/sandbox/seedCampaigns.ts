import type { CampaignStatus } from './world';

export interface OrderSeed {
  readonly name: string;
  readonly statusId: number;
  readonly budgetTypeId: number;
  /** Days before the start of the sandbox. */
  readonly age: number;
  readonly campaigns: readonly CampaignSeed[];
}

interface CampaignSeed {
  readonly name: string;
  readonly status: CampaignStatus;
  /** 11 image, 13 HTML, 14 video, 15 native, 17 audio. */
  readonly creativeTypeId: number;
  /** Days from the start of the sandbox: below 0 in the past, no end when it is left out. */
  readonly from: number;
  readonly until?: number;
  readonly impressions?: number;
  readonly clicks?: number;
  /** Names of the conversions attached to it. */
  readonly conversions?: readonly string[];
}

/** One of many alike, for load tests. */
export function regionSeed(number: number): OrderSeed {
  const name = `Region ${String(number).padStart(4, '0')}`;
  return {
    name,
    statusId: 1,
    budgetTypeId: 1,
    age: 400,
    campaigns: [
      { name: `${name} – awareness`, status: 'running', creativeTypeId: 11, from: -30, until: 60 },
      { name: `${name} – visits`, status: 'draft', creativeTypeId: 13, from: 14, until: 90 },
    ],
  };
}

const CHECKOUT = 'Checkout – order confirmed';

/** Four insertion orders, with campaigns of every status; several drafts are free for a pixel. */
export const ORDER_SEEDS: readonly OrderSeed[] = [
  {
    name: 'Trail Season – hiking & trekking',
    statusId: 1,
    budgetTypeId: 1,
    age: 96,
    campaigns: [
      {
        name: 'Hiking boots – prospecting',
        status: 'running',
        creativeTypeId: 11,
        from: -61,
        until: 30,
        impressions: 2_840_112,
        clicks: 9_204,
        conversions: [CHECKOUT, 'Newsletter sign-up'],
      },
      {
        name: 'Hiking boots – cart abandoners',
        status: 'running',
        creativeTypeId: 13,
        from: -58,
        until: 30,
        impressions: 611_930,
        clicks: 4_417,
        conversions: [CHECKOUT],
      },
      {
        name: 'Tents and sleeping bags – native',
        status: 'paused',
        creativeTypeId: 15,
        from: -40,
        until: 21,
        impressions: 402_288,
        clicks: 1_950,
        conversions: ['Tent configurator finished'],
      },
      { name: 'Trekking poles – lookalikes', status: 'draft', creativeTypeId: 11, from: 9 },
      { name: 'Trail guide download – video', status: 'pending', creativeTypeId: 14, from: 4 },
    ],
  },
  {
    name: 'Summit Club – loyalty, always on',
    statusId: 1,
    budgetTypeId: 2,
    age: 240,
    campaigns: [
      {
        name: 'Membership – site visitors',
        status: 'running',
        creativeTypeId: 11,
        from: -170,
        impressions: 3_905_776,
        clicks: 12_381,
        conversions: ['Summit Club membership', 'Account created'],
      },
      {
        name: 'Member gets member',
        status: 'draft',
        creativeTypeId: 15,
        from: 14,
      },
      {
        name: 'App install – mobile',
        status: 'running',
        creativeTypeId: 14,
        from: -120,
        impressions: 1_733_401,
        clicks: 8_820,
        conversions: ['App install (Android)', 'App install (iOS)'],
      },
      {
        name: 'App re-engagement',
        status: 'pending',
        creativeTypeId: 14,
        from: 6,
        until: 66,
        conversions: ['App: first purchase'],
      },
    ],
  },
  {
    name: 'Winter Opening – ski & snow',
    statusId: 1,
    budgetTypeId: 1,
    age: 34,
    campaigns: [
      { name: 'Ski rental – city targeting', status: 'draft', creativeTypeId: 11, from: 21 },
      {
        name: 'Winter sale – countdown',
        status: 'draft',
        creativeTypeId: 13,
        from: 12,
        until: 40,
        conversions: ['Winter sale checkout'],
      },
      { name: 'Boot fitting – store radius', status: 'pending', creativeTypeId: 11, from: 5 },
      { name: 'Avalanche training – podcast', status: 'rejected', creativeTypeId: 17, from: 3 },
      {
        name: 'Snow forecast – weather trigger',
        status: 'deleted',
        creativeTypeId: 13,
        from: -20,
        until: 10,
      },
    ],
  },
  {
    name: 'Climb & Camp – last summer',
    statusId: 2,
    budgetTypeId: 1,
    age: 310,
    campaigns: [
      {
        name: 'Climbing courses – lookalikes',
        status: 'expired',
        creativeTypeId: 11,
        from: -260,
        until: -140,
        impressions: 1_960_554,
        clicks: 6_733,
        conversions: ['Climbing course booking'],
      },
      {
        name: 'Camping kitchen – video',
        status: 'expired',
        creativeTypeId: 14,
        from: -230,
        until: -110,
        impressions: 1_204_340,
        clicks: 3_006,
        conversions: [CHECKOUT, 'Gift card purchase'],
      },
      {
        name: 'Kayak weekend – regional',
        status: 'paused',
        creativeTypeId: 15,
        from: -150,
        until: 20,
        impressions: 288_615,
        clicks: 902,
      },
    ],
  },
];
