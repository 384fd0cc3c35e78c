import { isDeepStrictEqual } from 'node:util';
import { DataSource, type EntityTarget } from 'typeorm';
import type { Engine } from '../../sandbox/engine/engine.js';
import { currentLinks, withLinks } from '../../sandbox/engine/links.js';
import type { SandboxEvent } from '../../sandbox/objects/event.js';
import type { StripeSandbox } from '../../sandbox/sandbox.js';
import { renderEvent, renderObject } from '../../sandbox/versions/render.js';
import { CheckoutSession } from '../../src/billing/checkout/checkout-session.entity.js';
import { toCheckoutSession } from '../../src/billing/checkout/checkout-session.mapper.js';
import { Coupon } from '../../src/billing/discounts/coupon.entity.js';
import { toCoupon } from '../../src/billing/discounts/coupon.mapper.js';
import { CreditNoteLine } from '../../src/billing/invoices/credit-note-line.entity.js';
import { CreditNote } from '../../src/billing/invoices/credit-note.entity.js';
import { toCreditNote } from '../../src/billing/invoices/credit-note.mapper.js';
import { Discount } from '../../src/billing/discounts/discount.entity.js';
import { toDiscount } from '../../src/billing/discounts/discount.mapper.js';
import { InvoiceLine } from '../../src/billing/invoices/invoice-line.entity.js';
import { InvoicePayment } from '../../src/billing/invoices/invoice-payment.entity.js';
import { toInvoicePayment } from '../../src/billing/invoices/invoice-payment.mapper.js';
import { Invoice } from '../../src/billing/invoices/invoice.entity.js';
import { toInvoice } from '../../src/billing/invoices/invoice.mapper.js';
import { Plan } from '../../src/billing/catalog/plan.entity.js';
import { toPlan } from '../../src/billing/catalog/plan.mapper.js';
import { Price } from '../../src/billing/catalog/price.entity.js';
import { toPrice } from '../../src/billing/catalog/price.mapper.js';
import { Product } from '../../src/billing/catalog/product.entity.js';
import { toProduct } from '../../src/billing/catalog/product.mapper.js';
import { PromotionCode } from '../../src/billing/discounts/promotion-code.entity.js';
import { toPromotionCode } from '../../src/billing/discounts/promotion-code.mapper.js';
import { SubscriptionItem } from '../../src/billing/subscriptions/subscription-item.entity.js';
import { SubscriptionSchedulePhase } from '../../src/billing/subscriptions/subscription-schedule-phase.entity.js';
import { SubscriptionSchedule } from '../../src/billing/subscriptions/subscription-schedule.entity.js';
import { toSubscriptionSchedule } from '../../src/billing/subscriptions/subscription-schedule.mapper.js';
import { Subscription } from '../../src/billing/subscriptions/subscription.entity.js';
import { toSubscription } from '../../src/billing/subscriptions/subscription.mapper.js';
import { ConnectedAccount } from '../../src/connect/accounts/connected-account.entity.js';
import { toConnectedAccount } from '../../src/connect/accounts/connected-account.mapper.js';
import { Capability } from '../../src/connect/capabilities/capability.entity.js';
import { toCapability } from '../../src/connect/capabilities/capability.mapper.js';
import { ExternalAccount } from '../../src/connect/external-accounts/external-account.entity.js';
import { toExternalAccount } from '../../src/connect/external-accounts/external-account.mapper.js';
import { Person } from '../../src/connect/persons/person.entity.js';
import { toPerson } from '../../src/connect/persons/person.mapper.js';
import { CustomerTaxId } from '../../src/customers/customer-tax-id.entity.js';
import { toCustomerTaxId } from '../../src/customers/customer-tax-id.mapper.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { toCustomer } from '../../src/customers/customer.mapper.js';
import type { MirrorEntity, OwnedEntity } from '../../src/database/mirror.entity.js';
import { Charge } from '../../src/payments/charges/charge.entity.js';
import { toCharge } from '../../src/payments/charges/charge.mapper.js';
import { Dispute } from '../../src/payments/risk/dispute.entity.js';
import { toDispute } from '../../src/payments/risk/dispute.mapper.js';
import { EarlyFraudWarning } from '../../src/payments/risk/early-fraud-warning.entity.js';
import { toEarlyFraudWarning } from '../../src/payments/risk/early-fraud-warning.mapper.js';
import { PaymentIntent } from '../../src/payments/intents/payment-intent.entity.js';
import { toPaymentIntent } from '../../src/payments/intents/payment-intent.mapper.js';
import { PaymentMethod } from '../../src/payments/intents/payment-method.entity.js';
import { toPaymentMethod } from '../../src/payments/intents/payment-method.mapper.js';
import { Payout } from '../../src/payments/balance/payout.entity.js';
import { toPayout } from '../../src/payments/balance/payout.mapper.js';
import { Refund } from '../../src/payments/charges/refund.entity.js';
import { toRefund } from '../../src/payments/charges/refund.mapper.js';
import { Review } from '../../src/payments/risk/review.entity.js';
import { toReview } from '../../src/payments/risk/review.mapper.js';
import { SetupIntent } from '../../src/payments/intents/setup-intent.entity.js';
import { toSetupIntent } from '../../src/payments/intents/setup-intent.mapper.js';
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
  { entity: SetupIntent, truth: (state) => state.setup_intents, toRow: toSetupIntent },
  { entity: Plan, truth: (state) => state.plans, toRow: toPlan },
  { entity: Coupon, truth: (state) => state.coupons, toRow: toCoupon },
  { entity: PromotionCode, truth: (state) => state.promotion_codes, toRow: toPromotionCode },
  { entity: Discount, truth: (state) => state.discounts, toRow: toDiscount },
  { entity: CustomerTaxId, truth: (state) => state.tax_ids, toRow: toCustomerTaxId },
  { entity: CreditNote, truth: (s) => s.credit_notes, toRow: toCreditNote, owned: { lines: CreditNoteLine } },
  {
    entity: SubscriptionSchedule,
    truth: (state) => state.subscription_schedules,
    toRow: toSubscriptionSchedule,
    owned: { phases: SubscriptionSchedulePhase },
  },
  { entity: Dispute, truth: (state) => state.disputes, toRow: toDispute },
  { entity: EarlyFraudWarning, truth: (state) => state.early_fraud_warnings, toRow: toEarlyFraudWarning },
  { entity: Review, truth: (state) => state.reviews, toRow: toReview },
  { entity: Payout, truth: (state) => state.payouts, toRow: toPayout },
  { entity: ConnectedAccount, truth: (state) => state.accounts, toRow: toConnectedAccount },
  { entity: Capability, truth: (state) => state.capabilities, toRow: toCapability },
  { entity: ExternalAccount, truth: (state) => state.bank_accounts, toRow: toExternalAccount },
  { entity: Person, truth: (state) => state.persons, toRow: toPerson },
];

const asRecord = (value: object): StripeObject => Object.fromEntries(Object.entries(value));

/** Of the rows that are compared. */
export const mirroredEntities = (): EntityTarget<object>[] =>
  MIRRORED.flatMap(({ entity, owned }) => [entity, ...Object.values(owned ?? {})]);

/** {@link rowDifferences} of a backend in this process. */
export const differences = (
  { app }: Backend,
  sandbox: StripeSandbox,
  versions: readonly string[] = [],
  account = '',
): Promise<string[]> => rowDifferences(app.get(DataSource), sandbox, versions, account);

/**
 * Every difference between the rows and the sandbox's own objects, field by field; empty when they are equal.
 *
 * @param versions in which the events were delivered: a row may show what any one of them says, as a whole.
 * @param account the connected account whose rows are compared; '' for the own one.
 */
export async function rowDifferences(
  dataSource: DataSource,
  sandbox: StripeSandbox,
  versions: readonly string[] = [],
  account = '',
): Promise<string[]> {
  const engine = account === '' ? sandbox.engine : sandbox.engine.accounts.get(account);
  const state = engine.state();
  const found: string[] = [];
  const toldOf = new Map<string, SandboxEvent[]>();
  for (const event of engine.events) {
    const id = String(event.data.object['id']);
    toldOf.set(id, [...(toldOf.get(id) ?? []), event]);
  }
  for (const { entity, truth, toRow, owned } of MIRRORED) {
    const { tableName } = dataSource.getMetadata(entity);
    const rows = new Map(
      (await dataSource.getRepository(entity).find({ where: { account } })).map((row) => [row.id, row]),
    );
    for (const object of truth(state).map(asRecord)) {
      const id = String(object['id']);
      const row = rows.get(id);
      rows.delete(id);
      if (!toldOf.has(id)) continue; // Stripe sends no event of an open session, or of a card that nobody has attached
      if (!row) found.push(`${tableName} ${id}: no row`);
      else if (object['deleted'] === true) {
        if (row.deletedAt === null) found.push(`${tableName} ${id}: not deleted`);
      } else {
        const actual = new Map<string, unknown>(Object.entries(row));
        for (const [property, child] of Object.entries(owned ?? {})) {
          const children = await dataSource
            .getRepository(child)
            .find({ where: { account, parentId: id }, order: { id: 'ASC' } });
          actual.set(
            property,
            children.map(({ account: _account, parentId: _parent, ...fields }) => fields),
          );
        }
        if (row.deletedAt) found.push(`${tableName} ${id}: deleted`);
        const shapes = [
          object,
          ...versions.flatMap((version) => shownIn(version, engine, object, toldOf.get(id) ?? [], toRow)),
        ];
        const wrong = shapes.map((shape) => wrongFields(actual, asRecord(toRow(shape))));
        if (!wrong.some((fields) => fields.length === 0)) {
          found.push(...(wrong[0] ?? []).map((field) => `${tableName} ${id} ${field}`));
        }
      }
    }
    for (const id of rows.keys()) found.push(`${tableName} ${id}: the sandbox has no such object`);
  }
  return found;
}

/** The object as a read of that version shows it, and as its events do that tell of this very state. */
function shownIn(
  version: string,
  { store }: Engine,
  object: StripeObject,
  events: readonly SandboxEvent[],
  toRow: (object: StripeObject) => object,
): StripeObject[] {
  const row = toRow(object);
  const last = events.filter(({ data }) => isDeepStrictEqual(toRow(data.object), row));
  const { id, object: kind, ...fields } = object;
  const stored = { ...fields, id: String(id), object: String(kind) };
  const read = withLinks(stored, currentLinks(store, stored) ?? {});
  return [renderObject(read, version), ...last.flatMap((event) => asList(renderEvent(event, version)?.data.object))];
}

const asList = (object: StripeObject | undefined): StripeObject[] => (object ? [object] : []);

/** The sandbox makes them anew each time its API shows the object, as Stripe does: only whether there is one is compared. */
const LINKS: readonly string[] = ['hostedInvoiceUrl', 'invoicePdf', 'receiptUrl', 'pdf'];

function wrongFields(actual: ReadonlyMap<string, unknown>, expected: StripeObject): string[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    if (LINKS.includes(field) && typeof value === typeof actual.get(field)) return [];
    const here = normalized(actual.get(field));
    if (isDeepStrictEqual(here, normalized(value))) return [];
    return `${field}: here ${JSON.stringify(here)}, there ${JSON.stringify(value)}`;
  });
}

/** Lists of rows in the order of their ids. */
function normalized(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const rows = value.filter((row): row is StripeObject => typeof row === 'object' && row !== null);
  if (rows.length !== value.length) return value;
  const sorted = rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  return JSON.parse(JSON.stringify(sorted)) as unknown;
}
