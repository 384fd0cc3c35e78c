/**
 * What a reason does: it lets the customer in, keeps it out, keeps it from buying, says that what is here may not be what
 * Stripe has, or tells a circumstance.
 */
export const EFFECTS = ['grants', 'denies', 'blocks', 'doubts', 'informs'] as const;

export type Effect = (typeof EFFECTS)[number];

interface Meaning {
  readonly effect: Effect;
  /** What an operator does about it. */
  readonly remedy: string;
}

const define = <Code extends string>(codes: Readonly<Record<Code, Meaning>>): Readonly<Record<Code, Meaning>> => codes;

export const NOTHING_TO_DO = 'Nothing.';
const WAIT = 'Nothing: it passes by itself.';

/**
 * Every reason that the page of a customer gives, in the order in which they are looked at. Closed and stable:
 * docs/why-no-access.md has a paragraph for each.
 */
export const REASONS = define({
  // what lets it in
  subscription_gives: { effect: 'grants', remedy: NOTHING_TO_DO },
  stripe_gives: { effect: 'grants', remedy: NOTHING_TO_DO },
  // whose it is
  customer_deleted: { effect: 'denies', remedy: 'Sell to a new customer: a deleted one never comes back.' },
  no_tenant: {
    effect: 'denies',
    remedy:
      'Write `tenant_id` into the customer’s metadata at Stripe, or say it here: `npx countinghouse tenants assign`.',
  },
  // its subscription
  never_subscribed: { effect: 'denies', remedy: 'Sell a subscription; look below whether a checkout is held.' },
  first_payment_missing: {
    effect: 'denies',
    remedy: 'Send the customer to the invoice’s page, or ask for another card. It expires 23 hours after it began.',
  },
  authentication_open: {
    effect: 'denies',
    remedy: 'Send the customer to the invoice’s page: the bank waits for its confirmation.',
  },
  payment_processing: { effect: 'denies', remedy: 'Wait: a bank debit takes days.' },
  first_payment_expired: { effect: 'denies', remedy: 'Sell a new subscription: this one never began.' },
  trial_ended: { effect: 'denies', remedy: 'Let the customer add a card; then resume, or sell a new subscription.' },
  subscription_paused: { effect: 'denies', remedy: 'Resume it: `POST /stripe/subscription/resume`.' },
  subscription_unpaid: {
    effect: 'denies',
    remedy: 'Have the open invoices paid: Stripe collects them no longer by itself.',
  },
  subscription_canceled: { effect: 'denies', remedy: 'Sell a new subscription: a canceled one never comes back.' },
  status_unknown: { effect: 'denies', remedy: 'Read at Stripe what the status means; this version does not know it.' },
  // what it bought
  no_active_entitlements: {
    effect: 'denies',
    remedy: 'Attach the features to the product at Stripe: its entitlements count before the plan’s.',
  },
  feature_missing: {
    effect: 'denies',
    remedy: 'Move the customer to a plan that includes it, or add it to the plan’s `features`.',
  },
  price_without_plan: {
    effect: 'informs',
    remedy: 'Write `plan` into the metadata of the product, or of the price.',
  },
  price_unknown: { effect: 'doubts', remedy: 'Bring it: `npx countinghouse backfill --type price --type product`.' },
  plan_without_features: {
    effect: 'informs',
    remedy: 'Write `features` into the metadata of the product, if your code asks for features.',
  },
  plan_limits: { effect: 'informs', remedy: 'Where a limit is reached: move the customer to a larger plan.' },
  // how safe it is
  past_due: {
    effect: 'informs',
    remedy: 'Ask for another card before the last attempt: what comes after it is in the settings at Stripe.',
  },
  trialing: { effect: 'informs', remedy: NOTHING_TO_DO },
  ends_soon: { effect: 'informs', remedy: 'Nothing, unless it should go on: `POST /stripe/subscription/resume`.' },
  collection_paused: { effect: 'informs', remedy: 'Nothing: nobody is charged meanwhile. It ends at Stripe.' },
  // who is asked for
  another_customer_counts: {
    effect: 'informs',
    remedy: 'Look at that customer’s page; give the wrong one away (docs/tenants.md).',
  },
  several_customers: { effect: 'informs', remedy: 'Nothing, unless one of them is somebody else’s.' },
  several_subscriptions: { effect: 'informs', remedy: 'Cancel the one that is not needed, and refund it.' },
  buyers_word: {
    effect: 'informs',
    remedy: 'Write `tenant_id` into the customer’s metadata, if it is the tenant’s indeed.',
  },
  // what keeps it from buying
  held_by_rule: { effect: 'blocks', remedy: 'Release the tenant, or end the rule (docs/holds.md).' },
  held_by_warning: { effect: 'blocks', remedy: 'Refund the payment, or release the hold (docs/holds.md).' },
  held_by_review: { effect: 'blocks', remedy: 'Close the review at Stripe, or release the hold (docs/holds.md).' },
  held_by_dispute: { effect: 'blocks', remedy: 'Answer the dispute, or release the hold (docs/holds.md).' },
  refund_unknown: {
    effect: 'informs',
    remedy: 'Wait: it is looked for every minute. Where Stripe will not tell, look there, and release the request.',
  },
  // whether what is here is what Stripe has
  mode_mismatch: {
    effect: 'doubts',
    remedy: 'Look whether the customer bought in the other mode; remove the endpoint of the wrong mode at Stripe.',
  },
  account_left: { effect: 'doubts', remedy: 'Nothing here: only the account’s owner can connect it again.' },
  deleted_but_subscribed: {
    effect: 'doubts',
    remedy: 'Bring the end: `npx countinghouse verify --type subscription --repair`.',
  },
  events_dead: { effect: 'doubts', remedy: 'Read the error, mend its cause, and replay the events (docs/replay.md).' },
  events_failed: { effect: 'doubts', remedy: 'Read the error; the next attempt is planned.' },
  events_waiting: { effect: 'doubts', remedy: WAIT },
  backlog: { effect: 'doubts', remedy: 'Look at the overview: do workers run (docs/runbook.md)?' },
  recomputing: { effect: 'doubts', remedy: WAIT },
  recompute_dead: { effect: 'doubts', remedy: 'Change the product once more at Stripe; the log has the error.' },
  rows_ambiguous: { effect: 'doubts', remedy: 'Repair the object: `npx countinghouse verify --type … --repair`.' },
  rows_differ: { effect: 'doubts', remedy: 'Repair the object: `npx countinghouse verify --type … --repair`.' },
  computed: { effect: 'informs', remedy: NOTHING_TO_DO },
  last_event: {
    effect: 'informs',
    remedy: 'If it is older than what happened at Stripe: `npx countinghouse reconcile`.',
  },
});

export type ReasonCode = keyof typeof REASONS;

export const isReasonCode = (word: string): word is ReasonCode => Object.hasOwn(REASONS, word);
