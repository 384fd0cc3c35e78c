const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Figures that are a person's, or a card's. */
const PERSONAL_FIGURES = words('exp_month exp_year day month year iin last4 phone number latitude longitude');

/** Fields with ids of Stripe's, or ids that a merchant has chosen for what is sold. */
const REFERENCES = words(`
  id unique_id unique_line_item_id account account_id application application_fee balance_transaction
  balance_transactions card charge checkout_session coupon credit_note customer customer_account
  customer_balance_transaction default_card default_payment_method default_price default_source destination discount
  discounts dispute failure_balance_transaction feature invoice invoice_item invoice_line_item invoiceitem
  latest_attempt latest_charge latest_invoice mandate on_behalf_of order_reference original_payout payment
  payment_intent payment_link payment_method payment_record payments payout pending_setup_intent plan price product
  promotion_code quote refund refunds released_subscription request reversed_by schedule setup_attempt setup_intent
  source source_transaction source_transfer subscription subscription_item subscription_schedule tax_code tax_rate
  test_clock transfer user_id`);
/** Without @: nobody's address is an id. */
const ID = /^[\x21-\x3f\x41-\x7e]{1,255}$/;

/** Fields with words that Stripe has a list of: named so, or ending so. */
const WORDED =
  /(^|_)(object|type|status|currency|mode|method|reason|interval|duration|behavior|scheme|usage|feedback|level|anchor|country|category|funding)$/;
const WORDS = words(`
  billing billing_cycle_anchor code collection_method dashboard decline_code default_currency failure_code fees
  network_reason_code payer reason_code requirement_collection round tax_exempt tiers_mode available_payout_methods`);
const WORD = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Figures as text. */
const FIGURED = /(_decimal|_precise|^exchange_rate|^amount.*|^quantity|percentage|percent_off)$/;
const FIGURE = /^-?\d{1,20}(\.\d{1,12})?(e-?\d{1,3})?$/;

/** Others, each by itself. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  api_version: /^\d{4}-\d\d-\d\d(\.[a-z]{1,30})?$/,
  brand: /^[A-Za-z_ ]{1,40}$/,
  context: ID,
  created: /^\d{4}-\d\d-\d\dT[\d:.]{5,15}Z$/,
  lookup_key: /^[\w.:-]{1,200}$/,
};

/** An invoice's or a credit note's, by which it is found in the books; not a card's or an account's. */
const NUMBERED: ReadonlySet<unknown> = new Set(['invoice', 'credit_note']);
/** The code that a customer types in is its own; that of an error is Stripe's. */
const OWN_CODE: ReadonlySet<unknown> = new Set(['promotion_code']);

export const isPersonalFigure = (field: string): boolean => PERSONAL_FIGURES.has(field);

/**
 * Whether a text in a payload names nobody: known by the name of its field, and by what it looks like.
 *
 * @param of the `object` of the hash that has the field.
 */
export function isHarmlessText(field: string, value: string, of: unknown): boolean {
  if (field === 'client_reference_id') return true; // whose it is, as `tenant_id` in the metadata
  if (field === 'number') return NUMBERED.has(of) && WORD.test(value);
  if (field === 'code' && OWN_CODE.has(of)) return false;
  if (REFERENCES.has(field)) return ID.test(value);
  if (WORDS.has(field) || WORDED.test(field)) return WORD.test(value);
  if (FIGURED.test(field)) return FIGURE.test(value);
  return Object.hasOwn(OTHERS, field) && (OTHERS[field]?.test(value) ?? false);
}
