import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { Charge } from '../objects/charge.js';
import type { CheckoutSession } from '../objects/checkout-session.js';
import type { Customer } from '../objects/customer.js';
import type { Invoice } from '../objects/invoice.js';
import type { InvoiceItem } from '../objects/invoice-item.js';
import type { InvoicePayment } from '../objects/invoice-payment.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import type { Price } from '../objects/price.js';
import type { Product } from '../objects/product.js';
import type { Refund } from '../objects/refund.js';
import type { SetupIntent } from '../objects/setup-intent.js';
import type { Subscription } from '../objects/subscription.js';
import { Collection } from './collection.js';
import type { TestCard } from './test-cards.js';

/** Everything Stripe would keep, by resource, and the indexes that tie the resources together. */
export class Store {
  readonly products = new Collection<Product>('product');
  readonly prices = new Collection<Price>('price');
  readonly customers = new Collection<Customer>('customer');
  readonly paymentMethods = new Collection<PaymentMethod>('payment_method');
  readonly subscriptions = new Collection<Subscription>('subscription');
  readonly invoices = new Collection<Invoice>('invoice');
  readonly invoiceItems = new Collection<InvoiceItem>('invoiceitem');
  readonly invoicePayments = new Collection<InvoicePayment>('invoice_payment');
  readonly paymentIntents = new Collection<PaymentIntent>('payment_intent');
  readonly setupIntents = new Collection<SetupIntent>('setup_intent');
  readonly charges = new Collection<Charge>('charge');
  readonly refunds = new Collection<Refund>('refund');
  readonly checkoutSessions = new Collection<CheckoutSession>('checkout.session');
  readonly balanceTransactions = new Collection<BalanceTransaction>('balance_transaction');

  /** How a payment method behaves when it is charged or refunded. */
  readonly cards = new Map<string, TestCard>();
  /** payment intent -> invoice payment */
  readonly paymentOfIntent = new Map<string, string>();
  /** invoice -> invoice payment */
  readonly paymentOfInvoice = new Map<string, string>();
  readonly refundsOfCharge = new Map<string, string[]>();
  readonly chargesOfIntent = new Map<string, string[]>();
  readonly invoicesOfSubscription = new Map<string, string[]>();
  /** subscription -> invoice items that wait for its next invoice */
  readonly pendingItems = new Map<string, string[]>();

  private finalized = 0;

  /** Invoices are numbered through the whole account, as Stripe can be told to. */
  nextInvoiceNumber(): string {
    this.finalized += 1;
    return `SANDBOX-${String(this.finalized).padStart(4, '0')}`;
  }

  invoiceOfIntent(paymentIntent: string): string | null {
    const payment = this.paymentOfIntent.get(paymentIntent);
    return payment ? this.invoicePayments.get(payment).invoice : null;
  }

  intentOfInvoice(invoice: string): PaymentIntent | null {
    const payment = this.paymentOfInvoice.get(invoice);
    return payment ? this.paymentIntents.get(this.invoicePayments.get(payment).payment.payment_intent) : null;
  }
}

/** Adds to a list in a map of lists. */
export function append(index: Map<string, string[]>, key: string, id: string): void {
  const list = index.get(key);
  if (list) list.push(id);
  else index.set(key, [id]);
}
