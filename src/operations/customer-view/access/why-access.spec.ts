import type { ReasonCode } from './reason-codes.js';
import { REASONS } from './reason-codes.js';
import type {
  CustomerFacts,
  CustomerSnapshot,
  InvoiceFacts,
  ItemFacts,
  SubscriptionFacts,
  TenantFacts,
} from './snapshot.js';
import { whyAccess } from './why-access.js';

const at = (text: string): Date => new Date(text);
const NOW = at('2026-08-10T12:00:00Z');

const ITEM: ItemFacts = {
  id: 'si_1',
  price: 'price_1',
  product: 'prod_1',
  plan: 'pro',
  features: ['audit', 'sso'],
  namesPlan: true,
  isKnown: true,
  quantity: 1,
  unitAmount: 1_900,
  currency: 'usd',
  interval: 'month',
  intervalCount: 1,
};

const SUBSCRIPTION: SubscriptionFacts = {
  id: 'sub_1',
  customer: 'cus_1',
  status: 'active',
  items: [ITEM],
  currentPeriodStart: at('2026-08-01T12:00:00Z'),
  currentPeriodEnd: at('2026-09-01T12:00:00Z'),
  trialEnd: null,
  cancelAt: null,
  canceledAt: null,
  endedAt: null,
  cancellationReason: null,
  pauseReason: null,
  pauseCollection: null,
  latestInvoice: 'in_1',
  createdAt: at('2026-07-01T12:00:00Z'),
};

const TENANT: TenantFacts = {
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  status: 'active',
  plan: 'pro',
  features: ['audit', 'sso'],
  limits: {},
  entitledBy: 'plan',
  liveSubscriptionIds: ['sub_1'],
  severalLiveSince: null,
  updatedAt: at('2026-08-01T12:00:05Z'),
  version: 3,
};

const INVOICE: InvoiceFacts = {
  id: 'in_1',
  status: 'open',
  amountRemaining: '1900',
  currency: 'usd',
  attemptCount: 2,
  nextPaymentAttempt: at('2026-08-12T09:30:00Z'),
  intent: 'pi_1',
  intentStatus: 'requires_payment_method',
  reason: 'declined',
  failureCode: 'card_declined',
  declineCode: 'insufficient_funds',
  lastFailedAt: at('2026-08-09T09:30:00Z'),
};

const CUSTOMER: CustomerFacts = {
  email: 'jenny@example.com',
  delinquent: false,
  createdAt: at('2026-07-01T12:00:00Z'),
  deletedAt: null,
  eventId: 'evt_cus',
};

const GRANTED: CustomerSnapshot = {
  now: NOW,
  account: '',
  customerId: 'cus_1',
  customer: CUSTOMER,
  owner: { tenantId: 'tenant_1', saidBy: 'customer', isOwn: true },
  tenant: TENANT,
  siblings: [{ id: 'cus_1', deleted: false }],
  subscriptions: [SUBSCRIPTION],
  statusSince: { at: at('2026-07-01T12:00:00Z'), eventId: 'evt_status' },
  lastChange: { at: at('2026-08-01T12:00:00Z'), eventId: 'evt_last' },
  endEvent: null,
  invoice: null,
  summary: null,
  feature: null,
  holds: [],
  unknownRefunds: [],
  doubts: {
    openEvents: [],
    wrongMode: [],
    ambiguous: [],
    differing: [],
    recomputing: [],
    accountLeftAt: null,
    backlog: { due: 0, oldestSeconds: 0 },
    lastEvent: { id: 'evt_news', type: 'invoice.paid', receivedAt: at('2026-08-01T12:00:01Z') },
  },
};

type Change = Omit<Partial<CustomerSnapshot>, 'tenant' | 'doubts'> & {
  readonly tenant?: Partial<TenantFacts> | null;
  readonly subscription?: Partial<SubscriptionFacts>;
  readonly doubts?: Partial<CustomerSnapshot['doubts']>;
};

function snapshot({ tenant, subscription, doubts, ...rest }: Change): CustomerSnapshot {
  const sub = { ...SUBSCRIPTION, ...subscription };
  return {
    ...GRANTED,
    subscriptions: [sub],
    ...rest,
    tenant: tenant === null ? null : { ...TENANT, ...tenant },
    doubts: { ...GRANTED.doubts, ...doubts },
  };
}

/** As the computation leaves a tenant whose subscription gives nothing. */
const without = (status: string, subscription: Partial<SubscriptionFacts> = {}): Change => ({
  tenant: { status, features: [], entitledBy: null },
  subscription: { status, ...subscription },
});

const codes = (change: Change): ReasonCode[] => whyAccess(snapshot(change)).because.map(({ code }) => code);
const reasonOf = (change: Change, code: ReasonCode) =>
  whyAccess(snapshot(change)).because.find((reason) => reason.code === code);
const idsOf = (change: Change, code: ReasonCode) => reasonOf(change, code)?.refs.map(({ type, id }) => `${type} ${id}`);

describe('access that is there', () => {
  it('is explained from the subscription to the features', () => {
    const { granted, because } = whyAccess(GRANTED);
    expect(granted).toBe(true);
    expect(because.map(({ code }) => code)).toEqual(['subscription_gives', 'computed', 'last_event']);
    expect(because[0]?.text).toBe(
      'Subscription sub_1 is active: item si_1 with price price_1 is plan “pro”. It gives audit, sso.',
    );
    expect(because[0]?.refs).toEqual([
      { type: 'subscription', id: 'sub_1' },
      { type: 'price', id: 'price_1' },
      { type: 'product', id: 'prod_1' },
    ]);
  });

  it('by Stripe’s entitlements, whatever the plan says', () => {
    const change: Change = {
      tenant: { entitledBy: 'stripe', features: ['exports'] },
      summary: { eventId: 'evt_sum', at: at('2026-08-02T00:00:00Z') },
    };
    expect(whyAccess(snapshot(change))).toMatchObject({ granted: true, because: [{ code: 'stripe_gives' }, {}, {}] });
    expect(idsOf(change, 'stripe_gives')).toEqual(['customer cus_1', 'event evt_sum']);
  });

  it('by Stripe’s entitlements also after the subscription has ended', () => {
    const change = {
      ...without('canceled'),
      tenant: { status: 'canceled', entitledBy: 'stripe', features: ['exports'] },
    };
    expect(codes(change as Change)[0]).toBe('stripe_gives');
  });

  it('but is about to end', () => {
    const pastDue: Change = {
      tenant: { status: 'past_due' },
      subscription: { status: 'past_due' },
      statusSince: { at: at('2026-08-09T09:30:00Z'), eventId: 'evt_failed' },
      invoice: INVOICE,
    };
    expect(codes(pastDue)).toEqual(['subscription_gives', 'past_due', 'computed', 'last_event']);
    expect(reasonOf(pastDue, 'past_due')).toMatchObject({
      at: at('2026-08-09T09:30:00Z'),
      text: 'Subscription sub_1 is past due since 2026-08-09 09:30 UTC because the payment of invoice in_1 ($19.00) was declined (insufficient_funds). Attempts so far: 2. Next attempt at 2026-08-12 09:30 UTC. It gives access until Stripe gives up.',
    });
    expect(idsOf(pastDue, 'past_due')).toEqual([
      'subscription sub_1',
      'event evt_failed',
      'invoice in_1',
      'payment_intent pi_1',
    ]);
    expect(codes({ subscription: { status: 'trialing', trialEnd: at('2026-08-14T00:00:00Z') } })[1]).toBe('trialing');
    expect(codes({ subscription: { cancelAt: at('2026-09-01T00:00:00Z') } })[1]).toBe('ends_soon');
    expect(codes({ subscription: { pauseCollection: 'void' } })[1]).toBe('collection_paused');
  });
});

describe('access that is not there', () => {
  it.each<[string, Change, ReasonCode, string]>([
    [
      'nobody’s',
      { owner: null, tenant: null },
      'no_tenant',
      'gives access to nobody|give access to nobody: sub_1 \\(active\\)',
    ],
    [
      'never bought',
      { tenant: { subscriptionId: null, status: null, features: [], entitledBy: null }, subscriptions: [] },
      'never_subscribed',
      'Customer cus_1 never had a subscription',
    ],
    ['a tenant that was never computed', { tenant: null, subscriptions: [] }, 'never_subscribed', 'never had'],
    [
      'canceled on request',
      {
        ...without('canceled', { endedAt: at('2026-08-05T10:00:00Z'), cancellationReason: 'cancellation_requested' }),
        endEvent: 'evt_end',
      },
      'subscription_canceled',
      'canceled on 2026-08-05 10:00 UTC by event evt_end: somebody asked for it',
    ],
    [
      'canceled for want of payment',
      {
        ...without('canceled', { endedAt: at('2026-08-05T10:00:00Z'), cancellationReason: 'payment_failed' }),
        invoice: INVOICE,
      },
      'subscription_canceled',
      'its payments failed\\. At last the payment of invoice in_1',
    ],
    [
      'canceled by a dispute',
      without('canceled', { cancellationReason: 'payment_disputed' }),
      'subscription_canceled',
      'a payment was disputed',
    ],
    [
      'unpaid',
      { ...without('unpaid'), invoice: { ...INVOICE, nextPaymentAttempt: null } },
      'subscription_unpaid',
      'insufficient_funds.*No further attempt is planned',
    ],
    [
      'written off',
      { ...without('unpaid'), invoice: { ...INVOICE, status: 'uncollectible', reason: null } },
      'subscription_unpaid',
      'failed \\(insufficient_funds\\).*written off',
    ],
    [
      '3-D Secure open',
      {
        ...without('incomplete'),
        invoice: {
          ...INVOICE,
          reason: 'action_required',
          intentStatus: 'requires_action',
          declineCode: null,
          failureCode: null,
        },
      },
      'authentication_open',
      '3-D Secure',
    ],
    [
      'first payment declined',
      { ...without('incomplete'), invoice: INVOICE },
      'first_payment_missing',
      'has not begun: the payment of invoice in_1 \\(\\$19\\.00\\) was declined',
    ],
    [
      'first payment under way',
      { ...without('incomplete'), invoice: { ...INVOICE, reason: null, intentStatus: 'processing' } },
      'payment_processing',
      'is under way',
    ],
    [
      'first payment, of which nothing is known',
      without('incomplete'),
      'first_payment_missing',
      'first payment is missing',
    ],
    [
      'expired',
      { ...without('incomplete_expired'), invoice: { ...INVOICE, status: 'void', reason: null } },
      'first_payment_expired',
      'never began',
    ],
    [
      'trial over, paused',
      without('paused', { trialEnd: at('2026-08-08T00:00:00Z'), pauseReason: 'trial_end_without_payment_method' }),
      'trial_ended',
      'ended at 2026-08-08 00:00 UTC without a means of payment; it is paused',
    ],
    [
      'trial over, paused, before Stripe said why',
      without('paused', { trialEnd: at('2026-08-08T00:00:00Z') }),
      'trial_ended',
      'paused',
    ],
    [
      'trial over, canceled',
      without('canceled', {
        trialEnd: at('2026-08-08T00:00:00Z'),
        endedAt: at('2026-08-08T00:00:02Z'),
        canceledAt: at('2026-08-08T00:00:02Z'),
      }),
      'trial_ended',
      'with it the subscription',
    ],
    [
      'canceled within a trial',
      without('canceled', {
        trialEnd: at('2026-08-08T00:00:00Z'),
        endedAt: at('2026-08-08T00:00:00Z'),
        canceledAt: at('2026-08-03T00:00:00Z'),
        cancellationReason: 'cancellation_requested',
      }),
      'subscription_canceled',
      'somebody asked',
    ],
    [
      'paused on request',
      without('paused', { trialEnd: at('2026-07-08T00:00:00Z'), pauseReason: 'pause_requested' }),
      'subscription_paused',
      'somebody asked for it',
    ],
    ['a status to come', without('frozen'), 'status_unknown', 'frozen'],
    [
      'no entitlement at Stripe',
      { tenant: { entitledBy: 'stripe', features: [] } },
      'no_active_entitlements',
      'no active entitlement',
    ],
  ])('%s', (_, change, code, text) => {
    const { granted, because } = whyAccess(snapshot(change));
    expect([granted, because[0]?.code]).toEqual([false, code]);
    expect(because[0]?.text).toMatch(new RegExp(text));
    expect(because.filter((reason) => REASONS[reason.code].effect === 'grants')).toEqual([]);
  });

  const gone = { ...CUSTOMER, deletedAt: at('2026-08-06T00:00:00Z') };

  it('because the customer was deleted', () => {
    const change = { ...without('canceled'), customer: gone };
    expect(codes(change)[0]).toBe('customer_deleted');
    expect(idsOf(change, 'customer_deleted')).toEqual(['customer cus_1', 'event evt_cus']);
  });

  it('of a deleted customer whose tenant has another one, by the other one', () => {
    const change: Change = {
      customer: gone,
      tenant: { customerId: 'cus_2' },
      subscription: { customer: 'cus_2' },
      siblings: [
        { id: 'cus_1', deleted: true },
        { id: 'cus_2', deleted: false },
      ],
    };
    expect(codes(change)).toEqual(['subscription_gives', 'another_customer_counts', 'computed', 'last_event']);
    expect(reasonOf(change, 'another_customer_counts')?.text).toMatch(/cus_2 .* deleted at Stripe/);
  });

  it('of a deleted customer whose subscription goes on here is doubted', () => {
    expect(codes({ customer: gone })).toEqual([
      'subscription_gives',
      'deleted_but_subscribed',
      'computed',
      'last_event',
    ]);
  });
});

describe('what was bought', () => {
  it('a feature that the plan lacks, and which plans have it', () => {
    const change: Change = { feature: { name: 'exports', plans: ['company', 'team'] } };
    expect(codes(change).slice(0, 2)).toEqual(['subscription_gives', 'feature_missing']);
    expect(reasonOf(change, 'feature_missing')?.text).toBe(
      'Plan “pro” does not include “exports”. These plans do: company, team.',
    );
    expect(reasonOf({ feature: { name: 'exports', plans: [] } }, 'feature_missing')?.text).toMatch(
      /No plan on sale does/,
    );
    expect(codes({ feature: { name: 'sso', plans: [] } })).not.toContain('feature_missing');
    expect(codes({ ...without('canceled'), feature: { name: 'exports', plans: [] } })).not.toContain('feature_missing');
  });

  it('limits', () => {
    const change: Change = { tenant: { limits: { seats: 5, projects: 'unlimited' } } };
    expect(reasonOf(change, 'plan_limits')?.text).toMatch(/seats 5, projects unlimited/);
  });

  it('a price that maps to no plan, or has not arrived', () => {
    const nameless = { subscription: { items: [{ ...ITEM, namesPlan: false, plan: 'prod_1' }] } };
    expect(codes(nameless)).toContain('price_without_plan');
    expect(idsOf(nameless, 'price_without_plan')).toEqual(['price price_1', 'product prod_1']);
    const unknown = { subscription: { items: [{ ...ITEM, namesPlan: false, isKnown: false, product: null }] } };
    expect(codes(unknown)).toContain('price_unknown');
    expect(codes(unknown)).not.toContain('price_without_plan');
    expect(codes({ tenant: { features: [] } })).toContain('plan_without_features');
  });
});

describe('who is asked for', () => {
  const two = [
    { id: 'cus_1', deleted: false },
    { id: 'cus_2', deleted: false },
  ];

  it('two customers of one tenant', () => {
    expect(codes({ siblings: two })).toContain('several_customers');
    const other: Change = { siblings: two, tenant: { customerId: 'cus_2' }, subscription: { customer: 'cus_2' } };
    expect(codes(other)).toContain('another_customer_counts');
    expect(idsOf(other, 'another_customer_counts')).toEqual(['customer cus_2', 'customer cus_1']);
    const nothing = {
      tenant: { subscriptionId: null, status: null, features: [], entitledBy: null },
      subscriptions: [],
    };
    expect(reasonOf({ ...nothing, siblings: two }, 'never_subscribed')?.text).toMatch(/^No customer of the tenant/);
  });

  it('two subscriptions, and a buyer’s word', () => {
    const twice: Change = { tenant: { severalLiveSince: NOW, liveSubscriptionIds: ['sub_1', 'sub_2'] } };
    expect(idsOf(twice, 'several_subscriptions')).toEqual(['subscription sub_1', 'subscription sub_2']);
    expect(codes({ owner: { tenantId: 't', saidBy: 'checkout_session', isOwn: false } })).toContain('buyers_word');
  });
});

describe('what keeps it from buying, and what may be wrong', () => {
  const hold = { effect: 'hold', actions: ['checkout'], charge: 'ch_1', since: NOW } as const;

  it('holds, by their kinds', () => {
    const holds = [
      { ...hold, id: 'dp_1', kind: 'lost_dispute' },
      { ...hold, id: 'dp_2', kind: 'inquiry' },
      { ...hold, id: 'prv_1', kind: 'fraud_review' },
      { ...hold, id: 'issfr_1', kind: 'early_fraud_warning' },
      { ...hold, id: 'rule_1', kind: 'rule', charge: null, actions: ['checkout', 'refund'] as const },
    ];
    expect(codes({ holds }).filter((code) => code.startsWith('held_'))).toEqual([
      'held_by_dispute',
      'held_by_review',
      'held_by_warning',
      'held_by_rule',
    ]);
    expect(reasonOf({ holds }, 'held_by_dispute')?.text).toMatch(/checkouts of this customer: dp_1 .*, dp_2/);
    expect(reasonOf({ holds }, 'held_by_rule')?.text).toMatch(/checkouts and refunds/);
    expect(idsOf({ holds }, 'held_by_review')).toEqual(['hold prv_1', 'charge ch_1']);
  });

  it('a refund whose end nobody knows', () => {
    expect(idsOf({ unknownRefunds: ['rfr_1'] }, 'refund_unknown')).toEqual(['refund_request rfr_1']);
  });

  it.each<[ReasonCode, Partial<CustomerSnapshot['doubts']>, RegExp]>([
    ['mode_mismatch', { wrongMode: ['evt_1'] }, /1 event of this customer/],
    ['account_left', { accountLeftAt: NOW }, /withdrew your access on 2026-08-10/],
    ['backlog', { backlog: { due: 4_000, oldestSeconds: 600 } }, /4000 events .* 600 seconds/],
    ['recomputing', { recomputing: [{ id: 'prod_1', dead: false, since: NOW }] }, /prod_1 has changed/],
    ['recompute_dead', { recomputing: [{ id: 'price_1', dead: true, since: NOW }] }, /given up/],
    ['rows_ambiguous', { ambiguous: ['evt_1'] }, /which of several states/],
    ['rows_differ', { differing: [{ type: 'subscription', id: 'sub_1', fields: ['status'] }] }, /sub_1 \(status\)/],
  ])('%s comes before the circumstances', (code, doubts, text) => {
    const change: Change = { doubts, tenant: { limits: { seats: 5 } } };
    expect(codes(change).slice(0, 3)).toEqual(['subscription_gives', code, 'plan_limits']);
    expect(reasonOf(change, code)?.text).toMatch(text);
  });

  it('events that are not in the rows, by what became of them', () => {
    const event = { type: 'customer.subscription.created', errorClass: null, nextAttemptAt: null, receivedAt: NOW };
    const openEvents = [
      { ...event, id: 'evt_w', status: 'received' as const },
      { ...event, id: 'evt_d', status: 'dead' as const, errorClass: 'permanent' },
      { ...event, id: 'evt_f', status: 'failed' as const, errorClass: 'transient', nextAttemptAt: NOW },
      { ...event, id: 'evt_f2', status: 'failed' as const, errorClass: 'transient', type: 'invoice.paid' },
    ];
    const change: Change = { ...without('canceled'), doubts: { openEvents } };
    expect(codes(change).slice(1, 4)).toEqual(['events_dead', 'events_failed', 'events_waiting']);
    expect(reasonOf(change, 'events_dead')?.text).toMatch(/customer\.subscription\.created\. Errors: permanent\./);
    expect(reasonOf(change, 'events_failed')?.text).toMatch(
      /2 events .*invoice\.paid\. .*Next attempt at 2026-08-10 12:00/,
    );
    expect(idsOf(change, 'events_failed')).toEqual(['event evt_f', 'event evt_f2']);
  });

  it('is not a backlog while events are just on their way', () => {
    expect(codes({ doubts: { backlog: { due: 40, oldestSeconds: 3 } } })).not.toContain('backlog');
  });

  it('says when nothing is in the log, and what a change came from', () => {
    expect(reasonOf({ doubts: { lastEvent: null } }, 'last_event')?.text).toMatch(/^No event/);
    expect(reasonOf({ lastChange: { at: NOW, eventId: null } }, 'computed')?.text).toMatch(/by a read from Stripe/);
    expect(codes({ tenant: { version: 0 } })).not.toContain('computed');
  });
});

it('tells nothing of a person', () => {
  const all = [GRANTED, snapshot({ owner: null, tenant: null }), snapshot({ ...without('unpaid'), invoice: INVOICE })];
  expect(JSON.stringify(all.map(whyAccess))).not.toContain('jenny');
});
