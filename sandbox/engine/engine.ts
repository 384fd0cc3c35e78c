import { Clock, type ClockOptions } from '../clock.js';
import { Ids } from '../ids.js';
import type { SandboxEvent } from '../objects/event.js';
import { Random } from '../random.js';
import { Scheduler } from '../scheduler.js';
import { Charges } from './charges.js';
import { Checkout } from './checkout.js';
import { settleInvoice } from './collect.js';
import type { BillingSettings, EngineContext } from './context.js';
import { Customers } from './customers.js';
import { EventRecorder } from './event-recorder.js';
import { Invoices } from './invoices.js';
import { PaymentIntents } from './payment-intents.js';
import { PaymentMethods } from './payment-methods.js';
import { Prices } from './prices.js';
import { Products } from './products.js';
import { Refunds } from './refunds.js';
import { type SandboxState, stateOf } from './state.js';
import { Store } from './store.js';
import { Subscriptions } from './subscriptions.js';

export interface EngineOptions extends Partial<ClockOptions> {
  seed?: string | number;
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
  readonly accountId: string;

  readonly products: Products;
  readonly prices: Prices;
  readonly customers: Customers;
  readonly paymentMethods: PaymentMethods;
  readonly subscriptions: Subscriptions;
  readonly invoices: Invoices;
  readonly paymentIntents: PaymentIntents;
  readonly charges: Charges;
  readonly refunds: Refunds;
  readonly checkout: Checkout;

  private readonly schedule: Scheduler;

  constructor({ seed = 1, startAt = DEFAULT_START, realTime = false }: EngineOptions = {}) {
    const random = new Random(seed);
    this.clock = new Clock({ startAt, realTime });
    this.ids = new Ids(random, () => this.clock.now());
    this.accountId = this.ids.account();
    this.record = new EventRecorder(this.clock, this.ids, this.store);
    this.schedule = new Scheduler(this.clock);
    const ctx: EngineContext = {
      clock: this.clock,
      random,
      ids: this.ids,
      store: this.store,
      record: this.record,
      schedule: this.schedule,
      settings: this.settings,
      paymentEnded: (intent) => settleInvoice(ctx, intent),
    };
    this.products = new Products(ctx);
    this.prices = new Prices(ctx);
    this.customers = new Customers(ctx);
    this.paymentMethods = new PaymentMethods(ctx);
    this.subscriptions = new Subscriptions(ctx);
    this.invoices = new Invoices(ctx);
    this.paymentIntents = new PaymentIntents(ctx);
    this.charges = new Charges(ctx);
    this.refunds = new Refunds(ctx);
    this.checkout = new Checkout(ctx);
  }

  /** All events so far, in the order in which they were generated. */
  get events(): readonly SandboxEvent[] {
    return this.record.events;
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
