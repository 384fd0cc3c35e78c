/** Hashes of which nothing but the shape is shown, whatever their fields are called. */
const PRIVATE =
  /(^|_)(metadata|address|shipping|shipping_details|collected_information|billing_details|customer_details|owner|individual|company|dob|verification|documents|tos_acceptance|business_profile|evidence|custom_fields|tax_ids|card|card_present|interac_present|bank_account|debit|wallet|user_agent)$/;

/** Amounts of money, by a word of the field's name. */
const AMOUNT = /(^|_)(amount|amounts|total|subtotal|balance|fee|fees|net|cost|credits|debits)(_|$)/;

/** Numbers of things, and shares. */
const COUNT =
  /(^|_)(count|quantity|limit|version|sequence|priority|iterations|pending_webhooks|times_redeemed|max_redemptions|days|days_until_due|in_months|divide_by|up_to|maximum|minimum|percent|percentage|percent_off|rate|risk_score)$/;

/** Times, in the fields and the values: seconds since 1970, from 1973 to 2286. A day written as a figure is none. */
const TIME =
  /(^|_)(created|updated|at|on|by|date|time|timestamp|start|end|since|until|anchor|deadline|expires|attempt|after)$/;
const isTime = (value: number): boolean => value >= 1e8 && value < 1e10;

/** A birthday is a time, too. */
const BIRTH = /birth/;

/** From here on a figure may be the number of a card or an account: no amount, and no time, has as many digits. */
const LONG_FIGURE = 1e13;

/** Fields that name an object of Stripe's. */
const REFERENCE =
  /(^|_)(id|ids|account|application|application_fee|authorization|balance_transaction|balance_transactions|charge|coupon|credit_note|customer|discount|discounts|dispute|early_fraud_warning|event|feature|invoice|invoice_item|invoiceitem|mandate|meter|on_behalf_of|payment|payment_intent|payment_link|payment_method|payment_record|payout|person|plan|price|product|promotion_code|quote|refund|request|reserve_transaction|review|schedule|session|setup_attempt|setup_intent|destination|source|subscription|subscription_item|subscription_schedule|summary|tax_rate|tax_rates|test_clock|transfer)$/;
const STRIPES_ID = /^[a-z]{2,12}(_[a-z]{2,10}){0,2}_[A-Za-z0-9]{1,80}$/;

/** Objects, and fields that name them, whose ids the owner of the account may have chosen. */
const CHOSEN = /^(product|price|plan|coupon)$/;
const CHOSEN_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** What else is shown, by what the name of its field ends with: words that Stripe has a list of, times, decimals. */
const SHOWN: readonly (readonly [field: RegExp, value: RegExp])[] = [
  [
    /(^|_)(object|type|status|currency|mode|method|reason|interval|duration|behavior|scheme|usage|feedback|level|funding|category|failure_code|decline_code|tax_exempt|entitled_by|cause|standing|kind)$/,
    /^[a-z][a-z0-9_.-]{0,60}$/,
  ],
  [
    /(^|_)(created|at|on|by|date|start|end|since|until|anchor|deadline|attempt)$/,
    /^\d{4}-\d\d-\d\d(T[\d:.]{5,15}(Z|[+-]\d\d:\d\d))?$/,
  ],
  [/(_decimal|percent|percentage|rate|tiers?)$/, /^-?\d{1,9}(\.\d{1,12})?$/],
  [/^api_version$/, /^\d{4}-\d\d-\d\d(\.[a-z]{1,20})?$/],
  [/(^|_)country$/, /^[A-Z]{2}$/],
  // of our own rows: a plan's words, and the id by which the operator's own system knows a tenant
  [/^(lookup_key|features|plan|tenant_id)$/, /^[A-Za-z0-9][\w.:-]{0,99}$/],
];

/** An address, the number of a card or an account, a secret: shown nowhere. */
const NEVER = /@|\d{12}|_secret_|^(sk|rk|pk|ek|whsec|tok|chk)_/;

/** The one name in metadata that operators look for, and that says nothing of anybody. */
const TENANT = 'tenant_id';

const FIELD = /^[A-Za-z][\w.-]{0,63}$/;

export const isPrivate = (field: string): boolean => PRIVATE.test(field);

/** Hashes of which a merchant chooses the names, too. */
const isNamedByMerchant = (field: string): boolean => /(^|_)metadata$/.test(field);

/** Only what is known to be harmless, as with texts: a figure may be a card's, a birthday, a place. */
export const isHarmlessFigure = (field: string, value: number): boolean =>
  !BIRTH.test(field) &&
  Math.abs(value) < LONG_FIGURE &&
  (value === 0 || AMOUNT.test(field) || COUNT.test(field) || (TIME.test(field) && isTime(value)));

/** @param of the `object` of the hash that has the field. */
export function isHarmlessText(field: string, value: string, of: unknown): boolean {
  if (NEVER.test(value) || BIRTH.test(field)) return false;
  if (REFERENCE.test(field) && STRIPES_ID.test(value)) return true;
  const names = field === 'id' ? of : field;
  if (typeof names === 'string' && CHOSEN.test(names) && CHOSEN_ID.test(value)) return true;
  return SHOWN.some(([fields, values]) => fields.test(field) && values.test(value));
}

/**
 * Names of fields are Stripe's, but for those of hashes that a merchant fills, who may put an address there.
 *
 * @param of the name of the hash that has the field.
 */
export const isHarmlessName = (field: string, of: string): boolean =>
  isNamedByMerchant(of) ? field === TENANT : FIELD.test(field) && !NEVER.test(field);
