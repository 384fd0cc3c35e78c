import type { DynamicModule } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, NestFactory } from '@nestjs/core';
import { followedBy, ownedBy } from './decorated-method.js';

type Methods = Readonly<Record<string, unknown>>;

const isMethod = (value: unknown): value is (...args: never[]) => unknown => typeof value === 'function';

const isHash = (value: unknown): value is Methods => typeof value === 'object' && value !== null;

/**
 * The event types that some provider of the application handles, sorted: what its endpoint has to be sent. Nothing is
 * instantiated for it (Nest's preview mode), so it needs neither a database nor a key. A provider that a factory makes is
 * not seen.
 */
export async function handledTypes(application: DynamicModule): Promise<string[]> {
  const preview = await NestFactory.createApplicationContext(application, { preview: true, logger: false });
  const scanner = new MetadataScanner();
  const types = new Set<string>();
  for (const { providers } of preview.get(ModulesContainer).values()) {
    for (const { metatype, instance } of providers.values()) {
      const prototype: unknown = metatype
        ? metatype.prototype
        : isHash(instance)
          ? Object.getPrototypeOf(instance)
          : null;
      if (!isHash(prototype)) continue;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const method = prototype[name];
        if (!isMethod(method)) continue;
        for (const type of ownedBy(method)) types.add(type);
        const after = followedBy(method);
        if (after) types.add(after.type);
      }
    }
  }
  return [...types].toSorted();
}
