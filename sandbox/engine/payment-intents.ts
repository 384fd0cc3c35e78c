import type { PaymentIntent } from '../objects/payment-intent.js';
import { capture, releaseHold } from './capture.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { type MetadataParam, newMetadata } from './metadata.js';
import { createPaymentIntent } from './new-payment-intent.js';
import { attemptPayment, failAuthentication } from './payment-attempt.js';
import { applicationOf, refuseUnsharable } from './sharing-rules.js';
import { PaymentMethods } from './payment-methods.js';

export interface PaymentIntentCreate {
  /** Minor units. */
  amount: number;
  currency: string;
  /** `manual` holds the amount until it is captured. */
  capture_method?: PaymentIntent['capture_method'];
  customer?: string;
  description?: string;
  metadata?: MetadataParam;
  payment_method?: string;
  setup_future_usage?: string;
  confirm?: boolean;
  /** What the platform keeps, in minor units. */
  application_fee_amount?: number;
  on_behalf_of?: string;
  transfer_data?: { amount?: number; destination: string };
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export class PaymentIntents {
  constructor(private readonly ctx: EngineContext) {}

  create({ confirm, metadata, payment_method, ...params }: PaymentIntentCreate): PaymentIntent {
    if (params.customer) this.ctx.store.customers.get(params.customer, 'customer');
    refuseUnsharable(this.ctx, params);
    const intent = createPaymentIntent(this.ctx, {
      ...params,
      currency: params.currency.toLowerCase(),
      customer: params.customer ?? null,
      ...applicationOf(this.ctx),
      metadata: newMetadata(metadata),
      ...(payment_method && { payment_method: new PaymentMethods(this.ctx).resolve(payment_method).id }),
    });
    return confirm ? this.confirm(intent.id) : intent;
  }

  /** A decline is an answer, not an exception: status `requires_payment_method` and `last_payment_error`. */
  confirm(id: string, { payment_method }: { payment_method?: string } = {}): PaymentIntent {
    const intent = this.ctx.store.paymentIntents.get(id, 'intent');
    if (intent.status === 'requires_action' && !payment_method) return this.authenticate(id, true);
    if (!CONFIRMABLE.includes(intent.status)) throw this.unexpectedState(intent, 'confirm');
    const given = payment_method ?? intent.payment_method;
    if (!given) {
      throw invalidRequest(
        "You cannot confirm this PaymentIntent because it's missing a payment method.",
        undefined,
        'payment_intent_unexpected_state',
      );
    }
    return this.ended(attemptPayment(this.ctx, intent, new PaymentMethods(this.ctx).resolve(given)));
  }

  /** What the customer does in the bank's window after `payment_intent.requires_action`. */
  authenticate(id: string, passes: boolean): PaymentIntent {
    const intent = this.ctx.store.paymentIntents.get(id, 'intent');
    if (intent.status !== 'requires_action' || !intent.payment_method)
      throw this.unexpectedState(intent, 'authenticate');
    if (!passes) return this.ended(failAuthentication(this.ctx, intent));
    const method = this.ctx.store.paymentMethods.get(intent.payment_method);
    return this.ended(attemptPayment(this.ctx, intent, method, true));
  }

  /** @param amount_to_capture minor units; all that is held if not given */
  capture(id: string, { amount_to_capture }: { amount_to_capture?: number } = {}): PaymentIntent {
    const intent = this.ctx.store.paymentIntents.get(id, 'intent');
    if (intent.status !== 'requires_capture') throw this.unexpectedState(intent, 'capture');
    return this.ended(capture(this.ctx, intent, amount_to_capture));
  }

  cancel(id: string, { cancellation_reason }: { cancellation_reason?: string } = {}): PaymentIntent {
    const { clock, record, store } = this.ctx;
    const intent = store.paymentIntents.get(id, 'intent');
    const held = intent.status === 'requires_capture';
    if (!held && !CONFIRMABLE.includes(intent.status)) throw this.unexpectedState(intent, 'cancel');
    if (store.invoiceOfIntent(id))
      throw invalidRequest('A PaymentIntent of an invoice is canceled by voiding the invoice.');
    if (held) releaseHold(this.ctx, intent);
    const patch: Partial<PaymentIntent> = {
      amount_capturable: 0,
      canceled_at: clock.now(),
      cancellation_reason: cancellation_reason ?? null,
      next_action: null,
      status: 'canceled',
    };
    return record.step(store.paymentIntents, intent, patch, 'payment_intent.canceled');
  }

  private ended(intent: PaymentIntent): PaymentIntent {
    this.ctx.paymentEnded(intent);
    return intent;
  }

  private unexpectedState(intent: PaymentIntent, action: string): Error {
    return invalidRequest(
      `You cannot ${action} this PaymentIntent because it has a status of ${intent.status}.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  }
}
