-- The schema after every migration. Written by `npm run schema:snapshot`; never edited, never executed.

CREATE TABLE active_entitlement_summaries (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  complete boolean,
  CONSTRAINT active_entitlement_summaries_pkey PRIMARY KEY (account, id)
);

CREATE TABLE active_entitlements (
  account text DEFAULT ''::text NOT NULL,
  parent_id text NOT NULL,
  id text NOT NULL,
  feature_id text,
  lookup_key text,
  CONSTRAINT active_entitlements_pkey PRIMARY KEY (account, parent_id, id)
);

CREATE TABLE alert_incidents (
  id text DEFAULT ('incident_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)) NOT NULL,
  alert text NOT NULL,
  severity text NOT NULL,
  value text NOT NULL,
  opened_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  clear_since timestamp with time zone,
  resolved_at timestamp with time zone,
  CONSTRAINT alert_incidents_pkey PRIMARY KEY (id),
  CONSTRAINT alert_incidents_end_check CHECK (((resolved_at IS NULL) OR (clear_since IS NOT NULL))),
  CONSTRAINT alert_incidents_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text])))
);

CREATE TABLE api_keys (
  id text NOT NULL,
  hash bytea NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  tenant_id text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  stays_in_account boolean DEFAULT false NOT NULL,
  created_by_kind text,
  created_by_id text,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_created_by_check CHECK ((((created_by_kind IS NULL) = (created_by_id IS NULL)) AND (created_by_kind = ANY (ARRAY['user'::text, 'key'::text]))))
);

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  tenant_id text,
  action text NOT NULL,
  object_type text NOT NULL,
  object_id text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text,
  outcome text,
  request_row bigint,
  idempotency_key text,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);

CREATE TABLE backfill_progress (
  account text NOT NULL,
  type text NOT NULL,
  after_id text,
  after_created_at timestamp with time zone,
  pages bigint DEFAULT 0 NOT NULL,
  objects bigint DEFAULT 0 NOT NULL,
  failed bigint DEFAULT 0 NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT backfill_progress_pkey PRIMARY KEY (account, type)
);

CREATE TABLE balance_transactions (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  type text,
  reporting_category text,
  source_id text,
  currency text,
  amount bigint,
  fee bigint,
  net bigint,
  exchange_rate text,
  available_on timestamp with time zone,
  description text,
  fee_details jsonb,
  created_at timestamp with time zone,
  read_at timestamp with time zone,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at timestamp with time zone DEFAULT now(),
  last_error text,
  CONSTRAINT balance_transactions_pkey PRIMARY KEY (account, id)
);

CREATE TABLE capabilities (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  connected_account_id text,
  status text,
  requested boolean,
  requested_at timestamp with time zone,
  currently_due text[],
  past_due text[],
  eventually_due text[],
  pending_verification text[],
  disabled_reason text,
  current_deadline timestamp with time zone,
  CONSTRAINT capabilities_pkey PRIMARY KEY (account, id)
);

CREATE TABLE charges (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  payment_intent_id text,
  invoice_id text,
  payment_method_id text,
  balance_transaction_id text,
  status text,
  captured boolean,
  refunded boolean,
  disputed boolean,
  currency text,
  amount bigint,
  amount_captured bigint,
  amount_refunded bigint,
  application_fee_amount bigint,
  failure_code text,
  failure_message text,
  outcome_type text,
  outcome_reason text,
  payment_method_type text,
  brand text,
  last4 text,
  exp_month integer,
  exp_year integer,
  receipt_url text,
  description text,
  metadata jsonb,
  created_at timestamp with time zone,
  failure_balance_transaction_id text,
  country text,
  CONSTRAINT charges_pkey PRIMARY KEY (account, id)
);

CREATE TABLE checkout_sessions (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  status text,
  payment_status text,
  mode text,
  client_reference_id text,
  tenant_id text,
  customer_id text,
  subscription_id text,
  payment_intent_id text,
  setup_intent_id text,
  invoice_id text,
  payment_link_id text,
  customer_email text,
  currency text,
  amount_subtotal bigint,
  amount_total bigint,
  amount_discount bigint,
  amount_tax bigint,
  discounts jsonb,
  metadata jsonb,
  expires_at timestamp with time zone,
  created_at timestamp with time zone,
  CONSTRAINT checkout_sessions_pkey PRIMARY KEY (account, id)
);

CREATE TABLE compliance_rules (
  id text NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  effect text NOT NULL,
  action text,
  tenant_id text,
  customer_id text,
  product_id text,
  price_id text,
  country text,
  category text,
  amount bigint,
  currency text,
  reason text NOT NULL,
  note text,
  created_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  created_by text NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  CONSTRAINT compliance_rules_pkey PRIMARY KEY (id),
  CONSTRAINT compliance_rules_action_check CHECK ((action = ANY (ARRAY['checkout'::text, 'refund'::text]))),
  CONSTRAINT compliance_rules_amount_check CHECK ((amount > 0)),
  CONSTRAINT compliance_rules_category_check CHECK (((category <> ''::text) AND (category = lower(btrim(category))))),
  CONSTRAINT compliance_rules_condition_check CHECK ((num_nonnulls(tenant_id, customer_id, product_id, price_id, country, category, amount) > 0)),
  CONSTRAINT compliance_rules_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CONSTRAINT compliance_rules_currency_check CHECK ((((amount IS NULL) = (currency IS NULL)) AND (COALESCE(currency, 'any'::text) ~ '^[a-z]{3}$'::text))),
  CONSTRAINT compliance_rules_effect_check CHECK ((effect = ANY (ARRAY['hold'::text, 'refuse'::text]))),
  CONSTRAINT compliance_rules_end_check CHECK ((num_nulls(ended_at, ended_by, end_reason) = ANY (ARRAY[0, 3])))
);

CREATE TABLE connected_account_authorizations (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  application_id text,
  CONSTRAINT connected_account_authorizations_pkey PRIMARY KEY (account, id)
);

CREATE TABLE connected_account_openings (
  request_key text NOT NULL,
  tenant_id text NOT NULL,
  account_id text,
  leased_until timestamp with time zone,
  answered jsonb,
  created_at timestamp with time zone,
  CONSTRAINT connected_account_openings_pkey PRIMARY KEY (request_key)
);

CREATE TABLE connected_accounts (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  tenant_id text,
  type text,
  dashboard text,
  losses_payer text,
  fees_payer text,
  requirement_collector text,
  business_type text,
  country text,
  default_currency text,
  charges_enabled boolean,
  payouts_enabled boolean,
  details_submitted boolean,
  capabilities jsonb,
  currently_due text[],
  past_due text[],
  eventually_due text[],
  pending_verification text[],
  disabled_reason text,
  current_deadline timestamp with time zone,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT connected_accounts_pkey PRIMARY KEY (account, id)
);

CREATE TABLE console_sessions (
  hash bytea NOT NULL,
  id text NOT NULL,
  key_id text,
  user_id text,
  scopes text[],
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT console_sessions_pkey PRIMARY KEY (hash),
  CONSTRAINT console_sessions_check CHECK (((key_id IS NULL) <> (user_id IS NULL)))
);

CREATE TABLE coupons (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  name text,
  percent_off numeric,
  amount_off bigint,
  currency text,
  duration text,
  duration_in_months integer,
  max_redemptions bigint,
  times_redeemed bigint,
  redeem_by timestamp with time zone,
  valid boolean,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT coupons_pkey PRIMARY KEY (account, id)
);

CREATE TABLE credit_note_lines (
  account text DEFAULT ''::text NOT NULL,
  parent_id text NOT NULL,
  id text NOT NULL,
  type text,
  invoice_line_id text,
  amount bigint,
  description text,
  quantity bigint,
  unit_amount bigint,
  unit_amount_decimal text,
  tax bigint,
  discount_amount bigint,
  metadata jsonb,
  CONSTRAINT credit_note_lines_pkey PRIMARY KEY (account, parent_id, id)
);

CREATE TABLE credit_notes (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  invoice_id text,
  customer_id text,
  status text,
  type text,
  reason text,
  number text,
  currency text,
  amount bigint,
  subtotal bigint,
  total bigint,
  tax bigint,
  discount_amount bigint,
  pre_payment_amount bigint,
  post_payment_amount bigint,
  out_of_band_amount bigint,
  refund_ids jsonb,
  customer_balance_transaction_id text,
  memo text,
  pdf text,
  lines_complete boolean,
  effective_at timestamp with time zone,
  voided_at timestamp with time zone,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT credit_notes_pkey PRIMARY KEY (account, id)
);

CREATE TABLE customer_tax_ids (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  owner_type text,
  type text,
  value text,
  country text,
  verification_status text,
  created_at timestamp with time zone,
  CONSTRAINT customer_tax_ids_pkey PRIMARY KEY (account, id)
);

CREATE TABLE customers (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  tenant_id text,
  email text,
  name text,
  description text,
  currency text,
  balance bigint,
  delinquent boolean,
  default_payment_method_id text,
  discounts jsonb,
  metadata jsonb,
  created_at timestamp with time zone,
  country text,
  CONSTRAINT customers_pkey PRIMARY KEY (account, id)
);

CREATE TABLE database_identity (
  singleton boolean DEFAULT true NOT NULL,
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT database_identity_pkey PRIMARY KEY (singleton),
  CONSTRAINT database_identity_singleton_check CHECK (singleton)
);

CREATE TABLE discounts (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  subscription_id text,
  subscription_item_id text,
  checkout_session_id text,
  invoice_id text,
  invoice_item_id text,
  coupon_id text,
  promotion_code_id text,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  CONSTRAINT discounts_pkey PRIMARY KEY (account, id)
);

CREATE TABLE disputes (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  charge_id text,
  payment_intent_id text,
  status text,
  reason text,
  network_reason_code text,
  payment_method_type text,
  is_charge_refundable boolean,
  currency text,
  amount bigint,
  evidence_due_by timestamp with time zone,
  has_evidence boolean,
  evidence_past_due boolean,
  evidence_submission_count integer,
  balance_transaction_ids text[],
  net_withdrawn bigint,
  net_reinstated bigint,
  net_currency text,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT disputes_pkey PRIMARY KEY (account, id)
);

CREATE TABLE early_fraud_warnings (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  charge_id text,
  payment_intent_id text,
  fraud_type text,
  actionable boolean,
  created_at timestamp with time zone,
  CONSTRAINT early_fraud_warnings_pkey PRIMARY KEY (account, id)
);

CREATE TABLE erased_customers (
  account text DEFAULT ''::text NOT NULL,
  customer_id text NOT NULL,
  erased_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT erased_customers_pkey PRIMARY KEY (account, customer_id)
);

CREATE TABLE erased_objects (
  account text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  customer_id text NOT NULL,
  cleared_at timestamp with time zone,
  CONSTRAINT erased_objects_pkey PRIMARY KEY (account, kind, id)
);

CREATE TABLE event_replay_items (
  replay_id text NOT NULL,
  event_log_id bigint NOT NULL,
  outcome text DEFAULT 'waiting'::text NOT NULL,
  former_status text,
  former_verdict text,
  at timestamp with time zone,
  CONSTRAINT event_replay_items_pkey PRIMARY KEY (replay_id, event_log_id),
  CONSTRAINT event_replay_items_outcome_check CHECK ((outcome = ANY (ARRAY['waiting'::text, 'replayed'::text, 'reread'::text, 'refused'::text, 'skipped'::text]))),
  CONSTRAINT event_replay_items_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES event_replays(id) ON DELETE CASCADE
);

CREATE TABLE event_replays (
  id text NOT NULL,
  account text,
  reason text NOT NULL,
  requested_by text NOT NULL,
  rate_per_second integer NOT NULL,
  events integer NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  served_at timestamp with time zone,
  finished_at timestamp with time zone,
  stopped boolean DEFAULT false NOT NULL,
  CONSTRAINT event_replays_pkey PRIMARY KEY (id),
  CONSTRAINT event_replays_rate_check CHECK (((rate_per_second >= 1) AND (rate_per_second <= 200)))
);

CREATE TABLE external_accounts (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  connected_account_id text,
  type text,
  status text,
  country text,
  currency text,
  default_for_currency boolean,
  bank_name text,
  brand text,
  last4 text,
  exp_month integer,
  exp_year integer,
  available_payout_methods text[],
  currently_due text[],
  past_due text[],
  pending_verification text[],
  metadata jsonb,
  CONSTRAINT external_accounts_pkey PRIMARY KEY (account, id)
);

CREATE TABLE held_requests (
  id text DEFAULT ('refusal_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)) NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  sameness bytea NOT NULL,
  hour timestamp with time zone DEFAULT date_trunc('hour'::text, now()) NOT NULL,
  action text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  tenant_id text,
  customer_id text,
  price_id text,
  charge_id text,
  amount bigint,
  currency text,
  holds jsonb NOT NULL,
  times integer DEFAULT 1 NOT NULL,
  request_id text,
  created_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  last_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT held_requests_pkey PRIMARY KEY (id)
);

CREATE TABLE hold_releases (
  account text DEFAULT ''::text NOT NULL,
  hold_id text NOT NULL,
  tenant_id text DEFAULT ''::text NOT NULL,
  stage integer NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  released_at timestamp with time zone DEFAULT now() NOT NULL,
  released_by text NOT NULL,
  CONSTRAINT hold_releases_pkey PRIMARY KEY (account, hold_id, tenant_id, stage)
);

CREATE TABLE idempotency_requests (
  scope_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  attempts integer DEFAULT 1 NOT NULL,
  lease uuid,
  leased_until timestamp with time zone,
  status smallint,
  answer bytea,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  account text,
  tenant_id text,
  CONSTRAINT idempotency_requests_pkey PRIMARY KEY (scope_hash)
);

CREATE TABLE invoice_lines (
  account text DEFAULT ''::text NOT NULL,
  parent_id text NOT NULL,
  id text NOT NULL,
  amount bigint,
  currency text,
  description text,
  quantity bigint,
  price_id text,
  product_id text,
  subscription_id text,
  subscription_item_id text,
  invoice_item_id text,
  proration boolean,
  tax bigint,
  amount_discount bigint,
  period_start timestamp with time zone,
  period_end timestamp with time zone,
  metadata jsonb,
  CONSTRAINT invoice_lines_pkey PRIMARY KEY (account, parent_id, id)
);

CREATE TABLE invoice_payments (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  invoice_id text,
  payment_type text,
  payment_intent_id text,
  charge_id text,
  status text,
  is_default boolean,
  currency text,
  amount_requested bigint,
  amount_paid bigint,
  paid_at timestamp with time zone,
  canceled_at timestamp with time zone,
  created_at timestamp with time zone,
  CONSTRAINT invoice_payments_pkey PRIMARY KEY (account, id)
);

CREATE TABLE invoices (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  subscription_id text,
  payment_intent_id text,
  charge_id text,
  status text,
  paid boolean,
  number text,
  billing_reason text,
  collection_method text,
  currency text,
  subtotal bigint,
  total bigint,
  tax bigint,
  amount_discount bigint,
  amount_due bigint,
  amount_paid bigint,
  amount_remaining bigint,
  starting_balance bigint,
  attempt_count integer,
  attempted boolean,
  next_payment_attempt timestamp with time zone,
  due_date timestamp with time zone,
  period_start timestamp with time zone,
  period_end timestamp with time zone,
  finalized_at timestamp with time zone,
  paid_at timestamp with time zone,
  voided_at timestamp with time zone,
  marked_uncollectible_at timestamp with time zone,
  finalization_error_code text,
  finalization_error_message text,
  default_payment_method_id text,
  hosted_invoice_url text,
  invoice_pdf text,
  description text,
  lines_complete boolean,
  discounts jsonb,
  metadata jsonb,
  created_at timestamp with time zone,
  amount_overpaid bigint,
  CONSTRAINT invoices_pkey PRIMARY KEY (account, id)
);

CREATE TABLE leases (
  name text NOT NULL,
  holder uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT leases_pkey PRIMARY KEY (name)
);

CREATE TABLE mrr_changes (
  account text DEFAULT ''::text NOT NULL,
  customer_id text NOT NULL,
  currency text NOT NULL,
  at timestamp with time zone NOT NULL,
  before bigint NOT NULL,
  after bigint NOT NULL,
  movement text NOT NULL,
  CONSTRAINT mrr_changes_pkey PRIMARY KEY (account, customer_id, currency, at)
);

CREATE TABLE mrr_due (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  account text NOT NULL,
  kind text NOT NULL,
  object_id text NOT NULL,
  CONSTRAINT mrr_due_pkey PRIMARY KEY (id)
);

CREATE TABLE mrr_facts (
  account text DEFAULT ''::text NOT NULL,
  kind text NOT NULL,
  object_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  event_id text,
  event_type text NOT NULL,
  customer_id text,
  coupon_id text,
  facts jsonb NOT NULL,
  CONSTRAINT mrr_facts_pkey PRIMARY KEY (account, kind, object_id, at)
);

CREATE TABLE open_checkouts (
  account text DEFAULT ''::text NOT NULL,
  tenant_id text NOT NULL,
  session_id text,
  request_key text,
  lease uuid,
  leased_until timestamp with time zone,
  CONSTRAINT open_checkouts_pkey PRIMARY KEY (account, tenant_id)
);

CREATE TABLE operator_runs (
  id text DEFAULT ('run_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)) NOT NULL,
  kind text NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  request jsonb,
  reason text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  host text NOT NULL,
  state text DEFAULT 'running'::text NOT NULL,
  figures jsonb NOT NULL,
  error text,
  started_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT operator_runs_pkey PRIMARY KEY (id),
  CONSTRAINT operator_runs_kind_check CHECK ((kind = ANY (ARRAY['reconcile'::text, 'verify'::text]))),
  CONSTRAINT operator_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'stopped'::text])))
);

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  topic text NOT NULL,
  business_key text NOT NULL,
  payload jsonb NOT NULL,
  status text DEFAULT 'pending'::text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at timestamp with time zone DEFAULT now(),
  last_error text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_business_key UNIQUE (topic, business_key),
  CONSTRAINT outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'obsolete'::text, 'dead'::text])))
);

CREATE TABLE payment_intents (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  invoice_id text,
  charge_id text,
  payment_method_id text,
  status text,
  currency text,
  amount bigint,
  amount_capturable bigint,
  amount_received bigint,
  application_fee_amount bigint,
  capture_method text,
  setup_future_usage text,
  failure_code text,
  decline_code text,
  failure_message text,
  cancellation_reason text,
  canceled_at timestamp with time zone,
  description text,
  metadata jsonb,
  created_at timestamp with time zone,
  receipt_email text,
  CONSTRAINT payment_intents_pkey PRIMARY KEY (account, id)
);

CREATE TABLE payment_methods (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  type text,
  brand text,
  last4 text,
  exp_month integer,
  exp_year integer,
  metadata jsonb,
  created_at timestamp with time zone,
  country text,
  CONSTRAINT payment_methods_pkey PRIMARY KEY (account, id)
);

CREATE TABLE payouts (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  status text,
  currency text,
  amount bigint,
  arrival_date timestamp with time zone,
  automatic boolean,
  method text,
  type text,
  destination_id text,
  balance_transaction_id text,
  failure_balance_transaction_id text,
  failure_code text,
  failure_message text,
  original_payout_id text,
  reversed_by_id text,
  reconciliation_status text,
  statement_descriptor text,
  description text,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT payouts_pkey PRIMARY KEY (account, id)
);

CREATE TABLE persons (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  connected_account_id text,
  representative boolean,
  owner boolean,
  director boolean,
  executive boolean,
  authorizer boolean,
  legal_guardian boolean,
  percent_ownership numeric,
  verification_status text,
  currently_due text[],
  past_due text[],
  eventually_due text[],
  pending_verification text[],
  created_at timestamp with time zone,
  CONSTRAINT persons_pkey PRIMARY KEY (account, id)
);

CREATE TABLE plans (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  active boolean,
  product_id text,
  nickname text,
  currency text,
  amount bigint,
  amount_decimal text,
  "interval" text,
  interval_count integer,
  usage_type text,
  billing_scheme text,
  tiers_mode text,
  trial_period_days integer,
  statement_descriptor text,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT plans_pkey PRIMARY KEY (account, id)
);

CREATE TABLE prices (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  active boolean,
  product_id text,
  lookup_key text,
  nickname text,
  type text,
  currency text,
  unit_amount bigint,
  unit_amount_decimal text,
  billing_scheme text,
  tiers_mode text,
  tax_behavior text,
  usage_type text,
  recurring_interval text,
  recurring_interval_count integer,
  trial_period_days integer,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT prices_pkey PRIMARY KEY (account, id)
);

CREATE TABLE process_minutes (
  process_id uuid NOT NULL,
  minute timestamp with time zone NOT NULL,
  host text NOT NULL,
  role text NOT NULL,
  version text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  stopped boolean DEFAULT false NOT NULL,
  received integer NOT NULL,
  brought integer NOT NULL,
  redelivered integer NOT NULL,
  refused jsonb NOT NULL,
  answers jsonb NOT NULL,
  acks jsonb NOT NULL,
  settled jsonb NOT NULL,
  retried integer NOT NULL,
  CONSTRAINT process_minutes_pkey PRIMARY KEY (process_id, minute)
);

CREATE TABLE products (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  active boolean,
  name text,
  description text,
  default_price_id text,
  unit_label text,
  tax_code text,
  marketing_features jsonb,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT products_pkey PRIMARY KEY (account, id)
);

CREATE TABLE promotion_codes (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  active boolean,
  code text,
  coupon_id text,
  customer_id text,
  max_redemptions bigint,
  times_redeemed bigint,
  first_time_transaction boolean,
  minimum_amount bigint,
  minimum_amount_currency text,
  expires_at timestamp with time zone,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT promotion_codes_pkey PRIMARY KEY (account, id)
);

CREATE TABLE reconcile_checkpoints (
  account text NOT NULL,
  reconciled_to timestamp with time zone NOT NULL,
  reconciled_at timestamp with time zone,
  found_gap boolean DEFAULT false NOT NULL,
  silent boolean DEFAULT false NOT NULL,
  failures integer DEFAULT 0 NOT NULL,
  last_error text,
  next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
  failing_since timestamp with time zone,
  CONSTRAINT reconcile_checkpoints_pkey PRIMARY KEY (account)
);

CREATE TABLE reconcile_gaps (
  stripe_event_id text NOT NULL,
  event_type text NOT NULL,
  account text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  found_at timestamp with time zone DEFAULT now() NOT NULL,
  age_seconds integer NOT NULL,
  kind text NOT NULL,
  pending_webhooks integer,
  CONSTRAINT reconcile_gaps_pkey PRIMARY KEY (stripe_event_id),
  CONSTRAINT reconcile_gaps_kind_check CHECK ((kind = ANY (ARRAY['late'::text, 'missed'::text])))
);

CREATE TABLE refund_requests (
  id text NOT NULL,
  account text DEFAULT ''::text NOT NULL,
  charge_id text NOT NULL,
  payment_intent_id text,
  amount bigint NOT NULL,
  currency text NOT NULL,
  reason text,
  reverse_transfer boolean DEFAULT false NOT NULL,
  refund_application_fee boolean DEFAULT false NOT NULL,
  state text NOT NULL,
  idempotency_key text NOT NULL,
  refund_id text,
  refund_status text,
  refund_created_at timestamp with time zone,
  stripe_code text,
  tried_until timestamp with time zone NOT NULL,
  looks integer DEFAULT 0 NOT NULL,
  look_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  settled_at timestamp with time zone,
  untold_since timestamp with time zone,
  CONSTRAINT refund_requests_pkey PRIMARY KEY (id),
  CONSTRAINT refund_requests_amount_check CHECK ((amount > 0))
);

CREATE TABLE refunds (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  charge_id text,
  payment_intent_id text,
  balance_transaction_id text,
  status text,
  reason text,
  failure_reason text,
  pending_reason text,
  currency text,
  amount bigint,
  description text,
  metadata jsonb,
  created_at timestamp with time zone,
  failure_balance_transaction_id text,
  CONSTRAINT refunds_pkey PRIMARY KEY (account, id)
);

CREATE TABLE retention_runs (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone DEFAULT now() NOT NULL,
  removed jsonb NOT NULL,
  left_over text[] NOT NULL,
  CONSTRAINT retention_runs_pkey PRIMARY KEY (id)
);

CREATE TABLE reviews (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  charge_id text,
  payment_intent_id text,
  open boolean,
  reason text,
  opened_reason text,
  closed_reason text,
  created_at timestamp with time zone,
  CONSTRAINT reviews_pkey PRIMARY KEY (account, id)
);

CREATE TABLE setup_intents (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  payment_method_id text,
  status text,
  usage text,
  mandate_id text,
  latest_attempt_id text,
  failure_code text,
  decline_code text,
  failure_message text,
  cancellation_reason text,
  description text,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT setup_intents_pkey PRIMARY KEY (account, id)
);

CREATE TABLE signing_secret_matches (
  fingerprint text NOT NULL,
  known_since timestamp with time zone DEFAULT now() NOT NULL,
  matched_at timestamp with time zone,
  CONSTRAINT signing_secret_matches_pkey PRIMARY KEY (fingerprint)
);

CREATE TABLE stripe_binding (
  singleton boolean DEFAULT true NOT NULL,
  stripe_account text NOT NULL,
  livemode boolean NOT NULL,
  bound_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT stripe_binding_pkey PRIMARY KEY (singleton),
  CONSTRAINT stripe_binding_singleton_check CHECK (singleton)
);

CREATE TABLE stripe_event_attempts (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  event_log_id bigint NOT NULL,
  attempt integer NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  error_class text NOT NULL,
  error text NOT NULL,
  retry_at timestamp with time zone,
  CONSTRAINT stripe_event_attempts_pkey PRIMARY KEY (id)
);

CREATE TABLE stripe_event_log (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  stripe_event_id text NOT NULL,
  event_type text NOT NULL,
  api_version text,
  account text DEFAULT ''::text NOT NULL,
  livemode boolean NOT NULL,
  object_key text,
  source text DEFAULT 'webhook'::text NOT NULL,
  status text DEFAULT 'received'::text NOT NULL,
  verdict text,
  superseded_by text,
  retry_count integer DEFAULT 0 NOT NULL,
  crash_count integer DEFAULT 0 NOT NULL,
  reread_count integer DEFAULT 0 NOT NULL,
  next_attempt_at timestamp with time zone DEFAULT now(),
  last_error text,
  error_class text,
  created_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  processed_at timestamp with time zone,
  traceparent text,
  CONSTRAINT stripe_event_log_pkey PRIMARY KEY (id),
  CONSTRAINT stripe_event_log_status_check CHECK ((status = ANY (ARRAY['received'::text, 'processed'::text, 'ignored'::text, 'failed'::text, 'dead'::text]))),
  CONSTRAINT stripe_event_log_stripe_event_id_key UNIQUE (stripe_event_id)
);

CREATE TABLE stripe_event_payload (
  event_log_id bigint NOT NULL,
  received_at timestamp with time zone NOT NULL,
  key_id text,
  body bytea NOT NULL,
  CONSTRAINT stripe_event_payload_pkey PRIMARY KEY (event_log_id, received_at)
) PARTITION BY RANGE (received_at);

CREATE TABLE stripe_event_payload_default PARTITION OF stripe_event_payload DEFAULT;

CREATE TABLE stripe_worker_claim (
  id uuid NOT NULL,
  event_ids bigint[] NOT NULL,
  claimed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT stripe_worker_claim_pkey PRIMARY KEY (id)
);

CREATE TABLE subscription_items (
  account text DEFAULT ''::text NOT NULL,
  parent_id text NOT NULL,
  id text NOT NULL,
  price_id text,
  product_id text,
  quantity bigint,
  currency text,
  unit_amount bigint,
  recurring_interval text,
  recurring_interval_count integer,
  current_period_start timestamp with time zone,
  current_period_end timestamp with time zone,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT subscription_items_pkey PRIMARY KEY (account, parent_id, id)
);

CREATE TABLE subscription_mrr (
  account text DEFAULT ''::text NOT NULL,
  subscription_id text NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone,
  customer_id text NOT NULL,
  status text NOT NULL,
  currency text NOT NULL,
  mrr bigint NOT NULL,
  trial_mrr bigint NOT NULL,
  metered_items integer NOT NULL,
  unpriced_items integer NOT NULL,
  discounts_missing integer NOT NULL,
  items jsonb NOT NULL,
  CONSTRAINT subscription_mrr_pkey PRIMARY KEY (account, subscription_id, from_at)
);

CREATE TABLE subscription_schedule_phases (
  account text DEFAULT ''::text NOT NULL,
  parent_id text NOT NULL,
  id text NOT NULL,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  trial_end timestamp with time zone,
  currency text,
  collection_method text,
  default_payment_method_id text,
  proration_behavior text,
  billing_cycle_anchor text,
  description text,
  items jsonb,
  add_invoice_items jsonb,
  discounts jsonb,
  metadata jsonb,
  CONSTRAINT subscription_schedule_phases_pkey PRIMARY KEY (account, parent_id, id)
);

CREATE TABLE subscription_schedules (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  subscription_id text,
  released_subscription_id text,
  status text,
  end_behavior text,
  current_phase_start timestamp with time zone,
  current_phase_end timestamp with time zone,
  collection_method text,
  default_payment_method_id text,
  canceled_at timestamp with time zone,
  completed_at timestamp with time zone,
  released_at timestamp with time zone,
  test_clock_id text,
  metadata jsonb,
  created_at timestamp with time zone,
  CONSTRAINT subscription_schedules_pkey PRIMARY KEY (account, id)
);

CREATE TABLE subscriptions (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  stripe_event_at timestamp with time zone NOT NULL,
  stripe_event_id text,
  deleted_at timestamp with time zone,
  customer_id text,
  tenant_id text,
  status text,
  currency text,
  collection_method text,
  days_until_due integer,
  current_period_start timestamp with time zone,
  current_period_end timestamp with time zone,
  billing_cycle_anchor timestamp with time zone,
  trial_start timestamp with time zone,
  trial_end timestamp with time zone,
  cancelling boolean,
  cancel_at timestamp with time zone,
  canceled_at timestamp with time zone,
  ended_at timestamp with time zone,
  cancellation_reason text,
  cancellation_feedback text,
  pause_reason text,
  pause_collection_behavior text,
  pause_collection_resumes_at timestamp with time zone,
  default_payment_method_id text,
  latest_invoice_id text,
  pending_setup_intent_id text,
  schedule_id text,
  test_clock_id text,
  description text,
  discounts jsonb,
  metadata jsonb,
  created_at timestamp with time zone,
  pending_update_expires_at timestamp with time zone,
  CONSTRAINT subscriptions_pkey PRIMARY KEY (account, id)
);

CREATE TABLE tenant_changes (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  account text NOT NULL,
  tenant_id text NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  caused_by text,
  CONSTRAINT tenant_changes_pkey PRIMARY KEY (id)
);

CREATE TABLE tenant_customers (
  account text DEFAULT ''::text NOT NULL,
  customer_id text NOT NULL,
  tenant_id text,
  assigned_tenant_id text,
  CONSTRAINT tenant_customers_pkey PRIMARY KEY (account, customer_id)
);

CREATE TABLE tenants (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  customer_id text,
  subscription_id text,
  subscription_status text,
  price_id text,
  product_id text,
  quantity bigint,
  current_period_end timestamp with time zone,
  cancel_at timestamp with time zone,
  live_subscriptions integer DEFAULT 0 NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  plan text,
  features text[] DEFAULT '{}'::text[] NOT NULL,
  limits jsonb DEFAULT '{}'::jsonb NOT NULL,
  entitled_by text,
  live_subscription_ids text[] DEFAULT '{}'::text[] NOT NULL,
  several_live_since timestamp with time zone,
  version bigint DEFAULT 0 NOT NULL,
  CONSTRAINT tenants_pkey PRIMARY KEY (account, id)
);

CREATE TABLE verify_differences (
  account text DEFAULT ''::text NOT NULL,
  type text NOT NULL,
  id text NOT NULL,
  fields text[] NOT NULL,
  found_at timestamp with time zone DEFAULT now() NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT verify_differences_pkey PRIMARY KEY (account, type, id)
);

CREATE TABLE verify_runs (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone DEFAULT now() NOT NULL,
  sample integer,
  checked integer NOT NULL,
  different integer NOT NULL,
  gone integer NOT NULL,
  failed integer NOT NULL,
  repaired integer NOT NULL,
  scheduled boolean DEFAULT false NOT NULL,
  refused integer DEFAULT 0 NOT NULL,
  CONSTRAINT verify_runs_pkey PRIMARY KEY (id)
);

CREATE TABLE workspaces (
  account text DEFAULT ''::text NOT NULL,
  id text NOT NULL,
  tenant_id text NOT NULL,
  attached_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT workspaces_pkey PRIMARY KEY (account, id)
);

CREATE VIEW connected_account_standings AS
 SELECT COALESCE(a.account, z.account) AS account,
    COALESCE(a.id, z.id) AS id,
    a.tenant_id,
    a.country,
    a.default_currency,
    a.dashboard,
    a.charges_enabled,
    a.payouts_enabled,
    a.details_submitted,
    a.disabled_reason,
    a.current_deadline,
    a.currently_due,
    a.past_due,
    z.deleted_at AS deauthorized_at
   FROM (connected_accounts a
     FULL JOIN connected_account_authorizations z ON (((z.account = a.account) AND (z.id = a.id))));

CREATE VIEW payment_follow_ups AS
 SELECT f.account,
    f.kind,
    f.id,
    f.customer_id,
    COALESCE(t.tenant_id, s.tenant_id) AS tenant_id,
    COALESCE(c.email, s.customer_email, f.receipt_email) AS email,
    c.name,
    f.subscription_id,
        CASE
            WHEN (f.intent_status = 'requires_action'::text) THEN 'action_required'::text
            WHEN (('authentication_required'::text = f.failure_code) OR ('authentication_required'::text = f.decline_code)) THEN 'action_required'::text
            WHEN (f.failure_code = 'payment_intent_authentication_failure'::text) THEN 'authentication_failed'::text
            WHEN (a.payment_method_type = ANY (ARRAY['acss_debit'::text, 'au_becs_debit'::text, 'bacs_debit'::text, 'bank_account'::text, 'boleto'::text, 'customer_balance'::text, 'konbini'::text, 'multibanco'::text, 'nz_bank_account'::text, 'oxxo'::text, 'sepa_debit'::text, 'sofort'::text, 'us_bank_account'::text])) THEN 'async_failed'::text
            WHEN (COALESCE(f.failure_code, f.failure_message, a.id) IS NOT NULL) THEN 'declined'::text
            WHEN (f.intent_status = ANY (ARRAY['requires_payment_method'::text, 'requires_confirmation'::text])) THEN 'no_payment_method'::text
            ELSE 'failed'::text
        END AS reason,
        CASE f.intent_status
            WHEN 'requires_action'::text THEN f.failure_code
            ELSE COALESCE(f.failure_code, a.failure_code)
        END AS failure_code,
    f.decline_code,
        CASE f.intent_status
            WHEN 'requires_action'::text THEN f.failure_message
            ELSE COALESCE(f.failure_message, a.failure_message)
        END AS failure_message,
    f.amount,
    f.currency,
    f.attempt_count,
    f.next_payment_attempt,
    f.hosted_invoice_url,
    a.created_at AS last_failed_at,
    f.created_at
   FROM ((((( SELECT i.account,
            'invoice'::text AS kind,
            i.id,
            i.id AS invoice_id,
            p.id AS payment_intent_id,
            i.customer_id,
            i.subscription_id,
            p.status AS intent_status,
            p.failure_code,
            p.decline_code,
            p.failure_message,
            p.receipt_email,
            i.amount_remaining AS amount,
            i.currency,
            i.attempt_count,
            i.next_payment_attempt,
            i.hosted_invoice_url,
            i.created_at
           FROM (invoices i
             LEFT JOIN LATERAL ( SELECT pi.account,
                    pi.id,
                    pi.stripe_event_at,
                    pi.stripe_event_id,
                    pi.deleted_at,
                    pi.customer_id,
                    pi.invoice_id,
                    pi.charge_id,
                    pi.payment_method_id,
                    pi.status,
                    pi.currency,
                    pi.amount,
                    pi.amount_capturable,
                    pi.amount_received,
                    pi.application_fee_amount,
                    pi.capture_method,
                    pi.setup_future_usage,
                    pi.failure_code,
                    pi.decline_code,
                    pi.failure_message,
                    pi.cancellation_reason,
                    pi.canceled_at,
                    pi.description,
                    pi.metadata,
                    pi.created_at,
                    pi.receipt_email
                   FROM (( SELECT i.payment_intent_id AS id
                        UNION
                         SELECT l.payment_intent_id
                           FROM invoice_payments l
                          WHERE ((l.account = i.account) AND (l.invoice_id = i.id))
                        UNION
                         SELECT o.id
                           FROM payment_intents o
                          WHERE ((o.account = i.account) AND (o.invoice_id = i.id))
                        UNION
                         SELECT s_1.id
                           FROM payment_intents s_1
                          WHERE ((s_1.account = i.account) AND (s_1.customer_id = i.customer_id) AND (s_1.invoice_id IS NULL) AND (s_1.currency = i.currency) AND (s_1.amount = i.amount_due) AND ((s_1.created_at >= (i.finalized_at - '00:00:05'::interval)) AND (s_1.created_at <= (i.finalized_at + '00:00:05'::interval))))) linked
                     JOIN payment_intents pi ON (((pi.account = i.account) AND (pi.id = linked.id))))
                  ORDER BY (pi.status = ANY (ARRAY['succeeded'::text, 'canceled'::text])), pi.created_at DESC NULLS LAST, pi.id DESC
                 LIMIT 1) p ON (true))
          WHERE ((i.status = 'open'::text) AND (i.amount_remaining > 0) AND
                CASE p.status
                    WHEN 'requires_action'::text THEN true
                    WHEN 'requires_payment_method'::text THEN (i.attempted OR (COALESCE(p.failure_code, p.failure_message) IS NOT NULL))
                    WHEN 'requires_confirmation'::text THEN (i.attempted OR (COALESCE(p.failure_code, p.failure_message) IS NOT NULL))
                    WHEN 'processing'::text THEN false
                    WHEN 'requires_capture'::text THEN false
                    WHEN 'succeeded'::text THEN false
                    ELSE i.attempted
                END)
        UNION ALL
         SELECT p.account,
            'payment_intent'::text,
            p.id,
            NULL::text,
            p.id,
            p.customer_id,
            NULL::text,
            p.status,
            p.failure_code,
            p.decline_code,
            p.failure_message,
            p.receipt_email,
            (p.amount - COALESCE(p.amount_received, (0)::bigint)),
            p.currency,
            tried.times,
            NULL::timestamp with time zone,
            NULL::text,
            p.created_at
           FROM ((payment_intents p
             LEFT JOIN LATERAL ( SELECT true AS found
                   FROM invoices i
                  WHERE ((i.account = p.account) AND (i.payment_intent_id = p.id))
                UNION ALL
                 SELECT true
                   FROM invoice_payments l
                  WHERE ((l.account = p.account) AND (l.payment_intent_id = p.id))
                UNION ALL
                 SELECT true
                   FROM invoices i
                  WHERE ((i.account = p.account) AND (i.customer_id = p.customer_id) AND (i.currency = p.currency) AND (i.amount_due = p.amount) AND ((p.created_at >= (i.finalized_at - '00:00:05'::interval)) AND (p.created_at <= (i.finalized_at + '00:00:05'::interval))))
         LIMIT 1) invoice ON (true))
             CROSS JOIN LATERAL ( SELECT (count(*))::integer AS times,
                    count(c_1.invoice_id) AS for_invoices
                   FROM charges c_1
                  WHERE ((c_1.account = p.account) AND (c_1.payment_intent_id = p.id))) tried)
          WHERE (((p.status = 'requires_action'::text) OR ((p.status = ANY (ARRAY['requires_payment_method'::text, 'requires_confirmation'::text])) AND (COALESCE(p.failure_code, p.failure_message) IS NOT NULL))) AND (p.invoice_id IS NULL) AND (invoice.found IS NULL) AND (tried.for_invoices = 0))) f
     LEFT JOIN LATERAL ( SELECT x.id,
            x.payment_method_type,
            x.failure_code,
            x.failure_message,
            x.created_at
           FROM ( SELECT charges.account,
                    charges.id,
                    charges.stripe_event_at,
                    charges.stripe_event_id,
                    charges.deleted_at,
                    charges.customer_id,
                    charges.payment_intent_id,
                    charges.invoice_id,
                    charges.payment_method_id,
                    charges.balance_transaction_id,
                    charges.status,
                    charges.captured,
                    charges.refunded,
                    charges.disputed,
                    charges.currency,
                    charges.amount,
                    charges.amount_captured,
                    charges.amount_refunded,
                    charges.application_fee_amount,
                    charges.failure_code,
                    charges.failure_message,
                    charges.outcome_type,
                    charges.outcome_reason,
                    charges.payment_method_type,
                    charges.brand,
                    charges.last4,
                    charges.exp_month,
                    charges.exp_year,
                    charges.receipt_url,
                    charges.description,
                    charges.metadata,
                    charges.created_at,
                    charges.failure_balance_transaction_id
                   FROM charges
                  WHERE ((charges.account = f.account) AND (charges.payment_intent_id = f.payment_intent_id))
                UNION ALL
                 SELECT charges.account,
                    charges.id,
                    charges.stripe_event_at,
                    charges.stripe_event_id,
                    charges.deleted_at,
                    charges.customer_id,
                    charges.payment_intent_id,
                    charges.invoice_id,
                    charges.payment_method_id,
                    charges.balance_transaction_id,
                    charges.status,
                    charges.captured,
                    charges.refunded,
                    charges.disputed,
                    charges.currency,
                    charges.amount,
                    charges.amount_captured,
                    charges.amount_refunded,
                    charges.application_fee_amount,
                    charges.failure_code,
                    charges.failure_message,
                    charges.outcome_type,
                    charges.outcome_reason,
                    charges.payment_method_type,
                    charges.brand,
                    charges.last4,
                    charges.exp_month,
                    charges.exp_year,
                    charges.receipt_url,
                    charges.description,
                    charges.metadata,
                    charges.created_at,
                    charges.failure_balance_transaction_id
                   FROM charges
                  WHERE ((charges.account = f.account) AND (charges.invoice_id = f.invoice_id))) x
          WHERE (x.status = 'failed'::text)
          ORDER BY x.created_at DESC NULLS LAST, x.id DESC
         LIMIT 1) a ON (true))
     LEFT JOIN LATERAL ( SELECT x.tenant_id,
            x.customer_email
           FROM ( SELECT checkout_sessions.account,
                    checkout_sessions.id,
                    checkout_sessions.stripe_event_at,
                    checkout_sessions.stripe_event_id,
                    checkout_sessions.deleted_at,
                    checkout_sessions.status,
                    checkout_sessions.payment_status,
                    checkout_sessions.mode,
                    checkout_sessions.client_reference_id,
                    checkout_sessions.tenant_id,
                    checkout_sessions.customer_id,
                    checkout_sessions.subscription_id,
                    checkout_sessions.payment_intent_id,
                    checkout_sessions.setup_intent_id,
                    checkout_sessions.invoice_id,
                    checkout_sessions.payment_link_id,
                    checkout_sessions.customer_email,
                    checkout_sessions.currency,
                    checkout_sessions.amount_subtotal,
                    checkout_sessions.amount_total,
                    checkout_sessions.amount_discount,
                    checkout_sessions.amount_tax,
                    checkout_sessions.discounts,
                    checkout_sessions.metadata,
                    checkout_sessions.expires_at,
                    checkout_sessions.created_at
                   FROM checkout_sessions
                  WHERE ((checkout_sessions.account = f.account) AND (checkout_sessions.payment_intent_id = f.payment_intent_id))
                UNION ALL
                 SELECT checkout_sessions.account,
                    checkout_sessions.id,
                    checkout_sessions.stripe_event_at,
                    checkout_sessions.stripe_event_id,
                    checkout_sessions.deleted_at,
                    checkout_sessions.status,
                    checkout_sessions.payment_status,
                    checkout_sessions.mode,
                    checkout_sessions.client_reference_id,
                    checkout_sessions.tenant_id,
                    checkout_sessions.customer_id,
                    checkout_sessions.subscription_id,
                    checkout_sessions.payment_intent_id,
                    checkout_sessions.setup_intent_id,
                    checkout_sessions.invoice_id,
                    checkout_sessions.payment_link_id,
                    checkout_sessions.customer_email,
                    checkout_sessions.currency,
                    checkout_sessions.amount_subtotal,
                    checkout_sessions.amount_total,
                    checkout_sessions.amount_discount,
                    checkout_sessions.amount_tax,
                    checkout_sessions.discounts,
                    checkout_sessions.metadata,
                    checkout_sessions.expires_at,
                    checkout_sessions.created_at
                   FROM checkout_sessions
                  WHERE ((checkout_sessions.account = f.account) AND (checkout_sessions.subscription_id = f.subscription_id))) x
          ORDER BY x.created_at DESC NULLS LAST, x.id DESC
         LIMIT 1) s ON (true))
     LEFT JOIN customers c ON (((c.account = f.account) AND (c.id = f.customer_id))))
     LEFT JOIN tenant_customers t ON (((t.account = f.account) AND (t.customer_id = f.customer_id))));

CREATE VIEW price_plans AS
 SELECT p.account,
    p.id AS price_id,
    p.product_id,
    COALESCE(NULLIF(btrim((p.metadata ->> 'plan'::text)), ''::text), NULLIF(btrim((q.metadata ->> 'plan'::text)), ''::text), p.product_id, p.id) AS plan,
    plan_features(p.metadata, q.metadata, q.marketing_features) AS features,
    plan_limits(p.metadata, q.metadata) AS limits
   FROM (prices p
     LEFT JOIN products q ON (((q.account = p.account) AND (q.id = p.product_id))))
  WHERE (p.deleted_at IS NULL);

CREATE VIEW risk_holds AS
 SELECT account,
    id,
    kind,
    stage,
    holds_checkout,
    holds_refund,
    charge_id,
    payment_intent_id,
    reason,
    raised_at
   FROM ( SELECT early_fraud_warnings.account,
            early_fraud_warnings.id,
            'early_fraud_warning'::text AS kind,
            1 AS stage,
            true AS holds_checkout,
            false AS holds_refund,
            early_fraud_warnings.charge_id,
            early_fraud_warnings.payment_intent_id,
            early_fraud_warnings.fraud_type AS reason,
            COALESCE(early_fraud_warnings.created_at, early_fraud_warnings.stripe_event_at) AS raised_at
           FROM early_fraud_warnings
          WHERE (early_fraud_warnings.actionable AND (early_fraud_warnings.deleted_at IS NULL))
        UNION ALL
         SELECT reviews.account,
            reviews.id,
                CASE
                    WHEN reviews.open THEN 'review'::text
                    ELSE 'fraud_review'::text
                END AS "case",
                CASE
                    WHEN reviews.open THEN 1
                    ELSE 2
                END AS "case",
            true,
            (reviews.open IS TRUE),
            reviews.charge_id,
            reviews.payment_intent_id,
            COALESCE(reviews.closed_reason, reviews.reason) AS "coalesce",
            COALESCE(reviews.created_at, reviews.stripe_event_at) AS "coalesce"
           FROM reviews
          WHERE ((reviews.open OR (COALESCE(reviews.closed_reason, reviews.reason) = 'refunded_as_fraud'::text)) AND (reviews.deleted_at IS NULL))
        UNION ALL
         SELECT disputes.account,
            disputes.id,
                CASE
                    WHEN (disputes.status ~~ 'warning\_%'::text) THEN 'inquiry'::text
                    WHEN (disputes.status = 'lost'::text) THEN 'lost_dispute'::text
                    ELSE 'dispute'::text
                END AS "case",
                CASE
                    WHEN (disputes.status ~~ 'warning\_%'::text) THEN 1
                    WHEN (disputes.status = 'lost'::text) THEN 3
                    ELSE 2
                END AS "case",
            true,
            false,
            disputes.charge_id,
            disputes.payment_intent_id,
            disputes.reason,
            COALESCE(disputes.created_at, disputes.stripe_event_at) AS "coalesce"
           FROM disputes
          WHERE ((disputes.status <> ALL (ARRAY['won'::text, 'warning_closed'::text, 'prevented'::text, 'charge_refunded'::text])) AND (disputes.deleted_at IS NULL))) raised
  WHERE (NOT (EXISTS ( SELECT
           FROM hold_releases released
          WHERE ((released.account = raised.account) AND (released.hold_id = raised.id) AND (released.tenant_id = ''::text) AND (released.stage >= raised.stage)))));

CREATE VIEW subscription_item_plans AS
 SELECT i.account,
    i.parent_id,
    i.id,
    i.price_id,
    COALESCE(p.product_id, i.product_id) AS product_id,
    COALESCE(NULLIF(btrim((p.metadata ->> 'plan'::text)), ''::text), NULLIF(btrim((q.metadata ->> 'plan'::text)), ''::text), p.product_id, i.product_id, i.price_id) AS plan,
    plan_features(p.metadata, q.metadata, q.marketing_features) AS features,
    plan_limits(p.metadata, q.metadata) AS limits
   FROM ((subscription_items i
     LEFT JOIN prices p ON (((p.account = i.account) AND (p.id = i.price_id))))
     LEFT JOIN products q ON (((q.account = i.account) AND (q.id = COALESCE(p.product_id, i.product_id)))));

CREATE VIEW workspace_plans AS
 SELECT w.account,
    w.id,
    w.tenant_id,
    t.plan,
    t.subscription_status,
    t.current_period_end,
    COALESCE(t.features, '{}'::text[]) AS features,
    COALESCE(t.limits, '{}'::jsonb) AS limits
   FROM (workspaces w
     LEFT JOIN tenants t ON (((t.account = w.account) AND (t.id = w.tenant_id))));

CREATE UNIQUE INDEX alert_incidents_open_idx ON public.alert_incidents USING btree (alert) WHERE (resolved_at IS NULL);
CREATE INDEX alert_incidents_opened_idx ON public.alert_incidents USING btree (opened_at DESC, id COLLATE "C" DESC);
CREATE UNIQUE INDEX api_keys_hash_idx ON public.api_keys USING btree (hash);
CREATE INDEX audit_log_actor_idx ON public.audit_log USING btree (actor_kind, actor_id, id);
CREATE INDEX audit_log_key_idx ON public.audit_log USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX audit_log_object_idx ON public.audit_log USING btree (object_type, object_id, id);
CREATE UNIQUE INDEX audit_log_request_idx ON public.audit_log USING btree (request_row) WHERE (request_row IS NOT NULL);
CREATE INDEX audit_log_tenant_idx ON public.audit_log USING btree (account, tenant_id, id);
CREATE INDEX balance_transactions_created_at_idx ON public.balance_transactions USING btree (account, created_at);
CREATE INDEX balance_transactions_fees_idx ON public.balance_transactions USING btree (account, currency, created_at) INCLUDE (fee) WHERE ((read_at IS NOT NULL) AND (fee <> 0));
CREATE INDEX balance_transactions_source_id_idx ON public.balance_transactions USING btree (account, source_id);
CREATE INDEX balance_transactions_unread_idx ON public.balance_transactions USING btree (account, id) WHERE (read_at IS NULL);
CREATE INDEX balance_transactions_wanted_idx ON public.balance_transactions USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
CREATE INDEX charges_balance_transaction_id_idx ON public.charges USING btree (account, balance_transaction_id);
CREATE INDEX charges_customer_id_idx ON public.charges USING btree (account, customer_id);
CREATE INDEX charges_failed_idx ON public.charges USING btree (account, created_at) INCLUDE (currency, amount, payment_intent_id, id) WHERE ((status = 'failed'::text) AND (deleted_at IS NULL));
CREATE INDEX charges_invoice_id_idx ON public.charges USING btree (account, invoice_id);
CREATE INDEX charges_payment_intent_id_idx ON public.charges USING btree (account, payment_intent_id);
CREATE INDEX charges_revenue_idx ON public.charges USING btree (account, currency, created_at) INCLUDE (amount_captured) WHERE ((status = 'succeeded'::text) AND captured AND (deleted_at IS NULL));
CREATE INDEX charges_without_fee_idx ON public.charges USING btree (account, created_at) INCLUDE (currency) WHERE ((status = 'succeeded'::text) AND captured AND (deleted_at IS NULL) AND (balance_transaction_id IS NULL));
CREATE INDEX checkout_sessions_customer_id_idx ON public.checkout_sessions USING btree (account, customer_id);
CREATE INDEX checkout_sessions_payment_intent_id_idx ON public.checkout_sessions USING btree (account, payment_intent_id);
CREATE INDEX checkout_sessions_subscription_id_idx ON public.checkout_sessions USING btree (account, subscription_id);
CREATE INDEX checkout_sessions_tenant_id_idx ON public.checkout_sessions USING btree (account, tenant_id);
CREATE INDEX compliance_rules_active_idx ON public.compliance_rules USING btree (account) WHERE (ended_at IS NULL);
CREATE INDEX compliance_rules_created_idx ON public.compliance_rules USING btree (account, created_at DESC, id COLLATE "C" DESC);
CREATE UNIQUE INDEX connected_account_openings_account_idx ON public.connected_account_openings USING btree (account_id);
CREATE INDEX connected_account_openings_tenant_idx ON public.connected_account_openings USING btree (tenant_id);
CREATE UNIQUE INDEX connected_account_openings_waiting_idx ON public.connected_account_openings USING btree (tenant_id) WHERE (account_id IS NULL);
CREATE INDEX connected_accounts_deadline_idx ON public.connected_accounts USING btree (current_deadline) WHERE (current_deadline IS NOT NULL);
CREATE INDEX connected_accounts_tenant_id_idx ON public.connected_accounts USING btree (tenant_id);
CREATE INDEX credit_note_lines_invoice_line_id_idx ON public.credit_note_lines USING btree (account, invoice_line_id);
CREATE INDEX credit_notes_customer_id_idx ON public.credit_notes USING btree (account, customer_id);
CREATE INDEX credit_notes_invoice_id_idx ON public.credit_notes USING btree (account, invoice_id);
CREATE INDEX credit_notes_refund_ids_idx ON public.credit_notes USING gin (refund_ids);
CREATE INDEX customer_tax_ids_customer_id_idx ON public.customer_tax_ids USING btree (account, customer_id);
CREATE INDEX customers_email_sha256_idx ON public.customers USING btree (email_sha256(email)) WHERE (email IS NOT NULL);
CREATE INDEX customers_tenant_id_idx ON public.customers USING btree (account, tenant_id);
CREATE INDEX discounts_checkout_session_id_idx ON public.discounts USING btree (account, checkout_session_id);
CREATE INDEX discounts_coupon_id_idx ON public.discounts USING btree (account, coupon_id);
CREATE INDEX discounts_customer_id_idx ON public.discounts USING btree (account, customer_id);
CREATE INDEX discounts_invoice_id_idx ON public.discounts USING btree (account, invoice_id);
CREATE INDEX discounts_promotion_code_id_idx ON public.discounts USING btree (account, promotion_code_id);
CREATE INDEX discounts_subscription_id_idx ON public.discounts USING btree (account, subscription_id);
CREATE INDEX disputes_charge_id_idx ON public.disputes USING btree (account, charge_id);
CREATE INDEX disputes_created_at_idx ON public.disputes USING btree (account, created_at) INCLUDE (currency, status, amount) WHERE (deleted_at IS NULL);
CREATE INDEX disputes_payment_intent_id_idx ON public.disputes USING btree (account, payment_intent_id);
CREATE INDEX disputes_status_idx ON public.disputes USING btree (account, status, evidence_due_by);
CREATE INDEX early_fraud_warnings_charge_id_idx ON public.early_fraud_warnings USING btree (account, charge_id);
CREATE INDEX early_fraud_warnings_payment_intent_id_idx ON public.early_fraud_warnings USING btree (account, payment_intent_id);
CREATE INDEX erased_objects_customer_idx ON public.erased_objects USING btree (account, customer_id);
CREATE INDEX erased_objects_due_idx ON public.erased_objects USING btree (account, customer_id) WHERE (cleared_at IS NULL);
CREATE INDEX event_replay_items_event_idx ON public.event_replay_items USING btree (event_log_id);
CREATE INDEX event_replay_items_waiting_idx ON public.event_replay_items USING btree (replay_id, event_log_id) WHERE (outcome = 'waiting'::text);
CREATE INDEX event_replays_created_idx ON public.event_replays USING btree (created_at, id);
CREATE INDEX event_replays_running_idx ON public.event_replays USING btree (id) WHERE (finished_at IS NULL);
CREATE INDEX held_requests_created_at_idx ON public.held_requests USING btree (created_at);
CREATE INDEX held_requests_created_idx ON public.held_requests USING btree (account, created_at DESC, id COLLATE "C" DESC);
CREATE INDEX held_requests_customer_idx ON public.held_requests USING btree (account, customer_id, created_at DESC, id COLLATE "C" DESC) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX held_requests_sameness_idx ON public.held_requests USING btree (sameness, hour);
CREATE INDEX held_requests_tenant_idx ON public.held_requests USING btree (account, tenant_id, created_at DESC, id COLLATE "C" DESC) WHERE (tenant_id IS NOT NULL);
CREATE INDEX idempotency_requests_expires_idx ON public.idempotency_requests USING btree (expires_at);
CREATE INDEX invoice_lines_price_id_idx ON public.invoice_lines USING btree (account, price_id);
CREATE INDEX invoice_lines_running_idx ON public.invoice_lines USING btree (account, period_end) INCLUDE (subscription_id, parent_id, price_id, period_start, amount, amount_discount) WHERE ((subscription_id IS NOT NULL) AND (proration IS NOT TRUE));
CREATE INDEX invoice_lines_subscription_id_idx ON public.invoice_lines USING btree (account, subscription_id);
CREATE INDEX invoice_payments_charge_id_idx ON public.invoice_payments USING btree (account, charge_id);
CREATE INDEX invoice_payments_invoice_id_idx ON public.invoice_payments USING btree (account, invoice_id);
CREATE INDEX invoice_payments_payment_intent_id_idx ON public.invoice_payments USING btree (account, payment_intent_id);
CREATE INDEX invoices_charge_id_idx ON public.invoices USING btree (account, charge_id);
CREATE INDEX invoices_customer_created_idx ON public.invoices USING btree (account, customer_id, created_at DESC, id COLLATE "C" DESC);
CREATE INDEX invoices_finalized_idx ON public.invoices USING btree (account, id) INCLUDE (created_at) WHERE ((status = ANY (ARRAY['open'::text, 'paid'::text, 'uncollectible'::text])) AND (deleted_at IS NULL));
CREATE INDEX invoices_open_idx ON public.invoices USING btree (account, id) WHERE (status = 'open'::text);
CREATE INDEX invoices_payment_intent_id_idx ON public.invoices USING btree (account, payment_intent_id);
CREATE INDEX invoices_subscription_id_idx ON public.invoices USING btree (account, subscription_id);
CREATE INDEX mrr_changes_at_idx ON public.mrr_changes USING btree (account, at) INCLUDE (currency, movement, before, after);
CREATE INDEX mrr_facts_coupon_idx ON public.mrr_facts USING btree (account, coupon_id) WHERE (coupon_id IS NOT NULL);
CREATE INDEX mrr_facts_customer_idx ON public.mrr_facts USING btree (account, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX operator_runs_started_idx ON public.operator_runs USING btree (started_at);
CREATE INDEX outbox_dead_idx ON public.outbox USING btree (id) WHERE (status = 'dead'::text);
CREATE INDEX outbox_due_idx ON public.outbox USING btree (next_attempt_at) WHERE (status = 'pending'::text);
CREATE INDEX payment_intents_charge_id_idx ON public.payment_intents USING btree (account, charge_id);
CREATE INDEX payment_intents_customer_created_idx ON public.payment_intents USING btree (account, customer_id, created_at DESC, id COLLATE "C" DESC);
CREATE INDEX payment_intents_invoice_id_idx ON public.payment_intents USING btree (account, invoice_id);
CREATE INDEX payment_intents_waiting_idx ON public.payment_intents USING btree (account, id) WHERE ((status = 'requires_action'::text) OR ((status = ANY (ARRAY['requires_payment_method'::text, 'requires_confirmation'::text])) AND (COALESCE(failure_code, failure_message) IS NOT NULL)));
CREATE INDEX payment_methods_customer_created_idx ON public.payment_methods USING btree (account, customer_id, created_at DESC, id COLLATE "C" DESC);
CREATE INDEX payouts_arrival_date_idx ON public.payouts USING btree (account, arrival_date);
CREATE INDEX payouts_status_idx ON public.payouts USING btree (account, status);
CREATE INDEX plans_product_id_idx ON public.plans USING btree (account, product_id);
CREATE INDEX prices_product_id_idx ON public.prices USING btree (account, product_id);
CREATE INDEX process_minutes_minute_idx ON public.process_minutes USING btree (minute);
CREATE INDEX promotion_codes_code_idx ON public.promotion_codes USING btree (account, code);
CREATE INDEX promotion_codes_coupon_id_idx ON public.promotion_codes USING btree (account, coupon_id);
CREATE INDEX promotion_codes_customer_id_idx ON public.promotion_codes USING btree (account, customer_id);
CREATE INDEX reconcile_gaps_found_idx ON public.reconcile_gaps USING btree (found_at);
CREATE INDEX refund_requests_charge_idx ON public.refund_requests USING btree (account, charge_id);
CREATE INDEX refund_requests_key_idx ON public.refund_requests USING btree (idempotency_key);
CREATE INDEX refund_requests_look_idx ON public.refund_requests USING btree (look_at) WHERE (look_at IS NOT NULL);
CREATE INDEX refund_requests_refund_idx ON public.refund_requests USING btree (account, refund_id) WHERE (refund_id IS NOT NULL);
CREATE INDEX refunds_balance_transaction_id_idx ON public.refunds USING btree (account, balance_transaction_id);
CREATE INDEX refunds_charge_id_idx ON public.refunds USING btree (account, charge_id);
CREATE INDEX refunds_created_at_idx ON public.refunds USING btree (account, created_at) INCLUDE (currency, status, amount) WHERE (deleted_at IS NULL);
CREATE INDEX refunds_payment_intent_id_idx ON public.refunds USING btree (account, payment_intent_id);
CREATE INDEX retention_runs_finished_idx ON public.retention_runs USING btree (finished_at);
CREATE INDEX reviews_charge_id_idx ON public.reviews USING btree (account, charge_id);
CREATE INDEX reviews_open_idx ON public.reviews USING btree (account, created_at) WHERE open;
CREATE INDEX reviews_payment_intent_id_idx ON public.reviews USING btree (account, payment_intent_id);
CREATE INDEX setup_intents_customer_id_idx ON public.setup_intents USING btree (account, customer_id);
CREATE INDEX setup_intents_payment_method_id_idx ON public.setup_intents USING btree (account, payment_method_id);
CREATE INDEX stripe_event_attempts_at_idx ON public.stripe_event_attempts USING brin (at);
CREATE INDEX stripe_event_attempts_event_idx ON public.stripe_event_attempts USING btree (event_log_id, id);
CREATE INDEX stripe_event_log_dead_idx ON public.stripe_event_log USING btree (id) WHERE (status = 'dead'::text);
CREATE INDEX stripe_event_log_due_idx ON public.stripe_event_log USING btree (next_attempt_at NULLS FIRST) WHERE (status = ANY (ARRAY['received'::text, 'failed'::text]));
CREATE INDEX stripe_event_log_object_idx ON public.stripe_event_log USING btree (account, object_key, created_at);
CREATE INDEX stripe_event_log_waiting_idx ON public.stripe_event_log USING btree (account, next_attempt_at NULLS FIRST) WHERE (status ~~ 'received'::text);
CREATE INDEX subscription_items_price_id_idx ON public.subscription_items USING btree (account, price_id);
CREATE INDEX subscription_items_product_id_idx ON public.subscription_items USING btree (account, product_id);
CREATE INDEX subscription_mrr_customer_idx ON public.subscription_mrr USING btree (account, customer_id);
CREATE INDEX subscription_schedules_customer_id_idx ON public.subscription_schedules USING btree (account, customer_id);
CREATE INDEX subscription_schedules_released_subscription_id_idx ON public.subscription_schedules USING btree (account, released_subscription_id);
CREATE INDEX subscription_schedules_subscription_id_idx ON public.subscription_schedules USING btree (account, subscription_id);
CREATE INDEX subscriptions_customer_id_idx ON public.subscriptions USING btree (account, customer_id);
CREATE INDEX subscriptions_tenant_id_idx ON public.subscriptions USING btree (account, tenant_id);
CREATE INDEX tenant_changes_at_idx ON public.tenant_changes USING btree (at);
CREATE INDEX tenant_changes_tenant_idx ON public.tenant_changes USING btree (account, tenant_id, id);
CREATE INDEX tenant_customers_tenant_id_idx ON public.tenant_customers USING btree (account, tenant_id);
CREATE INDEX tenants_several_live_idx ON public.tenants USING btree (several_live_since) WHERE (several_live_since IS NOT NULL);
CREATE INDEX verify_runs_finished_idx ON public.verify_runs USING btree (finished_at);
CREATE INDEX workspaces_tenant_idx ON public.workspaces USING btree (account, tenant_id);

CREATE OR REPLACE FUNCTION public.email_sha256(email text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ SELECT sha256(convert_to(lower(email), 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION public.plan_features(price jsonb, product jsonb, marketing jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
      SELECT coalesce(array_agg(DISTINCT btrim(name) COLLATE "C" ORDER BY btrim(name) COLLATE "C"), '{}')
        FROM (
          SELECT unnest(string_to_array(listed, ',')) AS name
            FROM (SELECT coalesce(nullif(btrim(price ->> 'features'), ''), nullif(btrim(product ->> 'features'), ''))) AS l (listed)
           WHERE listed IS NOT NULL
          UNION ALL
          SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(marketing) = 'array' THEN marketing ELSE '[]' END)
           WHERE coalesce(nullif(btrim(price ->> 'features'), ''), nullif(btrim(product ->> 'features'), '')) IS NULL
        ) AS named
       WHERE btrim(name) <> ''
    $function$;

CREATE OR REPLACE FUNCTION public.plan_limits(price jsonb, product jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
      SELECT coalesce(jsonb_object_agg(substr(name, 7), CASE WHEN said = 'unlimited' THEN to_jsonb(said) ELSE to_jsonb(said::bigint) END), '{}')
        FROM (
          SELECT DISTINCT ON (name) name, lower(btrim(value)) AS said
            FROM (
              SELECT 1 AS rank, * FROM jsonb_each_text(CASE WHEN jsonb_typeof(price) = 'object' THEN price ELSE '{}' END) AS p (name, value)
              UNION ALL
              SELECT 2 AS rank, * FROM jsonb_each_text(CASE WHEN jsonb_typeof(product) = 'object' THEN product ELSE '{}' END) AS q (name, value)
            ) AS metadata
           WHERE name LIKE 'limit\_%' AND length(name) > 6 AND lower(btrim(value)) ~ '^([0-9]{1,15}|unlimited)$'
           ORDER BY name, rank
        ) AS limits
    $function$;
