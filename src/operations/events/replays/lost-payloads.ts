import { Injectable } from '@nestjs/common';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import { StripeGateway } from '../../../stripe/stripe.gateway.js';
import { objectOfGone, type LoggedFacts } from '../../../webhooks/gone-event.js';
import { snapshotTypeOf } from '../../../webhooks/thin-event.js';

/** Events whose payload is gone: the pipeline reads what they told of from Stripe, where it has an address there. */
@Injectable()
export class LostPayloads {
  constructor(
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
  ) {}

  /** Whether a replay would do anything but fail. */
  canRun(event: LoggedFacts): boolean {
    const type = snapshotTypeOf(event.type);
    const isHandled = this.registry.ownerOf(type) !== undefined || this.registry.followersOf(type).length > 0;
    return !isHandled || (this.gateway.available && objectOfGone(event) !== null);
  }
}
