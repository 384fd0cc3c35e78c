import { type Customer, newCustomer } from '../objects/customer.js';
import { type Address, NO_ADDRESS } from '../objects/stripe-object.js';
import type { EngineContext } from './context.js';
import { noteBalanceChange } from './customer-balance.js';
import { customerRedemption, deleteCustomerDiscount, discountCustomer } from './customer-discount.js';
import { invalidRequest } from './errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { PaymentMethods } from './payment-methods.js';
import { redeemable } from './redemption.js';
import { stopSchedule } from './schedule-end.js';
import { endSubscription } from './subscription-end.js';
import { type TaxIdCreate, TaxIds } from './tax-ids.js';

interface CustomerFields {
  /** Empty takes it away, as an empty name or mail address does. */
  address?: { [P in keyof Address]?: string | null } | '';
  balance?: number;
  /** Or `promotion_code`: a discount on all that the customer is billed, taken back by an empty text. */
  coupon?: string;
  promotion_code?: string;
  description?: string;
  email?: string;
  name?: string;
  phone?: string;
  metadata?: MetadataParam;
  invoice_settings?: { default_payment_method?: string };
}

interface CustomerCreate extends CustomerFields {
  /** Attached and made the default for invoices. */
  payment_method?: string;
  tax_id_data?: readonly TaxIdCreate[];
}

export class Customers {
  constructor(private readonly ctx: EngineContext) {}

  create({ payment_method, invoice_settings, ...params }: CustomerCreate = {}): Customer {
    const { clock, ids, record, store } = this.ctx;
    const id = ids.short('cus');
    const { coupon, promotion_code } = params;
    const asked = { amount: null, currency: null, customer: id, subscription: null };
    const redeemed = coupon || promotion_code ? redeemable(this.ctx, params, asked) : null;
    const customer = newCustomer({
      id,
      address: params.address ? addressOf(null, params.address) : null,
      balance: params.balance ?? 0,
      created: clock.now(),
      currency: null,
      delinquent: false,
      description: params.description ?? null,
      discount: null,
      email: params.email ?? null,
      invoice_prefix: ids.secret(8).toUpperCase(),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      metadata: newMetadata(params.metadata),
      name: params.name ?? null,
      phone: params.phone ?? null,
    });
    record.create(store.customers, customer, 'customer.created');
    if (customer.balance !== 0) {
      noteBalanceChange(this.ctx, { ...customer, balance: 0 }, customer.balance, { type: 'initial' });
    }
    if (redeemed) discountCustomer(this.ctx, store.customers.get(id), redeemed);
    for (const taxId of params.tax_id_data ?? []) new TaxIds(this.ctx).create(id, taxId);
    const token = invoice_settings?.default_payment_method ?? payment_method;
    if (!token) return store.customers.get(id);
    const method = new PaymentMethods(this.ctx).attach(token, id);
    return this.update(id, { invoice_settings: { default_payment_method: method.id } });
  }

  update(
    id: string,
    { metadata, address, invoice_settings, coupon, promotion_code, ...params }: CustomerFields,
  ): Customer {
    const { record, store } = this.ctx;
    const customer = store.customers.get(id);
    const redeemed =
      coupon || promotion_code ? customerRedemption(this.ctx, customer, given({ coupon, promotion_code })) : null;
    const patch: Partial<Customer> = {
      ...given({ ...params, email: unset(params.email), name: unset(params.name) }),
      ...(address && { address: addressOf(customer.address, address) }),
      ...(address === '' && { address: null }),
      ...(invoice_settings && { invoice_settings: this.settingsOf(customer, invoice_settings) }),
      metadata: mergeMetadata(customer.metadata, metadata),
    };
    const change = (params.balance ?? customer.balance) - customer.balance;
    if (change !== 0) noteBalanceChange(this.ctx, customer, change, { type: 'adjustment' });
    const updated = record.update(store.customers, customer, patch, 'customer.updated');
    if (redeemed) return discountCustomer(this.ctx, updated, redeemed);
    if ((coupon === '' || promotion_code === '') && updated.discount) deleteCustomerDiscount(this.ctx, id);
    return store.customers.get(id);
  }

  deleteDiscount(id: string): void {
    deleteCustomerDiscount(this.ctx, id);
  }

  /** Only a payment method of the customer's own can be the default; an empty text takes it away. */
  private settingsOf(customer: Customer, sent: { default_payment_method?: string }): Customer['invoice_settings'] {
    const wanted = unset(sent.default_payment_method);
    if (wanted === undefined) return customer.invoice_settings;
    const param = 'invoice_settings[default_payment_method]';
    const owner = wanted === null ? customer.id : this.ctx.store.paymentMethods.get(wanted, param).customer;
    if (owner === customer.id) return { ...customer.invoice_settings, default_payment_method: wanted };
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${wanted}. The payment method must be attached to the customer.`,
      param,
      'resource_missing',
    );
  }

  /** Ends the customer's subscriptions and schedules at once, and detaches the payment methods, as Stripe does. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    const customer = store.customers.get(id);
    for (const subscription of store.subscriptions.values()) {
      if (subscription.customer === id && subscription.ended_at === null) endSubscription(this.ctx, subscription);
    }
    for (const schedule of store.subscriptionSchedules.values()) {
      if (schedule.customer === id) stopSchedule(this.ctx, schedule, 'canceled');
    }
    for (const method of store.paymentMethods.values()) {
      if (method.customer !== id) continue;
      record.update(store.paymentMethods, method, { customer: null }, 'payment_method.detached');
    }
    for (const taxId of store.taxIds.values()) {
      if (taxId.customer === id) new TaxIds(this.ctx).delete(taxId.id);
    }
    if (customer.discount) deleteCustomerDiscount(this.ctx, id);
    record.remove(store.customers, store.customers.get(id), 'customer.deleted');
  }
}

/** An empty text unsets a field. */
const unset = (value: string | null | undefined): string | null | undefined => (value === '' ? null : value);

type AddressParam = Exclude<CustomerFields['address'], '' | undefined>;

/** Parts that are not named stay. */
function addressOf(before: Address | null, param: AddressParam): Address {
  const part = (name: keyof Address): string | null => {
    const value = unset(param[name]);
    return value === undefined ? (before ?? NO_ADDRESS)[name] : value;
  };
  return {
    city: part('city'),
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postal_code: part('postal_code'),
    state: part('state'),
  };
}
