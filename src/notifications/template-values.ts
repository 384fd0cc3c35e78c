/** What a template may name, in every type of message; null where it does not apply. Each is one line of plain text. */
export interface TemplateValues {
  /** Stripe's id of the invoice, subscription, dispute, warning or review; of a tenant's subscriptions the first. */
  readonly object: string;
  /** The connected account; null for the own one. */
  readonly account: string | null;
  /** The name in MAIL_FROM. */
  readonly sender: string | null;
  readonly customer_name: string | null;
  /** With its currency: `$19.00`. */
  readonly amount: string | null;
  readonly invoice_number: string | null;
  /** Where the customer can see and pay it. */
  readonly invoice_url: string | null;
  /** A day, as all that end in `_on`: `November 21, 2026`, UTC. */
  readonly next_attempt_on: string | null;
  readonly trial_ends_on: string | null;
  /** Stripe's word: `fraudulent`, `product_not_received`, `rule` … */
  readonly reason: string | null;
  readonly status: string | null;
  /** The bank only asks; nothing has been withdrawn. */
  readonly inquiry: boolean;
  /** Until when evidence can be sent; null: not at all. */
  readonly evidence_due_on: string | null;
  readonly charge: string | null;
  /** Your own id of the tenant that has several live subscriptions. */
  readonly tenant: string | null;
  /** Their ids. */
  readonly subscriptions: string | null;
  readonly dashboard_url: string | null;
  /** The alert's name, of an incident, as all that follow. */
  readonly alert: string | null;
  /** `critical` or `warning`. */
  readonly severity: string | null;
  /** What it means: one sentence. */
  readonly summary: string | null;
  /** What was measured. */
  readonly value: string | null;
  /** A moment, as `resolved_at`: `2026-11-21 09:00 UTC`. */
  readonly opened_at: string | null;
  /** Null while it lasts. */
  readonly resolved_at: string | null;
  /** Where it says what to do, in the project's repository. */
  readonly runbook: string | null;
}

export const NO_VALUES: TemplateValues = {
  object: '',
  account: null,
  sender: null,
  customer_name: null,
  amount: null,
  invoice_number: null,
  invoice_url: null,
  next_attempt_on: null,
  trial_ends_on: null,
  reason: null,
  status: null,
  inquiry: false,
  evidence_due_on: null,
  charge: null,
  tenant: null,
  subscriptions: null,
  dashboard_url: null,
  alert: null,
  severity: null,
  summary: null,
  value: null,
  opened_at: null,
  resolved_at: null,
  runbook: null,
};

/** Every template is tried with these and with the ones above before the first message. */
export const ALL_VALUES: TemplateValues = {
  object: 'in_1',
  account: 'acct_1',
  sender: 'Acme',
  customer_name: 'Jenny Rosen',
  amount: '$19.00',
  invoice_number: 'A-0001',
  invoice_url: 'https://invoice.stripe.com/i/1',
  next_attempt_on: 'November 24, 2026',
  trial_ends_on: 'November 24, 2026',
  reason: 'fraudulent',
  status: 'needs_response',
  inquiry: true,
  evidence_due_on: 'November 30, 2026',
  charge: 'ch_1',
  tenant: 'tenant_1',
  subscriptions: 'sub_1, sub_2',
  dashboard_url: 'https://dashboard.stripe.com/payments/pi_1',
  alert: 'CountinghouseDeadEvents',
  severity: 'critical',
  summary: 'Events have no attempt left.',
  value: '3 events',
  opened_at: '2026-11-21 09:00 UTC',
  resolved_at: '2026-11-21 10:00 UTC',
  runbook: 'docs/runbook.md#countinghousedeadevents',
};
