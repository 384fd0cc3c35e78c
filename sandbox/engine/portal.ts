import type { Price } from '../objects/price.js';
import { newPortalSession, type PortalSession } from '../objects/portal-session.js';
import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { flowOf, type FlowParams } from './portal-flow.js';
import { webAddress } from './web-address.js';

export interface PortalSessionCreate {
  customer: string;
  flow_data?: FlowParams;
  locale?: string;
  return_url?: string;
}

interface Opening {
  readonly session: PortalSession;
  /** Seconds UTC. */
  liveUntil: number;
}

/** A link has to be opened within five minutes, and is good for an hour from then. Seconds. */
const TO_OPEN = 300;
const OPEN = 3_600;

/** The billing portal: sessions, and what customers may change there. */
export class Portal {
  private readonly openings = new Map<string, Opening>();
  private configured: readonly string[] | null = null;

  constructor(private readonly ctx: EngineContext) {}

  /** To which prices a customer can change; every active recurring one until this is called. */
  offer(prices: readonly string[]): void {
    for (const price of prices) this.ctx.store.prices.get(price, 'prices');
    this.configured = prices;
  }

  create({ customer: id, flow_data, locale, return_url }: PortalSessionCreate): PortalSession {
    const { clock, ids, pages, store } = this.ctx;
    const customer = store.customers.get(id, 'customer').id;
    const secret = `test_${ids.secret(40)}`;
    const session = newPortalSession({
      id: ids.timed('bps'),
      configuration: 'bpc_1Sandbox',
      created: clock.now(),
      customer,
      flow: flow_data ? flowOf(store, customer, flow_data) : null,
      locale: locale ?? null,
      return_url: webAddress(return_url, 'return_url'),
      url: pages.portal(secret),
    });
    this.openings.set(secret, { session, liveUntil: clock.now() + TO_OPEN });
    return session;
  }

  /** The session of an address, as long as it lives; each look makes it last. */
  visit(secret: string): PortalSession | undefined {
    const { clock, store } = this.ctx;
    const opening = this.openings.get(secret);
    if (!opening || clock.now() >= opening.liveUntil || store.customers.isDeleted(opening.session.customer)) {
      return undefined;
    }
    opening.liveUntil = clock.now() + OPEN;
    return opening.session;
  }

  /** What the subscription's plan can be changed to. */
  pricesFor({ currency }: Subscription): Price[] {
    const offered = this.ctx.store.prices.values();
    return offered.filter(
      (price) =>
        price.active &&
        price.type === 'recurring' &&
        price.currency === currency &&
        (this.configured?.includes(price.id) ?? true),
    );
  }
}
