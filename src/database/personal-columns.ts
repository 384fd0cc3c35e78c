/** Which columns of a mirrored table tell of a person, and how its rows are found to be a customer's. */
export interface PersonalColumns {
  /** Null in the rows of a customer that is erased. */
  readonly removed: readonly string[];
  /** '' where there is a text: that there is one says something that is nobody's, that a payment failed for one. */
  readonly emptied?: readonly string[];
  /** Whether there is a column `metadata`, of which is left what this backend itself reads ({@link ownMetadata}). */
  readonly metadata?: boolean;
  /** Texts and the like of which somebody has thought and found that they name nobody (test/operations/erasure-columns.spec.ts). */
  readonly harmless: readonly string[];
  /** Columns with the id of another object of the same customer, and the table in which that one is. */
  readonly of?: Readonly<Record<string, string>>;
  /** The table whose rows own these. */
  readonly ownedBy?: string;
}

const named = (columns: string): string[] => columns.trim().split(/\s+/);

const OF_CUSTOMER = { customer_id: 'customers' };
const OF_PAYMENT = { payment_intent_id: 'payment_intents', charge_id: 'charges' };

/**
 * The mirrored tables whose rows belong to customers. What is left of an erased one names nobody: ids of Stripe's,
 * amounts, times, and words that Stripe has a list of; of a card its brand and country. A country alone stays, for rules
 * on countries would otherwise end with it.
 */
export const PERSONAL_COLUMNS: Readonly<Record<string, PersonalColumns>> = {
  customers: {
    removed: named('email name description'),
    metadata: true,
    harmless: named('tenant_id default_payment_method_id country currency discounts'),
  },
  customer_tax_ids: {
    removed: named('value'),
    harmless: named('customer_id owner_type type country verification_status'),
    of: OF_CUSTOMER,
  },
  payment_methods: {
    removed: named('last4 exp_month exp_year'),
    metadata: true,
    harmless: named('customer_id type brand country'),
    of: OF_CUSTOMER,
  },
  setup_intents: {
    removed: named('description'),
    emptied: named('failure_message'),
    metadata: true,
    harmless: named(`customer_id payment_method_id mandate_id latest_attempt_id status usage failure_code decline_code
                     cancellation_reason`),
    of: { ...OF_CUSTOMER, payment_method_id: 'payment_methods' },
  },
  payment_intents: {
    removed: named('receipt_email description'),
    emptied: named('failure_message'),
    metadata: true,
    harmless: named(`customer_id invoice_id charge_id payment_method_id status currency capture_method
                     setup_future_usage failure_code decline_code cancellation_reason`),
    of: { ...OF_CUSTOMER, invoice_id: 'invoices', charge_id: 'charges', payment_method_id: 'payment_methods' },
  },
  charges: {
    removed: named('last4 exp_month exp_year receipt_url description'),
    emptied: named('failure_message'),
    metadata: true,
    harmless: named(`customer_id payment_intent_id invoice_id payment_method_id balance_transaction_id
                     failure_balance_transaction_id status currency failure_code outcome_type outcome_reason
                     payment_method_type brand country`),
    of: {
      ...OF_CUSTOMER,
      payment_intent_id: 'payment_intents',
      invoice_id: 'invoices',
      payment_method_id: 'payment_methods',
    },
  },
  refunds: {
    removed: named('description'),
    metadata: true,
    harmless: named(`charge_id payment_intent_id balance_transaction_id failure_balance_transaction_id status reason
                     failure_reason pending_reason currency`),
    of: OF_PAYMENT,
  },
  disputes: {
    removed: [],
    metadata: true,
    harmless: named(`charge_id payment_intent_id balance_transaction_ids status reason network_reason_code
                     payment_method_type currency net_currency`),
    of: OF_PAYMENT,
  },
  early_fraud_warnings: {
    removed: [],
    harmless: named('charge_id payment_intent_id fraud_type'),
    of: OF_PAYMENT,
  },
  reviews: {
    removed: [],
    harmless: named('charge_id payment_intent_id reason opened_reason closed_reason'),
    of: OF_PAYMENT,
  },
  checkout_sessions: {
    removed: named('customer_email'),
    metadata: true,
    harmless: named(`customer_id subscription_id payment_intent_id setup_intent_id invoice_id payment_link_id tenant_id
                     client_reference_id status payment_status mode currency discounts`),
    of: {
      ...OF_CUSTOMER,
      subscription_id: 'subscriptions',
      payment_intent_id: 'payment_intents',
      setup_intent_id: 'setup_intents',
      invoice_id: 'invoices',
    },
  },
  subscriptions: {
    removed: named('description'),
    metadata: true,
    harmless:
      named(`customer_id tenant_id default_payment_method_id latest_invoice_id pending_setup_intent_id schedule_id
                     test_clock_id status currency collection_method cancellation_reason cancellation_feedback
                     pause_reason pause_collection_behavior discounts`),
    of: OF_CUSTOMER,
  },
  subscription_items: {
    removed: [],
    metadata: true,
    harmless: named('price_id product_id currency recurring_interval'),
    ownedBy: 'subscriptions',
  },
  subscription_schedules: {
    removed: [],
    metadata: true,
    harmless: named(`customer_id subscription_id released_subscription_id default_payment_method_id test_clock_id status
                     end_behavior collection_method`),
    of: { ...OF_CUSTOMER, subscription_id: 'subscriptions' },
  },
  subscription_schedule_phases: {
    removed: named('description'),
    metadata: true,
    harmless: named(`default_payment_method_id currency collection_method proration_behavior billing_cycle_anchor items
                     add_invoice_items discounts`),
    ownedBy: 'subscription_schedules',
  },
  invoices: {
    removed: named('hosted_invoice_url invoice_pdf description'),
    emptied: named('finalization_error_message'),
    metadata: true,
    harmless: named(`customer_id subscription_id payment_intent_id charge_id default_payment_method_id number status
                     billing_reason collection_method currency finalization_error_code discounts`),
    of: { ...OF_CUSTOMER, ...OF_PAYMENT, subscription_id: 'subscriptions' },
  },
  invoice_lines: {
    removed: named('description'),
    metadata: true,
    harmless: named('price_id product_id subscription_id subscription_item_id invoice_item_id currency'),
    ownedBy: 'invoices',
  },
  invoice_payments: {
    removed: [],
    harmless: named('invoice_id payment_intent_id charge_id payment_type status currency'),
    of: { ...OF_PAYMENT, invoice_id: 'invoices' },
  },
  credit_notes: {
    removed: named('memo pdf'),
    metadata: true,
    harmless: named(`invoice_id customer_id refund_ids customer_balance_transaction_id number status type reason
                     currency`),
    of: { ...OF_CUSTOMER, invoice_id: 'invoices' },
  },
  credit_note_lines: {
    removed: named('description'),
    metadata: true,
    harmless: named('type invoice_line_id unit_amount_decimal'),
    ownedBy: 'credit_notes',
  },
  discounts: {
    removed: [],
    harmless: named(`customer_id subscription_id subscription_item_id checkout_session_id invoice_id invoice_item_id
                     coupon_id promotion_code_id`),
    of: {
      ...OF_CUSTOMER,
      subscription_id: 'subscriptions',
      checkout_session_id: 'checkout_sessions',
      invoice_id: 'invoices',
    },
  },
  // those that are for one customer only; a code for all belongs to nobody
  promotion_codes: {
    removed: named('code'),
    metadata: true,
    harmless: named('coupon_id customer_id minimum_amount_currency'),
    of: OF_CUSTOMER,
  },
};

/** Undefined for a table whose rows are no customer's, the adopter's own tables among them. */
export const personalColumnsOf = (table: string): PersonalColumns | undefined =>
  Object.hasOwn(PERSONAL_COLUMNS, table) ? PERSONAL_COLUMNS[table] : undefined;
