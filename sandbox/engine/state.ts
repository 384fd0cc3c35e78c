import type { Store } from './store.js';

/** The truth per collection, newest shape, oldest first; deleted objects carry `deleted: true`. */
export function stateOf(store: Store) {
  return {
    products: store.products.state(),
    prices: store.prices.state(),
    plans: store.plans.state(),
    coupons: store.coupons.state(),
    promotion_codes: store.promotionCodes.state(),
    customers: store.customers.state(),
    customer_balance_transactions: store.customerBalanceTransactions.state(),
    tax_ids: store.taxIds.state(),
    discounts: store.discounts.state(),
    payment_methods: store.paymentMethods.state(),
    subscriptions: store.subscriptions.state(),
    subscription_schedules: store.subscriptionSchedules.state(),
    invoices: store.invoices.state(),
    credit_notes: store.creditNotes.state(),
    invoice_payments: store.invoicePayments.state(),
    invoiceitems: store.invoiceItems.state(),
    payment_intents: store.paymentIntents.state(),
    setup_intents: store.setupIntents.state(),
    charges: store.charges.state(),
    refunds: store.refunds.state(),
    checkout_sessions: store.checkoutSessions.state(),
    balance_transactions: store.balanceTransactions.state(),
    application_fees: store.applicationFees.state(),
    transfers: store.transfers.state(),
    destination_payments: store.destinationPayments.state(),
    accounts: store.accounts.state(),
    bank_accounts: store.bankAccounts.state(),
    capabilities: store.capabilities.state(),
    persons: store.persons.state(),
    disputes: store.disputes.state(),
    early_fraud_warnings: store.earlyFraudWarnings.state(),
    payouts: store.payouts.state(),
    reviews: store.reviews.state(),
  };
}

export type SandboxState = ReturnType<typeof stateOf>;
