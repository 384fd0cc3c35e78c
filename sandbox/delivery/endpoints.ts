import type { Clock } from '../clock.js';
import { invalidRequest, resourceMissing } from '../engine/errors.js';
import type { Random } from '../random.js';
import { Endpoint, type EndpointChanges, type EndpointOptions } from './endpoint.js';

/** Stripe keeps an old secret for a day at most. */
const LONGEST_OVERLAP_S = 86_400;

/** The webhook endpoints that are registered, oldest first. */
export class Endpoints {
  private readonly byId = new Map<string, Endpoint>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  all(): readonly Endpoint[] {
    return [...this.byId.values()];
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  get(id: string): Endpoint {
    const endpoint = this.byId.get(id);
    if (!endpoint) throw resourceMissing('webhook endpoint', id, 'webhook_endpoint');
    return endpoint;
  }

  add(options: EndpointOptions): Endpoint {
    check(options);
    const id = `we_1${this.random.alphanumeric(23)}`;
    const secret = options.secret ?? this.newSecret();
    const endpoint = new Endpoint(id, this.clock.now(), { ...options, secret });
    this.byId.set(id, endpoint);
    return endpoint;
  }

  /** Changes what is named and leaves the rest. An endpoint that is enabled again begins with a clean slate. */
  update(id: string, { disabled, ...changes }: EndpointChanges): Endpoint {
    const endpoint = this.get(id);
    check(changes);
    Object.assign(endpoint, changes);
    if (disabled !== undefined) endpoint.enabled = !disabled;
    if (disabled === false) endpoint.failingSince = null;
    return endpoint;
  }

  /** Nothing more is sent to it, not even what waits for a retry. */
  remove(id: string): void {
    this.byId.delete(id);
  }

  /**
   * @param expiresIn seconds of the sandbox's clock for which the old secret signs beside the new one; 0 ends it at once
   * @returns the new secret
   */
  rollSecret(id: string, expiresIn: number): string {
    const endpoint = this.get(id);
    if (!Number.isInteger(expiresIn) || expiresIn < 0 || expiresIn > LONGEST_OVERLAP_S) {
      throw invalidRequest(`expiresIn must be 0 to ${LONGEST_OVERLAP_S} seconds.`, 'expiresIn');
    }
    const secret = this.newSecret();
    endpoint.roll(secret, this.clock.now() + expiresIn);
    return secret;
  }

  private newSecret(): string {
    return `whsec_${this.random.alphanumeric(32)}`;
  }
}

function check({ url, enabledEvents, apiVersion }: Partial<EndpointOptions>): void {
  if (url !== undefined && !/^https?:$/.test(protocolOf(url))) {
    throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', 'url', 'url_invalid');
  }
  if (apiVersion !== undefined && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(apiVersion)) {
    throw invalidRequest(`Invalid Stripe API version: ${apiVersion}`, 'api_version');
  }
  if (enabledEvents === undefined) return;
  if (enabledEvents.length === 0) throw invalidRequest('At least one event must be enabled.', 'enabled_events');
  const wrong = enabledEvents.find((type) => !/^(\*|[a-z0-9_]+(\.[a-z0-9_]+)+)$/.test(type));
  if (wrong !== undefined) {
    throw invalidRequest(`Invalid enabled_events: '${wrong}' is not a type of event.`, 'enabled_events');
  }
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}
