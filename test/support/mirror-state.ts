import { isDeepStrictEqual } from 'node:util';
import { DataSource, type EntityTarget } from 'typeorm';
import type { StripeSandbox } from '../../sandbox/sandbox.js';
import { CheckoutSession } from '../../src/billing/checkout-session.entity.js';
import { toCheckoutSession } from '../../src/billing/checkout-session.mapper.js';
import { InvoiceLine } from '../../src/billing/invoice-line.entity.js';
import { InvoicePayment } from '../../src/billing/invoice-payment.entity.js';
import { toInvoicePayment } from '../../src/billing/invoice-payment.mapper.js';
import { Invoice } from '../../src/billing/invoice.entity.js';
import { toInvoice } from '../../src/billing/invoice.mapper.js';
import { Price } from '../../src/billing/price.entity.js';
import { toPrice } from '../../src/billing/price.mapper.js';
import { Product } from '../../src/billing/product.entity.js';
import { toProduct } from '../../src/billing/product.mapper.js';
import { SubscriptionItem } from '../../src/billing/subscription-item.entity.js';
import { Subscription } from '../../src/billing/subscription.entity.js';
import { toSubscription } from '../../src/billing/subscription.mapper.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { toCustomer } from '../../src/customers/customer.mapper.js';
import type { MirrorEntity, OwnedEntity } from '../../src/database/mirror.entity.js';
import { Charge } from '../../src/payments/charge.entity.js';
import { toCharge } from '../../src/payments/charge.mapper.js';
import { PaymentIntent } from '../../src/payments/payment-intent.entity.js';
import { toPaymentIntent } from '../../src/payments/payment-intent.mapper.js';
import { PaymentMethod } from '../../src/payments/payment-method.entity.js';
import { toPaymentMethod } from '../../src/payments/payment-method.mapper.js';
import { Refund } from '../../src/payments/refund.entity.js';
import { toRefund } from '../../src/payments/refund.mapper.js';
import type { StripeObject } from '../../src/stripe/stripe.types.js';
import type { Backend } from './backend.js';

type Truth = ReturnType<StripeSandbox['state']>;

interface Mirrored {
  readonly entity: EntityTarget<MirrorEntity>;
  readonly truth: (state: Truth) => readonly object[];
  readonly toRow: (object: StripeObject) => object;
  readonly owned?: Readonly<Record<string, EntityTarget<OwnedEntity>>>;
}

const MIRRORED: readonly Mirrored[] = [
  { entity: Customer, truth: (state) => state.customers, toRow: toCustomer },
  { entity: Product, truth: (state) => state.products, toRow: toProduct },
  { entity: Price, truth: (state) => state.prices, toRow: toPrice },
  { entity: CheckoutSession, truth: (state) => state.checkout_sessions, toRow: toCheckoutSession },
  { entity: InvoicePayment, truth: (state) => state.invoice_payments, toRow: toInvoicePayment },
  { entity: Subscription, truth: (s) => s.subscriptions, toRow: toSubscription, owned: { items: SubscriptionItem } },
  { entity: Invoice, truth: (state) => state.invoices, toRow: toInvoice, owned: { lines: InvoiceLine } },
  { entity: PaymentIntent, truth: (state) => state.payment_intents, toRow: toPaymentIntent },
  { entity: Charge, truth: (state) => state.charges, toRow: toCharge },
  { entity: Refund, truth: (state) => state.refunds, toRow: toRefund },
  { entity: PaymentMethod, truth: (state) => state.payment_methods, toRow: toPaymentMethod },
];

const asRecord = (value: object): StripeObject => Object.fromEntries(Object.entries(value));

/** Every difference between the rows and the sandbox's own objects, field by field; empty when they are equal. */
export async function differences(backend: Backend, sandbox: StripeSandbox): Promise<string[]> {
  const state = sandbox.state();
  const found: string[] = [];
  for (const { entity, truth, toRow, owned } of MIRRORED) {
    const dataSource = backend.app.get(DataSource);
    const { tableName } = dataSource.getMetadata(entity);
    const rows = new Map((await dataSource.getRepository(entity).find()).map((row) => [row.id, row]));
    const told = new Set(sandbox.events.map(({ data }) => asRecord(data.object)['id']));
    for (const object of truth(state).map(asRecord)) {
      const id = String(object['id']);
      const row = rows.get(id);
      rows.delete(id);
      if (!told.has(id)) continue; // Stripe sends no event of an open session, or of a card that nobody has attached
      if (!row) found.push(`${tableName} ${id}: no row`);
      else if (object['deleted'] === true) {
        if (row.deletedAt === null) found.push(`${tableName} ${id}: not deleted`);
      } else {
        const expected = asRecord(toRow(object));
        const actual = new Map<string, unknown>(Object.entries(row));
        for (const [property, child] of Object.entries(owned ?? {})) {
          const children = await dataSource
            .getRepository(child)
            .find({ where: { parentId: id }, order: { id: 'ASC' } });
          actual.set(
            property,
            children.map(({ account: _account, parentId: _parent, ...fields }) => fields),
          );
        }
        if (row.deletedAt) found.push(`${tableName} ${id}: deleted`);
        for (const [field, value] of Object.entries(expected)) {
          const here = normalized(actual.get(field));
          if (!isDeepStrictEqual(here, normalized(value))) {
            found.push(`${tableName} ${id} ${field}: here ${JSON.stringify(here)}, there ${JSON.stringify(value)}`);
          }
        }
      }
    }
    for (const id of rows.keys()) found.push(`${tableName} ${id}: the sandbox has no such object`);
  }
  return found;
}

/** Lists of rows in the order of their ids. */
function normalized(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const rows = value.filter((row): row is StripeObject => typeof row === 'object' && row !== null);
  if (rows.length !== value.length) return value;
  const sorted = rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  return JSON.parse(JSON.stringify(sorted)) as unknown;
}
