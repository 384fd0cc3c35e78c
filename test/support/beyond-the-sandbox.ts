import type { Fields, SandboxEvent } from '../../sandbox/objects/event.js';
import { hashAt, listAt } from './columns/column.js';

const taxes = [
  { amount: 150, tax_behavior: 'exclusive', type: 'tax_rate_details' },
  { amount: 40, tax_behavior: 'exclusive', type: 'tax_rate_details' },
];
const applied = { object: 'discount', source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: 'promo_1' };

const requirements = {
  current_deadline: 1_800_000_000,
  currently_due: ['company.tax_id', 'external_account'],
  disabled_reason: 'requirements.past_due',
  errors: [{ code: 'invalid_value_other', reason: 'Not that one.', requirement: 'external_account' }],
  eventually_due: ['company.tax_id', 'external_account', 'person_1.id_number'],
  past_due: ['external_account'],
  pending_verification: ['company.name'],
};

/** What no life of the sandbox fills in, laid over a sample of each type. */
const FIELDS: Readonly<Record<string, (object: Fields) => Fields>> = {
  'customer.created': () => ({
    address: { city: null, country: 'DE', line1: null, line2: null, postal_code: '10115', state: null },
    delinquent: true,
    discount: { ...applied, id: 'di_1' },
  }),
  'checkout.session.completed': () => ({
    payment_intent: 'pi_1',
    setup_intent: 'seti_1',
    payment_link: 'plink_1',
    total_details: { amount_discount: 100, amount_shipping: 0, amount_tax: 190 },
    discounts: [{ coupon: 'SAVE', promotion_code: null }],
  }),
  'customer.subscription.created': (subscription) => ({
    items: {
      ...hashAt(subscription, 'items'),
      data: listAt(subscription, 'items.data').map((item) => ({ ...item, metadata: { seat: 'window' } })),
    },
    collection_method: 'send_invoice',
    days_until_due: 30,
    discounts: [
      { ...applied, id: 'di_1' },
      { ...applied, id: 'di_2', promotion_code: null },
    ],
    pause_collection: { behavior: 'void', resumes_at: 1_800_000_000 },
    pending_setup_intent: 'seti_1',
    pending_update: { expires_at: 1_800_000_000 },
    schedule: 'sub_sched_1',
    test_clock: 'clock_1',
  }),
  'invoice.created': (invoice) => ({
    amount_overpaid: 300,
    due_date: 1_800_000_000,
    last_finalization_error: { code: 'tax_id_invalid', message: 'Not valid.' },
    default_payment_method: 'pm_1',
    description: 'Thank you',
    discounts: [{ ...applied, id: 'di_1' }],
    total_taxes: taxes,
    total_discount_amounts: [{ amount: 25, discount: 'di_1' }],
    lines: {
      ...hashAt(invoice, 'lines'),
      data: listAt(invoice, 'lines.data').map((line) => ({
        ...line,
        taxes,
        discount_amounts: [{ amount: 25, discount: 'di_1' }],
        metadata: { seat: 'window' },
      })),
    },
  }),
  'invoice_payment.paid': (payment) => ({
    payment: { ...hashAt(payment, 'payment'), charge: 'ch_1' },
    status_transitions: { paid_at: 1_800_000_000, canceled_at: 1_800_000_001 },
  }),
  'product.created': () => ({
    unit_label: 'seat',
    tax_code: 'txcd_10000000',
    marketing_features: [{ name: 'Reports' }, { name: 'Exports' }],
  }),
  'price.created': (price) => ({
    tiers_mode: 'volume',
    recurring: { ...hashAt(price, 'recurring'), trial_period_days: 14 },
  }),
  'plan.created': () => ({ tiers_mode: 'volume', trial_period_days: 14, statement_descriptor: 'ACME' }),
  'promotion_code.created': () => ({ customer: 'cus_1', times_redeemed: 2 }),
  'customer.discount.created': () => ({
    checkout_session: 'cs_1',
    invoice: 'in_1',
    invoice_item: 'ii_1',
    promotion_code: 'promo_1',
    subscription_item: 'si_1',
  }),
  'credit_note.created': (note) => ({
    discount_amount: 25,
    total_taxes: taxes,
    lines: {
      ...hashAt(note, 'lines'),
      data: listAt(note, 'lines.data').map((line) => ({
        ...line,
        taxes,
        discount_amount: 25,
        invoice_line_item: 'il_1',
        metadata: { seat: 'window' },
      })),
    },
  }),
  'subscription_schedule.created': (schedule) => ({
    test_clock: 'clock_1',
    default_settings: { ...hashAt(schedule, 'default_settings'), default_payment_method: 'pm_1' },
    phases: listAt(schedule, 'phases').map((phase) => ({
      ...phase,
      trial_end: 1_800_000_000,
      collection_method: 'send_invoice',
      default_payment_method: 'pm_2',
      billing_cycle_anchor: 'phase_start',
      description: 'First months',
      add_invoice_items: [{ price: 'price_1', quantity: 2 }],
    })),
  }),
  'payment_intent.created': () => ({
    amount_capturable: 1_500,
    application_fee_amount: 12,
    receipt_email: 'jenny@example.com',
  }),
  'setup_intent.created': () => ({
    mandate: 'mandate_1',
    latest_attempt: 'setatt_1',
    last_setup_error: { code: 'card_declined', decline_code: 'fraudulent', message: 'Declined.' },
  }),
  'charge.succeeded': () => ({
    application_fee_amount: 12,
    disputed: true,
    failure_balance_transaction: 'txn_1',
  }),
  'refund.created': () => ({
    pending_reason: 'processing',
    description: 'Sorry',
    failure_balance_transaction: 'txn_1',
  }),
  'charge.dispute.created': (dispute) => ({
    evidence_details: { ...hashAt(dispute, 'evidence_details'), past_due: true },
  }),
  'account.updated': (account) => ({
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
    },
    requirements: {
      ...hashAt(account, 'requirements'),
      current_deadline: 1_800_000_000,
      disabled_reason: 'listed',
      pending_verification: ['company.tax_id'],
    },
  }),
  'capability.updated': () => ({ requirements }),
  'account.external_account.created': () => ({ requirements, status: 'errored' }),
  'account.external_account.updated': () => ({
    object: 'card',
    brand: 'Visa',
    exp_month: 8,
    exp_year: 2030,
    requirements,
  }),
  'person.created': (person) => ({
    relationship: { ...hashAt(person, 'relationship'), authorizer: true, executive: true, legal_guardian: true },
    requirements,
  }),
  'entitlements.active_entitlement_summary.updated': (summary) => ({
    entitlements: { ...hashAt(summary, 'entitlements'), data: listAt(summary, 'entitlements.data').slice(0, 1) },
  }),
  'payout.created': () => ({ original_payout: 'po_1', reversed_by: 'po_2', statement_descriptor: 'ACME' }),
};

/** @param sampleOf the event of a type to lay the fields over. */
export const beyondTheSandbox = (sampleOf: (type: string) => SandboxEvent): SandboxEvent[] =>
  Object.entries(FIELDS).map(([type, fields]) => {
    const event = sampleOf(type);
    const { object } = event.data;
    return { ...event, data: { object: { ...object, ...fields(object) } } };
  });
