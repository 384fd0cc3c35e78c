import type { Engine } from '../engine/engine.js';

interface Offer {
  readonly plan: string;
  readonly name: string;
  readonly description: string;
  /** Cents a month; a year costs ten months. */
  readonly monthly: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the example storefront sells. */
const OFFERS: readonly Offer[] = [
  {
    plan: 'solo',
    name: 'Solo',
    description: 'For your own notes, on all your devices.',
    monthly: 900,
    metadata: { limit_seats: '1', limit_notebooks: '20', features: 'search, offline-reading' },
  },
  {
    plan: 'team',
    name: 'Team',
    description: 'For a team that writes things down together.',
    monthly: 2_900,
    metadata: {
      limit_seats: '10',
      limit_notebooks: '200',
      features: 'search, offline-reading, shared-notebooks, version-history',
    },
  },
  {
    plan: 'company',
    name: 'Company',
    description: 'For everybody, with what your auditors ask for.',
    monthly: 7_900,
    metadata: {
      limit_seats: '100',
      limit_notebooks: 'unlimited',
      features: 'search, offline-reading, shared-notebooks, version-history, single-sign-on, audit-log',
    },
  },
];

/** Takes what is for sale off the market and puts the storefront's plans there, each by the month and by the year. */
export function openShop({ prices, products, store }: Engine): void {
  for (const { id } of store.prices.values()) prices.update(id, { active: false });
  for (const { description, metadata, monthly, name, plan } of OFFERS) {
    const product = products.create({ name, description, metadata: { plan, ...metadata } }).id;
    const shared = { currency: 'usd', product } as const;
    prices.create({ ...shared, unit_amount: monthly, nickname: `${name}, monthly`, recurring: { interval: 'month' } });
    prices.create({
      ...shared,
      unit_amount: monthly * 10,
      nickname: `${name}, yearly`,
      recurring: { interval: 'year' },
    });
  }
}
