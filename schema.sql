-- The schema after every migration. Written by `npm run schema:snapshot`; never edited, never executed.

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
  CONSTRAINT customers_pkey PRIMARY KEY (account, id)
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
  CONSTRAINT invoices_pkey PRIMARY KEY (account, id)
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
  CONSTRAINT payment_methods_pkey PRIMARY KEY (account, id)
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
  CONSTRAINT refunds_pkey PRIMARY KEY (account, id)
);

CREATE TABLE stripe_binding (
  singleton boolean DEFAULT true NOT NULL,
  stripe_account text NOT NULL,
  livemode boolean NOT NULL,
  bound_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT stripe_binding_pkey PRIMARY KEY (singleton),
  CONSTRAINT stripe_binding_singleton_check CHECK (singleton)
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
  CONSTRAINT subscriptions_pkey PRIMARY KEY (account, id)
);

CREATE TABLE tenant_customers (
  account text DEFAULT ''::text NOT NULL,
  customer_id text NOT NULL,
  tenant_id text,
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
  CONSTRAINT tenants_pkey PRIMARY KEY (account, id)
);

CREATE INDEX charges_balance_transaction_id_idx ON public.charges USING btree (account, balance_transaction_id);
CREATE INDEX charges_customer_id_idx ON public.charges USING btree (account, customer_id);
CREATE INDEX charges_invoice_id_idx ON public.charges USING btree (account, invoice_id);
CREATE INDEX charges_payment_intent_id_idx ON public.charges USING btree (account, payment_intent_id);
CREATE INDEX checkout_sessions_customer_id_idx ON public.checkout_sessions USING btree (account, customer_id);
CREATE INDEX checkout_sessions_payment_intent_id_idx ON public.checkout_sessions USING btree (account, payment_intent_id);
CREATE INDEX checkout_sessions_subscription_id_idx ON public.checkout_sessions USING btree (account, subscription_id);
CREATE INDEX checkout_sessions_tenant_id_idx ON public.checkout_sessions USING btree (account, tenant_id);
CREATE INDEX customers_tenant_id_idx ON public.customers USING btree (account, tenant_id);
CREATE INDEX invoice_lines_price_id_idx ON public.invoice_lines USING btree (account, price_id);
CREATE INDEX invoice_lines_subscription_id_idx ON public.invoice_lines USING btree (account, subscription_id);
CREATE INDEX invoice_payments_charge_id_idx ON public.invoice_payments USING btree (account, charge_id);
CREATE INDEX invoice_payments_invoice_id_idx ON public.invoice_payments USING btree (account, invoice_id);
CREATE INDEX invoice_payments_payment_intent_id_idx ON public.invoice_payments USING btree (account, payment_intent_id);
CREATE INDEX invoices_charge_id_idx ON public.invoices USING btree (account, charge_id);
CREATE INDEX invoices_customer_id_idx ON public.invoices USING btree (account, customer_id);
CREATE INDEX invoices_payment_intent_id_idx ON public.invoices USING btree (account, payment_intent_id);
CREATE INDEX invoices_subscription_id_idx ON public.invoices USING btree (account, subscription_id);
CREATE INDEX outbox_due_idx ON public.outbox USING btree (next_attempt_at) WHERE (status = 'pending'::text);
CREATE INDEX payment_intents_charge_id_idx ON public.payment_intents USING btree (account, charge_id);
CREATE INDEX payment_intents_customer_id_idx ON public.payment_intents USING btree (account, customer_id);
CREATE INDEX payment_intents_invoice_id_idx ON public.payment_intents USING btree (account, invoice_id);
CREATE INDEX payment_methods_customer_id_idx ON public.payment_methods USING btree (account, customer_id);
CREATE INDEX prices_product_id_idx ON public.prices USING btree (account, product_id);
CREATE INDEX refunds_balance_transaction_id_idx ON public.refunds USING btree (account, balance_transaction_id);
CREATE INDEX refunds_charge_id_idx ON public.refunds USING btree (account, charge_id);
CREATE INDEX refunds_payment_intent_id_idx ON public.refunds USING btree (account, payment_intent_id);
CREATE INDEX stripe_event_log_dead_idx ON public.stripe_event_log USING btree (id) WHERE (status = 'dead'::text);
CREATE INDEX stripe_event_log_due_idx ON public.stripe_event_log USING btree (next_attempt_at NULLS FIRST) WHERE (status = ANY (ARRAY['received'::text, 'failed'::text]));
CREATE INDEX stripe_event_log_object_idx ON public.stripe_event_log USING btree (account, object_key, created_at);
CREATE INDEX subscription_items_price_id_idx ON public.subscription_items USING btree (account, price_id);
CREATE INDEX subscriptions_customer_id_idx ON public.subscriptions USING btree (account, customer_id);
CREATE INDEX subscriptions_tenant_id_idx ON public.subscriptions USING btree (account, tenant_id);
CREATE INDEX tenant_customers_tenant_id_idx ON public.tenant_customers USING btree (account, tenant_id);
