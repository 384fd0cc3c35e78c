import type { Deliveries } from '../delivery/deliveries.js';
import type { Engine } from '../engine/engine.js';

export interface ApiContext {
  readonly engine: Engine;
  readonly deliveries: Deliveries;
  /** The account's default version. */
  readonly apiVersion: string;
  readonly accountId: string;
}
