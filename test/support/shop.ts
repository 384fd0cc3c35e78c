import { StripeSandbox } from '../../sandbox/sandbox.js';
import { call, signJwt, type Answer, type CallOptions } from './api.js';
import { SECRET, startBackend, type Backend, type BackendOptions } from './backend.js';

const ORIGIN = 'https://app.example.com';
const CONNECT_SECRET = 'whsec_test_of_connected';

export const SUCCESS = `${ORIGIN}/welcome?session={CHECKOUT_SESSION_ID}`;
export const CANCEL = `${ORIGIN}/prices`;

/** A product with a plan, and what it costs a month and a year. */
export interface Sold {
  readonly product: string;
  readonly monthly: string;
  readonly yearly: string;
}

/** The backend, and a Stripe that tells it of everything. */
export interface Shop {
  readonly sandbox: StripeSandbox;
  readonly backend: Backend;
  /** Resolves when the rows show what Stripe has told. */
  settled(): Promise<void>;
  /** Asks as a user of the tenant, or as whoever `as` is. */
  ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: CallOptions & { readonly tenant?: string },
  ): Promise<Answer<Body>>;
  /** @param amount a month, in cents; a year costs ten months. */
  sell(plan: string, amount: number, metadata?: Readonly<Record<string, string>>): Sold;
  /** Stripe's customer and a subscription of the tenant's, paid by card. */
  subscribe(tenant: string, price: string, quantity?: number): Promise<{ customer: string; subscription: string }>;
  close(): Promise<void>;
}

export async function startShop(seed: string, options: BackendOptions = {}): Promise<Shop> {
  const sandbox = await StripeSandbox.start({ seed });
  const env = {
    STRIPE_SECRET_KEY: sandbox.apiKey,
    STRIPE_API_BASE: sandbox.url,
    STRIPE_CONNECT_WEBHOOK_SECRET: CONNECT_SECRET,
    ALLOWED_REDIRECT_ORIGINS: ORIGIN,
    ...options.env,
  };
  const backend = await startBackend({ ...options, env });
  const url = `${backend.url}/webhooks/stripe`;
  sandbox.deliveries.addEndpoint({ url, secret: SECRET });
  sandbox.deliveries.addEndpoint({ url, secret: CONNECT_SECRET, connect: true });
  const { engine } = sandbox;

  const settled = async () => {
    await sandbox.deliveries.settled();
    await backend.settled();
  };

  return {
    sandbox,
    backend,
    settled,
    ask: async (method, path, { tenant = 'tenant_1', as, ...rest } = {}) =>
      call(backend, method, path, { ...rest, as: as ?? (await signJwt({ tenant })) }),
    sell: (plan, amount, metadata = {}) => {
      const product = engine.products.create({ name: plan.toUpperCase(), metadata: { plan, ...metadata } }).id;
      const priced = (unit_amount: number, interval: 'month' | 'year') =>
        engine.prices.create({ currency: 'usd', product, unit_amount, recurring: { interval } }).id;
      return { product, monthly: priced(amount, 'month'), yearly: priced(amount * 10, 'year') };
    },
    subscribe: async (tenant, price, quantity = 1) => {
      const customer = engine.customers.create({ payment_method: 'pm_card_visa', metadata: { tenant_id: tenant } }).id;
      const subscription = engine.subscriptions.create({ customer, items: [{ price, quantity }] }).id;
      await settled();
      return { customer, subscription };
    },
    close: async () => {
      await backend.close();
      await sandbox.close();
    },
  };
}
