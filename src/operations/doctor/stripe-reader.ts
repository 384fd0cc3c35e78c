import { Registry } from 'prom-client';
import type { Env } from '../../config/env.js';
import { resourcePath } from '../../stripe/resource-path.js';
import { isForbidden, lackingPermission } from '../../stripe/refusal.js';
import { StripeCallMetrics } from '../../stripe/stripe-call.metrics.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { BACKFILLED_TYPES } from '../backfill/backfilled-types.js';
import { readEndpoint, type WebhookEndpoint } from '../endpoint/webhook-endpoint.js';

/** The endpoints of the account, and by how much Stripe's clock is ahead of ours, in seconds. */
interface EndpointsRead {
  readonly endpoints: readonly WebhookEndpoint[];
  readonly clockSkew: number;
}

/** Lists of what is mirrored; of balance transactions, events and what a customer may use besides. */
const READ: readonly string[] = [
  ...BACKFILLED_TYPES.flatMap((type) => resourcePath({ type, id: '' })?.replace(/\/$/, '') ?? []),
  '/v1/balance_transactions',
  '/v1/entitlements/active_entitlements',
  '/v1/events',
];

/** What the doctor asks Stripe, by the backend's key and beside its processes. */
export class StripeReader {
  private readonly gateway: StripeGateway;

  constructor(env: Env) {
    this.gateway = new StripeGateway(env, new StripeCallMetrics(new Registry()));
  }

  account(): Promise<string> {
    return this.gateway.accountId();
  }

  async endpoints(): Promise<EndpointsRead> {
    const began = Date.now();
    const { objects, readAt } = await this.gateway.list('/v1/webhook_endpoints', {}, '');
    // Stripe's date is a whole second, which ended half of one ago on the average.
    const clockSkew = (readAt.getTime() + 500 - began) / 1_000;
    return { endpoints: objects.flatMap((object) => readEndpoint(object) ?? []), clockSkew };
  }

  /** Permissions that the key lacks, in Stripe's names where it tells them. What else is wrong with a question is no matter. */
  async lacking(): Promise<string[]> {
    const asked = await Promise.all(READ.map((path) => this.lackingFor(path)));
    return [...new Set(asked.filter((name) => name !== null))].toSorted();
  }

  private async lackingFor(path: string): Promise<string | null> {
    try {
      await this.gateway.list(path, { limit: '1' }, '');
      return null;
    } catch (error) {
      return isForbidden(error) ? (lackingPermission(error) ?? `read of ${path}`) : null;
    }
  }
}
