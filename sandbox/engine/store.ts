import type { Account } from '../objects/account.js';
import type { ApplicationFee } from '../objects/application-fee.js';
import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { BankAccount } from '../objects/bank-account.js';
import type { Capability } from '../objects/capability.js';
import type { Charge } from '../objects/charge.js';
import type { CheckoutSession } from '../objects/checkout-session.js';
import type { Coupon } from '../objects/coupon.js';
import type { CreditNote } from '../objects/credit-note.js';
import type { Customer } from '../objects/customer.js';
import type { CustomerBalanceTransaction } from '../objects/customer-balance-transaction.js';
import type { DestinationPayment } from '../objects/destination-payment.js';
import type { Discount } from '../objects/discount.js';
import type { Dispute } from '../objects/dispute.js';
import type { EarlyFraudWarning } from '../objects/early-fraud-warning.js';
import type { ActiveEntitlement, Feature, ProductFeature } from '../objects/entitlement.js';
import type { Invoice } from '../objects/invoice.js';
import type { InvoiceItem } from '../objects/invoice-item.js';
import type { InvoicePayment } from '../objects/invoice-payment.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import type { Payout } from '../objects/payout.js';
import type { Person } from '../objects/person.js';
import type { Plan } from '../objects/plan.js';
import type { Price } from '../objects/price.js';
import type { Product } from '../objects/product.js';
import type { PromotionCode } from '../objects/promotion-code.js';
import type { Refund } from '../objects/refund.js';
import type { Review } from '../objects/review.js';
import type { SetupIntent } from '../objects/setup-intent.js';
import type { Subscription } from '../objects/subscription.js';
import type { SubscriptionSchedule } from '../objects/subscription-schedule.js';
import type { TaxId } from '../objects/tax-id.js';
import type { Transfer } from '../objects/transfer.js';
import { Collection } from './collection.js';
import type { TestCard } from './test-cards.js';

/** Everything Stripe would keep, by resource, and the indexes that tie the resources together. */
export class Store {
  readonly products = new Collection<Product>('product');
  readonly prices = new Collection<Price>('price');
  readonly plans = new Collection<Plan>('plan');
  readonly coupons = new Collection<Coupon>('coupon');
  readonly promotionCodes = new Collection<PromotionCode>('promotion_code');
  readonly customers = new Collection<Customer>('customer');
  readonly customerBalanceTransactions = new Collection<CustomerBalanceTransaction>('customer_balance_transaction');
  readonly taxIds = new Collection<TaxId>('tax_id');
  readonly discounts = new Collection<Discount>('discount');
  readonly paymentMethods = new Collection<PaymentMethod>('payment_method');
  readonly subscriptions = new Collection<Subscription>('subscription');
  readonly subscriptionSchedules = new Collection<SubscriptionSchedule>('subscription_schedule');
  readonly invoices = new Collection<Invoice>('invoice');
  readonly invoiceItems = new Collection<InvoiceItem>('invoiceitem');
  readonly creditNotes = new Collection<CreditNote>('credit_note');
  readonly invoicePayments = new Collection<InvoicePayment>('invoice_payment');
  readonly paymentIntents = new Collection<PaymentIntent>('payment_intent');
  readonly setupIntents = new Collection<SetupIntent>('setup_intent');
  readonly charges = new Collection<Charge>('charge');
  readonly refunds = new Collection<Refund>('refund');
  readonly checkoutSessions = new Collection<CheckoutSession>('checkout.session');
  readonly balanceTransactions = new Collection<BalanceTransaction>('balance_transaction');
  readonly bankAccounts = new Collection<BankAccount>('external_account');
  readonly disputes = new Collection<Dispute>('dispute');
  readonly applicationFees = new Collection<ApplicationFee>('application_fee');
  readonly transfers = new Collection<Transfer>('transfer');
  /** What the platform's transfers are here: they are listed among the charges. */
  readonly destinationPayments = new Collection<DestinationPayment>('charge');
  /** The account itself, and what it may do. */
  readonly accounts = new Collection<Account>('account');
  readonly capabilities = new Collection<Capability>('capability');
  readonly persons = new Collection<Person>('person');
  readonly earlyFraudWarnings = new Collection<EarlyFraudWarning>('early_fraud_warning');
  readonly payouts = new Collection<Payout>('payout');
  readonly reviews = new Collection<Review>('review');
  readonly features = new Collection<Feature>('entitlements.feature');

  /** How a payment method behaves when it is charged or refunded. */
  readonly cards = new Map<string, TestCard>();
  /** payment intent -> invoice payment */
  readonly paymentOfIntent = new Map<string, string>();
  /** invoice -> invoice payment */
  readonly paymentOfInvoice = new Map<string, string>();
  readonly refundsOfCharge = new Map<string, string[]>();
  /** charge -> dispute */
  readonly disputeOfCharge = new Map<string, string>();
  /** Setup intents that only the page of their Checkout session may go on with. */
  readonly setupsOfCheckout = new Set<string>();
  /** automatic payout -> the movements that it pays out */
  readonly paidOut = new Map<string, readonly string[]>();
  /** bank account -> its number, which decides how payouts to it end */
  readonly bankNumbers = new Map<string, string>();
  /** product -> its features */
  readonly featuresOfProduct = new Map<string, readonly ProductFeature[]>();
  /** customer -> what it may use, oldest first */
  readonly entitlementsOfCustomer = new Map<string, readonly ActiveEntitlement[]>();
  readonly chargesOfIntent = new Map<string, string[]>();
  readonly invoicesOfSubscription = new Map<string, string[]>();
  readonly creditNotesOfInvoice = new Map<string, string[]>();
  /** What periods of subscription items were billed at: see billed-share.ts. */
  readonly billedShare = new Map<string, number>();
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
