import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { followedBy, ownedBy } from './decorated-method.js';
import { StripeEventRegistry } from './stripe-event.registry.js';

type Method = (...args: unknown[]) => Promise<never>;

/** Finds the decorated methods of all providers at boot. A mistake in the wiring stops the start, not the first event. */
@Injectable()
export class StripeEventExplorer implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly registry: StripeEventRegistry,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const methods: Readonly<Record<string, Method | undefined>> = instance;
      const { name: className } = instance.constructor;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const method = methods[name];
        if (method) this.register(`${className}.${name}`, method, method.bind(instance));
      }
    }
  }

  private register(name: string, method: Method, handle: Method): void {
    for (const type of ownedBy(method)) this.registry.own(type, { name, handle });
    const after = followedBy(method);
    if (after) this.registry.follow(after.type, { name, key: after.key, handle });
  }
}
