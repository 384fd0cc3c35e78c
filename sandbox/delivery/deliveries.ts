import type { EventRecorder } from '../engine/event-recorder.js';
import type { SandboxEvent } from '../objects/event.js';
import { Random } from '../random.js';
import { renderEvent } from '../versions/render.js';
import { DeliveryQueue } from './delivery-queue.js';
import type { Endpoint, EndpointOptions } from './endpoint.js';
import { type Hostility, NO_HOSTILITY } from './hostility.js';
import { DeliveryLog, type DeliveryStatistics } from './statistics.js';

/** A window that does not fill is handed out after so many milliseconds without a further event. */
const WINDOW_IDLE_MS = 20;

/** Webhook endpoints and what is sent to them: every event recorded after an endpoint was added. */
export class Deliveries {
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly log = new DeliveryLog();
  private readonly queue = new DeliveryQueue(this.log, () => this.hostility);
  private hostility: Hostility = NO_HOSTILITY;
  private random = new Random(NO_HOSTILITY.seed);
  private waiting: SandboxEvent[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly record: EventRecorder,
    private readonly apiVersion: string,
    private readonly secrets: Random,
  ) {
    record.onEvent((event) => this.take(event));
  }

  addEndpoint({ url, secret, apiVersion }: EndpointOptions): Endpoint {
    const endpoint: Endpoint = {
      id: `we_1${this.secrets.alphanumeric(23)}`,
      url,
      secret: secret ?? `whsec_${this.secrets.alphanumeric(32)}`,
      apiVersion: apiVersion ?? this.apiVersion,
    };
    this.endpoints.set(endpoint.id, endpoint);
    return endpoint;
  }

  /** Nothing more is sent to it, not even what waits for a retry. */
  removeEndpoint(id: string): void {
    this.endpoints.delete(id);
    this.queue.drop(id);
  }

  /** Changes what is named and leaves the rest; applies to events from now on. */
  setHostility(changes: Partial<Hostility>): void {
    this.hostility = { ...this.hostility, ...changes };
    if (changes.seed !== undefined) this.random = new Random(changes.seed);
  }

  /** Sends an event again to every endpoint, as `stripe events resend` does. */
  resend(eventId: string): void {
    const event = this.record.events.find(({ id }) => id === eventId);
    if (event) this.sendAll([event]);
  }

  /** Resolves when every event has had its 2xx from every endpoint and all planned duplicates are sent. */
  async settled(): Promise<void> {
    this.handOut();
    await this.queue.idle();
  }

  statistics(): DeliveryStatistics {
    const held = this.waiting.length * this.endpoints.size;
    return this.log.statistics(this.record.events.length, this.queue.outstanding + held);
  }

  /** Endpoints that have not answered this event with 2xx (`event.pending_webhooks`). */
  pendingWebhooks(eventId: string): number {
    return [...this.endpoints.keys()].filter((id) => !this.log.hasAcknowledged(id, eventId)).length;
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue.close();
  }

  private take(event: SandboxEvent): void {
    this.waiting.push(event);
    if (this.random.chance(this.hostility.twinFacts)) {
      this.waiting.push(this.record.twin(event));
      this.log.twinsSent += 1;
    }
    const { shuffle } = this.hostility;
    if (shuffle === 'whole') return;
    if (shuffle === 'none' || this.waiting.length >= shuffle) {
      this.handOut();
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.handOut(), WINDOW_IDLE_MS);
  }

  private handOut(): void {
    clearTimeout(this.timer);
    const events = this.waiting;
    this.waiting = [];
    this.sendAll(this.hostility.shuffle === 'none' ? events : this.random.shuffled(events));
  }

  private sendAll(events: readonly SandboxEvent[]): void {
    for (const event of events) {
      for (const endpoint of this.endpoints.values()) {
        const rendered = this.render(event, endpoint);
        if (rendered) this.queue.add({ endpoint, event: rendered, delays: this.planDelays() });
      }
    }
  }

  private render(event: SandboxEvent, { apiVersion }: Endpoint): SandboxEvent | null {
    const rendered = renderEvent(event, apiVersion);
    return rendered && { ...rendered, pending_webhooks: this.endpoints.size };
  }

  /** One delay for the delivery and one for each duplicate of it. */
  private planDelays(): number[] {
    const { duplicateProbability, maxDelayMs } = this.hostility;
    const delay = (): number => (maxDelayMs > 0 ? this.random.int(maxDelayMs + 1) : 0);
    const delays = [delay()];
    while (this.random.chance(duplicateProbability)) delays.push(delay());
    return delays;
  }
}
