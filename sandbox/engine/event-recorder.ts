import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import { type Fields, NEWEST_API_VERSION, type SandboxEvent } from '../objects/event.js';
import { deepFreeze, type StripeObject } from '../objects/stripe-object.js';
import { hash, previousAttributes } from '../previous-attributes.js';
import type { Collection } from './collection.js';
import { currentLinks, withLinks } from './links.js';
import type { Store } from './store.js';

const NO_REQUEST = { id: null, idempotency_key: null } as const;
const FORMER = Symbol('former snapshot');

/** The whole snapshot that `previous_attributes` was made from, with its links: older versions are rendered from both. */
export function formerSnapshot(event: SandboxEvent): Fields | undefined {
  return hasFormer(event) ? event[FORMER] : undefined;
}

function hasFormer(event: object): event is { [FORMER]: Fields } {
  return FORMER in event;
}

/** Writes objects and events together: an event's object is the very (frozen) object that was stored with it. */
export class EventRecorder {
  /** The account's own events. */
  readonly own: SandboxEvent[] = [];
  /** A platform's: its own and those of the accounts connected to it, in order. */
  readonly events: SandboxEvent[] = [];
  private readonly recorders = new Map<string, EventRecorder>();
  private readonly listeners: ((event: SandboxEvent) => void)[] = [];
  private request: SandboxEvent['request'] = NO_REQUEST;
  private severed = false;

  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly store: Store,
    private readonly connected?: { readonly account: string; readonly platform: EventRecorder },
  ) {
    connected?.platform.recorders.set(connected.account, this);
  }

  onEvent(listener: (event: SandboxEvent) => void): void {
    this.listeners.push(listener);
  }

  /** Whether the platform is told what happens here: not while its access is withdrawn, nor of it later. */
  tellPlatform(told: boolean): void {
    this.severed = !told;
  }

  /** Events recorded while `work` runs name this API request as their cause. */
  during<T>(request: SandboxEvent['request'], work: () => T): T {
    if (this.connected) return this.connected.platform.during(request, work);
    this.request = request;
    try {
      return work();
    } finally {
      this.request = NO_REQUEST;
    }
  }

  /** A new object, and the event that tells of it, if there is one. */
  create<T extends StripeObject>(into: Collection<T>, object: T, type?: string): T {
    const stored = this.keep(into, object);
    if (type) this.emit(type, stored);
    return stored;
  }

  /** A change told by an event with `previous_attributes`; nothing changed, no event. */
  update<T extends StripeObject>(within: Collection<T>, before: T, patch: Partial<T>, type: string): T {
    const after = { ...before, ...patch };
    const previous = previousAttributes(hash(before), hash(after));
    if (Object.keys(previous).length === 0) return before;
    const stored = this.keep(within, after);
    this.append(type, stored, before, previous);
    return stored;
  }

  /** A change told by an event without `previous_attributes` (`payment_intent.succeeded`), or by none. */
  step<T extends StripeObject>(within: Collection<T>, before: T, patch: Partial<T>, type?: string): T {
    return this.create(within, { ...before, ...patch }, type);
  }

  remove<T extends StripeObject>(from: Collection<T>, object: T, type: string): void {
    from.markDeleted(object.id);
    this.emit(type, object);
  }

  emit(type: string, object: Fields | StripeObject): SandboxEvent {
    return this.append(type, object);
  }

  /** A second event for the same fact, which Stripe sends at times: another id, everything else alike. */
  twin(event: SandboxEvent): SandboxEvent {
    const twin: SandboxEvent = { ...event, id: this.ids.timed('evt') };
    Object.defineProperty(twin, FORMER, { value: formerSnapshot(event) });
    deepFreeze(twin);
    this.events.push(twin);
    (this.recorders.get(event.account ?? '') ?? this).own.push(twin);
    return twin;
  }

  private publish(event: SandboxEvent): void {
    this.events.push(event);
    for (const listener of this.listeners) listener(event);
  }

  /** As Stripe prints it: id first, then its type. */
  private keep<T extends StripeObject>(into: Collection<T>, object: T): T {
    const links = currentLinks(this.store, object);
    const ordered = Object.assign({ id: object.id, object: object.object }, object);
    return into.put(deepFreeze(links ? withLinks(ordered, { start: this.clock.now(), ...links }) : ordered));
  }

  private append(type: string, object: object, former?: object, previous?: Fields): SandboxEvent {
    const event: SandboxEvent = {
      id: this.ids.timed('evt'),
      object: 'event',
      ...(this.connected && { account: this.connected.account }),
      api_version: NEWEST_API_VERSION,
      created: this.clock.now(),
      data: { object: hash(object), ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: 0,
      request: (this.connected?.platform ?? this).request,
      type,
    };
    if (former) Object.defineProperty(event, FORMER, { value: former });
    deepFreeze(event);
    this.own.push(event);
    if (!this.severed) (this.connected?.platform ?? this).publish(event);
    return event;
  }
}
