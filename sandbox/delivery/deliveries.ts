import { resourceMissing } from '../engine/errors.js';
import type { Engine } from '../engine/engine.js';
import type { SandboxEvent } from '../objects/event.js';
import { Random } from '../random.js';
import { renderEvent } from '../versions/render.js';
import { Courier } from './courier.js';
import { type Delivery, DeliveryQueue } from './delivery-queue.js';
import type { Endpoint, EndpointOptions } from './endpoint.js';
import { Endpoints } from './endpoints.js';
import { forge, type Forgery } from './forgery.js';
import { type Hostility, NO_HOSTILITY } from './hostility.js';
import { inventedEvent } from './invented-event.js';
import { PLAIN, planCopies, versionFor } from './plan.js';
import type { AttemptResult } from './post.js';
import { DeliveryLog, type DeliveryStatistics } from './statistics.js';

/** A window that does not fill is handed out after so many milliseconds without a further event. */
const WINDOW_IDLE_MS = 20;

interface Held {
  readonly event: SandboxEvent;
  readonly endpoints: readonly Endpoint[];
}

/** Webhook endpoints and what is sent to them: every event they want that is recorded while they are enabled. */
export class Deliveries {
  readonly endpoints: Endpoints;
  private readonly log = new DeliveryLog();
  private readonly courier: Courier;
  private readonly queue: DeliveryQueue;
  private hostility: Hostility = NO_HOSTILITY;
  private random = new Random(NO_HOSTILITY.seed);
  private waiting: Held[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly apiVersion: string,
    secrets: Random,
  ) {
    this.endpoints = new Endpoints(engine.clock, secrets);
    const hostility = () => this.hostility;
    this.courier = new Courier(this.log, engine.clock, hostility, (event) => this.pendingWebhooks(event));
    const isRegistered = ({ id }: Endpoint) => this.endpoints.has(id);
    this.queue = new DeliveryQueue(this.courier, this.log, engine, hostility, isRegistered);
    engine.record.onEvent((event) => this.take(event));
  }

  addEndpoint(options: EndpointOptions): Endpoint {
    return this.endpoints.add(options);
  }

  /**
   * A new signing secret; until `expiresIn` seconds (of the sandbox's clock) have passed each delivery is signed by both.
   *
   * @returns the new secret
   */
  rollSecret({ id }: { id: string }, { expiresIn = 0 }: { expiresIn?: number } = {}): string {
    return this.endpoints.rollSecret(id, expiresIn);
  }

  /** Changes what is named and leaves the rest; applies to events from now on. */
  setHostility(changes: Partial<Hostility>): void {
    this.hostility = { ...this.hostility, ...changes };
    if (changes.seed !== undefined) this.random = new Random(changes.seed);
  }

  /**
   * Sends an event again, once, as `stripe events resend` does: to one endpoint or to all that want it. The automatic
   * retries of a delivery that failed go on beside it, so that it may well come twice.
   */
  resend(eventId: string, endpointId?: string): void {
    const event = this.engine.record.events.find(({ id }) => id === eventId);
    if (!event) throw resourceMissing('event', eventId);
    const endpoints = endpointId === undefined ? this.recipients(event) : [this.endpoints.get(endpointId)];
    for (const endpoint of endpoints) this.send({ event, endpoint, copies: PLAIN, rush: false, retried: false });
  }

  /**
   * Sends what no receiver may take for an event of Stripe's to one endpoint (the oldest if none is named).
   *
   * @param event what the forgery says; without it, the newest event it wants, under another id
   * @returns the status of the answer, or why there was none
   */
  async forge(
    kind: Forgery,
    { endpoint, event }: { endpoint?: string; event?: SandboxEvent } = {},
  ): Promise<AttemptResult> {
    const target = endpoint === undefined ? this.endpoints.all()[0] : this.endpoints.get(endpoint);
    if (!target) throw resourceMissing('webhook endpoint', 'any', 'endpoint');
    this.log.forged += 1;
    const { clock, record } = this.engine;
    const model = record.events.findLast((one) => target.wants(one, this.versionOf(one, target)));
    const told = event ?? inventedEvent(model, this.log.forged, clock.now());
    const posted = forge(kind, told, target.secret, Math.floor(Date.now() / 1000));
    return this.courier.postAsIs(target, posted);
  }

  /** Sends what `shuffle` and `burst` hold back, without waiting for it. */
  release(): void {
    clearTimeout(this.timer);
    const { shuffle, burst } = this.hostility;
    const held = this.waiting;
    this.waiting = [];
    for (const { event, endpoints } of shuffle === 'none' ? held : this.random.shuffled(held)) {
      for (const endpoint of endpoints) {
        const copies = planCopies(this.random, this.hostility);
        this.send({ event, endpoint, copies, rush: burst !== 'none', retried: true });
      }
    }
  }

  /**
   * Resolves when every event has had its 2xx from every endpoint that wants it, what was dropped among them, and all
   * planned duplicates are sent. What is given up, or waits for the sandbox's clock (`retryClock`), does not hold it up.
   */
  async settled(): Promise<void> {
    do {
      this.release();
      await this.queue.idle();
    } while (this.waiting.length > 0); // what has happened meanwhile is held back too
  }

  statistics(): DeliveryStatistics {
    const held = this.waiting.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
    return this.log.statistics(this.engine.record.events.length, this.queue.outstanding + held);
  }

  /** Endpoints that were to get this event and have not answered it with 2xx (`event.pending_webhooks`). */
  pendingWebhooks(eventId: string): number {
    return this.log.pendingEndpoints(eventId).filter((id) => this.endpoints.has(id)).length;
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue.close();
  }

  private take(event: SandboxEvent): void {
    this.hold(event);
    if (this.random.chance(this.hostility.twinFacts)) {
      this.hold(this.engine.record.twin(event));
      this.log.twinsSent += 1;
    }
    const { shuffle, burst } = this.hostility;
    if (shuffle === 'whole') return;
    const full = Math.max(shuffle === 'none' ? 1 : shuffle, burst === 'none' ? 1 : burst);
    if (this.waiting.length >= full) {
      this.release();
      return;
    }
    clearTimeout(this.timer);
    if (burst === 'none') this.timer = setTimeout(() => this.release(), WINDOW_IDLE_MS);
  }

  /** Who gets an event is decided when it happens, not when it is sent. */
  private hold(event: SandboxEvent): void {
    const endpoints = this.recipients(event).filter(({ enabled }) => enabled);
    this.log.expect(
      event.id,
      endpoints.map(({ id }) => id),
    );
    this.waiting.push({ event, endpoints });
  }

  private recipients(event: SandboxEvent): Endpoint[] {
    return this.endpoints.all().filter((endpoint) => endpoint.wants(event, this.versionOf(event, endpoint)));
  }

  private versionOf(event: SandboxEvent, { id, apiVersion }: Endpoint): string {
    return versionFor(event, { id, apiVersion: apiVersion ?? this.apiVersion }, this.hostility);
  }

  private send(delivery: Delivery): void {
    const { event, endpoint } = delivery;
    const rendered = renderEvent(event, this.versionOf(event, endpoint));
    if (rendered) this.queue.add({ ...delivery, event: rendered });
  }
}
