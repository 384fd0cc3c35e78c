import { isDeepStrictEqual } from 'node:util';
import { NEWEST_API_VERSION, type Fields, type SandboxEvent } from '../sandbox/objects/event.js';
import { renderEvent } from '../sandbox/versions/render.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import { startBackend, type Backend } from './support/backend.js';
import { sampleLives, samplesOf, type EventSample } from './support/event-samples.js';
import { post } from './support/signed-event.js';

const under = (prefix: string, ...steps: string[]) => steps.map((step) => `${prefix}.${step}`);

const TYPES = [
  ...under('customer', 'created', 'updated', 'deleted'),
  'checkout.session.completed',
  ...under('customer.subscription', 'created', 'updated', 'deleted', 'paused', 'resumed', 'trial_will_end'),
  ...under('invoice', 'created', 'finalized', 'updated', 'paid', 'payment_succeeded', 'payment_failed', 'voided'),
  ...under('invoice', 'marked_uncollectible', 'deleted', 'upcoming'),
  'invoice_payment.paid',
  ...under('product', 'created', 'updated', 'deleted'),
  ...under('price', 'created', 'updated', 'deleted'),
  ...under('payment_intent', 'created', 'processing', 'requires_action', 'succeeded', 'payment_failed', 'canceled'),
  ...under('charge', 'succeeded', 'failed', 'updated', 'refunded'),
  ...under('refund', 'created', 'updated', 'failed'),
  ...under('payment_method', 'attached', 'detached', 'updated'),
];

/** The first version that has `invoice_payment.*`. */
const BASIL = '2025-03-31.basil';
/** From the oldest one: 2015, an old one with the lists of charges and refunds, and the last before basil. */
const OLD_VERSIONS = ['2015-10-16', '2022-08-01', '2025-02-24.acacia'];

type Row = Record<string, unknown>;
/** The rows of one account by table; only the tables that an object's events write. */
type State = Record<string, Row[]>;

/** What a column holds: the field at a path of the newest shape, or what a function makes of the object. */
type From = string | ((object: Fields) => unknown);

const isHash = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field at a path; a path that leads nowhere is a mistake in this file. Below null everything is null. */
function at(object: unknown, path: string): unknown {
  let value = object;
  for (const name of path.split('.')) {
    if (value === null) return null;
    const fields = new Map<string, unknown>(typeof value === 'object' ? Object.entries(value) : []);
    if (!fields.has(name)) throw new Error(`no ${name} of ${path}`);
    value = fields.get(name);
  }
  return value;
}

function hashAt(object: unknown, path: string): Fields {
  const value = at(object, path);
  if (!isHash(value)) throw new Error(`${path} is no hash`);
  return value;
}

function listAt(object: unknown, path: string): Fields[] {
  const value = at(object, path);
  if (!Array.isArray(value)) throw new Error(`${path} is no list`);
  return value.filter(isHash);
}

const time = (path: string) => (object: Fields) => {
  const seconds = at(object, path);
  return typeof seconds === 'number' ? new Date(seconds * 1000) : null;
};
/** As the driver hands a bigint over. */
const whole = (path: string) => (object: Fields) => {
  const number = at(object, path);
  return typeof number === 'number' ? String(number) : null;
};
const sumAt = (path: string) => (object: Fields) =>
  String(listAt(object, path).reduce((sum, { amount }) => sum + Number(amount), 0));
/** The newest shape does not tell. */
const nothing = () => null;
/** A field that not every object of its type has. */
const optional = (name: string) => (object: Fields) => object[name] ?? null;

const tenantOf = (object: Fields) => {
  const metadata = hashAt(object, 'metadata');
  return metadata['tenant_id'] ?? metadata['user_id'] ?? null;
};
const discounts = (path: string) => (object: Fields) => [at(object, path)].flat().filter(isHash).map(discount);
/** A checkout session's names its coupon itself, and has no id. */
const discount = (applied: Fields) => ({
  id: optional('id')(applied),
  coupon: optional('coupon')(applied) ?? at(applied, 'source.coupon'),
  promotion_code: at(applied, 'promotion_code'),
});
const lineDetails = (line: Fields) => hashAt(line, `parent.${String(at(line, 'parent.type'))}`);
/** A bank account has neither brand nor expiry. */
const cardField = (holder: string, name: string) => (object: Fields) => {
  const means = holder === '' ? object : hashAt(object, holder);
  return means['type'] === 'card' ? at(means, `card.${name}`) : null;
};
const last4 = (holder: string) => (object: Fields) => {
  const means = holder === '' ? object : hashAt(object, holder);
  return at(means, `${String(means['type'])}.last4`);
};

type Columns = Readonly<Record<string, From>>;

/** Column by column what the newest shape says, by table. Written without a look at the mappers, and complete. */
const COLUMNS = {
  customers: {
    tenant_id: tenantOf,
    email: 'email',
    name: 'name',
    description: 'description',
    currency: 'currency',
    balance: whole('balance'),
    delinquent: 'delinquent',
    default_payment_method_id: 'invoice_settings.default_payment_method',
    discounts: discounts('discount'),
    metadata: 'metadata',
    created_at: time('created'),
  },
  checkout_sessions: {
    status: 'status',
    payment_status: 'payment_status',
    mode: 'mode',
    client_reference_id: 'client_reference_id',
    tenant_id: (session) => at(session, 'client_reference_id') ?? tenantOf(session),
    customer_id: 'customer',
    subscription_id: 'subscription',
    payment_intent_id: 'payment_intent',
    setup_intent_id: 'setup_intent',
    invoice_id: 'invoice',
    payment_link_id: 'payment_link',
    customer_email: (session) => at(session, 'customer_details.email') ?? at(session, 'customer_email'),
    currency: 'currency',
    amount_subtotal: whole('amount_subtotal'),
    amount_total: whole('amount_total'),
    amount_discount: whole('total_details.amount_discount'),
    amount_tax: whole('total_details.amount_tax'),
    discounts: discounts('discounts'),
    metadata: 'metadata',
    expires_at: time('expires_at'),
    created_at: time('created'),
  },
  subscriptions: {
    customer_id: 'customer',
    tenant_id: tenantOf,
    status: 'status',
    currency: 'currency',
    collection_method: 'collection_method',
    days_until_due: 'days_until_due',
    current_period_start: time('items.data.0.current_period_start'),
    current_period_end: time('items.data.0.current_period_end'),
    billing_cycle_anchor: time('billing_cycle_anchor'),
    trial_start: time('trial_start'),
    trial_end: time('trial_end'),
    cancelling: ({ cancel_at }) => cancel_at !== null,
    cancel_at: time('cancel_at'),
    canceled_at: time('canceled_at'),
    ended_at: time('ended_at'),
    cancellation_reason: 'cancellation_details.reason',
    cancellation_feedback: 'cancellation_details.feedback',
    pause_reason: 'status_details.paused.subscription.type',
    pause_collection_behavior: 'pause_collection.behavior',
    pause_collection_resumes_at: time('pause_collection.resumes_at'),
    default_payment_method_id: 'default_payment_method',
    latest_invoice_id: 'latest_invoice',
    pending_setup_intent_id: 'pending_setup_intent',
    schedule_id: 'schedule',
    test_clock_id: 'test_clock',
    description: 'description',
    discounts: discounts('discounts'),
    metadata: 'metadata',
    created_at: time('created'),
  },
  subscription_items: {
    id: 'id',
    price_id: 'price.id',
    product_id: 'price.product',
    quantity: whole('quantity'),
    currency: 'price.currency',
    unit_amount: whole('price.unit_amount'),
    recurring_interval: 'price.recurring.interval',
    recurring_interval_count: 'price.recurring.interval_count',
    current_period_start: time('current_period_start'),
    current_period_end: time('current_period_end'),
    metadata: 'metadata',
    created_at: time('created'),
  },
  invoices: {
    customer_id: 'customer',
    subscription_id: 'parent.subscription_details.subscription',
    payment_intent_id: nothing, // since basil in `invoice_payments`
    charge_id: nothing, // likewise
    status: 'status',
    paid: ({ status }) => status === 'paid',
    number: 'number',
    billing_reason: 'billing_reason',
    collection_method: 'collection_method',
    currency: 'currency',
    subtotal: whole('subtotal'),
    total: whole('total'),
    tax: sumAt('total_taxes'),
    amount_discount: sumAt('total_discount_amounts'),
    amount_due: whole('amount_due'),
    amount_paid: whole('amount_paid'),
    amount_remaining: whole('amount_remaining'),
    starting_balance: whole('starting_balance'),
    attempt_count: 'attempt_count',
    attempted: 'attempted',
    next_payment_attempt: time('next_payment_attempt'),
    due_date: time('due_date'),
    period_start: time('period_start'),
    period_end: time('period_end'),
    finalized_at: time('status_transitions.finalized_at'),
    paid_at: time('status_transitions.paid_at'),
    voided_at: time('status_transitions.voided_at'),
    marked_uncollectible_at: time('status_transitions.marked_uncollectible_at'),
    finalization_error_code: 'last_finalization_error.code',
    finalization_error_message: 'last_finalization_error.message',
    default_payment_method_id: 'default_payment_method',
    hosted_invoice_url: 'hosted_invoice_url',
    invoice_pdf: 'invoice_pdf',
    description: 'description',
    lines_complete: (invoice) => at(invoice, 'lines.has_more') === false,
    discounts: discounts('discounts'),
    metadata: 'metadata',
    created_at: time('created'),
  },
  invoice_lines: {
    id: 'id',
    amount: whole('amount'),
    currency: 'currency',
    description: 'description',
    quantity: whole('quantity'),
    price_id: 'pricing.price_details.price',
    product_id: 'pricing.price_details.product',
    subscription_id: (line) => at(lineDetails(line), 'subscription'),
    subscription_item_id: (line) => lineDetails(line)['subscription_item'] ?? null,
    invoice_item_id: (line) => at(lineDetails(line), 'invoice_item'),
    proration: (line) => at(lineDetails(line), 'proration'),
    tax: sumAt('taxes'),
    amount_discount: sumAt('discount_amounts'),
    period_start: time('period.start'),
    period_end: time('period.end'),
    metadata: 'metadata',
  },
  invoice_payments: {
    invoice_id: 'invoice',
    payment_type: 'payment.type',
    payment_intent_id: 'payment.payment_intent',
    charge_id: (payment) => optional('charge')(hashAt(payment, 'payment')),
    status: 'status',
    is_default: 'is_default',
    currency: 'currency',
    amount_requested: whole('amount_requested'),
    amount_paid: whole('amount_paid'),
    paid_at: time('status_transitions.paid_at'),
    canceled_at: time('status_transitions.canceled_at'),
    created_at: time('created'),
  },
  products: {
    active: 'active',
    name: 'name',
    description: 'description',
    default_price_id: 'default_price',
    unit_label: 'unit_label',
    tax_code: 'tax_code',
    marketing_features: (product) => listAt(product, 'marketing_features').map(({ name }) => name),
    metadata: 'metadata',
    created_at: time('created'),
  },
  prices: {
    active: 'active',
    product_id: 'product',
    lookup_key: 'lookup_key',
    nickname: 'nickname',
    type: 'type',
    currency: 'currency',
    unit_amount: whole('unit_amount'),
    unit_amount_decimal: 'unit_amount_decimal',
    billing_scheme: 'billing_scheme',
    tiers_mode: 'tiers_mode',
    tax_behavior: 'tax_behavior',
    usage_type: 'recurring.usage_type',
    recurring_interval: 'recurring.interval',
    recurring_interval_count: 'recurring.interval_count',
    trial_period_days: 'recurring.trial_period_days',
    metadata: 'metadata',
    created_at: time('created'),
  },
  payment_intents: {
    customer_id: 'customer',
    invoice_id: nothing, // since basil in `invoice_payments`
    charge_id: 'latest_charge',
    payment_method_id: 'payment_method',
    status: 'status',
    currency: 'currency',
    amount: whole('amount'),
    amount_capturable: whole('amount_capturable'),
    amount_received: whole('amount_received'),
    application_fee_amount: whole('application_fee_amount'),
    capture_method: 'capture_method',
    setup_future_usage: 'setup_future_usage',
    failure_code: 'last_payment_error.code',
    decline_code: 'last_payment_error.decline_code',
    failure_message: 'last_payment_error.message',
    cancellation_reason: 'cancellation_reason',
    canceled_at: time('canceled_at'),
    description: 'description',
    metadata: 'metadata',
    created_at: time('created'),
  },
  charges: {
    customer_id: 'customer',
    payment_intent_id: 'payment_intent',
    invoice_id: nothing, // since basil in `invoice_payments`
    payment_method_id: 'payment_method',
    balance_transaction_id: 'balance_transaction',
    status: 'status',
    captured: 'captured',
    refunded: 'refunded',
    disputed: 'disputed',
    currency: 'currency',
    amount: whole('amount'),
    amount_captured: whole('amount_captured'),
    amount_refunded: whole('amount_refunded'),
    application_fee_amount: whole('application_fee_amount'),
    failure_code: 'failure_code',
    failure_message: 'failure_message',
    outcome_type: 'outcome.type',
    outcome_reason: 'outcome.reason',
    payment_method_type: 'payment_method_details.type',
    brand: cardField('payment_method_details', 'brand'),
    last4: last4('payment_method_details'),
    exp_month: cardField('payment_method_details', 'exp_month'),
    exp_year: cardField('payment_method_details', 'exp_year'),
    receipt_url: 'receipt_url',
    description: 'description',
    metadata: 'metadata',
    created_at: time('created'),
  },
  refunds: {
    charge_id: 'charge',
    payment_intent_id: 'payment_intent',
    balance_transaction_id: 'balance_transaction',
    status: 'status',
    reason: 'reason',
    failure_reason: 'failure_reason',
    pending_reason: optional('pending_reason'),
    currency: 'currency',
    amount: whole('amount'),
    description: optional('description'),
    metadata: 'metadata',
    created_at: time('created'),
  },
  payment_methods: {
    customer_id: 'customer',
    type: 'type',
    brand: cardField('', 'brand'),
    last4: last4(''),
    exp_month: cardField('', 'exp_month'),
    exp_year: cardField('', 'exp_year'),
    metadata: 'metadata',
    created_at: time('created'),
  },
} satisfies Record<string, Columns>;

type Table = keyof typeof COLUMNS;

const taxes = [
  { amount: 150, tax_behavior: 'exclusive', type: 'tax_rate_details' },
  { amount: 40, tax_behavior: 'exclusive', type: 'tax_rate_details' },
];
const applied = { object: 'discount', source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: 'promo_1' };

/** What no life of the sandbox fills in, laid over a sample of each type. */
const BEYOND_THE_SANDBOX: Readonly<Record<string, (object: Fields) => Fields>> = {
  'customer.created': () => ({ delinquent: true, discount: { ...applied, id: 'di_1' } }),
  'checkout.session.completed': () => ({
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
    schedule: 'sub_sched_1',
    test_clock: 'clock_1',
  }),
  'invoice.created': (invoice) => ({
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
  'payment_intent.created': () => ({ amount_capturable: 1_500, application_fee_amount: 12 }),
  'charge.succeeded': () => ({ application_fee_amount: 12, disputed: true }),
  'refund.created': () => ({ pending_reason: 'processing', description: 'Sorry' }),
};

interface Mirror {
  readonly table: Table;
  /** Rows that the object owns, and where it holds them. */
  readonly owned?: { readonly table: Table; readonly path: string };
  /** Objects with rows of their own that old shapes embed, and where. */
  readonly embedded?: { readonly table: Table; readonly path: string };
  /** Whether the sandbox shows it differently in an older version. */
  readonly moved: boolean;
}

/** By Stripe's `object`. */
const MIRRORS: Readonly<Record<string, Mirror>> = {
  customer: { table: 'customers', moved: false },
  'checkout.session': { table: 'checkout_sessions', moved: false },
  subscription: {
    table: 'subscriptions',
    owned: { table: 'subscription_items', path: 'items.data' },
    moved: true,
  },
  invoice: { table: 'invoices', owned: { table: 'invoice_lines', path: 'lines.data' }, moved: true },
  invoice_payment: { table: 'invoice_payments', moved: false },
  product: { table: 'products', moved: false },
  price: { table: 'prices', moved: false },
  payment_intent: { table: 'payment_intents', moved: true },
  charge: { table: 'charges', embedded: { table: 'refunds', path: 'refunds.data' }, moved: true },
  refund: { table: 'refunds', moved: false },
  payment_method: { table: 'payment_methods', moved: false },
};

function mirrorOf(event: SandboxEvent): Mirror {
  const mirror = MIRRORS[String(event.data.object['object'])];
  if (!mirror) throw new Error(`no table for ${event.type}`);
  return mirror;
}

/**
 * What shapes before basil tell and the newest does not: the payment of an invoice, and the invoice of a payment, both
 * on the object itself. Since basil these columns are null and `invoice_payments` has the answer. Every other column is
 * the same in all versions.
 */
const BEFORE_BASIL: Readonly<Partial<Record<Table, Columns>>> = {
  invoices: { payment_intent_id: 'payment_intent', charge_id: 'charge' },
  charges: { invoice_id: 'invoice' },
  payment_intents: { invoice_id: 'invoice' },
};

const columnsOf = (columns: Columns, object: Fields): Row =>
  Object.fromEntries(
    Object.entries(columns).map(([column, from]) => [
      column,
      typeof from === 'string' ? at(object, from) : from(object),
    ]),
  );

/** A canceled subscription keeps its row, whatever its last event is called. */
const isDeletion = ({ type }: SandboxEvent) => type.endsWith('.deleted') && type !== 'customer.subscription.deleted';

/**
 * The rows that an event leaves behind.
 *
 * @param event in the newest shape.
 * @param shown the same event as it was sent.
 */
function expectedState(event: SandboxEvent, shown: SandboxEvent = event): State {
  const { table, owned, embedded } = mirrorOf(event);
  const { object } = event.data;
  const state: State = { [table]: [], ...(owned && { [owned.table]: [] }), ...(embedded && { [embedded.table]: [] }) };
  if (event.type === 'invoice.upcoming') return state;
  const mark = { stripe_event_at: new Date(event.created * 1000), stripe_event_id: event.id };
  if (isDeletion(event)) {
    const empty = Object.fromEntries(Object.keys(COLUMNS[table]).map((column) => [column, null]));
    return { ...state, [table]: [{ ...empty, ...mark, id: object['id'], deleted_at: mark.stripe_event_at }] };
  }
  const old = shown.api_version < BASIL ? columnsOf(BEFORE_BASIL[table] ?? {}, shown.data.object) : {};
  state[table] = [{ id: object['id'], ...mark, deleted_at: null, ...columnsOf(COLUMNS[table], object), ...old }];
  if (owned) {
    const rows = listAt(object, owned.path).map((child) => columnsOf(COLUMNS[owned.table], child));
    state[owned.table] = byId(rows.map((row) => ({ ...row, parent_id: object['id'] })));
  }
  if (embedded && 'refunds' in shown.data.object) {
    const children = listAt(shown.data.object, embedded.path);
    state[embedded.table] = byId(
      children.map((child) => ({
        id: child['id'],
        ...mark,
        deleted_at: null,
        ...columnsOf(COLUMNS[embedded.table], child),
      })),
    );
  }
  return state;
}

const byId = (rows: Row[]) => rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));

let backend: Backend;
let accounts = 0;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** A connected account in which nothing has happened yet, so that one object can be delivered again and again. */
class Account {
  readonly id = `acct_${(accounts += 1)}`;

  async post(event: SandboxEvent): Promise<void> {
    const here = { ...event, id: this.idHere(event.id), account: this.id };
    const { status } = await post(`${backend.url}/webhooks/stripe`, here);
    if (status !== 200) throw new Error(`${event.type} was answered with ${status}`);
  }

  /** One by one, each settled before the next. */
  async deliver(...events: readonly SandboxEvent[]): Promise<void> {
    for (const event of events) {
      await this.post(event);
      await backend.settled();
    }
  }

  /** Every row that the account has in the tables an event of this type may write. */
  async state(event: SandboxEvent): Promise<State> {
    const { table, owned, embedded } = mirrorOf(event);
    const tables = [table, owned?.table, embedded?.table].filter((name) => name !== undefined);
    const rows = await Promise.all(
      tables.map((name) => backend.query<Row>(`SELECT * FROM ${name} WHERE account = $1`, [this.id])),
    );
    return Object.fromEntries(tables.map((name, i) => [name, byId((rows[i] ?? []).map((row) => this.asToldBy(row)))]));
  }

  /** Which transaction wrote the rows: another one for a row that was written anew, were it with the same values. */
  async writes(event: SandboxEvent): Promise<unknown[]> {
    const { table, owned } = mirrorOf(event);
    const tables = [table, owned?.table].filter((name) => name !== undefined);
    return Promise.all(
      tables.map((name) =>
        backend.query(`SELECT id, xmin::text FROM ${name} WHERE account = $1 ORDER BY id`, [this.id]),
      ),
    );
  }

  log(): Promise<Row[]> {
    return backend.query(
      `SELECT stripe_event_id, event_type, api_version, object_key, status, verdict, superseded_by
         FROM stripe_event_log WHERE account = $1 ORDER BY id`,
      [this.id],
    );
  }

  /** Ids of events are unique among all accounts; the order of two ids stays. */
  idHere(eventId: string): string {
    return `evt_${this.id}_${eventId}`;
  }

  private asToldBy({ account: _account, ...row }: Row): Row {
    const { stripe_event_id: eventId } = row;
    return typeof eventId === 'string' ? { ...row, stripe_event_id: eventId.replace(this.idHere(''), '') } : row;
  }
}

const lives = sampleLives();
const samples = samplesOf(lives);

function sampleOf(type: string): EventSample {
  const sample = samples.get(type);
  if (!sample) throw new Error(`the sandbox has no ${type}`);
  return sample;
}

it('every type has an owner, and the sandbox sends it', () => {
  const owned = new Set(backend.app.get(StripeEventRegistry).ownedTypes());
  expect(TYPES).toHaveLength(43);
  expect(TYPES.filter((type) => !owned.has(type))).toEqual([]);
  expect(TYPES.filter((type) => !samples.has(type))).toEqual([]);
});

describe.each(TYPES)('%s', (type) => {
  const verdict = type === 'invoice.upcoming' ? 'stored' : 'applied';

  it('makes the row that its object says, once', async () => {
    const { event } = sampleOf(type);
    const here = new Account();
    const logged = (id: string, settled: string, supersededBy: string | null = null) => ({
      stripe_event_id: here.idHere(id),
      event_type: type,
      api_version: NEWEST_API_VERSION,
      object_key: event.data.object['id'] ?? null,
      status: 'processed',
      verdict: settled,
      superseded_by: supersededBy,
    });

    await here.deliver(event);
    expect(await here.log()).toEqual([logged(event.id, verdict)]);
    expect(await here.state(event)).toEqual(expectedState(event));

    const writes = await here.writes(event);
    await here.deliver(event);
    expect(await here.log()).toEqual([logged(event.id, verdict)]);
    expect(await here.state(event)).toEqual(expectedState(event));
    expect(await here.writes(event)).toEqual(writes);

    // Stripe sends two events for one fact at times
    const twin = { ...event, id: `${event.id}twin` };
    await here.deliver(twin);
    const again =
      verdict === 'stored' ? logged(twin.id, 'stored') : logged(twin.id, 'duplicate', here.idHere(event.id));
    expect(await here.log()).toEqual([logged(event.id, verdict), again]);
    expect(await here.state(event)).toEqual(expectedState(event));
  });

  it('ends its history in one row, told forwards or backwards', async () => {
    const { event, history } = sampleOf(type);
    const [forwards, backwards] = [new Account(), new Account()];
    await forwards.deliver(...history);
    await backwards.deliver(...history.toReversed());
    const state = await forwards.state(event);
    expect(await backwards.state(event)).toEqual(state);
    expect(unmarked(state)).toEqual(unmarked(expectedState(event)));
  });

  it('makes the same row from the shapes of older versions', async () => {
    const { event } = sampleOf(type);
    const { moved } = mirrorOf(event);
    const rendered = OLD_VERSIONS.map((version) => renderEvent(event, version));
    const versions = rendered.some((shown) => shown === null) ? [renderEvent(event, BASIL)] : rendered;
    const shownAs = versions.filter((shown) => shown !== null);
    expect(shownAs).toHaveLength(type.startsWith('invoice_payment.') ? 1 : OLD_VERSIONS.length);
    for (const shown of shownAs) {
      expect(isDeepStrictEqual(shown.data.object, event.data.object)).toBe(!moved);
      const here = new Account();
      await here.deliver(shown);
      expect(await here.log()).toMatchObject([{ api_version: shown.api_version, status: 'processed', verdict }]);
      expect(await here.state(event)).toEqual(expectedState(event, shown));
    }
  });
});

/** Of several events that show one state, the row names the one with the smallest id. */
const unmarked = (state: State) =>
  Object.fromEntries(
    Object.entries(state).map(([table, rows]) => [table, rows.map((row) => ({ ...row, stripe_event_id: 'any' }))]),
  );

/** The first lives have every type; the others are there for their long histories. */
const TOLD = lives.slice(0, 3).flatMap((events) => events.filter(({ type }) => TYPES.includes(type)));

const BEYOND = Object.entries(BEYOND_THE_SANDBOX).map(([type, fields]): SandboxEvent => {
  const { event } = sampleOf(type);
  const { object } = event.data;
  return { ...event, data: { object: { ...object, ...fields(object) } } };
});

/** In every version that has it: the newest first, then from the oldest on. */
const shownIn = (event: SandboxEvent): SandboxEvent[] => [
  event,
  ...OLD_VERSIONS.flatMap((version) => renderEvent(event, version) ?? []),
];

describe('every column', () => {
  it('has something to show in the events of this file', () => {
    const silent = new Set(
      Object.entries(COLUMNS).flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`)),
    );
    for (const event of [...TOLD, ...BEYOND]) {
      for (const shown of shownIn(event)) {
        for (const [table, rows] of Object.entries(expectedState(event, shown))) {
          for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
            const says =
              ![null, false, 0, '0'].some((zero) => zero === value) && !['[]', '{}'].includes(JSON.stringify(value));
            if (says) silent.delete(`${table}.${column}`);
          }
        }
      }
    }
    expect([...silent]).toEqual([]);
  });

  it.each(BEYOND)('also what the sandbox never fills in: $type', async (event) => {
    for (const shown of shownIn(event)) {
      const here = new Account();
      await here.deliver(shown);
      expect(await here.state(event)).toEqual(expectedState(event, shown));
    }
  });

  it('of every single event of three lives, in its newest and its oldest shape', async () => {
    const cases = TOLD.flatMap((event) =>
      shownIn(event)
        .slice(0, 2)
        .map((shown) => ({ event, shown, here: new Account() })),
    );
    for (let i = 0; i < cases.length; i += 32) {
      await Promise.all(cases.slice(i, i + 32).map(({ shown, here }) => here.post(shown)));
    }
    await backend.settled();
    for (const { event, shown, here } of cases) expect(await here.state(event)).toEqual(expectedState(event, shown));
    expect(new Set(TOLD.map(({ type }) => type))).toEqual(new Set(TYPES));
  });
});
