import type { StripeSandbox } from '../sandbox/sandbox.js';

/** What happens at Stripe while things break. */
export class Shop {
  private readonly product: string;
  private readonly price: string;
  private customers = 0;

  constructor(private readonly sandbox: StripeSandbox) {
    const { prices, products } = sandbox.engine;
    this.product = products.create({ name: 'Acme Cloud', metadata: { plan: 'cloud' } }).id;
    const recurring = { interval: 'month' } as const;
    this.price = prices.create({ currency: 'usd', unit_amount: 1_900, product: this.product, recurring }).id;
  }

  /** A customer comes, subscribes and pays: a dozen events. @returns the charge's id. */
  sell(): string {
    const { engine } = this.sandbox;
    const customer = this.welcome('pm_card_visa');
    engine.subscriptions.create({ customer, items: [{ price: this.price }] });
    return engine.store.charges.values().at(-1)?.id ?? '';
  }

  /** So many customers come, and buy nothing: an event each. */
  greet(customers: number): void {
    for (let i = 0; i < customers; i += 1) this.welcome();
  }

  /** A product comes, of that name. */
  offer(name: string): void {
    this.sandbox.engine.products.create({ name });
  }

  /** An event that cannot be settled without a read from Stripe: REREAD_EVENT_TYPES. */
  rename(): void {
    this.sandbox.engine.products.update(this.product, { name: `Acme Cloud ${this.customers}` });
  }

  /** The cardholder's bank wants a payment back: the operator is told. */
  dispute(charge: string): void {
    this.sandbox.engine.disputes.create({ charge, reason: 'product_not_received' });
  }

  private welcome(card?: string): string {
    this.customers += 1;
    const [name, email] = [`Customer ${this.customers}`, `customer-${this.customers}@example.com`];
    const metadata = { tenant_id: `tenant_${this.customers}` };
    const { id } = this.sandbox.engine.customers.create({
      name,
      email,
      metadata,
      ...(card && { payment_method: card }),
    });
    return id;
  }
}
