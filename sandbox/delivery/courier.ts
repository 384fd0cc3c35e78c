import type { Clock } from '../clock.js';
import type { SandboxEvent } from '../objects/event.js';
import type { Endpoint } from './endpoint.js';
import type { Hostility } from './hostility.js';
import type { Loss } from './plan.js';
import { type AttemptResult, type Posted, Poster } from './post.js';
import { signedWebhook } from './signature.js';
import { type DeliveryLog, is2xx } from './statistics.js';

/** Takes an event to an endpoint, once: signed anew at each attempt, and lost on the way where that is planned. */
export class Courier {
  private readonly poster = new Poster();

  constructor(
    private readonly log: DeliveryLog,
    private readonly clock: Clock,
    private readonly hostility: () => Hostility,
    private readonly pendingWebhooks: (event: string) => number,
  ) {}

  async post(endpoint: Endpoint, event: SandboxEvent, loss?: Loss): Promise<AttemptResult> {
    if (loss === 'request') {
      this.log.noteLoss(false);
      return 'lost';
    }
    const told = { ...event, pending_webhooks: this.pendingWebhooks(event.id) };
    const result = await this.postAsIs(endpoint, signedWebhook(told, endpoint.liveSecrets(this.clock.now())));
    if (loss === undefined || !is2xx(result)) return result;
    this.log.noteLoss(true);
    return 'answer lost';
  }

  postAsIs({ url }: Endpoint, posted: Posted): Promise<AttemptResult> {
    return this.poster.post(url, posted, this.hostility().timeoutMs);
  }

  close(): void {
    this.poster.close();
  }
}
