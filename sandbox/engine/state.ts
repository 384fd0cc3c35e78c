import type { Store } from './store.js';

/** The truth per collection, newest shape, oldest first; deleted objects carry `deleted: true`. */
export function stateOf(store: Store) {
  return {
    products: store.products.state(),
    prices: store.prices.state(),
    customers: store.customers.state(),
    payment_methods: store.paymentMethods.state(),
    subscriptions: store.subscriptions.state(),
    invoices: store.invoices.state(),
    invoice_payments: store.invoicePayments.state(),
    invoiceitems: store.invoiceItems.state(),
    payment_intents: store.paymentIntents.state(),
    setup_intents: store.setupIntents.state(),
    charges: store.charges.state(),
    refunds: store.refunds.state(),
    checkout_sessions: store.checkoutSessions.state(),
    balance_transactions: store.balanceTransactions.state(),
  };
}

export type SandboxState = ReturnType<typeof stateOf>;
