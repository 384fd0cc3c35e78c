import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { StripeEventExplorer } from './stripe-event.explorer.js';
import { StripeEventRegistry } from './stripe-event.registry.js';
import { StripeGateway } from './stripe.gateway.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [StripeEventExplorer, StripeEventRegistry, StripeGateway],
  exports: [StripeEventRegistry, StripeGateway],
})
export class StripeModule {}
