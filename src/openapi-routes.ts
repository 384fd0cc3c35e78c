import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Allow, AllowWith, type Access } from './auth/access.js';
import type { Scope } from './auth/caller.js';
import { Problems } from './common/api-problems.decorator.js';
import type { ProblemCode } from './common/problem-codes.js';
import { AnsweredAnew } from './idempotency/answered-anew.decorator.js';

/** What the decorators of a handler say that the description has no word for. */
export interface DescribedRoute {
  readonly access: Access | undefined;
  /** Needed besides. */
  readonly also: Scope | undefined;
  /** Whether its answers are kept for the same `Idempotency-Key`, where it is no GET. */
  readonly keyed: boolean;
  readonly problems: readonly ProblemCode[];
}

type Handler = (...args: never[]) => unknown;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((path) => typeof path === 'string');

/** As the description writes it: `/stripe/plans/{id}`. */
const templateOf = (controller: string, method: string): string =>
  `/${controller}/${method}`
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/:(\w+)/g, '{$1}');

/** By `get /stripe/plans/{id}`. Nest keeps a route's path and method in metadata of these names. */
export function describedRoutes(app: INestApplicationContext): ReadonlyMap<string, DescribedRoute> {
  const reflector = app.get(Reflector, { strict: false });
  const scanner = new MetadataScanner();
  const routes = new Map<string, DescribedRoute>();
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype: unknown = metatype.prototype;
    if (typeof prototype !== 'object' || prototype === null) continue;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler: unknown = Reflect.get(prototype, name);
      const verb: unknown = isHandler(handler) ? Reflect.getMetadata('method', handler) : undefined;
      if (!isHandler(handler) || typeof verb !== 'number') continue;
      const described = {
        access: reflector.getAllAndOverride(Allow, [handler, metatype]),
        also: reflector.get(AllowWith, handler),
        keyed: !reflector.get(AnsweredAnew, handler),
        problems: reflector.get(Problems, handler) ?? [],
      };
      for (const controller of texts(Reflect.getMetadata('path', metatype))) {
        for (const path of texts(Reflect.getMetadata('path', handler))) {
          routes.set(`${String(RequestMethod[verb]).toLowerCase()} ${templateOf(controller, path)}`, described);
        }
      }
    }
  }
  return routes;
}
