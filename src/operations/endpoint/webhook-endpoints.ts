import { randomUUID } from 'node:crypto';
import { StripeUnavailableError } from '../../common/errors.js';
import type { StripeCalls } from '../../stripe/stripe.calls.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import { readEndpoint, type WebhookEndpoint } from './webhook-endpoint.js';

const PATH = '/v1/webhook_endpoints';
/** Stripe allows 16 of an account, and as many for connected ones. */
const PAGE = 100;

interface EndpointRequest {
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly apiVersion: string;
  readonly connect: boolean;
}

interface EndpointChanges {
  readonly enabledEvents: readonly string[];
  readonly disabled: boolean;
}

const isHash = (value: unknown): value is StripeObject => typeof value === 'object' && value !== null;

/** The endpoints that are registered at Stripe, in the mode of the key. */
export class WebhookEndpoints {
  constructor(private readonly calls: StripeCalls) {}

  /** @throws what {@link StripeCalls.run} throws. */
  async list(): Promise<WebhookEndpoint[]> {
    const { data } = await this.calls.run<StripeObject>(
      (client, options) => client.rawRequest('GET', `${PATH}?limit=${PAGE}`, undefined, options),
      { idempotencyKey: null, account: '' },
    );
    if (!Array.isArray(data)) throw new StripeUnavailableError('it answered something that is no list');
    return data.filter(isHash).flatMap((object) => readEndpoint(object) ?? []);
  }

  /** @returns the signing secret too, which Stripe tells this once. */
  async create(request: EndpointRequest): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
    const { url, enabledEvents, apiVersion, connect } = request;
    const params = { url, connect, enabled_events: enabledEvents, api_version: apiVersion };
    const object = await this.change(PATH, params);
    const endpoint = readEndpoint(object);
    const { secret } = object;
    if (!endpoint || typeof secret !== 'string') throw new StripeUnavailableError('it answered without a secret');
    return { endpoint, secret };
  }

  async update(id: string, { enabledEvents, disabled }: EndpointChanges): Promise<void> {
    await this.change(`${PATH}/${encodeURIComponent(id)}`, { enabled_events: enabledEvents, disabled });
  }

  private change(path: string, params: Record<string, unknown>): Promise<StripeObject> {
    return this.calls.run<StripeObject>((client, options) => client.rawRequest('POST', path, params, options), {
      idempotencyKey: randomUUID(),
      account: '',
    });
  }
}
