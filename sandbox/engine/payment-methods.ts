import { newPaymentMethod, type PaymentMethod } from '../objects/payment-method.js';
import { type BillingDetails, NO_BILLING_DETAILS } from '../objects/stripe-object.js';
import type { EngineContext } from './context.js';
import { cardDeclined, invalidRequest } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { methodDetails } from './payment-method-details.js';
import { TEST_CARDS, TEST_NUMBERS, type TestCard, VISA_CARD } from './test-cards.js';

interface PaymentMethodCreate {
  type?: 'card' | 'us_bank_account';
  card?: { number?: string; token?: string; exp_month?: number; exp_year?: number; cvc?: string };
  billing_details?: Partial<BillingDetails>;
  metadata?: MetadataParam;
}

interface PaymentMethodUpdate {
  billing_details?: Partial<BillingDetails>;
  card?: { exp_month?: number; exp_year?: number };
  metadata?: MetadataParam;
}

export class PaymentMethods {
  constructor(private readonly ctx: EngineContext) {}

  create(params: PaymentMethodCreate): PaymentMethod {
    const token = params.card?.token ?? TEST_NUMBERS[params.card?.number ?? ''];
    return this.fromCard((token && TEST_CARDS[token]) || VISA_CARD, params);
  }

  /** `id` may be one of Stripe's test tokens: such a payment method is made on the spot, as at Stripe. */
  resolve(id: string): PaymentMethod {
    const card = TEST_CARDS[id];
    return card ? this.fromCard(card, {}) : this.ctx.store.paymentMethods.get(id, 'payment_method');
  }

  attach(id: string, customer: string): PaymentMethod {
    const { record, store } = this.ctx;
    store.customers.get(customer, 'customer');
    const card = TEST_CARDS[id] ?? store.cards.get(id);
    if (card?.onAttach === 'declined') throw cardDeclined('generic_decline');
    const method = this.resolve(id);
    if (method.customer !== null) {
      throw invalidRequest('The payment method you provided has already been attached to a customer.');
    }
    return record.step(store.paymentMethods, method, { customer }, 'payment_method.attached');
  }

  /** Also takes it out of the defaults it stands in. A detached payment method can never be attached again. */
  detach(id: string): PaymentMethod {
    const { record, store } = this.ctx;
    const method = store.paymentMethods.get(id);
    if (method.customer === null)
      throw invalidRequest('The payment method you provided is not attached to a customer.');
    const customer = store.customers.find(method.customer);
    const detached = record.update(store.paymentMethods, method, { customer: null }, 'payment_method.detached');
    if (customer?.invoice_settings.default_payment_method === id) {
      const invoice_settings = { ...customer.invoice_settings, default_payment_method: null };
      record.update(store.customers, customer, { invoice_settings }, 'customer.updated');
    }
    for (const subscription of store.subscriptions.values()) {
      if (subscription.default_payment_method !== id || subscription.ended_at !== null) continue;
      record.update(
        store.subscriptions,
        subscription,
        { default_payment_method: null },
        'customer.subscription.updated',
      );
    }
    return detached;
  }

  update(id: string, params: PaymentMethodUpdate): PaymentMethod {
    const { record, store } = this.ctx;
    const method = store.paymentMethods.get(id);
    if (method.customer === null) {
      throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.');
    }
    const patch: Partial<PaymentMethod> = {
      billing_details: { ...method.billing_details, ...params.billing_details },
      metadata: mergeMetadata(method.metadata, params.metadata),
      ...(method.card && { card: { ...method.card, ...params.card } }),
    };
    return record.update(store.paymentMethods, method, patch, 'payment_method.updated');
  }

  private fromCard(card: TestCard, params: PaymentMethodCreate): PaymentMethod {
    const { clock, ids, record, store } = this.ctx;
    const method = newPaymentMethod({
      id: ids.timed('pm'),
      allow_redisplay: 'unspecified',
      billing_details: { ...NO_BILLING_DETAILS, ...params.billing_details },
      created: clock.now(),
      customer: null,
      metadata: newMetadata(params.metadata),
      type: card.type,
      ...methodDetails(card, params.card),
    });
    store.cards.set(method.id, card);
    return record.create(store.paymentMethods, method);
  }
}
