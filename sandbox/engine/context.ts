import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { Subscription } from '../objects/subscription.js';
import type { Random } from '../random.js';
import type { Scheduler } from '../scheduler.js';
import type { EventRecorder } from './event-recorder.js';
import type { PageAddresses } from './page-addresses.js';
import type { Store } from './store.js';

/** What Stripe's Dashboard calls "manage failed payments": what becomes of a subscription when the last retry failed. */
export interface BillingSettings {
  finalFailure: 'cancel' | 'unpaid';
}

/** All that the actions share. Actions are plain functions over it. */
export interface EngineContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly store: Store;
  readonly record: EventRecorder;
  readonly schedule: Scheduler;
  readonly settings: BillingSettings;
  readonly pages: PageAddresses;
  readonly accountId: string;
  /** Of a connected account: its platform. */
  readonly platform: EngineContext | null;
  /** An account connected to this one; undefined for one that has left, or never was. */
  readonly connected: (account: string) => EngineContext | undefined;
  /** Called when a payment ends after the call that began it; billing hangs itself in here. */
  paymentEnded: (intent: PaymentIntent) => void;
  /** Called when a subscription has got another period than the one that was planned. */
  periodBegan: (subscription: Subscription) => void;
  /** Called before a period is renewed: a schedule may have another phase for it. */
  phaseDue: (subscription: Subscription) => void;
}
