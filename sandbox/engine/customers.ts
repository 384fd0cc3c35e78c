import type { Address } from '../objects/stripe-object.js';
import { type Customer, newCustomer } from '../objects/customer.js';
import { NO_ADDRESS } from '../objects/stripe-object.js';
import type { EngineContext } from './context.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { PaymentMethods } from './payment-methods.js';
import { endSubscription } from './subscription-end.js';

interface CustomerFields {
  address?: Partial<Address>;
  balance?: number;
  description?: string;
  email?: string;
  name?: string;
  phone?: string;
  metadata?: MetadataParam;
  invoice_settings?: { default_payment_method?: string };
}

export interface CustomerCreate extends CustomerFields {
  /** Attached and made the default for invoices. */
  payment_method?: string;
}

export class Customers {
  constructor(private readonly ctx: EngineContext) {}

  create({ payment_method, invoice_settings, ...params }: CustomerCreate = {}): Customer {
    const { clock, ids, record, store } = this.ctx;
    const customer = newCustomer({
      id: ids.short('cus'),
      address: params.address ? { ...NO_ADDRESS, ...params.address } : null,
      balance: params.balance ?? 0,
      created: clock.now(),
      currency: null,
      delinquent: false,
      description: params.description ?? null,
      email: params.email ?? null,
      invoice_prefix: ids.secret(8).toUpperCase(),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      metadata: newMetadata(params.metadata),
      name: params.name ?? null,
      phone: params.phone ?? null,
    });
    const created = record.create(store.customers, customer, 'customer.created');
    const token = invoice_settings?.default_payment_method ?? payment_method;
    if (!token) return created;
    const method = new PaymentMethods(this.ctx).attach(token, created.id);
    return this.update(created.id, { invoice_settings: { default_payment_method: method.id } });
  }

  update(id: string, { metadata, address, invoice_settings, ...params }: CustomerFields): Customer {
    const { record, store } = this.ctx;
    const customer = store.customers.get(id);
    const patch: Partial<Customer> = {
      ...given(params),
      ...(address && { address: { ...NO_ADDRESS, ...customer.address, ...address } }),
      ...(invoice_settings && { invoice_settings: { ...customer.invoice_settings, ...given(invoice_settings) } }),
      metadata: mergeMetadata(customer.metadata, metadata),
    };
    return record.update(store.customers, customer, patch, 'customer.updated');
  }

  /** Ends the customer's subscriptions at once and detaches the payment methods, as Stripe does. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    const customer = store.customers.get(id);
    for (const subscription of store.subscriptions.values()) {
      if (subscription.customer === id && subscription.ended_at === null) endSubscription(this.ctx, subscription);
    }
    for (const method of store.paymentMethods.values()) {
      if (method.customer !== id) continue;
      record.update(store.paymentMethods, method, { customer: null }, 'payment_method.detached');
    }
    record.remove(store.customers, store.customers.get(customer.id), 'customer.deleted');
  }
}
