import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { PLANS, PRICES, PRODUCTS } from './catalog.columns.js';
import { CHECKOUT_SESSIONS } from './checkout.columns.js';
import type { Columns } from './column.js';
import {
  ACCOUNT_AUTHORIZATIONS,
  CAPABILITIES,
  CONNECTED_ACCOUNTS,
  EXTERNAL_ACCOUNTS,
  PERSONS,
} from './connect.columns.js';
import { CREDIT_NOTE_LINES, CREDIT_NOTES } from './credit-note.columns.js';
import { CUSTOMER_TAX_IDS, CUSTOMERS } from './customer.columns.js';
import { COUPONS, DISCOUNTS, PROMOTION_CODES } from './discount.columns.js';
import { ACTIVE_ENTITLEMENT_SUMMARIES, ACTIVE_ENTITLEMENTS } from './entitlement.columns.js';
import { INVOICE_LINES, INVOICE_PAYMENTS, INVOICES } from './invoice.columns.js';
import { CHARGES, PAYMENT_INTENTS, PAYMENT_METHODS, REFUNDS, SETUP_INTENTS } from './payment.columns.js';
import { DISPUTES, EARLY_FRAUD_WARNINGS, PAYOUTS, REVIEWS } from './risk.columns.js';
import { SUBSCRIPTION_SCHEDULE_PHASES, SUBSCRIPTION_SCHEDULES } from './schedule.columns.js';
import { SUBSCRIPTION_ITEMS, SUBSCRIPTIONS } from './subscription.columns.js';

/** Every column of every mirrored table, besides the identity and the mark. */
export const COLUMNS = {
  customers: CUSTOMERS,
  checkout_sessions: CHECKOUT_SESSIONS,
  subscriptions: SUBSCRIPTIONS,
  subscription_items: SUBSCRIPTION_ITEMS,
  invoices: INVOICES,
  invoice_lines: INVOICE_LINES,
  invoice_payments: INVOICE_PAYMENTS,
  products: PRODUCTS,
  prices: PRICES,
  payment_intents: PAYMENT_INTENTS,
  charges: CHARGES,
  refunds: REFUNDS,
  payment_methods: PAYMENT_METHODS,
  setup_intents: SETUP_INTENTS,
  coupons: COUPONS,
  promotion_codes: PROMOTION_CODES,
  discounts: DISCOUNTS,
  credit_notes: CREDIT_NOTES,
  credit_note_lines: CREDIT_NOTE_LINES,
  subscription_schedules: SUBSCRIPTION_SCHEDULES,
  subscription_schedule_phases: SUBSCRIPTION_SCHEDULE_PHASES,
  customer_tax_ids: CUSTOMER_TAX_IDS,
  plans: PLANS,
  disputes: DISPUTES,
  early_fraud_warnings: EARLY_FRAUD_WARNINGS,
  reviews: REVIEWS,
  payouts: PAYOUTS,
  connected_accounts: CONNECTED_ACCOUNTS,
  connected_account_authorizations: ACCOUNT_AUTHORIZATIONS,
  capabilities: CAPABILITIES,
  external_accounts: EXTERNAL_ACCOUNTS,
  persons: PERSONS,
  active_entitlement_summaries: ACTIVE_ENTITLEMENT_SUMMARIES,
  active_entitlements: ACTIVE_ENTITLEMENTS,
} satisfies Record<string, Columns>;

export type Table = keyof typeof COLUMNS;

export interface Mirror {
  readonly table: Table;
  /** Rows that the object owns, and where it holds them. */
  readonly owned?: { readonly table: Table; readonly path: string };
  /** The field that names the row, where it is not `id`; null where it is not the object's. */
  readonly namedBy?: string | null;
  /** Objects with rows of their own that old shapes embed, and where. */
  readonly embedded?: { readonly table: Table; readonly path: string };
}

/** Objects that looked in 2015 as they do today, as far as the sandbox knows. */
const UNMOVED: ReadonlySet<string> = new Set([
  'invoice_payment',
  'price',
  'refund',
  'payment_method',
  'setup_intent',
  'tax_id',
  'dispute',
  'radar.early_fraud_warning',
  'review',
  'payout',
  'application',
  'capability',
  'bank_account',
  'card',
  'person',
  'entitlements.active_entitlement_summary',
]);

/** By Stripe's `object`. */
const MIRRORS: Readonly<Record<string, Mirror>> = {
  customer: { table: 'customers' },
  'checkout.session': { table: 'checkout_sessions' },
  subscription: {
    table: 'subscriptions',
    owned: { table: 'subscription_items', path: 'items.data' },
  },
  invoice: { table: 'invoices', owned: { table: 'invoice_lines', path: 'lines.data' } },
  invoice_payment: { table: 'invoice_payments' },
  product: { table: 'products' },
  price: { table: 'prices' },
  payment_intent: { table: 'payment_intents' },
  charge: { table: 'charges', embedded: { table: 'refunds', path: 'refunds.data' } },
  refund: { table: 'refunds' },
  payment_method: { table: 'payment_methods' },
  setup_intent: { table: 'setup_intents' },
  coupon: { table: 'coupons' },
  promotion_code: { table: 'promotion_codes' },
  discount: { table: 'discounts' },
  credit_note: { table: 'credit_notes', owned: { table: 'credit_note_lines', path: 'lines.data' } },
  subscription_schedule: {
    table: 'subscription_schedules',
    owned: { table: 'subscription_schedule_phases', path: 'phases' },
  },
  tax_id: { table: 'customer_tax_ids' },
  plan: { table: 'plans' },
  dispute: { table: 'disputes' },
  'radar.early_fraud_warning': { table: 'early_fraud_warnings' },
  review: { table: 'reviews' },
  payout: { table: 'payouts' },
  account: { table: 'connected_accounts' },
  application: { table: 'connected_account_authorizations', namedBy: null },
  capability: { table: 'capabilities' },
  bank_account: { table: 'external_accounts' },
  card: { table: 'external_accounts' },
  person: { table: 'persons' },
  'entitlements.active_entitlement_summary': {
    table: 'active_entitlement_summaries',
    owned: { table: 'active_entitlements', path: 'entitlements.data' },
    namedBy: 'customer',
  },
};

export function mirrorOf(event: SandboxEvent): Mirror {
  const mirror = MIRRORS[String(event.data.object['object'])];
  if (!mirror) throw new Error(`no table for ${event.type}`);
  return mirror;
}

/** The tables that an event of this type may write. */
export function tablesOf(event: SandboxEvent): Table[] {
  const { table, owned, embedded } = mirrorOf(event);
  return [table, owned?.table, embedded?.table].filter((name) => name !== undefined);
}

/** Whether the sandbox shows an object differently in an older version. */
export const MOVED: Readonly<Record<string, boolean>> = Object.fromEntries(
  Object.keys(MIRRORS).map((object) => [object, !UNMOVED.has(object)]),
);
