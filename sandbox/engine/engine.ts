import { Clock, type ClockOptions } from '../clock.js';
import { Ids } from '../ids.js';
import type { SandboxEvent } from '../objects/event.js';
import { Random } from '../random.js';
import { Scheduler } from '../scheduler.js';
import { AccountLinks } from './account-links.js';
import { AccountProfile } from './account-profile.js';
import { Accounts } from './accounts.js';
import { Charges } from './charges.js';
import { Checkout } from './checkout.js';
import { settleInvoice } from './collect.js';
import type { BillingSettings, EngineContext } from './context.js';
import { Coupons } from './coupons.js';
import { CreditNotes } from './credit-notes.js';
import { Customers } from './customers.js';
import { Disputes } from './disputes.js';
import { EarlyFraudWarnings } from './early-fraud-warnings.js';
import { Entitlements } from './entitlements.js';
import { EventRecorder } from './event-recorder.js';
import { Invoices } from './invoices.js';
import { LoginLinks } from './login-links.js';
import { PageAddresses } from './page-addresses.js';
import { PaymentIntents } from './payment-intents.js';
import { PaymentMethods } from './payment-methods.js';
import { Payouts } from './payouts.js';
import { Persons } from './persons.js';
import { Portal } from './portal.js';
import { Prices } from './prices.js';
import { Products } from './products.js';
import { PromotionCodes } from './promotion-codes.js';
import { Refunds } from './refunds.js';
import { planPeriod } from './renewal.js';
import { Reviews } from './reviews.js';
import { SetupIntents } from './setup-intents.js';
import { advanceSchedule } from './schedule-run.js';
import { type SandboxState, stateOf } from './state.js';
import { Store } from './store.js';
import { SubscriptionSchedules } from './subscription-schedules.js';
import { Subscriptions } from './subscriptions.js';
import { TaxIds } from './tax-ids.js';

interface EngineOptions extends Partial<ClockOptions> {
  seed?: string | number;
  /** The account's id; made up if not given. */
  account?: string;
  /** Makes it a connected account of another: on its clock, its events among the other's. */
  platform?: Engine;
}

/** 2026-11-02 09:00:00 UTC: a fixed beginning, so that a seed repeats ids and times too. */
export const DEFAULT_START = 1_793_610_000;

/** The merchant's account at Stripe, without HTTP: actions that change objects and record the events Stripe would send. */
export class Engine {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store = new Store();
  readonly record: EventRecorder;
  readonly settings: BillingSettings = { finalFailure: 'cancel' };
  readonly pages: PageAddresses;
  readonly accountId: string;

  readonly products: Products;
  readonly prices: Prices;
  readonly coupons: Coupons;
  readonly promotionCodes: PromotionCodes;
  readonly customers: Customers;
  readonly paymentMethods: PaymentMethods;
  readonly taxIds: TaxIds;
  readonly subscriptions: Subscriptions;
  readonly subscriptionSchedules: SubscriptionSchedules;
  readonly invoices: Invoices;
  readonly creditNotes: CreditNotes;
  readonly paymentIntents: PaymentIntents;
  readonly charges: Charges;
  readonly refunds: Refunds;
  readonly checkout: Checkout;
  readonly disputes: Disputes;
  readonly earlyFraudWarnings: EarlyFraudWarnings;
  readonly reviews: Reviews;
  readonly setupIntents: SetupIntents;
  readonly payouts: Payouts;
  readonly portal: Portal;
  readonly entitlements: Entitlements;
  /** What the account says of itself. */
  readonly profile: AccountProfile;
  readonly persons: Persons;
  readonly accounts: Accounts;
  readonly accountLinks: AccountLinks;
  readonly loginLinks: LoginLinks;

  readonly schedule: Scheduler;
  /** What the actions share; those of a platform and of its connected accounts reach each other by it. */
  readonly context: EngineContext;

  constructor({ seed = 1, startAt = DEFAULT_START, realTime = false, account, platform }: EngineOptions = {}) {
    const random = new Random(seed);
    this.clock = platform?.clock ?? new Clock({ startAt, realTime });
    this.ids = new Ids(random, () => this.clock.now());
    this.accountId = account ?? this.ids.account();
    const connected = platform && { account: this.accountId, platform: platform.record };
    this.record = new EventRecorder(this.clock, this.ids, this.store, connected);
    this.schedule = platform?.schedule ?? new Scheduler(this.clock);
    this.pages = platform?.pages ?? new PageAddresses();
    const ctx: EngineContext = {
      clock: this.clock,
      random,
      ids: this.ids,
      store: this.store,
      record: this.record,
      schedule: this.schedule,
      settings: this.settings,
      pages: this.pages,
      accountId: this.accountId,
      platform: platform?.context ?? null,
      connected: (id) => this.accounts.find(id)?.context,
      paymentEnded: (intent) => {
        settleInvoice(ctx, intent);
        this.checkout.paymentEnded(intent);
      },
      periodBegan: (subscription) => planPeriod(ctx, subscription),
      phaseDue: ({ schedule }) => {
        if (schedule !== null) advanceSchedule(ctx, schedule);
      },
    };
    this.context = ctx;
    this.products = new Products(ctx);
    this.prices = new Prices(ctx);
    this.coupons = new Coupons(ctx);
    this.promotionCodes = new PromotionCodes(ctx);
    this.customers = new Customers(ctx);
    this.paymentMethods = new PaymentMethods(ctx);
    this.taxIds = new TaxIds(ctx);
    this.subscriptions = new Subscriptions(ctx);
    this.subscriptionSchedules = new SubscriptionSchedules(ctx);
    this.invoices = new Invoices(ctx);
    this.creditNotes = new CreditNotes(ctx);
    this.paymentIntents = new PaymentIntents(ctx);
    this.charges = new Charges(ctx);
    this.refunds = new Refunds(ctx);
    this.checkout = new Checkout(ctx);
    this.disputes = new Disputes(ctx);
    this.earlyFraudWarnings = new EarlyFraudWarnings(ctx);
    this.reviews = new Reviews(ctx);
    this.setupIntents = new SetupIntents(ctx);
    this.payouts = new Payouts(ctx);
    this.portal = new Portal(ctx);
    this.entitlements = new Entitlements(ctx);
    this.profile = new AccountProfile(ctx, this.accountId);
    this.persons = new Persons(ctx, this.accountId);
    this.accounts = new Accounts(() => new Engine({ seed: this.ids.secret(12), platform: this }));
    this.accountLinks = new AccountLinks(ctx, this.accounts);
    this.loginLinks = new LoginLinks(ctx, this.accounts);
    if (!platform) this.profile.createOwn();
  }

  /** The account's own events so far, in the order in which they were generated. */
  get events(): readonly SandboxEvent[] {
    return this.record.own;
  }

  /** Moves the clock; what falls due on the way (renewals, finalization, retries) happens at its own second. */
  advance(seconds: number): void {
    this.schedule.runUntil(this.clock.now() + seconds);
  }

  /** Does what is due by now: for a clock that follows real time. */
  runDue(): void {
    this.schedule.runUntil(this.clock.now());
  }

  state(): SandboxState {
    return stateOf(this.store);
  }
}
