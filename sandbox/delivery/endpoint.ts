import { existsIn } from '../versions/render.js';
import type { SandboxEvent } from '../objects/event.js';
import type { Metadata } from '../objects/stripe-object.js';

export interface EndpointOptions {
  url: string;
  /** `whsec_...`; made up if not given. */
  secret?: string;
  /** The version its events are rendered in; the account's if not given. */
  apiVersion?: string;
  /** True: gets the events of connected accounts, and only those. Otherwise those of the account itself, and only those. */
  connect?: boolean;
  /** Types of events; `*`, which is also the default, stands for all. */
  enabledEvents?: readonly string[];
  description?: string | null;
  metadata?: Metadata;
}

/** What can be changed of an endpoint that stands. */
export interface EndpointChanges {
  url?: string;
  enabledEvents?: readonly string[];
  description?: string | null;
  metadata?: Metadata;
  disabled?: boolean;
}

interface Secret {
  readonly value: string;
  /** Seconds UTC of the sandbox's clock. */
  liveUntil: number;
}

/** A webhook endpoint as it is registered at Stripe. */
export class Endpoint {
  url: string;
  enabledEvents: readonly string[];
  description: string | null;
  metadata: Metadata;
  enabled = true;
  /** Since when (seconds UTC of the sandbox's clock) it has answered nothing with 2xx although it was asked. */
  failingSince: number | null = null;
  readonly apiVersion: string | null;
  readonly connect: boolean;
  private secrets: Secret[] = [];

  constructor(
    readonly id: string,
    readonly created: number,
    options: EndpointOptions & { secret: string },
  ) {
    this.url = options.url;
    this.apiVersion = options.apiVersion ?? null;
    this.connect = options.connect ?? false;
    this.enabledEvents = options.enabledEvents ?? ['*'];
    this.description = options.description ?? null;
    this.metadata = options.metadata ?? {};
    this.secrets = [{ value: options.secret, liveUntil: Infinity }];
  }

  /** The newest one. */
  get secret(): string {
    return this.secrets[0]?.value ?? '';
  }

  /** All that sign at this moment, the newest first. */
  liveSecrets(now: number): string[] {
    return this.secrets.filter(({ liveUntil }) => now < liveUntil).map(({ value }) => value);
  }

  /** A new secret; what signed before goes on signing beside it until `until` (seconds UTC of the sandbox's clock). */
  roll(secret: string, until: number): void {
    for (const older of this.secrets) older.liveUntil = Math.min(older.liveUntil, until);
    this.secrets = [{ value: secret, liveUntil: Infinity }, ...this.secrets];
  }

  /** Whether the event is meant for it, in a version that knows such events. */
  wants({ account, type }: SandboxEvent, apiVersion: string): boolean {
    if (this.connect !== (account !== undefined)) return false;
    return (this.enabledEvents.includes('*') || this.enabledEvents.includes(type)) && existsIn(type, apiVersion);
  }
}
