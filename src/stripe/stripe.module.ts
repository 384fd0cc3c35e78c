import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventList } from './event-list.js';
import { ObjectList } from './object-list.js';
import { StripeEventExplorer } from './stripe-event.explorer.js';
import { StripeCallMetrics } from './stripe-call.metrics.js';
import { StripeEventRegistry } from './stripe-event.registry.js';
import { StripeCalls } from './stripe.calls.js';
import { StripeGateway } from './stripe.gateway.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    EventList,
    ObjectList,
    StripeCallMetrics,
    StripeEventExplorer,
    StripeEventRegistry,
    StripeCalls,
    StripeGateway,
  ],
  exports: [EventList, ObjectList, StripeEventRegistry, StripeCalls, StripeGateway],
})
export class StripeModule {}
